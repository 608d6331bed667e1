"""The page from top to bottom: load, filter, view."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import notes, own, panel, papers, sidebar, store, url
from components.views import add, code, compare, overview, sources, trends
from components.views import papers as all_papers
from data.errors import InputError
from data.query.selection import select

HERE = Path(__file__).parent
DRAW = {
    "overview": overview.draw,
    "trends": trends.draw,
    "code": code.draw,
    "papers": all_papers.draw,
    "compare": compare.draw,
    "sources": sources.draw,
}
# Below these views stand the papers behind their charts.
WITH_TABLE = ("overview", "trends", "code", "sources")


def main() -> None:
    """Draw the page for the state that its address names."""
    st.set_page_config(page_title="Surveyor", page_icon=str(HERE / "components" / "icon.png"), layout="wide")
    st.html(HERE / "components" / "style.css")
    try:
        shipped = store.load()
    except InputError as error:
        notes.broken(error)
        return
    url.arrive()
    state = url.read(shipped.index)
    if state.view.view == "add":
        notes.title(shipped, state)
        own.banner(shipped)
        add.draw(shipped)
        return
    loaded = own.opened(shipped)
    if loaded is not shipped:
        state = url.read(loaded.index)
    selection = select(loaded.index, state.filters)
    sidebar.draw(loaded, state, select(loaded.index, state.edited) if state.sets_b else selection)
    notes.title(loaded, state)
    own.banner(shipped)
    notes.unknown(loaded)
    notes.selected(loaded, selection, "a" if state.view.view == "compare" else "")
    if selection.size or state.view.view == "compare":
        DRAW[state.view.view](loaded, state, selection)
        if state.view.view in WITH_TABLE:
            papers.draw(loaded, state, selection)
    else:
        notes.empty(loaded, state.filters)
    notes.sources(loaded)
    panel.listen(loaded)


main()
