"""python -m data init: lists.yaml from addresses and files, and the tables built from it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from data.building.build import prepare, this_day
from data.building.read_lists import read_sources
from data.building.summary import describe
from data.commands.fetch import say, say_more
from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.github import GitHub
from data.fetch.list_document import Fetched, Place, find_newest, read_source
from data.ingest.decoding import decode
from data.ingest.file_format import MARKDOWN, format_of
from data.ingest.markdown.document_title import first_heading
from data.knowledge.curated import load_knowledge
from data.lists.addresses import name_of, source_of, unique_key
from data.lists.list_source import ListSource, parse_lists
from data.lists.yaml_edit import append_section
from data.patching.all_patches import patches
from data.tables.table import write_tables

_BEGINNING = """# Which lists Surveyor reads, written by `python -m data init`; README.md explains the keys.
# The key of a list names it in the tables and in links, so keep it once it is published.
"""
_WRITTEN = ("title", "path", "url", "repository", "branch", "file", "commit", "date", "sha256")
_NEXT = """
Next: look at it with `make run`; name headings that are no technique under `techniques` in {lists};
      commit {folder} and deploy dashboard.py. `python -m data fetch` brings the lists up to date."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], folder: Path) -> None:
    """Add the command; `folder` is where lists.yaml and the tables are unless said otherwise."""
    parser = commands.add_parser("init", help="write lists.yaml from addresses and files of lists, and build")
    parser.add_argument(
        "places", nargs="+", metavar="URL-or-FILE", help="a page of GitHub or GitLab, https://…, a file"
    )
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--add", action="store_true", help="add to the lists that are there")
    kept.add_argument("--force", action="store_true", help="replace the lists and tables that are there")
    parser.add_argument("--lists", type=Path, default=folder / "lists.yaml", help="another lists.yaml")
    parser.add_argument("--to", type=Path, default=folder, metavar="FOLDER", help="where the tables go")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read the lists, then write lists.yaml and the tables together; InputError where anything fails."""
    text = _beginning(chosen)
    sources = parse_lists(text, chosen.lists) if text.strip() and chosen.add else {}
    place = Place(Cache(chosen.lists.parent / ".cache"), GitHub.from_environment(), this_day(), say_more)
    contents: dict[str, bytes] = {}
    for given in chosen.places:
        say(f"Looking at {given}")
        fetched = _find(given, place)
        _require_new(fetched.source, sources, given)
        source = _named(fetched, sources)
        text = append_section(text, source.key, _values(source, chosen.lists.parent), str(chosen.lists))
        sources = parse_lists(text, chosen.lists)
        contents[source.key] = fetched.content
    knowledge = load_knowledge()

    def read(source: ListSource) -> bytes:
        return contents.setdefault(source.key, _content(source, contents, place.cache))

    readings = read_sources(sources, knowledge, say, read)
    prepared = prepare(readings, sources, knowledge, chosen.to, say, afresh=not chosen.add)
    others = patches(sources, contents, knowledge, chosen.to, say)
    say("Writing")
    tables = prepared.tables
    write_tables(tables.frames(), chosen.to, {**others, chosen.lists: text.encode()})
    print(describe(tables.papers, tables.records, tables.tools, tables.notes, tables.refusals, prepared.changes))
    print(_NEXT.format(lists=chosen.lists.name, folder=chosen.to))
    return 0


def _beginning(chosen: argparse.Namespace) -> str:
    """Return what lists.yaml begins with: what is there, or a comment; InputError where it would be lost."""
    if not chosen.lists.exists() or chosen.force:
        return _BEGINNING
    if not chosen.add:
        remedy = "Add to it with --add, or replace it and the tables with --force."
        raise InputError("exists already", file=chosen.lists, remedy=remedy)
    try:
        text: str = chosen.lists.read_bytes().decode("utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError(f"cannot be read ({error})", file=chosen.lists, remedy="Save it as UTF-8 text.") from error
    return text


def _find(given: str, place: Place) -> Fetched:
    fetched = find_newest(source_of(given), place)
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
    is_markdown = format_of(fetched.content, source.place) == MARKDOWN
    title = first_heading(decode(fetched.content, source.place)) if is_markdown else ""
    return replace(source, key=unique_key(source, taken), title=title or name_of(source))


def _values(source: ListSource, folder: Path) -> dict[str, str]:
    """Return what lists.yaml says of a list; the path of a file is written as seen from `folder`."""
    path = Path(os.path.relpath(source.path, folder.resolve())).as_posix() if source.path else ""
    values = {name: str(getattr(source, name)) for name in _WRITTEN} | {"path": path}
    unsaid = {"commit": "HEAD", "file": "README.md" if source.repository else source.file}
    return {name: value for name, value in values.items() if value and value != unsaid.get(name)}


def _content(source: ListSource, contents: Mapping[str, bytes], cache: Cache) -> bytes:
    return contents[source.key] if source.key in contents else read_source(source, cache)
