"""python -m data fetch: the newest version of each list, the tables built from them, and what has changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.building.build import Prepared, prepare, this_day
from data.building.changes import changes_as_text, paper_changes
from data.building.changes_markdown import changes_as_markdown
from data.building.last_build import Former, read_former
from data.building.read_lists import read_one
from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.github import GitHub
from data.fetch.list_document import Fetched, Place, fetch_newest, read_source
from data.ingest.reading import Reading
from data.knowledge.curated import Knowledge, load_knowledge
from data.lists.list_source import ListSource, parse_lists
from data.lists.yaml_edit import set_values
from data.patching.all_patches import patches
from data.schema import Paper
from data.tables.table import write_tables

RECORDED = ("commit", "date", "sha256")
_ACCEPT = "If it is right, run this again with --accept."


@dataclass(frozen=True)
class Newest:
    """A list in its newest version, read."""

    source: ListSource
    reading: Reading
    content: bytes


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], folder: Path) -> None:
    """Add the command; `folder` is where lists.yaml and the tables are unless said otherwise."""
    parser = commands.add_parser("fetch", help="get the newest version of the lists, build, and say what changed")
    parser.add_argument("keys", nargs="*", metavar="KEY", help="only these lists (default: all)")
    parser.add_argument("--accept", action="store_true", help="take a version that looks wrong all the same")
    parser.add_argument("--diff-file", type=Path, metavar="FILE", help="write what changed as Markdown, too")
    parser.add_argument("--most", type=_number, default=20, metavar="N", help="name N papers a kind (default: 20)")
    parser.add_argument("--lists", type=Path, default=folder / "lists.yaml", help="another lists.yaml")
    parser.add_argument("--to", type=Path, default=folder, metavar="FOLDER", help="where the tables go")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Fetch, build and write, or write nothing; return 1 where a list could not be had or looks wrong."""
    text = _text(chosen.lists)
    sources = parse_lists(text, chosen.lists)
    _require_known(chosen.keys, sources)
    cache = Cache(chosen.lists.parent / ".cache")
    place = Place(cache, GitHub.from_environment(), this_day(), say_more)
    knowledge, former = load_knowledge(), read_former(chosen.to)
    newest: dict[str, Newest] = {}
    failures = []
    for number, (key, source) in enumerate(sources.items(), 1):
        say(f"List {number} of {len(sources)}: {source.title}")
        try:
            wanted = not chosen.keys or key in chosen.keys
            newest[key] = _read(_document(source, place, wanted=wanted), knowledge, former, accept=chosen.accept)
        except InputError as error:
            failures.append(error)
            say(f"  {error.problem}")
    if failures:
        print("\n".join(f"error: {error}" for error in failures), file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    return _write(chosen, text, sources, newest, knowledge, cache)


def say(step: str) -> None:
    """Tell the person who waits."""
    print(step, file=sys.stderr, flush=True)


def say_more(step: str) -> None:
    """Tell a detail of the step told last."""
    say(f"  {step}")


def _document(source: ListSource, place: Place, *, wanted: bool) -> Fetched:
    return fetch_newest(source, place) if wanted else Fetched(source, read_source(source, place.cache, place.limits))


def _read(fetched: Fetched, knowledge: Knowledge, former: Former, *, accept: bool) -> Newest:
    """Return the list as read; InputError where it holds no entry or, unless accepted, looks like a mishap."""
    source = fetched.source
    if fetched.is_page and not accept:
        remedy = f"Name the address of the Markdown document itself. {_ACCEPT}"
        raise InputError("is an HTML page, not a list", file=source.place, remedy=remedy)
    reading = read_one(source, fetched.content, knowledge)
    say(f"  {len(reading.records)} entries, {len(reading.skipped)} parts skipped, {len(reading.doubtful)} doubtful")
    doubt = former.doubt(source.key, reading.records)
    if doubt and not accept:
        raise InputError(doubt, file=source.place, remedy=_ACCEPT)
    return Newest(source, reading, fetched.content)


def _write(
    chosen: argparse.Namespace,
    text: str,
    before: Mapping[str, ListSource],
    newest: Mapping[str, Newest],
    knowledge: Knowledge,
    cache: Cache,
) -> int:
    sources = {key: found.source for key, found in newest.items()}
    prepared = prepare((found.reading for found in newest.values()), sources, knowledge, chosen.to, say)
    changes = paper_changes(prepared.before[Paper], prepared.tables.papers, sources, before)
    versions = [_version(before[key], source) for key, source in sources.items()]
    others = patches(sources, {key: found.content for key, found in newest.items()}, knowledge, chosen.to, say)
    others[chosen.lists] = _recorded(text, before, sources, chosen.lists).encode()
    if chosen.diff_file:
        others[chosen.diff_file] = changes_as_markdown(versions, changes, chosen.most).encode()
    say("Writing")
    if _text(chosen.lists) != text:
        raise InputError("was changed in the meantime", file=chosen.lists, remedy="Run this again.")
    write_tables(prepared.tables.frames(), chosen.to, others)
    cache.prune({source.sha256 for source in sources.values()})
    told = changes_as_text(changes, chosen.most) or "The papers have not changed."
    print("\n".join([*versions, _totals(prepared), told]))
    return 0


def _recorded(text: str, before: Mapping[str, ListSource], now: Mapping[str, ListSource], file: Path) -> str:
    """Return lists.yaml with the version of every list that has a new one."""
    for key, source in now.items():
        values = {name: str(getattr(source, name)) for name in RECORDED if getattr(source, name)}
        changed = {name: value for name, value in values.items() if value != getattr(before[key], name)}
        if changed:
            text = set_values(text, key, changed, str(file))
    return text


def _version(before: ListSource, now: ListSource) -> str:
    if (before.commit, before.sha256, before.date) == (now.commit, now.sha256, now.date):
        return f"{now.key}: no new version{f' since {now.date}' if now.date else ''}"
    commit = f" (commit {now.commit[:10]})" if now.commit != "HEAD" else ""
    return f"{now.key}: {before.date or 'no date'} → {now.date}{commit}"


def _totals(prepared: Prepared) -> str:
    papers, before = prepared.tables.papers, prepared.before[Paper]
    had = f"{len(before)} → " if before is not None else ""
    return f"Papers: {had}{len(papers)}, {int((papers['code_url'] != '').sum())} with code listed"


def _require_known(keys: Sequence[str], sources: Mapping[str, ListSource]) -> None:
    for key in keys:
        if key not in sources:
            remedy = f"lists.yaml has {', '.join(sources)}."
            raise InputError(f"there is no list `{key}`", file="fetch", remedy=remedy)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"cannot be read ({error})", file=file, remedy="Make it with `python -m data init`."
        ) from error


def _number(given: str) -> int:
    number = int(given)
    if number < 0:
        raise argparse.ArgumentTypeError("is less than 0")
    return number
