"""python -m data build: the tables from the versions of the lists that lists.yaml names."""

from __future__ import annotations

import argparse

from data.building.pipeline import build
from data.building.summary import describe
from data.commands.options import add_copies, add_folder, add_lists, cache_of, copies_of
from data.commands.progress import say_to_person
from data.fetch.list_document import read_source
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists, with_copies

HELP = "read the lists of lists.yaml and write the tables"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_copies(parser)
    add_lists(parser)
    add_folder(parser)


def run(chosen: argparse.Namespace) -> int:
    """Replace the tables and patches, and say what was merged, left out and changed."""
    sources = with_copies(load_lists(chosen.lists), copies_of(chosen.list))
    cache = cache_of(chosen.lists)
    made = build(sources, load_knowledge(), chosen.to, say_to_person, read=lambda source: read_source(source, cache))
    print(describe(made.tables, made.changes))
    return 0
