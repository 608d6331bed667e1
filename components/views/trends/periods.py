"""The two periods of years that are compared to find what rises and falls."""

from __future__ import annotations

import streamlit as st

from components import widgets
from components.store import Store
from components.view import View
from data.measures.trends import Years, halves
from data.query.bitmap import Bits

Periods = tuple[Years, Years]


def chosen_periods(store: Store, view: View, rows: Bits) -> Periods:
    """Return the two periods that the view names; by default, the two that divide the papers most evenly.

    They lie within the years of the table and do not overlap. If they would, the earlier one ends before the later
    one begins; if both begin in the same year, the default is taken.
    """
    years = store.index.years or [0]
    default = halves(store.index, rows) or ((years[0], years[0]), (years[-1], years[-1]))
    later = _within(view.later, years) or default[1]
    earlier = _within(view.earlier, years) or default[0]
    if earlier[0] == later[0]:
        return default
    earlier, later = sorted((earlier, later))
    return (earlier[0], min(earlier[1], later[0] - 1)), later


def draw(store: Store, chosen: Periods) -> None:
    """Draw the button that opens the sliders of the two periods."""
    button = st.popover(
        "Periods", key="periods", on_change="rerun", type="tertiary", icon=":material/date_range:", wrap=False
    )
    years = store.index.years
    if button.open and len(years) > 1:
        with button:
            st.slider("Earlier period", years[0], years[-1], **widgets.tied_to_view(store, "earlier", chosen[0]))
            st.slider("Later period", years[0], years[-1], **widgets.tied_to_view(store, "later", chosen[1]))


def _within(years: Years | None, every: list[int]) -> Years | None:
    """Return the part of a period that lies within the years of the table, or None."""
    if not years:
        return None
    first, last = max(years[0], every[0]), min(years[1], every[-1])
    return (first, last) if first <= last else None
