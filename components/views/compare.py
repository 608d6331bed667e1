"""The compare view: two selections side by side, their sizes, overlap, and differences with intervals."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import horizon, notes, panel, url
from components.charts import intervals, parts
from components.horizon import Coverage
from components.panel import Panel
from components.store import Store
from components.text import interval, label, percent, points
from data.measures import tallies
from data.measures.comparison import Pair, compare
from data.query.bitmap import count
from data.query.facet import NOT_STATED
from data.query.facets import FACETS
from data.query.filters import Filters
from data.query.selection import Selection, select

HEIGHT = 320
MOST_ROWS = 12
CHARTS = (("technique", "Techniques"), ("topic", "Topics"), ("year", "Years"), ("venue", "Venues"))
AXIS = "Share of the selection's papers (%)"
SEVERAL = {spec.name for spec in FACETS if spec.several}


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
    coverage = horizon.of(store, selection, other)
    _sizes(store, pair)
    horizon.draw(coverage)
    for two in (CHARTS[:2], CHARTS[2:]):
        for column, (facet, title) in zip(st.columns(2, gap="medium"), two, strict=True):
            with column:
                panel.draw(store, _panel(store, pair, facet, title, coverage))


def _sizes(store: Store, pair: Pair) -> None:
    only_a, only_b, both = pair.parts
    shown = st.columns(4, gap="small")
    union = only_a + only_b + both
    shown[0].metric("Only in A", f"{only_a:,}", f"of {pair.sizes[0]:,} in A", delta_color="off", delta_arrow="off")
    shown[1].metric("In both", f"{both:,}", f"of {union:,} in A or B", delta_color="off", delta_arrow="off")
    shown[2].metric("Only in B", f"{only_b:,}", f"of {pair.sizes[1]:,} in B", delta_color="off", delta_arrow="off")
    listed = tallies.with_code(store.index)
    found = pair.difference(listed)
    assert found, "neither selection is empty"
    code = [tallies.Share(count(part & listed), count(part)) for part in (pair.a, pair.b)]
    few = " (few papers)" if min(pair.sizes) < parts.FEW else ""
    shown[3].metric(
        f"Code listed: A {code[0].count:,} of {code[0].total:,}, B {code[1].count:,} of {code[1].total:,}{few}",
        f"{points(found.value)} pp",
        f"95 % CI {points(found.low)} to {points(found.high)}",
        delta_color="off",
        delta_arrow="off",
        help=" ".join(
            f"{side}: {percent(share.share)} list code, {interval(share)}."
            for side, share in zip("AB", code, strict=True)
        ),
    )


def _panel(store: Store, pair: Pair, facet: str, title: str, coverage: Coverage) -> Panel:
    every = compare(store.index, facet, pair)
    every = every[(every["count_a"] + every["count_b"] > 0) & (every["option"] != NOT_STATED)]
    drawn = every
    if facet != "year" and len(every) > MOST_ROWS:
        largest = (every["count_a"] + every["count_b"]).nlargest(MOST_ROWS)
        drawn = every.loc[largest.sort_index().index]
    timely = facet == "year"
    return Panel(
        f"compare-{facet}",
        title,
        _widest(store, facet, every),
        f"A has {pair.sizes[0]:,} papers, B {pair.sizes[1]:,}; both share one axis. Shares are of all papers of a "
        "selection, with 95 % Wilson intervals. At the right stands A − B in percentage points with its 95 % interval, "
        "which allows for papers in both (Zou and others 2009; Newcombe's method 10 where none is). A click opens "
        "the papers behind a mark, where filters can say which they are."
        + (coverage.at_length() if timely else f" At most the {MOST_ROWS} largest are drawn; the data have all."),
        intervals.pair_rows(
            drawn,
            pair.sizes,
            AXIS,
            HEIGHT,
            bands=coverage.bands(drawn["option"].tolist()) if timely else (),
        ),
        every.rename(columns={"option": facet, "low": "difference_low", "high": "difference_high"}),
        lambda state, values: _open(state, facet, *values[0]),
        horizon=coverage.briefly() if timely else "",
    )


def _widest(store: Store, facet: str, every: pd.DataFrame) -> str:
    """Say where A and B are widest apart, of what is clear of no difference."""
    if not len(every):
        return "Neither selection has any."
    clear = every[(every["low"] > 0) | (every["high"] < 0)]
    if not len(clear):
        return f"None of {len(every)} differences is clear of 0."
    widest = clear.iloc[int(clear["difference"].abs().argmax())]
    apart = f"{points(widest['difference'])} pp [{points(widest['low'])}, {points(widest['high'])}]"
    return f"Widest: {label(store.labels, facet, widest['option'])} {apart}. {len(clear)} of {len(every)} clear of 0."


def _open(state: url.State, facet: str, side: str, option: str) -> url.State:
    """Show the papers behind a mark, those of its side that have its option; stay where filters cannot say which."""
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
    return url.State(filters, state.versus).showing(view="papers")


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
