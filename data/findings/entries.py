"""The tables as findings need them: entries by line and by paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from data.findings.finding import Row
from data.knowledge.load_knowledge import Knowledge
from data.record import Record
from data.schema import split
from data.tables.record_rows import records_of

_PORTION = 1000


@dataclass(frozen=True)
class TablesToCheck:
    """What findings are made of: the tables, what is known, and the date of each list as read (YYYY-MM-DD)."""

    papers: pd.DataFrame
    records: pd.DataFrame
    notes: pd.DataFrame
    knowledge: Knowledge
    dates: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[str, Record]:
        """The entries of papers by list:line."""
        rows = self.records[self.records["kind"] == "paper"]
        return {entry.key: entry for entry in records_of(rows, self.knowledge)}

    @cached_property
    def paper_of(self) -> dict[str, str]:
        """The id of the paper that each entry was merged into, by list:line."""
        return dict(zip(self.records["record"], self.records["paper"], strict=True))

    def papers_of(self, entries: Iterable[Record]) -> tuple[str, ...]:
        """Return the ids of the papers that entries were merged into, each once."""
        return tuple(dict.fromkeys(self.paper_of[entry.key] for entry in entries))

    def entries_of(self, paper: Row) -> list[Record]:
        """Return the entries of a row of papers.csv; none where the table came without its records."""
        return [self.entries[name] for name in split(paper["records"]) if name in self.entries]

    def flagged(self, flag: str) -> Iterator[tuple[Row, list[Record]]]:
        """Yield the papers with a flag, each with its entries."""
        having = self.papers[self.papers["flags"].str.contains(flag, regex=False)]
        yield from ((row, self.entries_of(row)) for row in rows_of(having) if flag in split(row["flags"]))


def rows_of(papers: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows of a table one by one; whoever needs only the first ones pays only for these."""
    for start in range(0, len(papers), _PORTION):
        yield from papers.iloc[start : start + _PORTION].to_dict("records")
