"""What follows the readers: tables and patches from a list, tables that are read again, addresses, and links."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from components.url import State
from data.errors import InputError
from data.fetch.address import check_address, is_local, redirect_target
from data.ingest.document import read_document
from data.knowledge.load_knowledge import load_knowledge
from data.lists.addresses import name_of, source_of
from data.lists.list_source import ListSource
from data.normalise.key import list_key
from data.normalise.link import code_url, is_safe, paper_link
from data.patching.make_patch import make_patch
from data.query.facets import Index, build_index
from data.query.selection import select
from data.schema import DATA_FOLDER, Paper
from data.tables.paper_tables import make_tables
from data.tables.table import as_text, problems, read_table
from tests.fuzz.documents import LINKS, MARKDOWN, fixtures
from tests.fuzz.target import Target, refused

SOURCE = ListSource("k", "A list", path=Path("list.md"))
LISTED = fixtures("entries.md", "shapes.md", "tables.md", "html.md", parts="\n\n")
PIECES = tuple(piece.encode() for piece in (MARKDOWN + LINKS).split("¦"))


def check_tables(content: bytes) -> bool:
    """Make tables of a list; they keep their own rules, whatever the list says."""
    try:
        reading = read_document(content, "list.md", "k", load_knowledge())
    except InputError as error:
        return refused(error, content)
    for table, frame in make_tables([reading], load_knowledge()).frames().items():
        found = next(problems(as_text(frame), table, Path("table.csv")), None)
        assert found is None, str(found)
    return True


def check_patch(content: bytes) -> bool:
    """Make a patch for a list; it is read and leads nowhere else."""
    try:
        patch = make_patch(content, SOURCE, load_knowledge())
    except InputError as error:
        return refused(error, content)
    assert len(patch.text) <= 100_000 + 6 * len(content), f"a patch of {len(patch.text):,} bytes"
    return True


@cache
def _table() -> Path:
    return Path(tempfile.mkdtemp(prefix="surveyor-fuzz-")) / "papers.csv"


def check_table(content: bytes) -> bool:
    """Read a table of papers that somebody has changed."""
    _table().write_bytes(content)
    try:
        read_table(_table(), Paper)
    except InputError as error:
        return refused(error, content)
    return True


def _papers() -> list[bytes]:
    return [b"".join((DATA_FOLDER / "papers.csv").read_bytes().splitlines(keepends=True)[:8])]


def check_address_of(content: bytes) -> bool:
    """Look at an address as `init`, `fetch` and the lists do; it leads to https, and a redirect not inside."""
    text = content.decode("utf-8", "replace")
    assert not is_safe(text) or urlsplit(text.strip()).scheme.lower() in ("http", "https")
    for url in (paper_link(text).url, code_url(text)):
        assert not url or is_safe(url), url[:80]
    try:
        source = source_of(text)
        check_address(source.raw_url)
        assert list_key(name_of(source), ())
        target = redirect_target("https://example.org/a", text, lambda name: ["127.0.0.1"] if "b" in name else [])
    except InputError as error:
        return refused(error, content)
    assert urlsplit(target).scheme == "https"
    assert not is_local(target), target[:80]
    return True


ADDRESSES = [
    b"https://github.com/owner/name/blob/main/papers/list.md",
    b"https://raw.githubusercontent.com/owner/name/refs/heads/main/README.md",
    b"https://gitlab.com/group/name/-/blob/main/README.md",
    b"https://gist.github.com/owner/0123456789abcdef",
    b"https://arxiv.org/abs/2401.00001v2",
    b"https://openreview.net/forum?id=abc",
    b"https://doi.org/10.1101/2024.12.23.224589v1",
    b"http://[::ffff:127.0.0.1]:8080/a?b#c",
    b"https://user:password@example.org/list.md",
    b"http://localhost/list.md",
]
PARTS = (
    "://¦//¦/¦?¦#¦@¦:¦%00¦%2e%2e/¦..¦[::1]¦127.0.0.1¦0x7f.1¦2130706433¦localhost¦.internal¦64:ff9b::7f00:1¦2002:7f00::"
    "¦javascript:¦file:///etc/passwd¦data:¦https:\\\\¦HTTP://¦:99999¦:-1¦xn--¦\u212a¦\uff0f¦%¦:80:80¦\t¦\n"
)


@cache
def _index() -> Index:
    return build_index(read_table(DATA_FOLDER / "papers.csv", Paper), {})


def check_query(content: bytes) -> bool:
    """Read the query of an address; what it says is written as the same query, and selects papers."""
    params = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    for facets in (None, _index().facets):
        state = State.from_query(params, facets)
        query = state.to_query()
        assert State.from_query(query, facets) == state, f"{query} says something else when it is read again"
        assert len(urlencode(query, doseq=True)) <= 2_000 + 12 * len(content)
    select(_index(), state.filters)
    select(_index(), state.versus)
    return bool(query)


QUERIES = [
    b"view=papers&q=low-bit+quant%2A&year=2021-2024&technique=Quantization&technique=Distillation&all=technique",
    b"view=compare&vs-year=2020&facets=b&not-venue=arXiv&code=yes&since=2024-01-31",
    b"view=trends&earlier=2019-2021&later=2022-2024&matrix=venue&rising=term&over-time=topic",
    b"view=sources&finding=stale-preprint&finding-page=2&pair=a&pair=b&sort=title&page=3&column=venue&paper=2401.00001",
]
NAMES = (
    '&¦=¦%¦+¦vs-¦not-¦q=¦year=¦-¦..¦9999¦0¦-1¦1e9¦%00¦%E2%80%AE¦(not stated)¦"¦*¦OR¦|¦page=999999999¦since=0000-00-00'
)

WHOLE_WAYS = (
    Target("tables", check_tables, LISTED, PIECES),
    Target("patch", check_patch, LISTED, PIECES),
    Target("papers.csv", check_table, _papers, (b",", b"; ", b"NaN", b"=1", b"2401.00001", b"some:1")),
    Target("address", check_address_of, lambda: ADDRESSES, tuple(part.encode() for part in PARTS.split("¦"))),
    Target("query", check_query, lambda: QUERIES, tuple(name.encode() for name in NAMES.split("¦"))),
)
