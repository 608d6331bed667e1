"""python -m data init: lists.yaml from addresses and files, and the tables built from it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from data.building.history import this_day
from data.building.last_build import LastBuild, read_last_build
from data.building.pipeline import build
from data.building.summary import describe
from data.commands.options import add_folder, add_lists, cache_of
from data.commands.progress import say, say_more
from data.errors import InputError
from data.fetch.github import GitHub
from data.fetch.list_document import Fetched, Fetching, find_newest, read_source
from data.ingest.bounded_cost import bounded_cost
from data.ingest.decoding import decode, refuse_long_lines
from data.ingest.file_format import MARKDOWN, format_of
from data.ingest.markdown.document_title import first_heading
from data.knowledge.load_knowledge import load_knowledge
from data.lists.addresses import name_of, source_of
from data.lists.list_source import ListSource, lists_text, parse_lists
from data.lists.yaml_edit import append_section
from data.normalise.key import list_key

HELP = "write lists.yaml from addresses and files of lists, and build"
_BEGINNING = """# Which lists Surveyor reads, written by `python -m data init`. docs/lists-and-formats.md explains it.
# The key of a list names it in the tables and in links, so keep it once it is published.
"""
_WRITTEN = ("title", "path", "url", "repository", "branch", "file", "commit", "date", "sha256")
_NEXT = """
Next: look at it with `make run`; name headings that are no technique under `techniques` in {lists};
      commit {folder} and deploy dashboard.py. `python -m data fetch` brings the lists up to date."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    text = "a page of GitHub or GitLab, https://…, a file"
    parser.add_argument("addresses", nargs="+", metavar="URL-or-FILE", help=text)
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--add", action="store_true", help="add to the lists that are there")
    kept.add_argument("--force", action="store_true", help="replace the lists and tables that are there")
    add_lists(parser)
    add_folder(parser)


def run(chosen: argparse.Namespace) -> int:
    """Read the lists, then write lists.yaml and the tables together; InputError if anything fails."""
    text = _beginning(chosen)
    sources = parse_lists(text, chosen.lists) if text.strip() and chosen.add else {}
    cache = cache_of(chosen.lists)
    fetching = Fetching(cache, GitHub.from_environment(), this_day(), say_more)
    contents: dict[str, bytes] = {}
    for given in chosen.addresses:
        say(f"Looking at {given}")
        fetched = _find(given, fetching)
        _require_new(fetched.source, sources, given)
        source = _named(fetched, sources)
        text = append_section(text, source.key, _values(source, chosen.lists.parent), str(chosen.lists))
        sources = parse_lists(text, chosen.lists)
        contents[source.key] = fetched.content

    def read(source: ListSource) -> bytes:
        return contents[source.key] if source.key in contents else read_source(source, cache)

    # Tables of other lists say nothing of these.
    last = read_last_build(chosen.to) if chosen.add else LastBuild()
    others = {chosen.lists: text.encode()}
    made = build(sources, load_knowledge(), chosen.to, say, read=read, last=last, others=others)
    print(describe(made.tables, made.changes))
    print(_NEXT.format(lists=chosen.lists.name, folder=chosen.to))
    return 0


def _beginning(chosen: argparse.Namespace) -> str:
    """Return what lists.yaml begins with: what is there, or a comment; InputError if it would be lost."""
    if not chosen.lists.exists() or chosen.force:
        return _BEGINNING
    if not chosen.add:
        remedy = "Add to it with --add, or replace it and the tables with --force."
        raise InputError("exists already", file=chosen.lists, remedy=remedy)
    return lists_text(chosen.lists)


def _find(given: str, fetching: Fetching) -> Fetched:
    fetched = find_newest(source_of(given), fetching)
    if fetched.is_page:
        remedy = "Name the address of the Markdown document itself, such as the one behind “Raw” on its page."
        raise InputError("is an HTML page, not a list", file=given, remedy=remedy)
    return fetched


def _require_new(source: ListSource, sources: Mapping[str, ListSource], given: str) -> None:
    for key, other in sources.items():
        if _where(source) == _where(other):
            raise InputError(f"is listed already, as `{key}`", file=given, remedy="Name each list once.")


def _where(source: ListSource) -> tuple[object, ...]:
    in_repository = (source.repository.casefold(), source.file) if source.repository else ()
    return *in_repository, source.url, source.path and source.path.resolve()


def _named(fetched: Fetched, taken: Collection[str]) -> ListSource:
    source = fetched.source
    with bounded_cost(source.place):
        title = _title(fetched.content, source.place)
    return replace(source, key=list_key(name_of(source), taken), title=title or name_of(source))


def _title(content: bytes, place: str) -> str:
    """Return the title that a Markdown document gives itself, "" for other formats."""
    if format_of(content, place) != MARKDOWN:
        return ""
    text = decode(content, place)
    refuse_long_lines(text, place)
    return first_heading(text)


def _values(source: ListSource, folder: Path) -> dict[str, str]:
    """Return what lists.yaml says of a list; the path of a file is written as seen from `folder`."""
    path = Path(os.path.relpath(source.path, folder.resolve())).as_posix() if source.path else ""
    values = {name: str(getattr(source, name)) for name in _WRITTEN} | {"path": path}
    unsaid = {"file": "README.md" if source.repository else source.file}
    return {name: value for name, value in values.items() if value and value != unsaid.get(name)}
