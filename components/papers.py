"""The selected papers as a table of links, a page at a time, and as a download."""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from components import url
from components.store import Store
from components.text import escape_markdown, markdown_link, venue_and_track, year_or_nothing
from components.view import SORTS
from data.formats.spreadsheet import to_csv
from data.query.selection import Selection
from data.schema import SEPARATOR

PAGE_SIZE = 10


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the papers below the charts: order, download, one page of the table, and the pages."""
    rows = store.sorted_rows(selection, state.view.sort)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(f"{len(rows):,} papers" if len(rows) != 1 else "1 paper", anchor="papers")
        with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
            order(store, state)
            download(store, state, selection)
    pages = max(1, ceil(len(rows) / PAGE_SIZE))
    page = min(state.view.page, pages)
    first = (page - 1) * PAGE_SIZE
    with st.container(key="papers-table"):
        shown = _rows(store.index.papers.iloc[rows[first : first + PAGE_SIZE]], store)
        st.table(shown, border="horizontal", hide_index=True, alt="Selected papers")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"Papers {first + 1:,} to {first + len(shown):,} of {len(rows):,}")
        with st.container(horizontal=True, width="content"):
            for text, to in (("Previous", page - 1), ("Next", page + 1)):
                outside = not 1 <= to <= pages
                st.button(text, key=f"page-{text}", disabled=outside, on_click=_turned, args=(store, to))


def order(store: Store, state: url.State) -> None:
    """Draw the menu of orders."""
    st.session_state["sort"] = state.view.sort
    st.selectbox(
        "Sort by",
        list(SORTS),
        key="sort",
        format_func=lambda name: SORTS[name][0],
        on_change=_sorted,
        args=(store,),
        width=200,
    )


def download(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the button that downloads the selection in its order; the file is made when it is clicked."""
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(store.index.papers.iloc[store.sorted_rows(selection, state.view.sort)]),
        file_name="surveyor-papers.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        help="The selection with every column, in this order.",
    )


def _rows(papers: pd.DataFrame, store: Store) -> pd.DataFrame:
    rows = papers.to_dict("records")
    return pd.DataFrame(
        {
            "Title": [markdown_link(row["title"], row["paper_url"]) for row in rows],
            "Year": [year_or_nothing(row["year"]) for row in rows],
            "Venue": [escape_markdown(venue_and_track(row["venue"], row["track"])) for row in rows],
            "Techniques": [escape_markdown(row["techniques"].replace(SEPARATOR, ", ")) for row in rows],
            "Code": [markdown_link("Code", row["code_url"]) if row["code_url"] else "" for row in rows],
            "Listed at": [
                ", ".join(markdown_link(name, line) for name, line in store.line_urls(row["records"])) for row in rows
            ],
        }
    )


def _sorted(store: Store) -> None:
    chosen = st.session_state["sort"]
    url.change(store.index, lambda state: state.showing(sort=chosen))


def _turned(store: Store, page: int) -> None:
    url.change(store.index, lambda state: state.showing(page=page))
