"""The two periods of years between which topics and title terms rise and fall."""

from __future__ import annotations

import streamlit as st

from components import widgets
from components.store import Store
from components.view import View
from data.measures.trends import Years, halves
from data.query.bitmap import Bits

Periods = tuple[Years, Years]


def of(store: Store, view: View, rows: Bits) -> Periods:
    """Return the two periods that the view names, else those that divide the papers most evenly.

    They lie within the years of the table and do not overlap: where they would, the later one keeps its years,
    and where they begin together the usual ones are taken.
    """
    years = store.index.years or [0]
    usual = halves(store.index, rows) or ((years[0], years[0]), (years[-1], years[-1]))
    later = _within(view.later, years) or usual[1]
    earlier = _within(view.earlier, years) or usual[0]
    if earlier[0] == later[0]:
        return usual
    earlier, later = sorted((earlier, later))
    return (earlier[0], min(earlier[1], later[0] - 1)), later


def draw(store: Store, chosen: Periods) -> None:
    """Draw the button behind which the periods are set."""
    button = st.popover(
        "Periods", key="periods", on_change="rerun", type="tertiary", icon=":material/date_range:", wrap=False
    )
    if button.open and len(store.index.years) > 1:
        with button:
            widgets.years(store, "earlier", "Earlier period", chosen[0])
            widgets.years(store, "later", "Later period", chosen[1])


def _within(years: Years | None, every: list[int]) -> Years | None:
    """Return the part of a period that lies within the years of the table, or None."""
    if not years:
        return None
    first, last = max(years[0], every[0]), min(years[1], every[-1])
    return (first, last) if first <= last else None
