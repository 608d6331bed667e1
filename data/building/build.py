"""Lists → tables: read, merge, check, and replace the tables only when all of it succeeded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.building.history import last_papers, with_dates, with_versions
from data.building.read_lists import Read, read_sources
from data.building.summary import Changes, compare
from data.errors import InputError
from data.fetch.list_document import read_source
from data.ingest.reading import Reading
from data.knowledge.curated import Knowledge
from data.lists.list_source import ListSource
from data.lists.parallel import Progress, collector_paused
from data.schema import TABLES, Note, Paper, RecordRow, RowType, Tool, Version
from data.tables.paper_tables import Tables, make_tables
from data.tables.table import as_text, problems, read_table, write_tables


@dataclass(frozen=True)
class Prepared:
    """What a build would write, and what stands there now."""

    tables: Tables
    before: Mapping[RowType, pd.DataFrame | None]
    """The tables of the last build; None for one that is missing or broken."""
    changes: Changes | None
    readings: tuple[Reading, ...]


def dated(tables: Tables, sources: Mapping[str, ListSource], folder: Path | None, today: str) -> Tables:
    """Return the tables with dates and history, which continue those in `folder`.

    `today` (YYYY-MM-DD) dates lists without a date.
    """
    before = last_papers(folder / TABLES[Paper][0]) if folder else None
    past = folder / TABLES[Version][0] if folder else None
    papers = with_dates(tables.papers, before, sources, today)
    return replace(tables, papers=papers, history=with_versions(past, papers, tables.records, sources, today))


def build(
    sources: Mapping[str, ListSource],
    knowledge: Knowledge,
    folder: Path,
    progress: Progress,
    today: str = "",
    read: Read = read_source,
    beside: Callable[[], Mapping[Path, bytes | None]] = dict,
) -> tuple[Tables, Changes | None]:
    """Read the lists and replace the tables in `folder`. `today` (YYYY-MM-DD) dates lists without a date.

    `beside` gives what is to be written together with the tables, by path; None takes a file away.

    Returns the tables and how they differ from those before (None for a first build). Raises InputError,
    the old tables untouched, where a list cannot be read or the new tables would break their schema.
    """
    readings = read_sources(sources, knowledge, progress, read)
    prepared = prepare(readings, sources, knowledge, folder, progress, today)
    others = beside()
    progress("Writing")
    write_tables(prepared.tables.frames(), folder, others)
    return prepared.tables, prepared.changes


@collector_paused()
def prepare(
    readings: Iterable[Reading],
    sources: Mapping[str, ListSource],
    knowledge: Knowledge,
    folder: Path,
    progress: Progress,
    today: str = "",
    *,
    afresh: bool = False,
) -> Prepared:
    """Return the tables that the readings give and how they differ from those in `folder`; writes nothing.

    `afresh`: what is in `folder` is of other lists, so no date or history is taken from it, and nothing compared.
    Raises InputError where the tables would break their schema.
    """
    readings = tuple(readings)
    progress("Merging")
    tables = dated(make_tables(readings, knowledge), sources, None if afresh else folder, today or this_day())
    for table, frame in tables.frames().items():
        for problem in problems(as_text(frame), table, folder / TABLES[table][0]):
            raise problem
    before = {table: _before(folder / name, table) for table, (name, _) in TABLES.items()}
    return Prepared(tables, before, None if afresh else _changes(tables, before), readings)


def this_day() -> str:
    """Return the date of today, YYYY-MM-DD, the same wherever a build runs."""
    return datetime.now(UTC).date().isoformat()


def _changes(tables: Tables, before: Mapping[RowType, pd.DataFrame | None]) -> Changes | None:
    changes = compare(before[Paper], tables.papers)
    others = [table for table in (RecordRow, Tool, Note, Version) if not _same(before[table], tables.frames()[table])]
    return None if changes is None else replace(changes, files=tuple(TABLES[table][0] for table in others))


def _before(path: Path, table: RowType) -> pd.DataFrame | None:
    try:
        return read_table(path, table)
    except InputError:
        return None


def _same(before: pd.DataFrame | None, after: pd.DataFrame) -> bool:
    return before is not None and as_text(before).equals(as_text(after))
