"""The selected papers as a table of links, a page at a time, with their order and their download."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components import ready_html, url, widgets
from components.phrases import plural, venue_and_track, year_or_nothing
from components.ready_html import Html, joined, link, tag
from components.store import Store
from components.view import CHOICES, SORTS
from data.query.selection import Selection
from data.schema import SEPARATOR

TITLES = ("Title", "Year", "Venue", "Techniques", "Code", "Listed at")


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the papers below the charts: order, download, one page of the table, and the pages."""
    rows = store.sorted_rows(selection, state.view.sort)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plural(len(rows), "paper"), anchor="papers")
        with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
            order(store, state)
            download(store, state, selection)
    shown = widgets.page_slice(len(rows), state.view.page)
    ready_html.show(_table(store.index.papers.iloc[rows[shown]], store))
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


def _table(papers: pd.DataFrame, store: Store) -> Html:
    head = tag("tr", *(tag("th", title, scope="col") for title in TITLES))
    body = (tag("tr", *(tag("td", cell) for cell in _cells(row, store))) for row in papers.to_dict("records"))
    table = tag("table", tag("thead", head), tag("tbody", *body))
    # On a phone it scrolls sideways, also by the keyboard.
    return tag("div", table, class_="papers", role="region", tabindex="0", aria_label="Selected papers")


def _cells(row: Mapping[Hashable, Any], store: Store) -> Iterator[str]:  # Any: cells of a table
    yield link(row["title"], row["paper_url"])
    yield year_or_nothing(row["year"])
    yield venue_and_track(row["venue"], row["track"])
    yield row["techniques"].replace(SEPARATOR, ", ")
    yield link("Code", row["code_url"]) if row["code_url"] else ""
    yield joined((link(name, line) for name, line in store.line_urls(row["records"])), ", ")
