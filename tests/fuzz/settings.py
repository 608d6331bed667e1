"""The readers of YAML files: lists.yaml, its edits, and what Surveyor knows."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

from data.errors import InputError
from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, load_knowledge
from data.lists.list_source import parse_lists
from data.lists.yaml_edit import append_section, set_values
from tests.fuzz.target import Target, refused

FILE = Path("data/lists.yaml")
LISTS = [
    b"my-list:\n  title: My list\n  repository: owner/name\n  commit: 0123456789abcdef0123456789abcdef01234567\n"
    b"  date: 2025-01-31\n  branch: main\n  file: papers/list.md\n  techniques:\n    Making: Pruning and Sparsity\n",
    b"table:\n  title: 'My: table'\n  path: table.csv\n  columns: {title: Name, paper: [DOI, Link]}\n",
    b"web:\n  title: Web\n  url: https://example.org/list.md\n  sha256: " + b"a" * 64 + b"\n",
]
YAML = (
    "&a ¦*a¦: ¦- ¦? ¦| \n¦> ¦!!python/object:os.system ¦!!binary ¦{¦}¦[¦]¦<<: *a\n¦---\n¦...\n¦%YAML 1.1\n¦#¦null¦~¦yes"
    "¦.inf¦2024-13-99¦2024-01-01T00:00:00Z¦0x¦1:1:1¦../../etc/passwd¦https://a¦file:///¦owner/name¦\\x00¦\u2028¦\x85¦  "
)
PIECES = tuple(piece.encode() for piece in YAML.split("¦"))


def check_lists(content: bytes) -> bool:
    """Read lists.yaml; what it names is fetched over http only or is a path, and an edit keeps all the rest."""
    text = content.decode("utf-8", "replace")
    try:
        sources = parse_lists(text, FILE)
    except InputError as error:
        return refused(error, content)
    for source in sources.values():
        assert source.path or source.raw_url.startswith(("https://", "http://")), source.raw_url[:80]
        assert ".." not in Path(source.file).parts, source.file
    key, source = next(iter(sources.items()))
    try:
        edited = set_values(text, key, {"date": "2025-02-28"}, str(FILE))
        assert parse_lists(edited, FILE)[key].date == "2025-02-28"
        edited = append_section(text, "another", {"title": "a: b", "url": "https://a.org/b"}, str(FILE))
        assert [*parse_lists(edited, FILE)] == [*sources, "another"]
    except InputError as error:
        refused(error, content)
    return True


@cache
def _folder() -> Path:
    """Return a folder with a few entries of each file of the knowledge, so that it is read in little time."""
    folder = Path(tempfile.mkdtemp(prefix="surveyor-fuzz-"))
    for file in KNOWLEDGE_FOLDER.glob("*.yaml"):
        (folder / file.name).write_text(_few(file) if file.name not in WHOLE else file.read_text("utf-8"), "utf-8")
    return folder


WHOLE = ("stop_words.yaml", "corrections.yaml")


def _few(file: Path) -> str:
    sections = re.split(r"(?m)^(?=[^\s#])", file.read_text("utf-8"))
    return "".join(sections[:6])


def check_knowledge(content: bytes) -> bool:
    """Read the knowledge with one of its files replaced; the first byte says which."""
    names = sorted(path.name for path in KNOWLEDGE_FOLDER.glob("*.yaml"))
    name, content = names[(content[:1] or b"\0")[0] % len(names)], content[1:]
    usual, file = _folder() / name, _folder() / name
    kept = usual.read_bytes()
    try:
        file.write_bytes(content)
        knowledge = load_knowledge(_folder())
        knowledge.topics.read("A survey of quantization")
        knowledge.venues.read("NeurIPS 2024 (workshop)")
        return True
    except InputError as error:
        return refused(error, content)
    finally:
        file.write_bytes(kept)


def _knowledge_files() -> list[bytes]:
    names = sorted(path.name for path in KNOWLEDGE_FOLDER.glob("*.yaml"))
    return [bytes([number]) + (_folder() / name).read_bytes() for number, name in enumerate(names)]


SETTINGS = (
    Target("lists.yaml", check_lists, lambda: LISTS, PIECES),
    Target("knowledge", check_knowledge, _knowledge_files, PIECES),
)
