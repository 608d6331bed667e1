"""A record: one entry of one list, cleaned, beside what the list says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from data.normalise.link import PaperLink, arxiv_month
from data.normalise.venue import Venue
from data.schema import line_key

LinkRole = Literal["paper", "code", "project", "model", "video", "blog", "other"]
EntryKind = Literal["paper", "tool"]


@dataclass(frozen=True)
class LabelledLink:
    """A link of an entry with the role that its label gives it."""

    label: str
    url: str
    role: LinkRole


@dataclass(frozen=True)
class Record:
    """One entry of a list. `line` is its first line, counted from 1, in the file as published."""

    list: str
    line: int
    section: tuple[str, ...]
    kind: EntryKind
    title: str
    venue_listed: str = ""
    venue: Venue = field(default_factory=Venue)
    heading_year: int | None = None
    techniques: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    paper: PaperLink = field(default_factory=lambda: PaperLink("", ""))
    code_url: str = ""
    links: tuple[LabelledLink, ...] = ()
    remarks: tuple[str, ...] = ()
    nth: int = 1
    """Which of the entries that begin on this line it is, counted from 1."""

    @property
    def key(self) -> str:
        """`list:line`, unique in the tables."""
        return line_key(self.list, self.line, self.nth)

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorts records by list, line and place in the line."""
        return self.list, self.line, self.nth

    @property
    def month(self) -> str:
        """YYYY-MM of the arXiv id, or ""."""
        return arxiv_month(self.paper.arxiv_id)

    @property
    def stated_year(self) -> int | None:
        """The year that the list gives: with the venue, else in the heading above."""
        return self.venue.year or self.heading_year

    @property
    def year(self) -> int | None:
        """The year of this entry by itself: as stated, else of the arXiv id."""
        return self.stated_year or (int(self.month[:4]) if self.month else None)
