"""python -m data fetch: the newest version of each list, the tables built from them, and what has changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.building.changes import changes_as_text, paper_changes
from data.building.changes_markdown import changes_as_markdown
from data.building.history import this_day
from data.building.last_build import LastBuild, read_last_build
from data.building.pipeline import Build, prepare
from data.building.read_lists import ListAsRead, read_list_of
from data.commands.options import add_folder, add_lists, cache_of
from data.commands.progress import say, say_more
from data.errors import InputError
from data.fetch.github import GitHub
from data.fetch.list_document import Fetched, Fetching, fetch_newest, read_source
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.list_source import NEWEST, ListSource, lists_text, parse_lists
from data.lists.yaml_edit import set_values

HELP = "get the newest version of the lists, build, and say what changed"
RECORDED = ("commit", "date", "sha256")
_ACCEPT = "If it is right, run this again with --accept."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("keys", nargs="*", metavar="KEY", help="only these lists (default: all)")
    parser.add_argument("--accept", action="store_true", help="accept a version that looks wrong")
    parser.add_argument("--diff-file", type=Path, metavar="FILE", help="write what changed as Markdown, too")
    parser.add_argument(
        "--most",
        type=_number,
        default=20,
        metavar="N",
        help="name up to N papers for each kind of change (default: 20)",
    )
    add_lists(parser)
    add_folder(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fetch, build and write; write nothing and return 1 if a list could not be fetched or looks wrong."""
    text = lists_text(chosen.lists)
    sources = parse_lists(text, chosen.lists)
    _require_known(chosen.keys, sources)
    cache, knowledge, last = cache_of(chosen.lists), load_knowledge(), read_last_build(chosen.to)
    fetching = Fetching(cache, GitHub.from_environment(), this_day(), say_more)
    lists: list[ListAsRead] = []
    failures = []
    for number, (key, source) in enumerate(sources.items(), 1):
        say(f"List {number} of {len(sources)}: {source.title}")
        try:
            fetched = _document(source, fetching, wanted=not chosen.keys or key in chosen.keys)
            lists.append(_read(fetched, knowledge, last, accept=chosen.accept))
        except InputError as error:
            failures.append(error)
            say_more(error.problem)
    if failures:
        print("\n".join(f"error: {error}" for error in failures), file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    made = prepare(lists, knowledge, chosen.to, last, say)
    print(_replace(chosen, text, sources, {each.source.key: each.source for each in lists}, made, last))
    cache.prune({each.source.sha256 for each in lists})
    return 0


def _document(source: ListSource, fetching: Fetching, *, wanted: bool) -> Fetched:
    if wanted:
        return fetch_newest(source, fetching)
    return Fetched(source, read_source(source, fetching.cache, fetching.limits))


def _read(fetched: Fetched, knowledge: Knowledge, last: LastBuild, *, accept: bool) -> ListAsRead:
    """Return the list as read; InputError if it holds no entry or, unless accepted, looks wrong."""
    source = fetched.source
    if fetched.is_page and not accept:
        remedy = f"Name the address of the Markdown document itself. {_ACCEPT}"
        raise InputError("is an HTML page, not a list", file=source.place, remedy=remedy)
    read = read_list_of(source, fetched.content, knowledge)
    say_more(str(read))
    doubt = last.doubt(source.key, read.reading.records)
    if doubt and not accept:
        raise InputError(doubt, file=source.place, remedy=_ACCEPT)
    return read


def _replace(
    chosen: argparse.Namespace,
    text: str,
    before: Mapping[str, ListSource],
    now: Mapping[str, ListSource],
    made: Build,
    last: LastBuild,
) -> str:
    """Write tables, patches, lists.yaml and the file of changes together; return what to tell about it."""
    changes = paper_changes(last.papers, made.tables.papers, now, before)
    versions = [_version(before[key], source) for key, source in now.items()]
    others: dict[Path, bytes | None] = {chosen.lists: _recorded(text, before, now, chosen.lists).encode()}
    if chosen.diff_file:
        others[chosen.diff_file] = changes_as_markdown(versions, changes, chosen.most).encode()
    if lists_text(chosen.lists) != text:
        raise InputError("was changed in the meantime", file=chosen.lists, remedy="Run this again.")
    made.write(say, others)
    told = changes_as_text(changes, chosen.most) or "The papers have not changed."
    return "\n".join([*versions, _totals(made, last), told])


def _recorded(text: str, before: Mapping[str, ListSource], now: Mapping[str, ListSource], file: Path) -> str:
    """Return lists.yaml with the version of every list that has a new one."""
    for key, source in now.items():
        values = {name: str(getattr(source, name)) for name in RECORDED}
        if before[key].commit and not source.commit:
            values["commit"] = NEWEST
        changed = {name: value for name, value in values.items() if value not in ("", getattr(before[key], name))}
        if changed:
            text = set_values(text, key, changed, str(file))
    return text


def _version(before: ListSource, now: ListSource) -> str:
    if (before.commit, before.sha256, before.date) == (now.commit, now.sha256, now.date):
        return f"{now.key}: no new version{f' since {now.date}' if now.date else ''}"
    commit = f" (commit {now.commit[:10]})" if now.commit else ""
    return f"{now.key}: {before.date or 'no date'} → {now.date}{commit}"


def _totals(made: Build, last: LastBuild) -> str:
    papers = made.tables.papers
    had = f"{len(last.papers)} → " if last.papers is not None else ""
    return f"Papers: {had}{len(papers)}, {int((papers['code_url'] != '').sum())} with code listed"


def _require_known(keys: Sequence[str], sources: Mapping[str, ListSource]) -> None:
    for key in keys:
        if key not in sources:
            remedy = f"lists.yaml has {', '.join(sources)}."
            raise InputError(f"there is no list `{key}`", file="fetch", remedy=remedy)


def _number(given: str) -> int:
    number = int(given)
    if number < 0:
        raise argparse.ArgumentTypeError("is less than 0")
    return number
