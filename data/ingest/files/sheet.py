"""A table of any format: its header, and its rows as text with the line on which each begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from data.errors import InputError
from data.ingest.files.bibliography_item import Remark

MOST_COLUMNS = 1_000
_LONGEST_HEADING = 120


@dataclass(frozen=True)
class Row:
    """The cells of a row, as many as the header has; `line` is the line on which it begins, counted from 1."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A header with every name once, and the rows below it, which can be gone through once.

    `rows` takes the columns that are wanted; cells of others may be empty.
    """

    header: tuple[str, ...]
    rows: Callable[[Collection[str]], Iterator[Row | Remark]]


def names(header: Sequence[str], file: str, line: int | None) -> tuple[str, ...]:
    """Return the headings made usable: short, none empty, `Title (2)` for the second column called `Title`."""
    if len(header) > MOST_COLUMNS:
        remedy = "Keep only the columns that are about the papers."
        raise InputError(f"has more than {MOST_COLUMNS} columns", file=file, line=line, remedy=remedy)
    seen = Counter[str]()
    found = []
    for number, heading in enumerate(header, 1):
        name = " ".join(heading.split())[:_LONGEST_HEADING] or f"column {number}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
