"""The trends view: months, shares over time, matrices, what rises and falls, and preprints that were published."""

from __future__ import annotations

from functools import partial

import pandas as pd

from components import panel, url, widgets
from components.charts import elements, intervals
from components.charts import trends as charts
from components.charts.elements import FEW, Look
from components.coverage import Coverage, draw_coverage
from components.palette import marks
from components.panel import Panel, toggling
from components.store import Store
from components.views.trends import disagreements, periods
from data.measures import folding, tallies, trends
from data.normalise.ranges import as_range
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED, has_values
from data.query.selection import Selection

HEIGHT = 320
MOST_OPTIONS = 9
MOST_RISING = 8
MOST_VENUES = 12


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the charts over time of a selection that is not empty, and where the lists disagree."""
    coverage = draw_coverage(store, selection)
    panel.draw_in_pairs(
        store,
        months(store, selection, coverage),
        over_time(store, state, selection, coverage),
        across(store, state, selection, coverage),
        rising(store, state, selection, coverage),
        published(store, selection, coverage),
        partial(disagreements.draw, store, selection),
    )


def months(store: Store, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return papers per arXiv month with the running total, under all filters except the month; None without any."""
    rows = selection.without("month")
    frame = trends.per_month(store.index, rows)
    total = int(frame["papers"].sum())
    if not total:
        return None
    month, most = max(zip(frame["month"], frame["papers"], strict=True), key=lambda row: row[1])
    largest = f"Largest: {month}, {most:,} of {total:,} papers."
    first = folding.first_month(store.index)
    drawn = folding.gathered_months(frame, first)
    without = f" {count(rows) - total:,} more have no arXiv id." if count(rows) > total else ""
    look = Look(
        HEIGHT, selection.filters.values("month"), coverage.bands(frame["month"][frame["month"] >= first].tolist())
    )
    return Panel(
        "month",
        "Papers per month",
        f"{largest}{without}",
        "Papers count in the month of their arXiv id. That is when a paper was written, not when it was published or "
        "listed.",
        charts.month_bars(drawn, look),
        frame.rename(columns={"total": "running total"}),
        toggling("month"),
        coverage=coverage,
    )


def over_time(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return the share of each year's papers that have a technique or topic, for the largest of these; None without."""
    facet = _stated(store, state.view.over_time, "technique", "topic")
    frame = trends.shares_by_year(store.index, facet, selection.without("year", facet))
    sums = frame[frame["option"] != NOT_STATED].groupby("option", sort=False)["count"].sum()
    sums = sums[sums > 0]
    if not len(sums):
        return None
    shown = [option for option in sums.index if option in set(sums.nlargest(MOST_OPTIONS).index)]
    colors = marks(store.index.facets["technique"].options) if facet == "technique" else {}
    first = folding.first_year(store.index)
    drawn = frame[frame["option"].isin(shown) & (frame["year"] >= first)]
    look = Look(HEIGHT, bands=coverage.bands([str(year) for year in store.index.years if year >= first]))
    more = f" The {len(shown)} largest of {len(sums)}." if len(sums) > len(shown) else ""
    more += f" Years before {first} are in the data." if first > store.index.years[0] else ""
    return Panel(
        "over-time",
        "Shares over time",
        f"{_newest_year(frame, shown)}{more}",
        "The share of a year's papers (%) that have the technique or topic, with 95 % intervals; a paper may have "
        "several. The number below a name is the number of its papers. Hollow dots are years with fewer than 10 "
        "papers. A click filters by name and year.",
        charts.share_lines(drawn, colors, look),
        frame[frame["papers"] > 0].rename(columns={"option": facet, "papers": "papers of the year"}),
        toggling(facet, "year"),
        switches=(partial(widgets.choice, store, state.view, "over_time"),) if _both_stated(store) else (),
        coverage=coverage,
    )


def _stated(store: Store, *facets: str) -> str:
    """Return the first of `facets` of which the table states values; the first of all if it states none."""
    return next((facet for facet in facets if has_values(store.index.facets[facet])), facets[0])


def _both_stated(store: Store) -> bool:
    return all(has_values(store.index.facets[facet]) for facet in ("technique", "topic"))


def _newest_year(frame: pd.DataFrame, shown: list[str]) -> str:
    """Return the largest shares of the newest year that has enough papers to judge."""
    judged = frame[(frame["papers"] >= FEW) & (frame["count"] > 0) & frame["option"].isin(shown)]
    newest = judged[judged["year"] == judged["year"].max()].nlargest(2, "count").to_dict("records")
    named = ", ".join(f"{row['option']} {row['count']:,}" for row in newest)
    return f"Of the {newest[0]['papers']:,} papers of {newest[0]['year']}: {named}." if newest else ""


def across(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return how many papers each technique has in each year or at each venue; None if no technique is stated."""
    other = state.view.matrix
    timely = other == "year"
    rows = selection.without("technique", other)
    facet = store.index.facets["technique"]
    table = tallies.crosstab(store.index, "technique", other, rows)
    years = [str(year) for year in store.index.years if str(year) in table.columns]
    table = table[years if timely else _largest_venues(store, rows)]
    cells = elements.cells(table)
    named = [cell for cell in cells if cell[0] != NOT_STATED]
    if not named:
        return None
    row, column, papers = max(named, key=lambda cell: cell[2])
    largest = f"Largest: {row} in {column}, {papers:,} of {count(rows):,} papers."
    shown = folding.rows_of(facet, rows, selection.filters.values("technique"))
    drawn = folding.crosstab_of(shown, store.index.facets[other], rows)[table.columns]
    early = [year for year in years if int(year) < folding.first_year(store.index)] if timely else []
    drawn = folding.fold_early(drawn, early)
    height = elements.height_for(min(len(facet.options), folding.MOST + 2), HEIGHT)
    look = Look(height, bands=coverage.bands([year for year in years if year not in early]) if timely else ())
    return Panel(
        "matrix",
        "Techniques",
        largest if timely else f"{largest} The {table.shape[1]} venues with most papers.",
        "A disc counts the papers of a technique in a year or at a venue; its area grows with the number. A paper "
        "counts in each of its techniques. A click filters by both; a second click undoes it.",
        charts.matrix(
            drawn[drawn.sum(axis=1) > 0],
            "Year" if timely else "Venue (without preprint servers)",
            look,
            {*drawn.index, *drawn.columns} - {*table.index, *table.columns},
        ),
        pd.DataFrame(cells, columns=["technique", other, "papers"]),
        toggling("technique", other),
        switches=(partial(widgets.choice, store, state.view, "matrix"),),
        coverage=coverage if timely else None,
    )


def _largest_venues(store: Store, rows: Bits) -> list[str]:
    preprints = store.index.facets["venue-type"].having("preprint")
    papers = tallies.per_option(store.index, "venue", rows & ~preprints).set_index("option")["papers"]
    return list(papers[papers > 0].drop(NOT_STATED, errors="ignore").nlargest(MOST_VENUES).index)


def rising(store: Store, state: url.State, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return the topics or title terms that rise and fall most between two periods; None without any, or one year."""
    kind = _stated(store, state.view.rising, "term")
    rows = selection.without("year", kind)
    both = periods.chosen_periods(store, state.view, rows)
    frame = trends.rising(store.index, store.index.facets[kind], rows, *both)
    if len(store.index.years) < 2 or not has_values(store.index.facets[kind]):
        return None
    before, after = (count(trends.in_years(store.index, rows, period)) for period in both)
    shown = frame if len(frame) <= 2 * MOST_RISING else pd.concat([frame.head(MOST_RISING), frame.tail(MOST_RISING)])
    earlier, later = (as_range(*years) for years in both)
    cut = any(end.month[:4] <= str(both[1][1]) for end in coverage.ends)
    return Panel(
        "rising",
        "Rising and falling",
        f"{later} against {earlier}. {_rises_and_falls(frame) if before and after else 'One period has no papers.'}"
        + (" A list ends in the later period: pick one list to check." if cut else ""),
        "The odds that a paper of the later period has the topic or title term, against the earlier period. They are "
        f"log-odds with an informative Dirichlet prior that weighs as much as {trends.PRIOR_PAPERS:.0f} papers of the "
        "whole table (Monroe and others 2008), ranked by z. Whiskers are 95 % intervals; an interval that includes 1 "
        "is grey. The prior pulls small numbers towards no change, so grey does not mean that nothing changed.",
        intervals.rise_rows(shown, (before, after), Look(HEIGHT, selection.filters.values(kind))),
        frame.rename(columns={"option": kind, "earlier": f"earlier ({earlier})", "later": f"later ({later})"}),
        toggling(kind),
        switches=(
            *(
                [partial(widgets.choice, store, state.view, "rising")]
                if has_values(store.index.facets["topic"])
                else []
            ),
            partial(periods.draw, store, both),
        ),
        coverage=coverage,
    )


def _rises_and_falls(frame: pd.DataFrame) -> str:
    """Return what rises and what falls most, if its interval leaves out no change."""
    up, down = frame[frame["low"] > 0], frame[frame["high"] < 0]
    said = [f"{up['option'].iloc[0]} rises most"] if len(up) else []
    said += [f"{down['option'].iloc[-1]} falls most"] if len(down) else []
    return f"{' and '.join(said)}." if said else "No clear change."


def published(store: Store, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return by arXiv year how many papers are listed as published, under all filters except those on arXiv time.

    None if no paper is on arXiv.
    """
    frame = tallies.published_by_year(store.index, selection.without("arxiv-year", "month"))
    frame = frame[frame["papers"] > 0]
    if not len(frame):
        return None
    look = Look(HEIGHT, selection.filters.values("arxiv-year"), coverage.bands(frame["option"].tolist()))
    return Panel(
        "published",
        "From preprint to published",
        f"{int(frame['count'].sum()):,} of {int(frame['papers'].sum()):,} papers on arXiv are listed as published.",
        "Papers with an arXiv id, by the year of that id, and how many of them have a conference or journal in some "
        "list. Lists can miss a publication, so these are lower bounds; papers of recent years have had less time. "
        "Whiskers are 95 % Wilson score intervals.",
        intervals.share_columns(frame, "Known as published (%)", "Year of the arXiv id", look),
        frame.rename(columns={"option": "arXiv year", "papers": "papers on arXiv", "count": "known as published"}),
        toggling("arxiv-year"),
        coverage=coverage,
    )
