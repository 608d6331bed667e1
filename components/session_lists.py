"""The lists that a visitor added: kept in this session only, and gone with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from components import store, url
from components.held_lists import Explored, SessionLists, held, hold, place
from components.store import Store
from data.errors import InputError
from data.formats.markdown_text import escape_markdown
from data.ingest.file_format import MARKDOWN, format_of
from data.tables.paper_tables import Tables
from data.visitor.checking_job import FindingJob, PatchingJob, check_apart
from data.visitor.merging_job import BuiltIn
from data.visitor.visitor_lists import Document, merge_documents

ALONE, TOGETHER = "alone", "together"
MOST_NAMED = 2


def tables() -> Tables | None:
    """Return the tables of the documents alone, or None if no document could be read or they cannot be merged."""
    lists = held()
    if lists.tables is None and lists.readable and not lists.problem:
        try:
            made = _merged(lists)
        except InputError as error:
            hold(replace(held(), mode="", problem=f"The table of your lists {error.problem}. {error.remedy}"))
            return None
        hold(replace(lists, tables=made))
    return held().tables


def shown_store(built_in: Store) -> Store:
    """Return the store that the views show: of the visitor's lists while they are explored, else the built-in one."""
    lists = held()
    if not lists.mode or not lists.readable:
        return built_in
    if lists.explored:
        return lists.explored.store
    try:
        explored = _explored(lists, built_in)
    except InputError as error:
        problem = f"The table of your lists with the built-in lists {error.problem}. Explore your lists alone."
        hold(replace(held(), mode="", problem="" if held().tables else problem))
        st.error(escape_markdown(problem), icon=":material/error:")
        return built_in
    if explored is None:
        return built_in
    hold(replace(held(), explored=explored))
    return explored.store


def _merged(lists: SessionLists, there: BuiltIn | None = None) -> Tables:
    said = st.empty()
    with st.spinner("Merging …"):
        waiting = partial(said.info, "Waiting until other visitors' lists are read …", icon=":material/hourglass:")
        made = merge_documents(lists.documents, there, waiting)
    said.empty()
    return made


def _explored(lists: SessionLists, built_in: Store) -> Explored | None:
    there = None
    if lists.mode == TOGETHER and built_in.records is not None:
        there = BuiltIn(built_in.index.papers, built_in.records, built_in.lists)
    made = _merged(lists, there) if there else tables()
    if made is None:
        return None
    others = there.lists if there else {}
    sources = {**others, **{document.key: document.source for document in lists.documents}}
    notes = pd.concat([built_in.notes, made.notes]) if there else made.notes
    opened = store.in_memory(made.papers, made.records, sources, notes)
    if there:
        opened = replace(opened, history=built_in.history, folder=built_in.folder, gaps=built_in.gaps)
    finding = FindingJob(made.papers, made.records, notes, opened.dates, bool(there))
    patching = PatchingJob(tuple((document.source, document.content) for document in _in_markdown(lists)))
    return Explored(made, others, replace(opened, check=partial(check_apart, finding, patching)))


def _in_markdown(lists: SessionLists) -> list[Document]:
    return [one for one in lists.readable if format_of(one.content, one.name) == MARKDOWN]


def leave(built_in: Store) -> None:
    """Show the built-in lists again, without the filters; the documents stay."""
    if held().mode:
        hold(replace(held(), mode="", explored=None))
        url.change(built_in.index, lambda state: url.State(view=state.view))


def banner(built_in: Store) -> None:
    """Say above every view that the visitor's lists are shown, with a button to leave them."""
    lists = held()
    if place().dropped:
        st.info(
            "Your lists were dropped, because other visitors' lists needed the memory. Add them again.",
            icon=":material/memory:",
        )
    if not lists.mode or not lists.readable:
        return
    names = [document.name for document in lists.readable]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    beside = " with the built-in lists" if lists.mode == TOGETHER else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="visitor-banner"):
        st.button("Back to the built-in lists", on_click=leave, args=(built_in,), icon=":material/arrow_back:")
        st.markdown(
            f"**Your lists**{beside}: {escape_markdown(', '.join(names[:MOST_NAMED]) + more)}",
            width="content",
            help="Your lists are kept in this session only. For others, a link to this page opens the built-in lists.",
        )
