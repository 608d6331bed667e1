"""The tables as findings need them: entries with their venues, by line and by paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from data.knowledge.curated import Knowledge
from data.normalise.link import arxiv_month
from data.normalise.venue import Venue
from data.schema import split
from data.works.precedence import rank

Row = Mapping[Any, Any]  # Any: cells of a table


@dataclass(frozen=True)
class Entry:
    """One paper entry of a list: a row of records.csv with its venue read."""

    record: str
    list: str
    section: str
    title: str
    venue_listed: str
    paper_url: str
    arxiv_id: str
    code_url: str
    links: str
    remarks: str
    paper: str
    heading_year: int | None
    venue: Venue

    @property
    def month(self) -> str:
        """YYYY-MM of the arXiv id, or ""."""
        return arxiv_month(self.arxiv_id)


_TEXT = tuple(column.name for column in fields(Entry))[:-2]
_VENUE = _TEXT.index("venue_listed")
_YEARS = ("heading_year", "year_listed")


@dataclass(frozen=True)
class Evidence:
    """What findings are made of: the tables, what is known, and the date of each list as read (YYYY-MM-DD)."""

    papers: pd.DataFrame
    records: pd.DataFrame
    notes: pd.DataFrame
    knowledge: Knowledge
    dates: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The paper entries by list:line."""
        rows = self.records[self.records["kind"] == "paper"]
        text = (rows[name].tolist() for name in _TEXT)
        years = (rows[name].astype(object).where(rows[name].notna(), None).tolist() for name in _YEARS)
        read = self.knowledge.venues.read
        rows_of_cells = zip(*text, *years, strict=True)
        found = (Entry(*(*cells, _with_year(read(cells[_VENUE]), year))) for *cells, year in rows_of_cells)
        return {entry.record: entry for entry in found}

    def entries_of(self, paper: Row) -> list[Entry]:
        """Return the entries of a row of papers.csv; none where the table came without its records."""
        return [self.entries[name] for name in split(paper["records"]) if name in self.entries]

    def flagged(self, flag: str) -> Iterator[Row]:
        """Yield the papers with a flag."""
        having = self.papers[self.papers["flags"].str.contains(flag, regex=False)]
        yield from (row for row in having.to_dict("records") if flag in split(row["flags"]))


def _with_year(venue: Venue, year: int | None) -> Venue:
    return venue if venue.year == year else replace(venue, year=year)


def winner(entries: Sequence[Entry]) -> Entry:
    """Return the entry whose venue holds, as `data.resolve` chooses it."""
    return max(reversed(entries), key=lambda entry: rank(entry.venue))


def lines_of(entries: Sequence[Entry], paper: Row) -> tuple[str, ...]:
    """Return the lines of some entries of a paper; all its lines where there is none, as without its records."""
    return tuple(entry.record for entry in entries) or tuple(split(paper["records"]))
