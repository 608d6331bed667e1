"""The command `patch`, and the patches that a build puts beside its tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.cores import each
from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.source import read_source
from data.ingest.format import MARKDOWN, format_of
from data.knowledge import Knowledge, load_knowledge
from data.lists import ListSource, load_lists, with_copies
from data.patch import make_patch
from data.reading import Progress
from data.replacing import replace_files

FOLDER = "patches"
# A patch costs about as much as reading its list this often.
_READINGS = 4


def patch_file(folder: Path, key: str) -> Path:
    """Return where the patch of a list stands beside the tables in `folder`."""
    return folder / FOLDER / f"{key}.patch"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], folder: Path) -> None:
    """Add the command; `folder` is where lists.yaml is unless said otherwise."""
    parser = commands.add_parser("patch", help="print a patch for a list's maintainers that fixes what is certain")
    parser.add_argument("key", metavar="KEY", help="the list")
    parser.add_argument("--list", action="append", default=[], metavar="KEY=FILE", help="read it from a local copy")
    parser.add_argument("--lists", type=Path, default=folder / "lists.yaml", help="another lists.yaml")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it to a file")
    parser.set_defaults(run=run)


def copies_of(given: Iterable[str]) -> dict[str, Path]:
    """Return the files that KEY=FILE names, by key; InputError where one is written otherwise."""
    copies = {}
    for text in given:
        key, separator, file = text.partition("=")
        if not (key and separator and file):
            remedy = "Write --list efficient-aigc=path/to/README.md."
            raise InputError(f"`{text}` is not KEY=FILE", file="--list", remedy=remedy)
        copies[key] = Path(file)
    return copies


def run(chosen: argparse.Namespace) -> int:
    """Print the patch of a list, or write it to a file; says on standard error what it fixes."""
    sources = with_copies(load_lists(chosen.lists), copies_of(chosen.list))
    if chosen.key not in sources:
        raise InputError(f"there is no list `{chosen.key}`", file=chosen.lists, remedy=f"It has {', '.join(sources)}.")
    source = sources[chosen.key]
    patch = make_patch(read_source(source, Cache(chosen.lists.parent / ".cache")), source, load_knowledge())
    if chosen.output:
        replace_files({chosen.output: lambda file: file.write(patch.text)}, chosen.output.parent)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(patch.text)
        sys.stdout.buffer.flush()
    said = ", ".join(f"{kind} {of_kind.edits}" for kind, of_kind in patch.fixed.items() if of_kind.edits)
    print(f"{chosen.key}: {said or 'nothing to fix'}", file=sys.stderr)
    return 0


def patches(
    sources: Mapping[str, ListSource],
    documents: Mapping[str, bytes],
    knowledge: Knowledge,
    folder: Path,
    progress: Progress,
) -> dict[Path, bytes | None]:
    """Return `patches/KEY.patch` in `folder` for each Markdown list with something to fix; None for all others there.

    `documents` are the lists as read.
    """
    files: dict[Path, bytes | None] = dict.fromkeys((folder / FOLDER).glob("*.patch"))
    inputs = [(sources[key], content) for key, content in documents.items()]
    size = _READINGS * sum(map(len, documents.values()))
    made = each(_text, inputs, knowledge, size)
    for number, (source, _) in enumerate(inputs, 1):
        progress(f"Making patch {number} of {len(inputs)}: {source.title}")
        text = next(made)
        if text:
            files[patch_file(folder, source.key)] = text
    return files


def _text(given: tuple[ListSource, bytes], knowledge: Knowledge) -> bytes:
    source, content = given
    return make_patch(content, source, knowledge).text if format_of(content, source.place) == MARKDOWN else b""
