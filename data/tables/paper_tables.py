"""What was read from the lists → all tables as frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import code_key
from data.record import Record
from data.schema import Note, Paper, RecordRow, RowType, Tool, Version
from data.tables.record_rows import row_of
from data.tables.table import to_frame
from data.works.merge import Refusal, merge
from data.works.resolve import resolve


@dataclass(frozen=True)
class Tables:
    """The tables as frames, and the merges that were refused."""

    papers: pd.DataFrame
    records: pd.DataFrame
    tools: pd.DataFrame
    notes: pd.DataFrame
    refusals: tuple[Refusal, ...]
    history: pd.DataFrame = field(default_factory=lambda: to_frame([], Version))

    def frames(self) -> dict[RowType, pd.DataFrame]:
        """Return the frames by the type of their rows."""
        return {Paper: self.papers, RecordRow: self.records, Tool: self.tools, Note: self.notes, Version: self.history}


def make_tables(readings: Iterable[Reading], knowledge: Knowledge) -> Tables:
    """Return the tables of these readings in any order; the column `added` and the history are still empty."""
    readings = list(readings)
    records = [record for reading in readings for record in reading.records]
    notes = sorted((note for reading in readings for note in reading.notes), key=lambda note: note.list)
    merged = merge((record for record in records if record.kind == "paper"), knowledge.corrections)
    papers = resolve(merged.groups, knowledge)
    paper_of = {record: paper.id for paper in papers for record in paper.records}
    ordered = sorted(records, key=lambda record: record.order)
    rows = [row_of(record, paper_of.get(record.key, "")) for record in ordered]
    return Tables(
        papers=to_frame(papers, Paper),
        records=to_frame(rows, RecordRow),
        tools=to_frame(_tools(records), Tool),
        notes=to_frame(notes, Note),
        refusals=merged.refusals,
    )


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
