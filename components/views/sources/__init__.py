"""The sources view: what each list contributes, what the lists share, and how many papers may be in none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import panel, ready_html, url
from components.panel import Panel
from components.store import Store
from components.views.sources import estimate, findings_table, growth, lists_table, patches
from components.views.sources.completeness import completeness
from components.views.sources.shared_papers import intersections, overlap
from data.measures import sources
from data.query.bitmap import Bits, count
from data.query.selection import Selection

MOST_LISTS = 12
LIST_FILTERS = ("list", "listed-in", "not-list", "not-listed-in")


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the lists and what they share of a selection that is not empty; filters on lists are ignored."""
    rows = selection.without(*LIST_FILTERS)
    shown, others = sources.largest(store.sources, rows, MOST_LISTS)
    ready_html.note(_counted_papers(selection, rows))
    lists_table.draw(store, rows, shown, others)
    parts: list[Panel | Callable[[], None]] = [completeness(store, rows, shown)]
    if len(shown) > 1:
        shared = [overlap(store, selection, rows, shown)]
        shared += [intersections(store, rows, shown)] if len(shown) > 2 else []
        parts = [*shared, *parts, partial(estimate.draw, store, state, selection.filters, rows, shown)]
    else:
        st.markdown("Add a second list to see what the two share.")
    panel.draw_in_pairs(store, *parts, partial(growth.draw, store, shown))
    patches.draw(store)
    findings_table.draw(store, state)


def _counted_papers(selection: Selection, rows: Bits) -> str:
    """Return of which papers the numbers of this view are."""
    papers = f"{count(rows):,}"
    if any(name in LIST_FILTERS for name in selection.limits):
        of_what = f"the {papers} papers selected by all other filters; filters on lists are ignored here"
    else:
        of_what = f"the {papers} selected papers" if selection.filters else f"all {papers} papers"
    return f"Counts are of {of_what}. Versions and growth are of whole lists."
