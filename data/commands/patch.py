"""The command `patch`, and the patches that a build puts beside its tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.list_document import read_source
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists, with_copies
from data.patching.make_patch import make_patch
from data.tables.atomic_writing import replace_files


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
