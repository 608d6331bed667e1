"""The page from top to bottom: load, filter, view."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import frame, paper_table, session_lists, sidebar, store, url
from components.chart.component import prepare
from components.views import add, code, compare, overview, papers, sources, trends
from data.errors import InputError
from data.query.selection import select

HERE = Path(__file__).parent
DRAW = {
    "overview": overview.draw,
    "trends": trends.draw,
    "code": code.draw,
    "papers": papers.draw,
    "compare": compare.draw,
    "sources": sources.draw,
}
# These views have the papers behind their charts below them.
WITH_TABLE = ("overview", "trends", "code", "sources")


def main() -> None:
    """Draw the page for the state that its address names."""
    st.set_page_config(page_title="Surveyor", page_icon=str(HERE / "components" / "icon.png"), layout="wide")
    st.html(HERE / "components" / "style.css")
    try:
        built_in = store.load()
    except InputError as error:
        frame.broken(error)
        return
    url.note_arrival()
    state = url.read(built_in.index)
    if state.view.view not in ("papers", "add"):
        prepare()
    if state.view.view == "add":
        frame.title(built_in, state)
        session_lists.banner(built_in)
        frame.gaps(built_in)
        add.draw(built_in)
        return
    shown = session_lists.shown_store(built_in)
    if shown is not built_in:
        state = url.read(shown.index)
    selection = select(shown.index, state.filters)
    sidebar.draw(shown, state, select(shown.index, state.edited) if state.sets_b else selection)
    frame.title(shown, state)
    session_lists.banner(built_in)
    frame.gaps(shown)
    frame.unknown_values(shown)
    frame.selected(shown, selection, "a" if state.view.view == "compare" else "")
    if selection.size or state.view.view == "compare":
        DRAW[state.view.view](shown, state, selection)
        if state.view.view in WITH_TABLE:
            paper_table.draw(shown, state, selection)
    else:
        frame.empty(shown, state.filters)
    frame.foot(shown)


main()
