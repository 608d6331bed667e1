"""The overview: headline numbers and four charts, each under the filters of all others."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import panel, url, widgets
from components.charts import bars, elements, intervals
from components.charts.elements import FEW, Look
from components.coverage import Coverage, draw_coverage
from components.palette import Mark, marks
from components.panel import Panel, picking_years, toggling
from components.phrases import interval, percent, plural
from components.store import Store
from components.widgets import Metric
from data.measures import tallies
from data.normalise.ranges import as_range
from data.query.bitmap import count
from data.query.facet import NOT_STATED
from data.query.selection import Selection

HEIGHT = 236


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the headline numbers and the charts of a selection that is not empty."""
    _headline(tallies.headline(store.index, selection.rows), store.index.size)
    coverage = draw_coverage(store, selection)
    colors = marks(store.index.facets["technique"].options)
    panel.draw_in_pairs(
        store,
        techniques(selection, colors),
        years(store, state, selection, coverage),
        venues(store, state, selection) or partial(_only_preprints, store, state),
        code(selection, colors),
    )


def _headline(numbers: tallies.Headline, size: int) -> None:
    unknown = f", {numbers.venue_not_stated:,} not stated" if numbers.venue_not_stated else ""
    years = as_range(*numbers.years) if numbers.years else "–"
    widgets.metrics(
        Metric("Papers", f"{numbers.papers:,}", f"of {size:,} in the table"),
        Metric(
            "Code listed" + (" (few papers)" if numbers.papers < FEW else ""),
            percent(numbers.code.share),
            f"{numbers.code.count:,} of {numbers.code.total:,}, {interval(numbers.code)}",
        ),
        Metric(
            f"Published against preprint{unknown}",
            f"{numbers.published.count:,} : {numbers.preprints:,}",
            f"{numbers.published.count:,} of {numbers.papers:,}, {interval(numbers.published)}",
        ),
        Metric("Years", years, f"{numbers.year_not_stated:,} without a year"),
    )


def techniques(selection: Selection, colors: dict[str, Mark]) -> Panel:
    """Return papers per technique, under all filters except the technique."""
    rows = selection.without("technique")
    tally, total = tallies.per_option(selection.index, "technique", rows), count(rows)
    top = tally.iloc[int(tally["papers"].argmax())]
    return Panel(
        "technique",
        "Papers per technique",
        f"Largest: {top['option']}, {top['papers']:,} of {total:,}.",
        f"A paper counts in each of its techniques, so the bars can add up to more than {total:,} papers. "
        "A filter on techniques does not change this chart; the other bars turn faint.",
        bars.option_bars(tally, total, Look(HEIGHT, selection.filters.values("technique")), colors),
        tally.rename(columns={"option": "technique"}),
        toggling("technique"),
    )


def years(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return papers per year, under all filters except the year."""
    rows = selection.without("year")
    tally = tallies.per_year(store.index, rows)
    totals = tally.sum(axis=1)
    total = int(totals.sum())
    undated = count(rows) - total
    without = f" Left out: {undated:,} without a year." if undated else ""
    look = Look(HEIGHT, selection.filters.values("year"), coverage.bands([str(year) for year in tally.index]))
    return Panel(
        "year",
        "Papers per year",
        f"Largest: {totals.idxmax() if total else '–'}, {totals.max():,} of {total:,}.{without}",
        "Each paper counts once; a paper with more than one technique counts as “Several techniques”. Click a year, or "
        "drag over several, to filter by them. A filter on years does not change this chart; the other bars turn "
        "faint.",
        bars.year_bars(tally, marks(store.index.facets["technique"].options), look, shares=state.view.shares),
        pd.DataFrame(elements.cells(tally), columns=["year", "techniques", "papers"]).astype({"year": "int64"}),
        picking_years(store.index.facets["year"].position),
        coverage=coverage,
        switches=(partial(widgets.toggle, store, state.view, "shares", "Shares"),),
    )


def code(selection: Selection, colors: dict[str, Mark]) -> Panel:
    """Return the share of papers with code listed by technique, under all filters except the technique."""
    rows = selection.without("technique")
    frame = tallies.code_by(selection.index, "technique", rows)
    listed, total = count(rows & tallies.with_code(selection.index)), count(rows)
    look = Look(HEIGHT, selection.filters.values("technique"))
    return Panel(
        "code",
        "Code listed by technique",
        f"{listed:,} of {total:,} papers have code listed. * marks fewer than 10 papers.",
        "The papers of a technique for which at least one list links to code. Other papers may have code, too. "
        "Whiskers are 95 % Wilson score intervals.",
        intervals.share_rows(frame, "Papers with code listed (%)", look, colors),
        frame.rename(columns={"option": "technique", "count": "with code listed"}),
        toggling("technique"),
    )


def venues(store: Store, state: url.State, selection: Selection) -> Panel | None:
    """Return papers per venue, under all filters except the venue; None if all are preprints, which are left out."""
    rows = selection.without("venue")
    tally = tallies.per_venue(selection.index, rows, preprints=state.view.preprints)
    total = int(tally["papers"].sum())
    if not total:
        return None
    top = tally[tally["venue"] != NOT_STATED].head(1)
    most = f"Largest: {top['venue'].iloc[0]}, {top['papers'].iloc[0]:,} of {total:,}. " if len(top) else ""
    left_out = "" if state.view.preprints else f"Left out: {plural(count(rows) - total, 'preprint')}."
    return Panel(
        "venue",
        "Papers per venue",
        f"{most}{left_out}",
        "Each paper counts once, at the venue that the table keeps. The chart has the 15 largest venues, then all "
        "others together. A filter on venues does not change this chart; the other bars turn faint.",
        bars.venue_bars(tally, total, Look(HEIGHT, selection.filters.values("venue"))),
        tally,
        toggling("venue"),
        switches=(partial(widgets.toggle, store, state.view, "preprints", "Preprints"),),
    )


def _only_preprints(store: Store, state: url.State) -> None:
    widgets.toggle(store, state.view, "preprints", "Preprints")
    st.info("All these papers are preprints. Switch on Preprints to count them by server.")
