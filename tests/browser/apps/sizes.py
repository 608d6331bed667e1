"""The sizes of the tables whose charts `tables.py` draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many values of each kind a table has, and how long its names are; a share of its cells is empty."""

    papers: int
    techniques: int
    years: int
    venues: int
    longest: int
    lists: int = 2
    empty: float = 0.1
    times: int = 1
    """By how much larger the numbers are in the charts that are drawn from numbers alone."""


SIZES = {
    "smallest": Size(1, 1, 1, 1, 1, lists=1, empty=0),
    "bare": Size(30, 0, 0, 0, 20, lists=1, empty=1),
    "few": Size(40, 3, 2, 3, 12),
    "built-in": Size(700, 8, 10, 36, 22),
    "wide letters": Size(300, 30, 25, 60, 60, lists=7, times=100),
    "largest": Size(2500, 500, 60, 2000, 120, lists=15, empty=0.3, times=1000),
}
