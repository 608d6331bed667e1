"""Committed tables → every finding that a maintainer should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.knowledge.load_knowledge import Knowledge
from data.schema import TABLES, Note, Paper, RecordRow, RowType, Tool, split
from data.tables.table import problems, read_raw, read_table


def breaches(folder: Path) -> list[InputError]:
    """Return every way in which the tables in `folder` break their schema or do not fit together."""
    found: list[InputError] = []
    frames: dict[RowType, pd.DataFrame] = {}
    for table, (name, _) in TABLES.items():
        try:
            frames[table] = read_raw(folder / name, table)
        except InputError as error:
            found.append(error)
            continue
        found += problems(frames[table], table, folder / name)
    if len(frames) == len(TABLES) and not found:
        found += _misfits(frames, folder)
    return found


def findings(folder: Path, knowledge: Knowledge, dates: Mapping[str, str]) -> list[Finding]:
    """Return what a maintainer should look at, from tables that hold their schema; `dates` as in `TablesToCheck`."""
    papers, records, notes = (read_table(folder / TABLES[table][0], table) for table in (Paper, RecordRow, Note))
    return all_findings(TablesToCheck(papers, records, notes, knowledge, dates))


def _misfits(frames: dict[RowType, pd.DataFrame], folder: Path) -> Iterator[InputError]:
    entries = frames[RecordRow].query("kind == 'paper'")
    claimed = {(record, str(row.id)) for row in frames[Paper].itertuples() for record in split(str(row.records))}
    merged = set(zip(entries["record"], entries["paper"], strict=True))
    for record, paper in sorted(claimed ^ merged):
        where = TABLES[RecordRow if (record, paper) in merged else Paper][0]
        yield InputError(
            f"record {record} and paper {paper} are joined here only",
            file=folder / where,
            remedy="Rebuild with `python -m data build`.",
        )
    named = {record for cell in frames[Tool]["records"] for record in split(cell)}
    for record in sorted(named - set(frames[RecordRow]["record"])):
        yield InputError(
            f"record {record} is unknown", file=folder / TABLES[Tool][0], remedy="Rebuild with `python -m data build`."
        )
