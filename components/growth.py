"""How the lists grew: the papers of each version that was read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import panel, url
from components.charts import lists as charts
from components.palette import marks
from components.panel import Panel
from components.store import Store
from components.text import escape_markdown, label

HEIGHT = 270
MOST_LISTS = 8
TITLE = "Growth of the lists"
SINGLE = "Growth needs two versions of a list; a weekly fetch collects them."


def draw(store: Store, shown: list[str]) -> None:
    """Draw the growth of the lists with two or more versions, or say that there is none to draw."""
    history = store.history
    known = history[history["list"].isin(shown)] if history is not None else None
    if known is None or known.empty:
        _instead()
        return
    versions = known.groupby("list", sort=False)["date"].nunique()
    grown = [key for key in shown if versions.get(key, 0) > 1]
    if grown:
        panel.draw(store, growth(store, known, grown[:MOST_LISTS]))
    else:
        _instead(f"Read so far: {_versions(store, known)}.")


def growth(store: Store, known: pd.DataFrame, keys: list[str]) -> Panel:
    """Return the papers of each list by the date of its versions."""
    names = {key: label(store.labels, "list", key) for key in keys}
    frame = known[known["list"].isin(keys)].sort_values(["list", "date"], ignore_index=True)
    ends = frame.groupby("list")["papers"].agg(["first", "last"]).to_dict("index")
    most = max(keys, key=lambda key: ends[key]["last"] - ends[key]["first"])
    left = known["list"].nunique() - len(keys)
    without = f" {left:,} more list{'s' * (left != 1)} not drawn." if left else ""
    colors = {key: mark.color for key, mark in marks(keys).items()}
    return Panel(
        "growth",
        TITLE,
        f"Grew most: {names[most]}, from {ends[most]['first']:,} to {ends[most]['last']:,} papers.{without}",
        "The distinct papers of each version of a list that was read, whatever is selected; at most the "
        f"{MOST_LISTS} largest lists with two or more versions. A click picks the list.",
        charts.growth_lines(frame, names, colors, HEIGHT),
        known.assign(list=[label(store.labels, "list", key) for key in known["list"]]),
        lambda state, values: _pick(state, values[0][0]),
    )


def _pick(state: url.State, key: str) -> url.State:
    return state.filtering(state.edited.toggling("list", key))


def _instead(text: str = "") -> None:
    with st.container(key="panel-growth"):
        st.markdown(f"**{TITLE}**")
        st.markdown(f":gray[:small[{escape_markdown(f'{SINGLE} {text}'.strip())}]]")


def _versions(store: Store, known: pd.DataFrame) -> str:
    rows = known.to_dict("records")
    named = [f"{label(store.labels, 'list', row['list'])} of {row['date']} ({row['papers']:,} papers)" for row in rows]
    return "; ".join(named[:MOST_LISTS]) + (" and others" if len(named) > MOST_LISTS else "")
