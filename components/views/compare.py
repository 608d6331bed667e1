"""The compare view: two selections side by side, their sizes, overlap, and differences with intervals."""

from __future__ import annotations

import streamlit as st

from components import horizon, notes, panel, url
from components.charts import intervals
from components.panel import Panel
from components.store import Store
from components.text import label, percent, points
from data import measures
from data.bitmap import count
from data.comparison import Pair, compare
from data.facet import NOT_STATED
from data.filters import Filters
from data.selection import Selection, select

HEIGHT = 320
MOST_ROWS = 12
CHARTS = (
    ("technique", "Techniques", "Share of the selection's papers (%)"),
    ("topic", "Topics", "Share of the selection's papers (%)"),
    ("year", "Years", "Share of the selection's papers (%)"),
    ("venue", "Venues", "Share of the selection's papers (%)"),
)


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw both selections' chips, sizes and overlap, and a chart of shares for each of four facets."""
    other = select(store.index, state.versus)
    notes.selected(store, other, "b")
    _ways(store)
    if not selection.size or not other.size:
        side = "A" if not selection.size else "B"
        st.info(f"Selection {side} has no paper. Remove one of its chips, or set it with the facets at the left.")
        return
    pair = Pair(selection.rows, other.rows)
    _sizes(store, pair)
    for two in (CHARTS[:2], CHARTS[2:]):
        for column, chart in zip(st.columns(2, gap="medium"), two, strict=True):
            with column:
                panel.draw(store, _panel(store, pair, *chart))


def _sizes(store: Store, pair: Pair) -> None:
    only_a, only_b, both = pair.parts
    shown = st.columns(4, gap="small")
    union = only_a + only_b + both
    shown[0].metric("Only in A", f"{only_a:,}", f"of {pair.sizes[0]:,} in A", delta_color="off", delta_arrow="off")
    shown[1].metric("In both", f"{both:,}", f"of {union:,} in A or B", delta_color="off", delta_arrow="off")
    shown[2].metric("Only in B", f"{only_b:,}", f"of {pair.sizes[1]:,} in B", delta_color="off", delta_arrow="off")
    listed = measures.with_code(store.index)
    found = pair.difference(listed)
    assert found, "neither selection is empty"
    code = [measures.Share(count(part & listed), count(part)) for part in (pair.a, pair.b)]
    shown[3].metric(
        f"Code listed: A {percent(code[0].share)}, B {percent(code[1].share)}",
        f"{points(found.value)} pp",
        f"95 % CI {points(found.low)} to {points(found.high)}",
        delta_color="off",
        delta_arrow="off",
        help=f"A: {code[0].count:,} of {code[0].total:,} papers list code. B: {code[1].count:,} of {code[1].total:,}.",
    )


def _panel(store: Store, pair: Pair, facet: str, title: str, axis: str) -> Panel:
    frame = compare(store.index, facet, pair)
    frame = frame[(frame["count_a"] + frame["count_b"] > 0) & (frame["option"] != NOT_STATED)]
    if facet != "year" and len(frame) > MOST_ROWS:
        frame = frame.loc[(frame["count_a"] + frame["count_b"]).nlargest(MOST_ROWS).sort_index().index]
    clear = int(((frame["low"] > 0) | (frame["high"] < 0)).sum())
    widest = frame.iloc[int(frame["difference"].abs().argmax())] if len(frame) else None
    says = (
        "Neither selection has any."
        if widest is None
        else (
            f"Widest apart: {label(store.labels, facet, widest['option'])}, {points(widest['difference'])} percentage "
            f"points (A − B). {clear} of {len(frame)} intervals exclude 0."
        )
    )
    rows = pair.a | pair.b
    sizes = f"A has {pair.sizes[0]:,} papers, B {pair.sizes[1]:,}; both share one axis. "
    return Panel(
        f"compare-{facet}",
        title,
        says,
        f"{sizes}Shares are of all papers of a selection, with 95 % Wilson intervals. At the right stands A − B in "
        "percentage points; its interval, in the hover text and the data, allows for papers in both (Zou and others "
        "2009; Newcombe's method 10 where none is). A click opens the papers behind a mark."
        + (horizon.at_length(store, rows) if facet == "year" else ""),
        intervals.pair_rows(
            frame,
            pair.sizes,
            axis,
            HEIGHT,
            bands=horizon.bands(store, rows, frame["option"].tolist()) if facet == "year" else (),
        ),
        frame.rename(columns={"option": facet, "low": "difference_low", "high": "difference_high"}),
        lambda state, values: _open(state, facet, *values[0]),
        horizon=horizon.briefly(store, rows) if facet == "year" else "",
    )


def _open(state: url.State, facet: str, side: str, option: str) -> url.State:
    """Show the papers behind a mark: the selection of its side, with its option picked too."""
    filters = state.versus if side == "b" else state.filters
    picked = {*filters.values(facet), option} if facet in filters.all_of else {option}
    return url.State(filters.picking(facet, picked), state.versus).showing(view="papers")


def _ways(store: Store) -> None:
    """Draw buttons for what people compare most: the other way round, and the same again to change one thing."""
    with st.container(horizontal=True, gap="small"):
        for text, to in (
            ("Swap A and B", _swapped),
            ("Set B to A", lambda state: url.State(state.filters, state.filters, state.view).showing(facets="b")),
            ("Set B to all papers", lambda state: state.setting(Filters(), "b")),
        ):
            st.button(text, key=text, on_click=url.change, args=(store.index, to), type="tertiary")


def _swapped(state: url.State) -> url.State:
    return url.State(state.versus, state.filters, state.view)
