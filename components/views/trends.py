"""The trends view: months, shares over time, matrices, what rises and falls, and preprints that were published."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import horizon, ledger, panel, periods, url, widgets
from components.charts import intervals, matrix, parts, time
from components.horizon import Coverage
from components.palette import marks
from components.panel import Panel, toggling
from components.store import Store
from data.measures import tallies, trends
from data.normalise.ranges import as_range
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED
from data.query.selection import Selection

HEIGHT = 320
MOST_OPTIONS = 9
MOST_RISING = 8
MOST_VENUES = 12
FACETS = {"technique": "Techniques", "topic": "Topics"}


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the charts over time of a selection that is not empty, and the ledger of disagreements."""
    coverage = horizon.of(store, selection)
    horizon.draw(coverage)
    for first, second in ((months, over_time), (across, rising)):
        left, right = st.columns(2, gap="medium")
        with left:
            panel.draw(store, first(store, state, selection, coverage))
        with right:
            panel.draw(store, second(store, state, selection, coverage))
    left, right = st.columns(2, gap="medium")
    with left:
        panel.draw(store, published(store, selection, coverage))
    with right:
        ledger.draw(store, selection)


def months(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return papers per arXiv month with the running total, under all filters but that of the month."""
    rows = selection.without("month")
    frame = trends.per_month(store.index, rows)
    total = int(frame["papers"].sum())
    busiest = frame[frame["papers"] == frame["papers"].max()].iloc[:1].to_dict("records") if total else []
    largest = "".join(f"Largest: {row['month']}, {row['papers']:,} of {total:,} papers." for row in busiest)
    without = f" {count(rows) - total:,} more have no arXiv id." if count(rows) > total else ""
    return Panel(
        "month",
        "Papers per month",
        f"{largest}{without}",
        "By the month of the arXiv id, so when a paper was written down, not when it was published or listed."
        + coverage.at_length(),
        time.month_bars(
            frame,
            HEIGHT,
            picked=selection.filters.values("month"),
            bands=coverage.bands(frame["month"].tolist()),
        ),
        frame.rename(columns={"total": "running total"}),
        toggling("month"),
        horizon=coverage.briefly(),
    )


def over_time(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return the share of each year's papers that have a technique or topic, for those with most papers."""
    facet = state.view.over_time
    frame = trends.shares_by_year(store.index, facet, selection.without("year", facet))
    sums = frame[frame["option"] != NOT_STATED].groupby("option", sort=False)["count"].sum()
    shown = [option for option in sums.index if option in set(sums[sums > 0].nlargest(MOST_OPTIONS).index)]
    more = f" The {len(shown)} largest of {(sums > 0).sum()}." if (sums > 0).sum() > len(shown) else ""
    return Panel(
        "over-time",
        "Shares over time",
        f"{_newest_year(frame, shown)}{more}",
        "Of the papers of a year (%), how many have the technique or topic, with 95 % intervals; a paper may have "
        "several. The number below a name counts its papers. Hollow dots stand for years with fewer than 10 papers. "
        "A click picks name and year." + coverage.at_length(),
        time.share_lines(
            frame[frame["option"].isin(shown)],
            marks(store.index.facets["technique"].options) if facet == "technique" else {},
            HEIGHT,
            bands=coverage.bands([str(year) for year in store.index.years]),
        ),
        frame[frame["papers"] > 0].rename(columns={"option": facet, "papers": "papers of the year"}),
        toggling(facet, "year"),
        switches=(partial(widgets.choice, store, "over_time", FACETS, facet),),
        horizon=coverage.briefly(),
    )


def _newest_year(frame: pd.DataFrame, shown: list[str]) -> str:
    """Return the largest shares of the newest year that has papers enough to judge."""
    judged = frame[(frame["papers"] >= parts.FEW) & frame["option"].isin(shown)]
    newest = judged[judged["year"] == judged["year"].max()].nlargest(2, "count").to_dict("records")
    named = ", ".join(f"{row['option']} {row['count']:,}" for row in newest)
    return "".join(f"Of the {row['papers']:,} papers of {row['year']}: {named}." for row in newest[:1])


def across(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return how many papers each technique has in each year or at each venue."""
    other = state.view.matrix
    rows = selection.without("technique", other)
    table = tallies.crosstab(store.index, "technique", other, rows)
    if other == "year":
        table = table[[str(year) for year in store.index.years if str(year) in table.columns]]
    else:
        table = table[_largest_venues(store, rows)]
    cells = [(row, column, papers) for row, counts in table.iterrows() for column, papers in counts.items() if papers]
    largest = "".join(
        f"Largest: {row} in {column}, {papers:,} of {count(rows):,} papers."
        for row, column, papers in sorted(cells, key=lambda cell: -cell[2])[:1]
    )
    timely = other == "year"
    return Panel(
        "matrix",
        "Techniques",
        largest if timely else f"{largest} The {table.shape[1]} venues with most papers.",
        "Papers (number in the disc, area in proportion) of a technique in a year or at a venue; a paper counts in "
        "each of its techniques. A click picks both, a second click takes them back."
        + (coverage.at_length() if timely else ""),
        matrix.matrix(
            table[table.sum(axis=1) > 0],
            "Year" if timely else "Venue (preprint servers left out)",
            HEIGHT,
            bands=coverage.bands(list(table.columns)) if timely else (),
        ),
        pd.DataFrame(cells, columns=["technique", other, "papers"]),
        toggling("technique", other),
        switches=(partial(widgets.choice, store, "matrix", {"year": "By year", "venue": "By venue"}, other),),
        horizon=coverage.briefly() if timely else "",
    )


def _largest_venues(store: Store, rows: Bits) -> list[str]:
    preprints = store.index.facets["venue-type"].having("preprint")
    papers = tallies.per_option(store.index, "venue", rows & ~preprints).set_index("option")["papers"]
    return list(papers[papers > 0].drop(NOT_STATED, errors="ignore").nlargest(MOST_VENUES).index)


def rising(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel:
    """Return the topics or title terms that rise and fall most between two periods."""
    kind = state.view.rising
    rows = selection.without("year", kind)
    both = periods.of(store, state.view, rows)
    frame = trends.rising(store.index, store.index.facets[kind], rows, *both)
    totals = tuple(count(trends.in_years(store.index, rows, period)) for period in both)
    shown = frame if len(frame) <= 2 * MOST_RISING else pd.concat([frame.head(MOST_RISING), frame.tail(MOST_RISING)])
    earlier, later = (as_range(*years) for years in both)
    cut = any(end.month[:4] <= str(both[1][1]) for end in coverage.ends)
    return Panel(
        "rising",
        "Rising and falling",
        f"{later} against {earlier}. {_clear(frame, totals)}"
        + (" A list ends in the later period: pick one list to be sure." if cut else ""),
        "Odds that a paper of the later period has the topic or title term, against the earlier period: log-odds with "
        f"an informative Dirichlet prior worth {trends.PRIOR_PAPERS:.0f} papers of the whole table (Monroe and others "
        "2008), ranked by z. Whiskers are 95 % intervals; grey ones include 1. The prior draws small numbers towards "
        "no change, so grey does not mean that nothing changed." + coverage.at_length(),
        intervals.rise_rows(shown, (totals[0], totals[1]), HEIGHT, picked=selection.filters.values(kind)),
        frame.rename(columns={"option": kind, "earlier": f"earlier ({earlier})", "later": f"later ({later})"}),
        toggling(kind),
        switches=(
            partial(widgets.choice, store, "rising", {"topic": "Topics", "term": "Title terms"}, kind),
            partial(periods.draw, store, both),
        ),
        horizon=coverage.briefly(),
    )


def _clear(frame: pd.DataFrame, totals: tuple[int, ...]) -> str:
    """Say what rises and falls most, of what is clear of no change."""
    if not all(totals):
        return "One of the periods has no papers."
    up, down = frame[frame["low"] > 0], frame[frame["high"] < 0]
    said = [f"{up['option'].iloc[0]} rises most"] if len(up) else []
    said += [f"{down['option'].iloc[-1]} falls most"] if len(down) else []
    return f"{' and '.join(said)}." if said else "Nothing is clear of no change."


def published(store: Store, selection: Selection, coverage: Coverage) -> Panel:
    """Return, by arXiv year, how many papers the lists now know as published, under all filters but arXiv time."""
    frame = tallies.published_by_year(store.index, selection.without("arxiv-year", "month"))
    frame = frame[frame["papers"] > 0]
    total, known = int(frame["papers"].sum()), int(frame["count"].sum())
    return Panel(
        "published",
        "From preprint to published",
        f"{known:,} of {total:,} papers on arXiv are listed as published.",
        "Papers with an arXiv id, by the year of that id: for how many a list names a conference or journal. A list "
        "may not have been told of a publication, so these are lower bounds; recent years have had less time. "
        "Whiskers are 95 % Wilson score intervals." + coverage.at_length(),
        intervals.share_columns(
            frame,
            "Known as published (%)",
            "Year of the arXiv id",
            HEIGHT,
            picked=selection.filters.values("arxiv-year"),
            bands=coverage.bands(frame["option"].tolist()),
        ),
        frame.rename(columns={"option": "arXiv year", "papers": "papers on arXiv", "count": "known as published"}),
        toggling("arxiv-year"),
        horizon=coverage.briefly(),
    )
