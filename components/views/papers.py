"""The papers view: the table in full height with a choice of columns, and all that is known of one paper beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import detail, papers, url
from components.store import Store
from data.query.selection import Selection
from data.schema import Paper, columns

HEIGHT = 690
# The grid keeps this many papers in the browser; more are on the next page of the download, not on a screen.
MOST_ROWS = 10_000
USUAL = ("title", "year", "venue", "techniques", "code_url")
# Pixels, so that the usual columns stand beside an open paper.
WIDTHS = {"title": 300, "year": 55, "venue": 75, "techniques": 110, "code_url": 60}
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
    shown = store.index.papers.iloc[rows[:MOST_ROWS]]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _controls(store, state, selection)
        if len(rows) > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS:,} of {len(rows):,} papers; the download has all of them.")
        _grid(store, state, shown)
    with right, st.container(key="detail"):
        row = store.rows_by_id.get(state.view.paper)
        if row is None:
            st.info(
                "Choose a row to see its links, its entries in the lists, and related papers.", icon=":material/info:"
            )
        else:
            detail.draw(store, row)


def _controls(store: Store, state: url.State, selection: Selection) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="papers-controls"):
        papers.order(store, state)
        _columns(store, state)
        papers.download(store, state, selection)


def _columns(store: Store, state: url.State) -> None:
    st.session_state["columns"] = _chosen(state)
    with st.popover("Columns", icon=":material/view_column:"):
        st.pills(
            "Columns",
            columns(Paper),
            selection_mode="multi",
            key="columns",
            format_func=TITLES.__getitem__,
            on_change=_columns_changed,
            args=(store,),
        )


def _chosen(state: url.State) -> list[str]:
    return [name for name in columns(Paper) if name in state.view.column] or list(USUAL)


def _grid(store: Store, state: url.State, shown: pd.DataFrame) -> None:
    ids = shown["id"].tolist()
    opened = [ids.index(state.view.paper)] if state.view.paper in ids else []
    st.session_state["grid"] = {"selection": {"rows": opened}}
    st.dataframe(
        shown[_chosen(state)],
        height=HEIGHT,
        hide_index=True,
        placeholder="",
        key="grid",
        on_select=lambda: _opened(store, ids),
        selection_mode="single-row",
        column_config={name: _config(name) for name in _chosen(state)},
        alt="Selected papers; choose a row for its details",
    )


def _config(name: str) -> Any:  # Any: Streamlit keeps the type to itself
    """Return how a column is shown: links by a word, because a grid cannot show a title and link it."""
    if name.endswith("_url"):
        return st.column_config.LinkColumn(TITLES[name], display_text="Open", width=WIDTHS.get(name, 70))
    return st.column_config.Column(TITLES[name], width=WIDTHS.get(name))


def _opened(store: Store, ids: list[str]) -> None:
    rows = st.session_state["grid"]["selection"]["rows"]
    paper = ids[rows[0]] if rows else ""
    url.change(store.index, lambda state: state.showing(paper=paper, page=state.view.page))


def _columns_changed(store: Store) -> None:
    chosen = tuple(st.session_state["columns"])
    url.change(store.index, lambda state: state.showing(column=() if set(chosen) == set(USUAL) else chosen))
