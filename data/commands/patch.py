"""The command `patch`, and the patches that a build puts beside its tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.errors import InputError
from data.fetch.source import read_source
from data.knowledge import Knowledge, load_knowledge
from data.lists import ListSource, load_lists, with_copies
from data.patch import is_markdown, make_patch
from data.replacing import Write, replace_files

FOLDER = "patches"


def patch_file(folder: Path, key: str) -> Path:
    """Return where the patch of a list stands beside the tables in `folder`."""
    return folder / FOLDER / f"{key}.patch"


def run(key: str, copies: Mapping[str, Path], lists: Path, output: Path | None) -> int:
    """Print the patch of a list, or write it to a file; says on standard error what it fixes."""
    sources = with_copies(load_lists(lists), copies)
    if key not in sources:
        raise InputError(f"there is no list `{key}`", file=lists, remedy=f"It has {', '.join(sources)}.")
    patch = make_patch(read_source(sources[key]), sources[key], load_knowledge())
    if output:
        replace_files({output: _writing(patch.text)}, output.parent)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(patch.text)
        sys.stdout.buffer.flush()
    said = ", ".join(f"{kind} {of_kind.edits}" for kind, of_kind in patch.fixed.items() if of_kind.edits)
    print(f"{key}: {said or 'nothing to fix'}", file=sys.stderr)
    return 0


def write_patches(
    sources: Mapping[str, ListSource], documents: Mapping[str, bytes], knowledge: Knowledge, folder: Path
) -> None:
    """Write `patches/KEY.patch` in `folder` for each Markdown list; a list with nothing to fix has none.

    `documents` are the lists as read. Raises InputError where a file cannot be written.
    """
    texts = {patch_file(folder, key): text for key, text in _texts(sources, documents, knowledge)}
    wanted = {file: _writing(text) for file, text in texts.items() if text}
    if wanted:
        (folder / FOLDER).mkdir(exist_ok=True)
        replace_files(wanted, folder / FOLDER)
    for file in texts.keys() - wanted.keys():
        file.unlink(missing_ok=True)


def _texts(
    sources: Mapping[str, ListSource], documents: Mapping[str, bytes], knowledge: Knowledge
) -> Iterator[tuple[str, bytes]]:
    for key, content in documents.items():
        source = sources[key]
        yield key, make_patch(content, source, knowledge).text if is_markdown(source) else b""


def _writing(text: bytes) -> Write:
    return lambda file: file.write(text)
