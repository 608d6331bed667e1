"""The papers view: the table in full height with a choice of columns, and the details of one paper beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import paper_table, url
from components.store import Store
from components.views.papers import detail
from components.widgets import tied
from data.query.selection import Selection
from data.schema import Paper, columns

HEIGHT = 690
# A browser keeps the whole grid in memory, so it has no more papers than this; the download has all.
MOST_ROWS = 10_000
USUAL = ("title", "year", "venue", "techniques", "code_url")
# In pixels; the usual columns fit beside an open paper.
WIDTHS = {"title": 245, "year": 55, "venue": 75, "techniques": 110, "code_url": 60}
TITLES = {name: name.replace("_", " ").capitalize() for name in columns(Paper)} | {
    "id": "Id",
    "paper_url": "Paper",
    "arxiv_id": "arXiv id",
    "code_url": "Code",
    "month": "arXiv month",
    "records": "Listed at",
}


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the table of the selected papers, and beside it the paper that is open."""
    rows = store.sorted_rows(selection, state.view.sort)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom", key="papers-controls"):
            paper_table.order(store, state)
            _column_choice(store, state)
            paper_table.download(store, state, selection)
        if len(rows) > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS:,} of {len(rows):,} papers; the download has all of them.")
        _grid(store, state, store.index.papers.iloc[rows[:MOST_ROWS]])
    with right, st.container(key="detail"):
        row = store.rows_by_id.get(state.view.paper)
        if row is None:
            about = "Choose a row to see the links of a paper, its entries in the lists, and related papers."
            st.info(about, icon=":material/info:")
        else:
            detail.draw(store, row)


def _column_choice(store: Store, state: url.State) -> None:
    def to(now: url.State, chosen: list[str]) -> url.State:
        return now.showing(column=() if set(chosen) == set(USUAL) else tuple(chosen))

    tie = tied(store, "columns", _columns(state), to)
    with st.popover("Columns", icon=":material/view_column:"):
        st.pills("Columns", columns(Paper), selection_mode="multi", format_func=TITLES.__getitem__, **tie)


def _columns(state: url.State) -> list[str]:
    return [name for name in columns(Paper) if name in state.view.column] or list(USUAL)


def _grid(store: Store, state: url.State, shown: pd.DataFrame) -> None:
    ids = shown["id"].tolist()
    opened = [ids.index(state.view.paper)] if state.view.paper in ids else []
    st.session_state["grid"] = {"selection": {"rows": opened}}
    st.dataframe(
        shown[_columns(state)],
        height=HEIGHT,
        hide_index=True,
        placeholder="",
        key="grid",
        on_select=lambda: _row_chosen(store, ids),
        selection_mode="single-row",
        column_config={name: _column_settings(name) for name in _columns(state)},
        alt="Selected papers; choose a row for its details",
    )


def _column_settings(name: str) -> Any:  # Any: Streamlit keeps the type to itself
    """Return how a column is shown: links as a word, because a grid cannot show a title as a link."""
    if name.endswith("_url"):
        return st.column_config.LinkColumn(TITLES[name], display_text="Open", width=WIDTHS.get(name, 70))
    return st.column_config.Column(TITLES[name], width=WIDTHS.get(name))


def _row_chosen(store: Store, ids: list[str]) -> None:
    rows = st.session_state["grid"]["selection"]["rows"]
    detail.open_paper(store, ids[rows[0]] if rows else "")
