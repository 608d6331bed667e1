"""The compare view: two selections side by side, their sizes, overlap, and differences with intervals."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import frame, panel, url, widgets
from components.charts import intervals
from components.charts.elements import FEW, Look
from components.coverage import Coverage, draw_coverage
from components.panel import Panel
from components.phrases import interval, percent, points
from components.store import Store
from components.url import State
from components.widgets import Metric
from data.measures import tallies
from data.measures.comparison import Pair, compare
from data.query.bitmap import count
from data.query.facet import NOT_STATED
from data.query.facets import FACETS
from data.query.filters import Filters
from data.query.selection import Selection, select

HEIGHT = 320
MOST_ROWS = 12
MOST_YEARS = 16
CHARTS = {"technique": "Techniques", "topic": "Topics", "year": "Years", "venue": "Venues"}
SEVERAL = {spec.name for spec in FACETS if spec.several}


def draw(store: Store, state: State, selection: Selection) -> None:
    """Draw the sizes and the overlap of both selections, and a chart of shares for each of four facets."""
    other = select(store.index, state.versus)
    frame.selected(store, other, "b")
    _buttons(store)
    if not selection.size or not other.size:
        side = "A" if not selection.size else "B"
        st.info(f"Selection {side} has no papers. Remove one of its filters, or choose others in the sidebar.")
        return
    pair = Pair(selection.rows, other.rows)
    _sizes(store, pair)
    coverage = draw_coverage(store, selection, other)
    panel.draw_in_pairs(store, *panels(store, pair, coverage))


def _sizes(store: Store, pair: Pair) -> None:
    only_a, only_b, both = pair.parts
    listed = tallies.with_code(store.index)
    found = pair.difference(listed)
    assert found, "neither selection is empty"
    a, b = (tallies.Share(count(part & listed), count(part)) for part in (pair.a, pair.b))
    few = " (few papers)" if min(pair.sizes) < FEW else ""
    widgets.metrics(
        Metric("Only in A", f"{only_a:,}", f"of {pair.sizes[0]:,} in A"),
        Metric("In both", f"{both:,}", f"of {only_a + only_b + both:,} in A or B"),
        Metric("Only in B", f"{only_b:,}", f"of {pair.sizes[1]:,} in B"),
        Metric(
            f"Code listed: A {a.count:,} of {a.total:,}, B {b.count:,} of {b.total:,}{few}",
            f"{points(found.value)} pp",
            f"95 % CI {points(found.low)} to {points(found.high)}",
            f"A: {percent(a.share)} list code, {interval(a)}. B: {percent(b.share)} list code, {interval(b)}.",
        ),
    )


def panels(store: Store, pair: Pair, coverage: Coverage) -> list[Panel]:
    """Return a chart for each facet of `CHARTS` of which one of the selections has values."""
    either = pair.a | pair.b
    stated = [name for name in CHARTS if (either & ~store.index.facets[name].having(NOT_STATED)).any()]
    return [_panel(store, pair, name, coverage) for name in stated]


def _panel(store: Store, pair: Pair, facet: str, coverage: Coverage) -> Panel:
    every = compare(store.index, facet, pair)
    papers = every["count_a"] + every["count_b"]
    every = every[(papers > 0) & (every["option"] != NOT_STATED)]
    timely = facet == "year"
    drawn = every.tail(MOST_YEARS) if timely else every.loc[papers[every.index].nlargest(MOST_ROWS).index.sort_values()]
    most = f"{MOST_YEARS} newest" if timely else f"{MOST_ROWS} largest"
    look = Look(HEIGHT, bands=coverage.bands(drawn["option"].tolist()) if timely else ())
    return Panel(
        f"compare-{facet}",
        CHARTS[facet],
        _widest(store, facet, every),
        f"A has {pair.sizes[0]:,} papers, B has {pair.sizes[1]:,}; "
        "both are drawn on one axis. A share is of all papers of a selection, with its 95 % Wilson interval. At the "
        "right is A − B in percentage points with its 95 % interval, which takes papers in both into account (Zou and "
        "others 2009; Newcombe's method 10 if there are none). A click opens the papers behind a mark, if filters can "
        "select exactly these."
        f" The chart has at most the {most}; the data have all.",
        intervals.pair_rows(drawn, pair.sizes, "Share of the selection's papers (%)", look),
        every.rename(columns={"option": facet, "low": "difference_low", "high": "difference_high"}),
        lambda state, values: _open(state, facet, *values[0]),
        coverage=coverage if timely else None,
    )


def _widest(store: Store, facet: str, every: pd.DataFrame) -> str:
    """Return the largest difference between A and B whose interval leaves out 0."""
    if not len(every):
        return "Neither selection has any."
    clear = every[(every["low"] > 0) | (every["high"] < 0)]
    if not len(clear):
        return f"None of the {len(every)} intervals excludes 0."
    widest = clear.iloc[int(clear["difference"].abs().argmax())]
    apart = f"{points(widest['difference'])} pp [{points(widest['low'])}, {points(widest['high'])}]"
    largest = f"Largest difference: {store.label(facet, widest['option'])} {apart}."
    return f"{largest} {len(clear)} of {len(every)} intervals exclude 0."


def _open(state: State, facet: str, side: str, option: str) -> State:
    """Show the papers behind a mark: those of its side that have its option.

    Filters cannot always select exactly these; then the page stays as it is.
    """
    filters = state.versus if side == "b" else state.filters
    picked, wants_all = filters.values(facet), facet in filters.all_of
    if option in filters.left_out(facet):
        return state
    if facet in SEVERAL and picked and option not in picked and (wants_all or len(picked) == 1):
        filters = filters.wanting_all(facet, on=True).picking(facet, {*picked, option})
    elif not picked or (option in picked and not wants_all):
        filters = filters.picking(facet, [option])
    elif option not in picked:
        return state
    return State(filters, state.versus).showing(view="papers")


def _buttons(store: Store) -> None:
    """Draw buttons that change both selections at once."""
    changes = {
        "Swap A and B": lambda state: State(state.versus, state.filters, state.view),
        "Set B to A": lambda state: State(state.filters, state.filters, state.view).showing(facets="b"),
        "Set B to all papers": lambda state: state.setting(Filters(), "b"),
    }
    with st.container(horizontal=True, gap="small"):
        for text, to in changes.items():
            st.button(text, key=text, on_click=url.change, args=(store.index, to), type="tertiary")
