"""The selected papers as a table of links, a page at a time, with their order and their download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import url, widgets
from components.phrases import markdown_link, plural, venue_and_track, year_or_nothing
from components.store import Store
from components.view import CHOICES, SORTS
from data.formats.markdown_text import escape_markdown
from data.query.selection import Selection
from data.schema import SEPARATOR


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the papers below the charts: order, download, one page of the table, and the pages."""
    rows = store.sorted_rows(selection, state.view.sort)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plural(len(rows), "paper"), anchor="papers")
        with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
            order(store, state)
            download(store, state, selection)
    shown = widgets.page_slice(len(rows), state.view.page)
    with st.container(key="papers-table"):
        table = _table(store.index.papers.iloc[rows[shown]], store)
        st.table(table, border="horizontal", hide_index=True, alt="Selected papers")
    widgets.pager(store, "Papers", shown, len(rows), "page")


def order(store: Store, state: url.State) -> None:
    """Draw the menu of orders."""
    tie = widgets.tied(store, "sort", state.view.sort, lambda now, chosen: now.showing(sort=chosen))
    st.selectbox("Sort by", list(SORTS), format_func=CHOICES["sort"].__getitem__, width=200, **tie)


def download(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the button that downloads the selection in its order."""
    widgets.csv_button(
        "papers",
        lambda: store.index.papers.iloc[store.sorted_rows(selection, state.view.sort)],
        "All selected papers in this order, with every column.",
    )


def _table(papers: pd.DataFrame, store: Store) -> pd.DataFrame:
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
