"""How the lists grew: the number of papers in each version that was read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import panel
from components.charts import sources as charts
from components.palette import marks
from components.panel import Panel
from components.phrases import plural, small
from components.store import Store
from data.schema import Version
from data.tables.table import to_frame

HEIGHT = 270
MOST_LISTS = 8
TITLE = "Growth of the lists"
TOO_FEW = "Growth needs two versions of a list. A weekly fetch collects them."


def draw(store: Store, shown: list[str]) -> None:
    """Draw the growth of the lists with two or more versions, or say that there is none to draw."""
    history = to_frame([], Version) if store.history is None else store.history
    known = history[history["list"].isin(shown)]
    versions = known.groupby("list", sort=False)["date"].nunique()
    grown = [key for key in shown if versions.get(key, 0) > 1]
    if grown:
        panel.draw(store, growth(store, known, grown[:MOST_LISTS]))
        return
    with st.container(key="panel-growth"):
        st.markdown(f"**{TITLE}**")
        st.markdown(small(f"{TOO_FEW} Read so far: {_versions(store, known)}." if len(known) else TOO_FEW))


def growth(store: Store, known: pd.DataFrame, keys: list[str]) -> Panel:
    """Return the number of papers of each list by the date of its versions; `known` is the history of the lists."""
    names = {key: store.list_title(key) for key in keys}
    frame = known[known["list"].isin(keys)].sort_values(["list", "date"], ignore_index=True)
    ends = frame.groupby("list")["papers"].agg(["first", "last"]).to_dict("index")
    most = max(keys, key=lambda key: ends[key]["last"] - ends[key]["first"])
    left = known["list"].nunique() - len(keys)
    without = f" {plural(left, 'more list')} not drawn." if left else ""
    colors = {key: mark.color for key, mark in marks(keys).items()}
    return Panel(
        "growth",
        TITLE,
        f"Grew most: {names[most]}, from {ends[most]['first']:,} to {ends[most]['last']:,} papers.{without}",
        "The distinct papers in each version of a list that was read. Filters do not change this chart. It has at most "
        f"the {MOST_LISTS} largest lists with two or more versions. A click filters by the list.",
        charts.growth_lines(frame, names, colors, HEIGHT),
        known.assign(list=[store.list_title(key) for key in known["list"]]),
        lambda state, values: state.filtering(state.edited.toggling("list", values[0][0])),
    )


def _versions(store: Store, known: pd.DataFrame) -> str:
    rows = known.to_dict("records")
    named = [f"{store.list_title(row['list'])} of {row['date']} ({row['papers']:,} papers)" for row in rows]
    return "; ".join(named[:MOST_LISTS]) + (" and others" if len(named) > MOST_LISTS else "")
