"""All charts of invented tables, one below the other; `?table=` names one of `SIZES`. For tests in the browser."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import streamlit as st

from components.chart.component import chart
from components.charts import bars, intervals, trends
from components.charts.elements import Look
from components.coverage import coverage_of
from components.palette import marks
from components.store import Store, in_memory
from components.url import State
from components.view import View
from components.views import code, compare, overview
from components.views import trends as trends_view
from components.views.sources.completeness import completeness
from components.views.sources.shared_papers import intersections, overlap
from data.lists.list_source import ListSource
from data.measures import tallies
from data.measures.comparison import Pair
from data.query.filters import Filters
from data.query.selection import select
from data.schema import Paper
from tests.browser.apps.sizes import SIZES, Size
from tests.conftest import paper, papers_frame

LETTERS = {"wide letters": "WM知識グラ "}


def names(many: int, longest: int, letters: str, chance: random.Random) -> list[str]:
    """Return different names of 1 to `longest` letters that begin and end alike."""
    lengths = [longest, *(chance.randint(1, longest) for _ in range(many - 1))] if many else []
    made = ["".join(chance.choices(letters, k=length)) for length in lengths]
    return [f"{name.strip()}{n if n > 25 else chr(97 + n)}"[-longest:] for n, name in enumerate(made)]


@st.cache_resource
def table(name: str) -> Store:
    """Return the table of that size: the same each time."""
    size, chance = SIZES[name], random.Random(name)
    letters = LETTERS.get(name, "etaoin shrdlu <&>")
    techniques, venues, lists = (
        names(many, size.longest, letters, chance) for many in (size.techniques, size.venues, size.lists)
    )
    sources = {f"list-{n}": ListSource(f"list-{n}", title, date="2025-06-01") for n, title in enumerate(lists)}

    def some(values: list[str], most: int = 1) -> tuple[str, ...]:
        kept = bool(values) and chance.random() >= size.empty
        return tuple(
            {values[min(int(chance.expovariate(6 / len(values))), len(values) - 1)] for _ in range(most * kept)}
        )

    def one(number: int) -> Paper:
        year = 2025 - min(int(chance.expovariate(5 / max(1, size.years))), size.years - 1) if size.years else None
        dated = year is not None and chance.random() >= size.empty
        month = f"{year}-{chance.randint(1, 12):02}" if dated else ""
        has_code = size.empty < 1 and chance.random() < 0.5
        return paper(
            number,
            title=" ".join(chance.choices(["graph", "neural", "model", "search", "learning"], k=4)),
            year=year,
            month=month,
            venue=next(iter(some(venues)), ""),
            venue_type="conference",
            techniques=some(techniques, chance.randint(1, 2)),
            lists=tuple(sorted(set(chance.choices(list(sources), k=2)))),
            code_url=f"https://github.com/owner-{number % 40}/code" if has_code else "",
            code_host="github.com" if has_code else "",
        )

    return in_memory(papers_frame(*map(one, range(size.papers))), None, sources)


def panels(store: Store) -> list[object]:
    """Return the charts of all views for all papers of a table."""
    selection = select(store.index, Filters())
    coverage = coverage_of(store, selection)
    by_venue = State(view=View(preprints=True, shares=True, matrix="venue", by="venue", rising="term"))
    facet, shown = overview.groups(store), list(store.lists)[:12]
    odd, rows = store.index.all_rows, selection.rows
    found = [
        *([overview.papers_by(store, selection, facet), overview.code(store, selection, facet)] if facet else []),
        overview.venues(store, by_venue, selection),
        trends_view.months(store, selection, coverage),
        trends_view.published(store, selection, coverage),
        code.by_year(store, selection, coverage),
        completeness(store, rows, shown),
        *([overlap(store, selection, rows, shown)] if len(shown) > 1 else []),
        *([intersections(store, rows, shown)] if len(shown) > 2 else []),
        *(compare.panels(store, Pair(rows, odd), coverage)),
    ]
    for state in (State(), by_venue):
        found += [
            overview.years(store, state, selection, coverage),
            trends_view.over_time(store, state, selection, coverage),
            trends_view.across(store, state, selection, coverage),
            trends_view.rising(store, state, selection, coverage),
            code.by_group(store, state, selection),
        ]
    return found


def large_numbers(size: Size) -> dict[str, object]:
    """Return charts of up to a million papers, drawn from numbers."""
    chance, many = random.Random(1), min(size.techniques, 14)
    options = names(many, size.longest, "etaoin", chance)
    papers = [size.times * chance.randint(0, 1000) for _ in options]
    years = [str(year) for year in range(2026 - max(1, size.years), 2026)]
    per_year = pd.DataFrame({name: [size.times * n for n in range(len(years))] for name in options[:9]}, index=years)
    shares = tallies.shares(options, np.array(papers) // 3, np.array(papers))
    tally = pd.DataFrame({"option": options, "papers": papers})
    grid = pd.DataFrame([papers[: len(years)] for _ in options], index=options, columns=years[: len(papers)])
    return {
        "numbers": bars.option_bars(tally, sum(papers), Look(275)),
        "numbers-year": bars.year_bars(per_year, marks(options), Look(290)),
        "numbers-share": intervals.share_rows(shares, "Papers with code listed (%)", Look(275)),
        "numbers-matrix": trends.matrix(grid, "Year", Look(320)),
    }


def main() -> None:
    """Draw the charts of the table that the address names."""
    st.set_page_config(layout="wide")
    st.html("components/style.css")
    name = st.query_params.get("table", "few")
    store = table(name)
    found: dict[str, object] = {}
    for place, one in enumerate(panels(store)):
        if one is not None:
            found[f"{one.name}-{place}"] = one.figure  # type: ignore[attr-defined]
    if SIZES[name].techniques:
        found |= large_numbers(SIZES[name])
    with st.container(key=f"pairs-{name.replace(' ', '-')}"):
        for key, figure in found.items():
            with st.container():
                chart(figure, key=f"chart-{key}", title=key, says=key, file=key, on_pick=lambda _: None)  # type: ignore[arg-type]
    st.code(f"{len(found)} charts", language=None)


main()
