"""Lists → tables: read, merge, check, and replace the tables only when all of it succeeded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from data.errors import InputError
from data.ingest.document import read_document
from data.ingest.reader import Reading, require_entries
from data.knowledge import Knowledge
from data.lists import ListSource
from data.merge import Refusal, merge
from data.normalise.link import code_key
from data.record import Record
from data.resolve import resolve
from data.rows import row_of
from data.schema import TABLES, Note, Paper, RecordRow, RowType, Tool
from data.summary import Changes, compare
from data.table import as_text, problems, read_table, to_frame, write_tables

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tables:
    """The tables as frames, and what a build wants to tell."""

    papers: pd.DataFrame
    records: pd.DataFrame
    tools: pd.DataFrame
    notes: pd.DataFrame
    refusals: tuple[Refusal, ...]

    def frames(self) -> dict[RowType, pd.DataFrame]:
        """Return the frames by the type of their rows."""
        return {Paper: self.papers, RecordRow: self.records, Tool: self.tools, Note: self.notes}


def read_sources(sources: Mapping[str, ListSource], knowledge: Knowledge, progress: Progress) -> list[Reading]:
    """Read every list; InputError where one cannot be had, is not UTF-8, or holds no entry."""
    readings = []
    for number, (key, source) in enumerate(sources.items(), 1):
        progress(f"Reading list {number} of {len(sources)}: {source.title}")
        reading = read_document(source.read(), source.place, key, knowledge)
        readings.append(require_entries(reading, source.place))
    return readings


def make_tables(readings: Iterable[Reading], knowledge: Knowledge) -> Tables:
    """Return the tables that the readings give, whatever their order."""
    readings = list(readings)
    records = [record for reading in readings for record in reading.records]
    merged = merge((record for record in records if record.kind == "paper"), knowledge.corrections)
    papers = resolve(merged.groups, knowledge)
    paper_of = {record: paper.id for paper in papers for record in paper.records}
    ordered = sorted(records, key=lambda record: record.order)
    rows = [row_of(record, paper_of.get(record.key, "")) for record in ordered]
    return Tables(
        papers=to_frame(papers, Paper),
        records=to_frame(rows, RecordRow),
        tools=to_frame(_tools(records), Tool),
        notes=to_frame((note for reading in sorted(readings, key=_list_of) for note in reading.notes), Note),
        refusals=merged.refusals,
    )


def build(
    sources: Mapping[str, ListSource], knowledge: Knowledge, folder: Path, progress: Progress
) -> tuple[Tables, Changes | None]:
    """Read the lists and replace the tables in `folder`.

    Returns the tables and how they differ from those before (None for a first build). Raises InputError,
    the old tables untouched, where a list cannot be read or the new tables would break their schema.
    """
    readings = read_sources(sources, knowledge, progress)
    progress("Merging")
    tables = make_tables(readings, knowledge)
    for table, frame in tables.frames().items():
        for problem in problems(as_text(frame), table, folder / TABLES[table][0]):
            raise problem
    changes = _changes(tables, folder)
    progress("Writing")
    write_tables(tables.frames(), folder)
    return tables, changes


def _changes(tables: Tables, folder: Path) -> Changes | None:
    before = {table: _before(folder / name, table) for table, (name, _) in TABLES.items()}
    changes = compare(before[Paper], tables.papers)
    others = [table for table in (RecordRow, Tool, Note) if not _same(before[table], tables.frames()[table])]
    return None if changes is None else replace(changes, files=tuple(TABLES[table][0] for table in others))


def _before(path: Path, table: RowType) -> pd.DataFrame | None:
    try:
        return read_table(path, table)
    except InputError:
        return None


def _same(before: pd.DataFrame | None, after: pd.DataFrame) -> bool:
    return before is not None and as_text(before).equals(as_text(after))


def _list_of(reading: Reading) -> str:
    return reading.records[0].list if reading.records else reading.notes[0].list if reading.notes else ""


def _tools(records: Iterable[Record]) -> list[Tool]:
    """Return one row for each distinct address of software, named as its first entry names it."""
    by_code: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.order):
        if record.kind == "tool" and record.code_url:
            by_code[code_key(record.code_url)].append(record)
    rows = (
        Tool(same[0].title, same[0].code_url, tuple(sorted({r.list for r in same})), tuple(r.key for r in same))
        for same in by_code.values()
    )
    return sorted(rows, key=lambda tool: (tool.name.casefold(), tool.url))
