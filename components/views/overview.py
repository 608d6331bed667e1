"""The overview: headline numbers and four charts of the selection."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from components import charts, url
from components.palette import marks
from components.store import Store
from components.text import interval, percent
from data import measures
from data.filters import Filters
from data.selection import Selection

CHART_HEIGHT = 276

Pick = Callable[[Filters, str], Filters]


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the headline numbers and the charts of a selection that is not empty."""
    numbers = measures.headline(store.index, selection.mask)
    _headline(numbers, store.index.size)
    with st.container(key="charts"):
        left, right = st.columns(2, gap="medium")
        with left:
            _techniques(store, selection)
        with right:
            _years(store, state, selection, numbers)
        left, right = st.columns(2, gap="medium")
        with left:
            _venues(store, state, selection, numbers)
        with right:
            _code(store, selection)


def _headline(numbers: measures.Headline, size: int) -> None:
    first, second, third, fourth = st.columns(4, gap="small")
    first.metric("Papers", f"{numbers.papers:,}", f"of {size:,} in the table", delta_color="off", delta_arrow="off")
    second.metric(
        "Code listed",
        percent(numbers.code.share),
        f"{numbers.code.count:,} of {numbers.code.total:,}, {interval(numbers.code)}",
        delta_color="off",
        delta_arrow="off",
    )
    unknown = f", {numbers.venue_not_stated:,} not stated" if numbers.venue_not_stated else ""
    third.metric(
        f"Published against preprint{unknown}",
        f"{numbers.published.count:,} : {numbers.preprints:,}",
        f"{numbers.published.count:,} of {numbers.papers:,}, {interval(numbers.published)}",
        delta_color="off",
        delta_arrow="off",
    )
    years = "–" if not numbers.years else "–".join(map(str, sorted(set(numbers.years))))
    fourth.metric("Years", years, f"{numbers.year_not_stated:,} without a year", delta_color="off", delta_arrow="off")


def _techniques(store: Store, selection: Selection) -> None:
    tally = measures.per_technique(store.index, selection.mask)
    _title("Papers per technique", "one paper may have several")
    figure = charts.technique_chart(tally, marks(store.index.facets["technique"].options), selection.size, CHART_HEIGHT)
    top = tally.iloc[int(tally["papers"].argmax())]
    _chart(
        "technique",
        figure,
        store,
        _toggle("technique"),
        f"Papers per technique; most in {top['technique']}: {top['papers']}.",
    )


def _years(store: Store, state: url.State, selection: Selection, numbers: measures.Headline) -> None:
    tally = measures.per_year(store.index, selection.mask)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        _title(
            "Papers per year", f"{numbers.year_not_stated:,} without a year left out" if numbers.year_not_stated else ""
        )
        _switch("shares", "Shares", state.view.shares, store)
    figure = charts.year_chart(
        tally, marks(store.index.facets["technique"].options), shares=state.view.shares, height=CHART_HEIGHT
    )
    what = "Shares of techniques" if state.view.shares else "Papers"
    _chart("year", figure, store, _one_year, f"{what} per year, stacked by technique.")


def _venues(store: Store, state: url.State, selection: Selection, numbers: measures.Headline) -> None:
    tally = measures.per_venue(store.index, selection.mask, preprints=state.view.preprints)
    total = int(tally["papers"].sum())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        _title("Papers per venue", "" if state.view.preprints else f"{numbers.preprints:,} preprints left out")
        _switch("preprints", "Preprints", state.view.preprints, store)
    if total == 0:
        st.info("All selected papers are preprints. Switch on Preprints to count them by server.")
        return
    top = tally.iloc[int(tally["papers"].argmax())]
    _chart(
        "venue",
        charts.venue_chart(tally, total, CHART_HEIGHT),
        store,
        _toggle("venue"),
        f"Papers per venue; most at {top['venue']}: {top['papers']}.",
    )


def _code(store: Store, selection: Selection) -> None:
    tally = measures.code_by_technique(store.index, selection.mask)
    _title("Code listed by technique", "with 95 % Wilson intervals")
    figure = charts.code_chart(tally, marks(store.index.facets["technique"].options), CHART_HEIGHT)
    _chart(
        "code",
        figure,
        store,
        _toggle("technique"),
        "Share of papers with code listed, by technique, with 95 % intervals.",
    )


def _title(text: str, remark: str = "") -> None:
    st.markdown(f"**{text}**" + (f" :gray[{remark}]" if remark else ""), width="content")


def _switch(name: str, text: str, on: bool, store: Store) -> None:
    st.session_state[f"view-{name}"] = on
    st.toggle(text, key=f"view-{name}", on_change=_switched, args=(store, name))


def _switched(store: Store, name: str) -> None:
    on = st.session_state[f"view-{name}"]
    url.change(store.index, lambda state: state.showing(**{name: on}))


def _chart(name: str, figure: go.Figure, store: Store, pick: Pick, alt: str) -> None:
    """Draw a chart whose bars filter: a click goes into the URL, and a new key clears the chart's own selection."""
    turn = st.session_state.setdefault(f"turn-{name}", 0)
    key = f"chart-{name}-{turn}"
    st.plotly_chart(
        figure,
        key=key,
        on_select=lambda: _clicked(name, key, store, pick),
        selection_mode="points",
        config=charts.CONFIG,
        alt=alt,
    )


def _clicked(name: str, key: str, store: Store, pick: Pick) -> None:
    points = st.session_state[key]["selection"]["points"]
    value = _picked(points[0]) if points else ""
    if value:
        url.change(store.index, lambda state: state.filtering(pick(state.filters, value)))
    st.session_state[f"turn-{name}"] += 1


def _picked(point: dict[str, object]) -> str:
    data = point.get("customdata")
    return str(data[0] if isinstance(data, list | tuple) and data else data or "")


def _toggle(facet: str) -> Pick:
    return lambda filters, value: filters.toggling(facet, value)


def _one_year(filters: Filters, value: str) -> Filters:
    year = int(value)
    return filters.between(None if filters.years == (year, year) else (year, year))
