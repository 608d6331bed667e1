"""The code view: which papers list code, by group and year, where the code is, and how two groups differ."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import panel, ready_html, url, widgets
from components.charts import bars, intervals
from components.charts.elements import FEW, Look
from components.coverage import Coverage, draw_coverage
from components.palette import marks
from components.panel import Panel, toggling
from components.phrases import percent, points
from components.store import Store
from components.view import CHOICES
from data.formats.markdown_text import escape_markdown
from data.measures import folding, tallies
from data.measures.comparison import Pair
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED, has_values
from data.query.selection import Selection, select

HEIGHT = 300
MOST_ROWS = 16
AXIS = "Papers with code listed (%)"
COUNTED = (
    "“Code listed” means that at least one list links to code; other papers may have code, too. A * marks shares of "
    "fewer than 10 papers, which say little. Whiskers are 95 % Wilson score intervals."
)


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw shares with code listed, hosts and owners; filters on code are ignored, or all shares would be 100 %."""
    limited = selection.filters.values("code") or selection.filters.left_out("code")
    if limited:
        selection = select(store.index, selection.filters.picking("code", ()).excluding("code", ()))
    ignored = " The filter on code is ignored here." if limited else ""
    ready_html.note(
        f"Shares are of {selection.size:,} papers.{ignored} * marks fewer than 10 papers: too few to judge."
    )
    if not tallies.with_code(store.index).any():
        st.info("No list links to code for any of these papers.")
        return
    coverage = draw_coverage(store, selection)
    panel.draw_in_pairs(store, by_group(store, state, selection), by_year(store, selection, coverage))
    _difference(store, state, selection)
    panel.draw_in_pairs(
        store,
        _places(store, selection, "code-host", "Code hosts", "Papers by the host of their code"),
        _places(store, selection, "code-owner", "Code owners", "Papers by the owner of the repository"),
    )


def by_group(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return the share with code listed of each option of the chosen facet; if there are many, of the largest."""
    facet = next(name for name in (state.view.by, *CHOICES["by"], "list") if has_values(store.index.facets[name]))
    rows = selection.without(facet)
    picked = selection.filters.values(facet)
    every = tallies.code_by(selection.index, facet, rows)
    shown = folding.rows_of(selection.index.facets[facet], rows, picked)
    frame = folding.code_by_row(selection.index, shown, rows)
    frame = frame[frame["papers"] > 0]
    colors = marks(selection.index.facets["technique"].options) if facet == "technique" else None
    look = Look(HEIGHT, picked)
    return Panel(
        "code",
        "Code listed by",
        _from_least_to_most(store, facet, frame[(frame["options"] == 1) & (frame["option"] != NOT_STATED)]),
        f"A paper counts in each of its groups. {COUNTED} If there are many groups, the smaller ones share a row.",
        intervals.share_rows(frame, AXIS, look, colors, store.labels.get(facet, {})),
        every.rename(columns={"option": facet, "count": "with code listed"}),
        toggling(facet),
        switches=(partial(widgets.choice, store, state.view, "by"),),
    )


def _from_least_to_most(store: Store, facet: str, frame: pd.DataFrame) -> str:
    few = int((frame["papers"] < FEW).sum())
    judged = frame[frame["papers"] >= FEW].sort_values("share").to_dict("records")
    if not judged:
        return "Every group has fewer than 10 papers: too few to judge."
    least, most = (
        f"{store.label(facet, row['option'])} ({row['count']:,} of {row['papers']:,})"
        for row in (judged[0], judged[-1])
    )
    return f"From {least} to {most}." + (f" {few} with fewer than 10 papers." if few else "")


def by_year(store: Store, selection: Selection, coverage: Coverage) -> Panel | None:
    """Return the share with code listed of each year; None if no year is stated."""
    frame = tallies.code_by(store.index, "year", selection.without("year"))
    dated = frame[frame["option"] != NOT_STATED]
    listed, total = int(dated["count"].sum()), int(dated["papers"].sum())
    if not total:
        return None
    undated = int(frame["papers"].sum()) - total
    without = f" Left out: {undated:,} without a year." if undated else ""
    look = Look(HEIGHT, selection.filters.values("year"), coverage.bands(dated["option"].tolist()))
    return Panel(
        "code-year",
        "Code listed by year",
        f"{listed:,} of {total:,} papers have code listed.{without}",
        COUNTED,
        intervals.share_columns(dated, AXIS, "Year", look),
        dated.rename(columns={"option": "year", "count": "with code listed"}),
        toggling("year"),
        coverage=coverage,
    )


def _places(store: Store, selection: Selection, facet: str, title: str, what: str) -> Panel | None:
    rows = selection.without(facet) & tallies.with_code(store.index)
    total = count(rows)
    tally = tallies.per_option(store.index, facet, rows)
    tally = tally[(tally["papers"] > 0) & (tally["option"] != NOT_STATED)]
    if not len(tally):
        return None
    elsewhere = total - int(tally["papers"].sum())
    top = tally.sort_values("papers", ascending=False, kind="stable")
    most = f"Largest: {top['option'].iloc[0]}, {top['papers'].iloc[0]:,} of {total:,}. "
    outside = f"{elsewhere:,} are not in a repository." if elsewhere else ""
    rest = f" {len(top) - MOST_ROWS:,} more are in the data." if len(top) > MOST_ROWS else ""
    return Panel(
        facet,
        title,
        f"{most}{outside}{rest}",
        f"{what}. Only papers with code listed count, each once, by the code link that the table keeps.",
        bars.option_bars(top.head(MOST_ROWS), total, Look(HEIGHT, selection.filters.values(facet))),
        top.rename(columns={"option": title.lower()}).assign(of=total),
        toggling(facet),
    )


def _difference(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the difference between the shares of two groups, which are chosen in two menus, with its interval."""
    facet = state.view.by
    rows = selection.without(facet)
    tally = tallies.per_option(store.index, facet, rows).sort_values("papers", ascending=False, kind="stable")
    options = tally.loc[tally["papers"] > 0, "option"].tolist()
    if len(options) < 2:
        return
    named = [value for value in state.view.group if value in options]
    one, other, *_ = dict.fromkeys([*named, *(option for option in options if option != NOT_STATED), *options])
    *menus, words = st.columns([2, 2, 5], vertical_alignment="bottom")
    texts = ("Difference between", "and")
    widgets.pair_of_menus(store, "group", texts, options, (one, other), menus, partial(store.label, facet))
    words.markdown(_in_words(store, facet, one, other, rows))


def _in_words(store: Store, facet: str, one: str, other: str, rows: Bits) -> str:
    having = store.index.facets[facet].having
    listed = tallies.with_code(store.index)
    pair = Pair(rows & having(one), rows & having(other))
    found = pair.difference(listed)
    if not found:
        return ""
    shares = {name: tallies.Share(count(part & listed), count(part)) for name, part in ((one, pair.a), (other, pair.b))}
    one_text, other_text = (
        f"{escape_markdown(store.label(facet, name))} {percent(share.share)} ({share.count:,} of {share.total:,})"
        for name, share in shares.items()
    )
    few = " A group has fewer than 10 papers: too few to judge." if min(pair.sizes) < FEW else ""
    shared = f" In both: {pair.parts[2]:,}." if pair.parts[2] else ""
    interval = f"95 % CI {points(found.low)} to {points(found.high)}"
    return f"**{points(found.value)} percentage points**, {interval}: {one_text} against {other_text}.{shared}{few}"
