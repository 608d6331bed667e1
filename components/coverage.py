"""Up to which month the lists of a selection cover their field: as hatching in charts over time, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components import ready_html
from components.charts.elements import Band
from components.store import Store
from data.formats.markdown_text import escape_markdown
from data.measures.trends import ListEnd
from data.query.bitmap import count
from data.query.selection import Selection


@dataclass(frozen=True)
class Coverage:
    """The lists of a selection that end before the table does, the earliest first, and the titles of lists.

    `all_ended` says that no list of the selection reaches the newest month of the table.
    """

    ends: tuple[ListEnd, ...]
    all_ended: bool
    titles: dict[str, str]

    def bands(self, values: Sequence[str]) -> list[Band]:
        """Return the months (YYYY-MM) or years (YYYY), in ascending order, that some or all lists do not cover.

        A year is not covered if one of its months is not.
        """
        if not self.ends:
            return []
        some = [value for value in values if _after(value, self.ends[0].month)]
        dense = [value for value in some if self.all_ended and _after(value, self.ends[-1].month)]
        return [Band(tuple(value for value in some if value not in dense), dense=False), Band(tuple(dense), dense=True)]

    def in_short(self) -> str:
        """Return the last month of each list in one sentence, or "" if nothing is hatched."""
        named = ", ".join(f"{self.titles[end.list]} {end.month}" for end in self.ends)
        told = "Charts over time are hatched after the last month that a list covers"
        return f"{told} ({named}). The field may go on." if named else ""

    def in_full(self) -> str:
        """Return as Markdown what hatching means and why each list ends where it does, or "" if nothing is hatched."""
        told = (
            " Hatched bars lie after the end of at least one list, cross-hatched bars after the end of every list. "
            "A year is hatched if any of its months is."
        )
        return f"{told} {' '.join(map(self._why, self.ends))}" if self.ends else ""

    def _why(self, end: ListEnd) -> str:
        name = escape_markdown(self.titles[end.list])
        if end.horizon:
            paces = (
                f"{end.horizon.pace:.1f} papers a month in the year up to {end.month}, {end.horizon.after:.1f} after"
            )
            return f"{name} slowed down: {paces}."
        if not end.read:
            return f"The date of {name} is not known; its newest paper is of {end.month}."
        return f"{name} was read on {end.read} and had kept its pace until {end.month}, the last whole month."


def draw_coverage(store: Store, *selections: Selection) -> Coverage:
    """Say above the charts what is hatched in them, and return what the lists of the selections cover."""
    coverage = coverage_of(store, *selections)
    ready_html.note(coverage.in_short())
    return coverage


def coverage_of(store: Store, *selections: Selection) -> Coverage:
    """Return what the lists of the selections cover: the lists picked, else all lists with any of the papers."""
    lists = store.index.facets["list"]
    picked = {key for selection in selections for key in selection.filters.values("list")}
    present = {
        key for key in lists.options for selection in selections if count(selection.rows & lists.having(key))
    } & (picked or set(lists.options))
    ends = tuple(end for end in store.list_ends if end.list in present)
    titles = {end.list: store.list_title(end.list) for end in ends}
    return Coverage(ends, len(ends) == len(present), titles)


def _after(value: str, month: str) -> bool:
    """Say whether a month, or the last month of a year, comes after `month`."""
    return (value if len(value) == len(month) else f"{value}-12") > month
