"""The page from top to bottom: load, filter, view."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import notes, papers, sidebar, store, url
from components.views import overview
from data.errors import InputError
from data.selection import select

HERE = Path(__file__).parent


def main() -> None:
    """Draw the page for the state that its address names."""
    st.set_page_config(page_title="Surveyor", page_icon=str(HERE / "components" / "icon.png"), layout="wide")
    st.html(HERE / "components" / "style.css")
    try:
        loaded = store.load()
    except InputError as error:
        notes.broken(error)
        return
    url.arrive()
    state = url.read(loaded.index)
    selection = select(loaded.index, state.filters)
    sidebar.draw(loaded.index, state, selection, loaded.labels)
    notes.title(loaded, state, selection)
    if selection.size:
        overview.draw(loaded, state, selection)
        papers.draw(loaded, state, selection)
    else:
        notes.empty(loaded, state.filters)
    notes.sources(loaded)


main()
