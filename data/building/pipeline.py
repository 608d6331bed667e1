"""Lists → tables and patches in a folder, replaced only when everything has succeeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.building.history import this_day, with_dates, with_versions
from data.building.last_build import LastBuild, read_last_build
from data.building.read_lists import ListAsRead, Read, read_lists
from data.building.summary import Changes
from data.fetch.list_document import read_source
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.lists.parallel import Progress, collector_paused
from data.patching.all_patches import patches
from data.schema import TABLES, Paper
from data.tables.paper_tables import Tables, make_tables
from data.tables.table import as_text, problems, write_tables


@dataclass(frozen=True)
class Build:
    """What a build writes to `folder`, and how its tables differ from the last ones (None for a first build)."""

    tables: Tables
    changes: Changes | None
    patches: Mapping[Path, bytes | None]
    folder: Path

    def write(self, progress: Progress, others: Mapping[Path, bytes | None] | None = None) -> None:
        """Replace tables and patches, and write `others` by their path together with them, all or nothing.

        Raises InputError, with all old files in place, if one cannot be written.
        """
        progress("Writing")
        write_tables(self.tables.frames(), self.folder, {**self.patches, **(others or {})})


def build(
    sources: Mapping[str, ListSource],
    knowledge: Knowledge,
    folder: Path,
    progress: Progress,
    *,
    today: str = "",
    read: Read = read_source,
    last: LastBuild | None = None,
    others: Mapping[Path, bytes | None] | None = None,
) -> Build:
    """Read the lists, replace tables and patches in `folder`, and return what was written.

    `read`, `last`, `today` and `others` are as in `read_lists`, `new_tables` and `Build.write`; by default, the last
    build is the one in `folder`. Raises InputError, with all files untouched, if a list cannot be read or the new
    tables break their schema.
    """
    last = read_last_build(folder) if last is None else last
    made = prepare(read_lists(sources, knowledge, progress, read), knowledge, folder, last, progress, today)
    made.write(progress, others)
    return made


def prepare(
    lists: Sequence[ListAsRead],
    knowledge: Knowledge,
    folder: Path,
    last: LastBuild,
    progress: Progress,
    today: str = "",
) -> Build:
    """Return the tables of the lists and their patches; writes nothing. Arguments and errors as in `new_tables`."""
    progress("Merging")
    tables = new_tables(lists, knowledge, folder, last, today)
    changes = last.changes(tables)
    documents = {each.source.key: each.content for each in lists}
    return Build(tables, changes, patches(_sources(lists), documents, knowledge, folder, progress), folder)


@collector_paused()
def new_tables(
    lists: Sequence[ListAsRead], knowledge: Knowledge, folder: Path, last: LastBuild, today: str = ""
) -> Tables:
    """Return the tables of the lists, to be written to `folder`.

    Dates and history continue those of `last`; `today` (YYYY-MM-DD) dates lists without a date. Raises InputError
    if the tables break their schema.
    """
    merged = make_tables((each.reading for each in lists), knowledge)
    tables = dated(merged, _sources(lists), last, today or this_day())
    for table, frame in tables.frames().items():
        for problem in problems(as_text(frame), table, folder / TABLES[table][0]):
            raise problem
    return tables


def dated(tables: Tables, sources: Mapping[str, ListSource], last: LastBuild, today: str) -> Tables:
    """Return the tables with dates and history, which continue those of `last`.

    `today` (YYYY-MM-DD) dates lists without a date.
    """
    papers = with_dates(tables.papers, last.tables.get(Paper), sources, today)
    return replace(tables, papers=papers, history=with_versions(last.history, papers, tables.records, sources, today))


def _sources(lists: Sequence[ListAsRead]) -> dict[str, ListSource]:
    return {each.source.key: each.source for each in lists}
