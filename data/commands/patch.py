"""python -m data patch: a patch for the maintainers of a list."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.atomic_writing import replace_files
from data.commands.options import add_copies, add_lists, cache_of, copies_of
from data.errors import InputError
from data.fetch.list_document import read_source
from data.ingest.bounded_cost import bounded_cost
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists, with_copies
from data.patching.make_patch import make_patch

HELP = "print a patch for a list's maintainers that fixes what is certain"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("key", metavar="KEY", help="the list")
    add_copies(parser)
    add_lists(parser)
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it to a file")


def run(chosen: argparse.Namespace) -> int:
    """Print the patch of a list, or write it to a file; says on standard error what it fixes."""
    sources = with_copies(load_lists(chosen.lists), copies_of(chosen.list))
    if chosen.key not in sources:
        raise InputError(f"there is no list `{chosen.key}`", file=chosen.lists, remedy=f"It has {', '.join(sources)}.")
    source = sources[chosen.key]
    content = read_source(source, cache_of(chosen.lists))
    with bounded_cost(source.place):
        patch = make_patch(content, source, load_knowledge())
    if chosen.output:
        replace_files({chosen.output: lambda file: file.write(patch.text)}, chosen.output.parent)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(patch.text)
        sys.stdout.buffer.flush()
    said = ", ".join(f"{kind} {of_kind.edits}" for kind, of_kind in patch.fixed.items() if of_kind.edits)
    print(f"{chosen.key}: {said or 'nothing to fix'}", file=sys.stderr)
    return 0
