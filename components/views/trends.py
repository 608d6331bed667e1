"""The trends view: months, shares over time, matrices, what rises and falls, and preprints that were published."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import horizon, ledger, panel, url, widgets
from components.charts import intervals, matrix, time
from components.palette import marks
from components.panel import Panel, toggling
from components.store import Store
from components.text import percent
from data import measures, trends
from data.bitmap import count
from data.facet import NOT_STATED
from data.selection import Selection

HEIGHT = 320
MOST_OPTIONS = 9
MOST_RISING = 8
MOST_VENUES = 12
FACETS = {"technique": "Techniques", "topic": "Topics"}


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the charts over time of a selection that is not empty, and the ledger of disagreements."""
    horizon.draw(store, selection.rows)
    for first, second in ((months, over_time), (across, rising)):
        left, right = st.columns(2, gap="medium")
        with left:
            panel.draw(store, first(store, state, selection))
        with right:
            panel.draw(store, second(store, state, selection))
    left, right = st.columns(2, gap="medium")
    with left:
        panel.draw(store, published(store, state, selection))
    with right:
        ledger.draw(store, selection)


def months(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return papers per arXiv month with the running total, under all filters but that of the month."""
    rows = selection.without("month")
    frame = trends.per_month(store.index, rows)
    total = int(frame["papers"].sum())
    busiest = frame[frame["papers"] == frame["papers"].max()].iloc[:1].to_dict("records") if total else []
    most = "".join(f"Most are of {row['month']}: {row['papers']:,} of {total:,}. " for row in busiest)
    without = f"{count(rows) - total:,} have no arXiv id. " if count(rows) > total else ""
    return Panel(
        "month",
        "Papers per month",
        f"{most}{without}",
        "By the month of the arXiv id, so when a paper was written down, not when it was published or listed."
        + horizon.at_length(store, rows),
        time.month_bars(
            frame,
            HEIGHT,
            picked=selection.filters.values("month"),
            bands=horizon.bands(store, rows, frame["month"].tolist()),
        ),
        frame.rename(columns={"total": "running total"}),
        toggling("month"),
        horizon=horizon.briefly(store, rows),
    )


def over_time(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return the share of each year's papers that have a technique or topic, for those with most papers."""
    facet = state.view.over_time
    rows = selection.without("year", facet)
    frame = trends.shares_by_year(store.index, facet, rows)
    sums = frame[frame["option"] != NOT_STATED].groupby("option", sort=False)["count"].sum()
    shown = [option for option in sums.index if option in set(sums[sums > 0].nlargest(MOST_OPTIONS).index)]
    drawn = frame[frame["option"].isin(shown)]
    more = f" {int((sums > 0).sum()) - len(shown)} more are in the data." if (sums > 0).sum() > len(shown) else ""
    return Panel(
        "over-time",
        "Shares over time",
        f"Share of each year's papers (%), with 95 % intervals.{more}",
        "Of the papers of a year, how many have the technique or topic; a paper may have several. The number behind a "
        "name counts its papers. Hollow dots stand for years with fewer than 10 papers. A click picks name and year."
        + horizon.at_length(store, rows),
        time.share_lines(
            drawn,
            marks(store.index.facets["technique"].options) if facet == "technique" else {},
            HEIGHT,
            bands=horizon.bands(store, rows, [str(year) for year in store.index.years]),
        ),
        frame[frame["papers"] > 0].rename(columns={"option": facet, "papers": "papers of the year"}),
        toggling(facet, "year"),
        switches=(partial(widgets.choice, store, "over_time", FACETS, facet),),
        horizon=horizon.briefly(store, rows),
    )


def across(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return how many papers each technique has in each year or at each venue."""
    other = state.view.matrix
    rows = selection.without("technique", other)
    table = measures.crosstab(store.index, "technique", other, rows)
    bands = []
    if other == "year":
        table = table[[str(year) for year in store.index.years if str(year) in table.columns]]
        bands = horizon.bands(store, rows, list(table.columns))
    else:
        preprints = store.index.facets["venue-type"].having("preprint")
        published_only = measures.per_option(store.index, "venue", rows & ~preprints).set_index("option")["papers"]
        table = table[list(published_only.drop(NOT_STATED, errors="ignore").nlargest(MOST_VENUES).index)]
    table = table[table.sum(axis=1) > 0]
    largest = table.melt(ignore_index=False).reset_index().nlargest(1, "value").to_numpy().tolist()
    most = "".join(f"Most: {row}, {column}, {papers:,} papers. " for row, column, papers in largest)
    note = "" if other == "year" else f"The {table.shape[1]} venues with most papers."
    return Panel(
        "matrix",
        "Techniques",
        f"{most}{note}",
        "Papers (number in the disc, area in proportion) of a technique in a year or at a venue; a paper counts in "
        "each of its techniques. A click picks both, a second click takes them back."
        + (horizon.at_length(store, rows) if other == "year" else ""),
        matrix.matrix(table, "Year" if other == "year" else "Venue (preprint servers left out)", HEIGHT, bands=bands),
        table.rename_axis("technique").reset_index(),
        toggling("technique", other),
        switches=(partial(widgets.choice, store, "matrix", {"year": "By year", "venue": "By venue"}, other),),
        horizon=horizon.briefly(store, rows) if other == "year" else "",
    )


def rising(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return the topics or title terms that rise and fall most between two periods."""
    facet = store.index.facets[state.view.rising]
    periods = periods_of(store, state, selection)
    rows = selection.without("year")
    frame = trends.rising(store.index, facet, rows, *periods)
    totals = tuple(count(trends.in_years(store.index, rows, period)) for period in periods)
    shown = frame if len(frame) <= 2 * MOST_RISING else pd.concat([frame.head(MOST_RISING), frame.tail(MOST_RISING)])
    earlier, later = ("–".join(map(str, dict.fromkeys(period))) for period in periods)
    first = f"{frame['option'].iloc[0]} rises most, {frame['option'].iloc[-1]} falls most. " if len(frame) > 1 else ""
    return Panel(
        "rising",
        "Rising and falling",
        f"{later} against {earlier}. {first}{'' if len(frame) else 'Nothing has 5 papers in these periods. '}",
        "Odds that a paper of the later period has the topic or title term, against the earlier period: log-odds with "
        f"an informative Dirichlet prior worth {trends.PRIOR_PAPERS:.0f} papers of the whole table (Monroe and others "
        "2008), ranked by z; whiskers are 95 % intervals, grey where they include 1. Of many terms, one in twenty "
        "would be clear of 1 by chance. A list that ended weighs on the later period: pick one list to be sure.",
        intervals.rise_rows(shown, (totals[0], totals[1]), HEIGHT),
        frame.rename(columns={"option": state.view.rising, "earlier": f"papers {earlier}", "later": f"papers {later}"}),
        _pick_rising(state.view.rising),
        switches=(
            partial(widgets.choice, store, "rising", {"topic": "Topics", "term": "Title terms"}, state.view.rising),
            partial(_periods, store, periods),
        ),
    )


def periods_of(store: Store, state: url.State, selection: Selection) -> tuple[trends.Years, trends.Years]:
    """Return the two periods that the view names, or those that divide the papers most evenly."""
    usual = trends.halves(store.index, selection.without("year")) or ((0, 0), (0, 0))
    return state.view.earlier or usual[0], state.view.later or usual[1]


def _periods(store: Store, periods: tuple[trends.Years, trends.Years]) -> None:
    chosen = st.popover(
        "Periods", key="periods", on_change="rerun", type="tertiary", icon=":material/date_range:", wrap=False
    )
    if chosen.open and len(store.index.years) > 1:
        with chosen:
            widgets.years(store, "earlier", "Earlier period", periods[0])
            widgets.years(store, "later", "Later period", periods[1])


def _pick_rising(kind: str) -> panel.Pick:
    """A topic is picked as a facet, a title term by a search for it as a phrase."""
    if kind == "topic":
        return toggling("topic")

    def search(state: url.State, values: list[tuple[str, ...]]) -> url.State:
        phrase = f'"{values[0][0]}"'
        return state.filtering(state.edited.searching("" if state.edited.search == phrase else phrase))

    return search


def published(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return, by arXiv year, how many papers the lists now know as published."""
    rows = selection.rows
    frame = measures.published_by_year(store.index, rows)
    total, known = int(frame["papers"].sum()), int(frame["count"].sum())
    share = measures.Share(known, total)
    return Panel(
        "published",
        "From preprint to published",
        f"{known:,} of {total:,} papers on arXiv are listed as published ({percent(share.share)}).",
        "Papers with an arXiv id, by the year of that id: for how many a list names a conference or journal. A list "
        "may not have been told of a publication, so these are lower bounds; recent years have had less time. "
        "Whiskers are 95 % Wilson score intervals." + horizon.at_length(store, rows),
        intervals.share_columns(
            frame,
            "Known as published (%)",
            "Year of the arXiv id",
            HEIGHT,
            bands=horizon.bands(store, rows, frame["option"].tolist()),
        ),
        frame.rename(columns={"option": "arXiv year", "papers": "papers on arXiv", "count": "known as published"}),
        _pick_arxiv_year(store),
        horizon=horizon.briefly(store, rows),
    )


def _pick_arxiv_year(store: Store) -> panel.Pick:
    """Pick all months of the arXiv year clicked, or take them back."""

    def pick(state: url.State, values: list[tuple[str, ...]]) -> url.State:
        months = {name for name in store.index.facets["month"].options if name.startswith(values[0][0])}
        back = set(state.edited.values("month")) == months
        return state.filtering(state.edited.picking("month", () if back else months))

    return pick
