"""How complete the columns of the table are, by list."""

from __future__ import annotations

from components import url
from components.charts import sources as charts
from components.panel import Panel, pick_exactly
from components.store import Store
from data.measures import sources
from data.query.bitmap import Bits

HEIGHT = 270
TITLES = {field.column: field.title for field in sources.FIELDS}
# By column: the facet that can select papers without a value, and the option that does.
MISSING = {field.column: (field.facet, field.missing) for field in sources.FIELDS if field.facet}


def completeness(store: Store, rows: Bits, shown: list[str]) -> Panel:
    """Return the share of papers for which each column is filled, by list."""
    frame = sources.completeness(store.sources, rows, shown)
    names = {"": "All", **{key: store.list_title(key) for key in shown}}
    total = frame[frame["list"] == ""].to_dict("records")
    graded = "; ".join(
        f"{word}: {', '.join(TITLES[row['field']].lower() for row in total if row['grade'] == word)}"
        for word in sources.GRADES
        if any(row["grade"] == word for row in total)
    )
    return Panel(
        "completeness",
        "How complete the table is (%)",
        f"{graded.capitalize().replace('arxiv', 'arXiv')}.",
        "The papers of a list for which the table has a value in a column, from whichever list. Complete is 100 %, "
        "nearly complete at least 95 %, partial at least 50 %, sparse less. Code is what lists link to; a paper "
        "without may have code. A click selects the papers of a list without a value, if a filter can.",
        charts.completeness_cells(frame, TITLES, names, HEIGHT),
        frame.assign(list=frame["list"].map(names), field=frame["field"].map(TITLES)),
        _pick_missing,
    )


def _pick_missing(state: url.State, values: list[tuple[str, ...]]) -> url.State:
    """Pick the papers of a list ("" for all) without a value in a column; a second click undoes it."""
    key, column = values[0]
    if column not in MISSING:
        return state
    facet, missing = MISSING[column]
    return pick_exactly(state, {facet: (missing,), "list": (key,) if key else ()})
