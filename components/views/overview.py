"""The overview: headline numbers and four charts, each under the filters of all others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from components import panel, url, widgets
from components.charts import bars, elements, intervals
from components.charts.elements import FEW, Look
from components.coverage import Coverage, draw_coverage
from components.palette import Mark, colored, marks
from components.panel import Panel, picking_years, toggling
from components.phrases import interval, percent, plural
from components.store import Store
from components.widgets import Metric
from data.measures import folding, tallies
from data.normalise.ranges import as_range
from data.query.bitmap import count
from data.query.facet import NOT_STATED, has_values
from data.query.facets import SEVERAL
from data.query.selection import Selection

HEIGHT = 236
LEGEND_ROW = 19
AROUND_LEGEND = 64
# The colours, all other techniques, several, none stated, and some room.
MOST_PARTS = 12
# By what papers are divided: by the first facet that the table states.
GROUPS = ("technique", "topic", "domain", "venue-type")


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the headline numbers and the charts of a selection that is not empty; those without any are left out."""
    _headline(tallies.headline(store.index, selection.rows), store.index.size)
    coverage = draw_coverage(store, selection)
    facet = groups(store)
    panel.draw_in_pairs(
        store,
        papers_by(store, selection, facet) if facet else None,
        years(store, state, selection, coverage),
        venues(store, state, selection) or _without_venues(store, state),
        code(store, selection, facet) if facet else None,
    )


def groups(store: Store) -> str:
    """Return the facet by which the papers are divided here: the first of `GROUPS` that the table states; else ""."""
    return next((facet for facet in GROUPS if has_values(store.index.facets[facet])), "")


def height(store: Store) -> int:
    """Return the height (px) of the upper charts: enough for the names and the legend, the same under every filter."""
    facet = groups(store)
    rows = min(len(store.index.facets[facet].options), folding.MOST + 2) if facet else 0
    legend = min(len(store.index.mixes.options), MOST_PARTS)
    return max(elements.height_for(rows, HEIGHT), LEGEND_ROW * legend + AROUND_LEGEND)


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


def papers_by(store: Store, selection: Selection, facet: str) -> Panel:
    """Return papers per technique, or per value of another facet, under all filters except that facet's."""
    rows, picked = selection.without(facet), selection.filters.values(facet)
    tally, total = tallies.per_option(selection.index, facet, rows), count(rows)
    shown = folding.rows_of(store.index.facets[facet], rows, picked)
    title = store.index.facets[facet].spec.title.lower()
    return Panel(
        facet,
        f"Papers per {title}",
        _largest(store, tally, facet, total, shown),
        f"A paper counts in each of its {title}s, so the bars can add up to more than {total:,} papers. "
        f"A filter on {title}s does not change this chart; the other bars turn faint.",
        bars.option_bars(folding.per_row(shown, rows), total, Look(height(store), picked), _colors(store, facet)),
        tally.rename(columns={"option": facet}),
        toggling(facet),
    )


def _colors(store: Store, facet: str) -> dict[str, Mark] | None:
    return marks(store.index.facets["technique"].options) if facet == "technique" else None


def _largest(store: Store, tally: pd.DataFrame, facet: str, total: int, shown: folding.Rows) -> str:
    """Return the largest option that is stated, how many others share a row, and how many papers state none."""
    stated, missing = tally[tally["option"] != NOT_STATED], tally[tally["option"] == NOT_STATED]
    top = stated.iloc[int(stated["papers"].argmax())]
    said = [f"Largest: {store.label(facet, top['option'])}, {top['papers']:,} of {total:,}."] if top["papers"] else []
    said += [f"The {len(shown.others):,} smallest are in the data."] if shown.others else []
    said += [f"Not stated: {missing['papers'].iloc[0]:,}."] if missing["papers"].any() else []
    return " ".join(said)


def years(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return papers per year, under all filters except the year; None if no year is stated."""
    rows = selection.without("year")
    tally = tallies.per_year(store.index, rows)
    totals = tally.sum(axis=1)
    total = int(totals.sum())
    if not total:
        return None
    undated = count(rows) - total
    without = f" Left out: {undated:,} without a year." if undated else ""
    colors = marks(store.index.facets["technique"].options)
    first = folding.first_year(store.index)
    drawn = folding.fold_columns(tally, [*colored(colors), SEVERAL, NOT_STATED], "techniques")
    early = [str(year) for year in tally.index if year < first]
    bands = coverage.bands([str(year) for year in tally.index if year >= first])
    look = Look(height(store), selection.filters.values("year"), bands, early)
    gathered = f" Years before {first} share the first bar." if early else ""
    return Panel(
        "year",
        "Papers per year",
        f"Largest: {totals.idxmax()}, {totals.max():,} of {total:,}.{without}{gathered}",
        "Each paper counts once; a paper with more than one technique counts as “Several techniques”. Click a year, or "
        "drag over several, to filter by them. A filter on years does not change this chart; the other bars turn "
        "faint.",
        bars.year_bars(folding.gathered(drawn, first), colors, look, shares=state.view.shares),
        pd.DataFrame(elements.cells(tally), columns=["year", "techniques", "papers"]).astype({"year": "int64"}),
        picking_years(store.index.facets["year"].position),
        coverage=coverage,
        switches=(partial(widgets.toggle, store, state.view, "shares", "Shares"),),
    )


def code(store: Store, selection: Selection, facet: str) -> Panel | None:
    """Return the share of papers with code listed by technique or another facet, under all filters except that facet's.

    None if the table has no code.
    """
    if not tallies.with_code(store.index).any():
        return None
    rows, picked = selection.without(facet), selection.filters.values(facet)
    listed, total = count(rows & tallies.with_code(selection.index)), count(rows)
    shown = folding.rows_of(store.index.facets[facet], rows, picked)
    title = store.index.facets[facet].spec.title.lower()
    frame = folding.code_by_row(store.index, shown, rows)
    look = Look(_lower_height(store), picked)
    return Panel(
        "code",
        f"Code listed by {title}",
        f"{listed:,} of {total:,} papers have code listed. * marks fewer than 10 papers.",
        f"The papers of a {title} for which at least one list links to code. Other papers may have code, too. "
        "Whiskers are 95 % Wilson score intervals.",
        intervals.share_rows(frame, "Papers with code listed (%)", look, _colors(store, facet)),
        tallies.code_by(store.index, facet, rows).rename(columns={"option": facet, "count": "with code listed"}),
        toggling(facet),
    )


def venues(store: Store, state: url.State, selection: Selection) -> Panel | None:
    """Return papers per venue, under all filters except the venue; None if all are preprints, which are left out."""
    rows = selection.without("venue")
    tally = tallies.per_venue(selection.index, rows, preprints=state.view.preprints, top=folding.MOST)
    total = int(tally["papers"].sum())
    if not (tally["venue"] != NOT_STATED).any():
        return None
    top = tally[tally["venue"] != NOT_STATED].head(1)
    most = f"Largest: {top['venue'].iloc[0]}, {top['papers'].iloc[0]:,} of {total:,}. " if len(top) else ""
    left_out = "" if state.view.preprints else f"Left out: {plural(count(rows) - total, 'preprint')}."
    return Panel(
        "venue",
        "Papers per venue",
        f"{most}{left_out}",
        "Each paper counts once, at the venue that the table keeps. The chart has the 12 largest venues, then all "
        "others together. A filter on venues does not change this chart; the other bars turn faint.",
        bars.venue_bars(tally, total, Look(_lower_height(store), selection.filters.values("venue"))),
        tally,
        toggling("venue"),
        switches=(partial(widgets.toggle, store, state.view, "preprints", "Preprints"),),
    )


def _lower_height(store: Store) -> int:
    """Return the height (px) of the lower charts: enough for the venues and for the groups of code, too."""
    rows = min(len(store.index.facets["venue"].options), folding.MOST + 2)
    return max(height(store), elements.height_for(rows, HEIGHT))


def _without_venues(store: Store, state: url.State) -> Callable[[], None] | None:
    """Return what is drawn where no venue is stated among the papers; nothing if the table has none at all."""
    return partial(_only_preprints, store, state) if has_values(store.index.facets["venue"]) else None


def _only_preprints(store: Store, state: url.State) -> None:
    widgets.toggle(store, state.view, "preprints", "Preprints")
    st.info("All these papers are preprints. Switch on Preprints to count them by server.")
