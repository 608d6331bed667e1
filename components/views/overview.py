"""The overview: headline numbers and four charts, each under the filters of all others."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import horizon, panel, url, widgets
from components.charts import bars, intervals, parts
from components.horizon import Coverage
from components.palette import Mark, marks
from components.panel import Panel, picking_years, toggling
from components.store import Store
from components.text import interval, percent
from data.measures import tallies
from data.normalise.ranges import as_range
from data.query.bitmap import count
from data.query.facet import NOT_STATED
from data.query.selection import Selection

CHART_HEIGHT = 236


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the headline numbers and the charts of a selection that is not empty."""
    _headline(tallies.headline(store.index, selection.rows), store.index.size)
    coverage = horizon.of(store, selection)
    horizon.draw(coverage)
    colors = marks(store.index.facets["technique"].options)
    with st.container(key="charts"):
        left, right = st.columns(2, gap="medium")
        with left:
            panel.draw(store, techniques(selection, colors))
        with right:
            panel.draw(store, years(store, state, selection, coverage))
        left, right = st.columns(2, gap="medium")
        with left:
            _venues(store, state, selection)
        with right:
            panel.draw(store, code(selection, colors))


def techniques(selection: Selection, colors: dict[str, Mark]) -> Panel:
    """Return papers per technique, under all filters but that of the technique."""
    rows = selection.without("technique")
    tally, total = tallies.per_option(selection.index, "technique", rows), count(rows)
    top = tally.iloc[int(tally["papers"].argmax())]
    return Panel(
        "technique",
        "Papers per technique",
        f"Largest: {top['option']}, {top['papers']:,} of {total:,}.",
        f"A paper counts in each of its techniques, so the bars can add up to more than {total:,} papers. "
        "A technique picked does not limit this chart; the others are faint.",
        bars.option_bars(tally, total, CHART_HEIGHT, marks=colors, picked=selection.filters.values("technique")),
        tally.rename(columns={"option": "technique"}),
        toggling("technique"),
    )


def years(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return papers per year, under all filters but that of the year."""
    rows = selection.without("year")
    tally = tallies.per_year(store.index, rows)
    total = int(tally.to_numpy().sum())
    undated = count(rows) - total
    busiest = tally.sum(axis=1).idxmax() if total else "–"
    bands = coverage.bands([str(year) for year in tally.index])
    without = f" {undated:,} without a year left out." if undated else ""
    return Panel(
        "year",
        "Papers per year",
        f"Largest: {busiest}, {tally.sum(axis=1).max():,} of {total:,}.{without}",
        "Each paper counts once; one with more than one technique is in “Several techniques”. A click picks a year, "
        "a drag a range of years. Years picked do not limit this chart; the others are faint." + coverage.at_length(),
        bars.year_bars(
            tally,
            marks(store.index.facets["technique"].options),
            CHART_HEIGHT,
            shares=state.view.shares,
            picked=selection.filters.values("year"),
            bands=bands,
        ),
        _long(tally),
        picking_years(store.index.facets["year"].position),
        dragged=True,
        horizon=coverage.briefly(),
        switches=(partial(widgets.toggle, store, "shares", "Shares", on=state.view.shares),),
    )


def _long(tally: pd.DataFrame) -> pd.DataFrame:
    """Return `year, techniques, papers`, a row for each pair that has papers."""
    found = [
        (year, name, papers)
        for year, counts in zip(tally.index, tally.to_numpy().tolist(), strict=True)
        for name, papers in zip(tally.columns, counts, strict=True)
        if papers
    ]
    return pd.DataFrame(found, columns=["year", "techniques", "papers"])


def code(selection: Selection, colors: dict[str, Mark]) -> Panel:
    """Return the share of papers with code listed by technique, under all filters but that of the technique."""
    rows = selection.without("technique")
    frame = tallies.code_by(selection.index, "technique", rows)
    listed, total = count(rows & tallies.with_code(selection.index)), count(rows)
    return Panel(
        "code",
        "Code listed by technique",
        f"{listed:,} of {total:,} papers list code. * Under 10 papers.",
        "Papers of a technique for which at least one list links to code. It says what the lists link to, not what "
        "exists. Whiskers are 95 % Wilson score intervals.",
        intervals.share_rows(
            frame,
            "Papers with code listed (%)",
            CHART_HEIGHT,
            marks=colors,
            picked=selection.filters.values("technique"),
        ),
        frame.rename(columns={"option": "technique", "count": "with code listed"}),
        toggling("technique"),
    )


def venues(store: Store, state: url.State, selection: Selection) -> Panel | None:
    """Return papers per venue, under all filters but that of the venue; None where all are preprints and left out."""
    rows = selection.without("venue")
    tally = tallies.per_venue(selection.index, rows, preprints=state.view.preprints)
    total = int(tally["papers"].sum())
    if not total:
        return None
    top = tally[tally["venue"] != NOT_STATED].head(1)
    most = f"Largest: {top['venue'].iloc[0]}, {top['papers'].iloc[0]:,} of {total:,}. " if len(top) else ""
    left_out = "" if state.view.preprints else f"{count(rows) - total:,} preprints left out."
    return Panel(
        "venue",
        "Papers per venue",
        f"{most}{left_out}",
        "Each paper counts once, at its winning venue; the 15 largest venues, then all others together. A venue "
        "picked does not limit this chart; the others are faint.",
        bars.venue_bars(tally, total, CHART_HEIGHT, selection.filters.values("venue")),
        tally,
        toggling("venue"),
        switches=(partial(widgets.toggle, store, "preprints", "Preprints", on=state.view.preprints),),
    )


def _venues(store: Store, state: url.State, selection: Selection) -> None:
    found = venues(store, state, selection)
    if found:
        panel.draw(store, found)
    else:
        widgets.toggle(store, "preprints", "Preprints", on=state.view.preprints)
        st.info("All these papers are preprints. Switch on Preprints to count them by server.")


def _headline(numbers: tallies.Headline, size: int) -> None:
    first, second, third, fourth = st.columns(4, gap="small")
    first.metric("Papers", f"{numbers.papers:,}", f"of {size:,} in the table", delta_color="off", delta_arrow="off")
    second.metric(
        "Code listed" + (" (few papers)" if numbers.papers < parts.FEW else ""),
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
    years = "–" if not numbers.years else as_range(*numbers.years)
    fourth.metric("Years", years, f"{numbers.year_not_stated:,} without a year", delta_color="off", delta_arrow="off")
