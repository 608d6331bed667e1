"""A finding: something in the lists that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.record import Record
from data.schema import line_of, split

Row = Mapping[Any, Any]  # Any: cells of a table


@dataclass(frozen=True)
class Finding:
    """Something to look at: its kind, one of `schema.KINDS`, and what it is.

    `records` are the lines concerned as list:line, `papers` the ids. Where statements disagree, `won` is the line of
    the entry whose statement the table keeps, or "", and `why` says what the table keeps and by which rule.
    """

    kind: str
    text: str
    records: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    why: str = ""
    won: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the lists whose lines are concerned."""
        return tuple(dict.fromkeys(line_of(record)[0] for record in self.records))


def about_paper(
    kind: str, paper: Row, entries: Sequence[Record] = (), said: str = "", why: str = "", won: str = ""
) -> Finding:
    """Return a finding about a row of papers.csv: what its `entries` say; all its lines where none is given."""
    text = f"{quoted(paper['title'])}: {said}" if said else quoted(paper["title"])
    return Finding(kind, text, lines_of(entries) or tuple(split(paper["records"])), (paper["id"],), why, won)


def lines_of(entries: Iterable[Record]) -> tuple[str, ...]:
    """Return the lines of entries as list:line."""
    return tuple(entry.key for entry in entries)


def kept(value: object, rules: Iterable[str]) -> str:
    """Return a sentence that says what the table keeps, and by which rules."""
    words = ", ".join(dict.fromkeys(rules))
    return f"The table keeps {value}: {words}." if words else f"The table keeps {value}."


def quoted(title: str) -> str:
    """Return a title or a listed text in quotation marks."""
    return f"“{title}”"
