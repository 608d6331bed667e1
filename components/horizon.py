"""Up to when the lists of a selection cover their field: as bands for time charts, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.charts.parts import Band
from components.store import Store
from components.text import escape_markdown, label
from data.measures.trends import ListEnd
from data.query.bitmap import count
from data.query.selection import Selection


@dataclass(frozen=True)
class Coverage:
    """The lists of a selection that end before the table does, the earliest first, with the titles of lists.

    `all_ended` says that no list of the selection goes on to the newest month of the table.
    """

    ends: tuple[ListEnd, ...]
    all_ended: bool
    titles: dict[str, str]

    def bands(self, values: Sequence[str]) -> list[Band]:
        """Return which of the ascending months (YYYY-MM) or years (YYYY) in `values` some or all lists do not cover.

        A year counts as soon as one of its months does.
        """
        if not self.ends:
            return []
        some = [value for value in values if _after(value, self.ends[0].month)]
        dense = [value for value in some if self.all_ended and _after(value, self.ends[-1].month)]
        return [Band(tuple(value for value in some if value not in dense), dense=False), Band(tuple(dense), dense=True)]

    def briefly(self) -> str:
        """Return in a few words what is hatched and why, or "" where nothing is."""
        named = ", ".join(f"{self.titles[end.list]} {end.month}" for end in self.ends)
        told = "Hatched in charts over time: what comes after the last month that a list covers"
        return f"{told} ({named}). The field may go on." if named else ""

    def at_length(self) -> str:
        """Return why each list ends where it does, as Markdown; "" where nothing is hatched."""
        told = (
            " Hatched is what some lists no longer cover, crossed what none does; a year as soon as a month of it is."
        )
        return f"{told} {' '.join(map(self._why, self.ends))}" if self.ends else ""

    def _why(self, end: ListEnd) -> str:
        name = escape_markdown(self.titles[end.list])
        if end.horizon:
            paces = f"{end.horizon.pace:.1f} papers a month in the year up to {end.month}, then {end.horizon.after:.1f}"
            return f"{name} fell away from its own pace: {paces}."
        if not end.read:
            return f"{name} is of an unknown date, and its newest paper of {end.month}."
        return f"{name} was read as of {end.read}, and kept its pace up to {end.month}, the last whole month before."


def of(store: Store, *selections: Selection) -> Coverage:
    """Return what the lists of the selections cover: those picked, else all that have one of the papers."""
    lists = store.index.facets["list"]
    picked = {key for selection in selections for key in selection.filters.values("list")}
    present = {
        key for key in lists.options for selection in selections if count(selection.rows & lists.having(key))
    } & (picked or set(lists.options))
    ends = tuple(end for end in store.ends if end.list in present)
    titles = {end.list: label(store.labels, "list", end.list) for end in ends}
    return Coverage(ends, len(ends) == len(present), titles)


def draw(coverage: Coverage) -> None:
    """Say above the charts what is hatched in them; an empty line where nothing is."""
    st.markdown(f":gray[:small[{escape_markdown(coverage.briefly())}]]")


def _after(value: str, month: str) -> bool:
    """Say whether a month, or the last month of a year, comes after `month`."""
    return (value if len(value) == len(month) else f"{value}-12") > month
