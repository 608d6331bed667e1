"""The code view: which papers list code, by group and year, where the code lives, and how two groups differ."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import horizon, panel, url, widgets
from components.charts import bars, intervals, parts
from components.horizon import Coverage
from components.palette import marks
from components.panel import Panel, toggling
from components.store import Store
from components.text import escape_markdown, label, percent, points
from data.measures import tallies
from data.measures.comparison import Pair
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED
from data.query.selection import Selection, select

HEIGHT = 300
MOST_ROWS = 16
GROUPS = {"technique": "Technique", "topic": "Topic", "venue": "Venue", "venue-type": "Venue type"}
WHAT_IT_SAYS = (
    "“Code listed” says that at least one list links to code; it does not say what exists. Shares of fewer than "
    "10 papers, marked *, say little. Whiskers are 95 % Wilson score intervals."
)


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw shares with code listed, hosts and owners; a filter on code is set aside, as all shares would be 100 %."""
    limited = selection.filters.values("code") or selection.filters.left_out("code")
    if limited:
        selection = select(store.index, selection.filters.picking("code", ()).excluding("code", ()))
    aside = "; the filter on code is set aside here" if limited else ""
    st.caption(f"Shares are of {selection.size:,} papers{aside}. * Fewer than 10 papers: too few to judge.")
    coverage = horizon.of(store, selection)
    horizon.draw(coverage)
    left, right = st.columns(2, gap="medium")
    with left:
        panel.draw(store, by_group(store, state, selection))
    with right:
        panel.draw(store, by_year(store, selection, coverage))
    _difference(store, state, selection)
    left, right = st.columns(2, gap="medium")
    with left:
        panel.draw(store, _places(store, selection, "code-host", "Code hosts", "Papers by the host of their code"))
    with right:
        panel.draw(store, _places(store, selection, "code-owner", "Code owners", "Papers by who owns the repository"))


def by_group(store: Store, state: url.State, selection: Selection) -> Panel:
    """Return the share with code listed of each option of the chosen facet, the largest groups first where many."""
    facet = state.view.by
    every = tallies.code_by(selection.index, facet, selection.without(facet))
    frame = _largest(every)
    few = int((frame["papers"] < parts.FEW).sum())
    clear = frame[frame["papers"] >= parts.FEW].sort_values("share").to_dict("records")
    says = "Every group has fewer than 10 papers: too few to judge."
    if clear:
        least, most = (
            f"{label(store.labels, facet, row['option'])} ({row['count']:,} of {row['papers']:,})"
            for row in (clear[0], clear[-1])
        )
        says = f"From {least} to {most}." + (f" {few} with under 10 papers." if few else "")
    colors = marks(selection.index.facets["technique"].options) if facet == "technique" else None
    return Panel(
        "code",
        "Code listed by",
        says,
        f"A paper counts in each of its groups. {WHAT_IT_SAYS} At most the {MOST_ROWS} largest groups are drawn.",
        intervals.share_rows(
            frame,
            "Papers with code listed (%)",
            HEIGHT,
            marks=colors,
            labels=store.labels.get(facet, {}),
            picked=selection.filters.values(facet),
        ),
        every.rename(columns={"option": facet, "count": "with code listed"}),
        toggling(facet),
        switches=(partial(widgets.choice, store, "by", GROUPS, facet),),
    )


def by_year(store: Store, selection: Selection, coverage: Coverage) -> Panel:
    """Return the share with code listed of each year."""
    frame = tallies.code_by(store.index, "year", selection.without("year"))
    dated = frame[frame["option"] != NOT_STATED]
    listed, total = int(dated["count"].sum()), int(dated["papers"].sum())
    undated = int(frame["papers"].sum()) - total
    without = f" {undated:,} without a year left out." if undated else ""
    return Panel(
        "code-year",
        "Code listed by year",
        f"{listed:,} of {total:,} papers list code.{without}",
        WHAT_IT_SAYS + coverage.at_length(),
        intervals.share_columns(
            dated,
            "Papers with code listed (%)",
            "Year",
            HEIGHT,
            picked=selection.filters.values("year"),
            bands=coverage.bands(dated["option"].tolist()),
        ),
        dated.rename(columns={"option": "year", "count": "with code listed"}),
        toggling("year"),
        horizon=coverage.briefly(),
    )


def _places(store: Store, selection: Selection, facet: str, title: str, what: str) -> Panel:
    rows = selection.without(facet) & tallies.with_code(store.index)
    tally = tallies.per_option(store.index, facet, rows)
    tally = tally[(tally["papers"] > 0) & (tally["option"] != NOT_STATED)]
    elsewhere = count(rows) - int(tally["papers"].sum())
    top = tally.sort_values("papers", ascending=False, kind="stable")
    most = f"Largest: {top['option'].iloc[0]}, {top['papers'].iloc[0]:,} of {count(rows):,}. " if len(top) else ""
    outside = f"{elsewhere:,} are not in a repository." if elsewhere else ""
    rest = f" {len(top) - MOST_ROWS:,} more are in the data." if len(top) > MOST_ROWS else ""
    return Panel(
        facet,
        title,
        f"{most}{outside}{rest}",
        f"{what}, of the papers with code listed: each counts once, by the link that the table keeps.",
        bars.option_bars(top.head(MOST_ROWS), count(rows), HEIGHT, picked=selection.filters.values(facet)),
        top.rename(columns={"option": title.lower()}).assign(of=count(rows)),
        toggling(facet),
    )


def _difference(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the difference between two groups' shares, chosen in two menus, with its interval."""
    facet = state.view.by
    frame = tallies.code_by(store.index, facet, selection.without(facet)).sort_values(
        "papers", ascending=False, kind="stable"
    )
    options = frame.loc[frame["papers"] > 0, "option"].tolist()
    if len(options) < 2:
        return
    one, other = _chosen(state.view.group, options)
    first, second, words = st.columns([2, 2, 5], vertical_alignment="bottom")
    name = partial(label, store.labels, facet)
    with first:
        widgets.menu(store, "group", "Difference between", options, one, lambda value: (value, other), name)
    with second:
        widgets.menu(store, "group", "and", options, other, lambda value: (one, value), name)
    words.markdown(_in_words(store, facet, one, other, selection.without(facet)))


def _chosen(group: tuple[str, ...], options: list[str]) -> tuple[str, str]:
    known = [value for value in group if value in options]
    stated = [option for option in options if option != NOT_STATED]
    one, other, *_ = dict.fromkeys([*known, *stated, *options])
    return one, other


def _in_words(store: Store, facet: str, one: str, other: str, rows: Bits) -> str:
    having = store.index.facets[facet].having
    listed = tallies.with_code(store.index)
    pair = Pair(rows & having(one), rows & having(other))
    found = pair.difference(listed)
    if not found:
        return ""
    one_text, other_text = (
        _share_in_words(label(store.labels, facet, name), part & listed, part)
        for name, part in ((one, pair.a), (other, pair.b))
    )
    few = " Under 10 papers in a group: too few to judge." if min(pair.sizes) < parts.FEW else ""
    shared = f" In both: {pair.parts[2]:,}." if pair.parts[2] else ""
    interval = f"95 % CI {points(found.low)} to {points(found.high)}"
    return f"**{points(found.value)} percentage points**, {interval}: {one_text} against {other_text}.{shared}{few}"


def _share_in_words(name: str, some: Bits, every: Bits) -> str:
    share = tallies.Share(count(some), count(every))
    return f"{escape_markdown(name)} {percent(share.share)} ({share.count:,} of {share.total:,})"


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as it is, or its largest groups where it has too many to draw."""
    frame = frame[frame["papers"] > 0]
    return frame if len(frame) <= MOST_ROWS else frame.nlargest(MOST_ROWS, "papers")
