"""The tables in a folder → how they break their schema, and every finding that a maintainer should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.building.history import read_history
from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.knowledge.load_knowledge import Knowledge
from data.schema import TABLES, Note, Paper, RecordRow, RowType, Tool, Version, split
from data.tables.table import problems, read_raw, read_table

_REBUILD = "Rebuild with `python -m data build`."


@dataclass(frozen=True)
class CheckedTables:
    """The tables in a folder, and every way in which they break their schema or do not fit together."""

    tables: Mapping[RowType, pd.DataFrame]
    breaches: Sequence[InputError]

    def findings(self, knowledge: Knowledge, dates: Mapping[str, str]) -> list[Finding]:
        """Return what a maintainer should look at if there is no breach; `dates` is that of `TablesToCheck`."""
        papers, records, notes = (self.tables[table] for table in (Paper, RecordRow, Note))
        return all_findings(TablesToCheck(papers, records, notes, knowledge, dates))


def check_tables(folder: Path) -> CheckedTables:
    """Read and check the tables in `folder`."""
    tables: dict[RowType, pd.DataFrame] = {}
    breaches: list[InputError] = []
    for table, (name, _) in TABLES.items():
        path = folder / name
        try:
            tables[table] = read_history(path) if table is Version else read_table(path, table)
        except InputError as error:
            breaches += _all_problems(path, table) or [error]
    return CheckedTables(tables, breaches or list(_misfits(tables, folder)))


def _all_problems(path: Path, table: RowType) -> list[InputError]:
    try:
        return list(problems(read_raw(path, table), table, path))
    except InputError as error:
        return [error]


def _misfits(tables: Mapping[RowType, pd.DataFrame], folder: Path) -> Iterator[InputError]:
    entries = tables[RecordRow].query("kind == 'paper'")
    claimed = {(record, str(row.id)) for row in tables[Paper].itertuples() for record in split(str(row.records))}
    merged = set(zip(entries["record"], entries["paper"], strict=True))
    for record, paper in sorted(claimed ^ merged):
        file = folder / TABLES[RecordRow if (record, paper) in merged else Paper][0]
        yield InputError(
            f"record {record} belongs to paper {paper} here, but not in the other table", file=file, remedy=_REBUILD
        )
    named = {record for cell in tables[Tool]["records"] for record in split(cell)}
    for record in sorted(named - set(tables[RecordRow]["record"])):
        yield InputError(f"record {record} is unknown", file=folder / TABLES[Tool][0], remedy=_REBUILD)
