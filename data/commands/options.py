"""Options that several commands have, and what stands behind them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from data.errors import InputError
from data.fetch.cache import Cache
from data.schema import DATA_FOLDER


def add_lists(parser: argparse.ArgumentParser) -> None:
    """Add `--lists FILE`."""
    file = DATA_FOLDER / "lists.yaml"
    parser.add_argument("--lists", type=Path, default=file, metavar="FILE", help="another lists.yaml")


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add `--to FOLDER`: a command that has it writes tables, and holds the folder meanwhile."""
    text = "where the tables go (default: data)"
    parser.add_argument("--to", type=Path, default=DATA_FOLDER, metavar="FOLDER", help=text)


def add_copies(parser: argparse.ArgumentParser) -> None:
    """Add `--list KEY=FILE`."""
    text = "read this list from a local copy (repeatable)"
    parser.add_argument("--list", action="append", default=[], metavar="KEY=FILE", help=text)


def copies_of(given: Iterable[str]) -> dict[str, Path]:
    """Return the files that KEY=FILE names, by key; InputError if one is written otherwise."""
    copies = {}
    for text in given:
        key, separator, file = text.partition("=")
        if not (key and separator and file):
            remedy = "Write --list efficient-aigc=path/to/README.md."
            raise InputError(f"`{text}` is not KEY=FILE", file="--list", remedy=remedy)
        copies[key] = Path(file)
    return copies


def cache_of(lists: Path) -> Cache:
    """Return the cache of downloads beside lists.yaml."""
    return Cache(lists.parent / ".cache")
