"""The lists that a visitor added: kept in this session only, and gone with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd
import streamlit as st

from components import store, url
from components.store import Store
from data.formats.markdown_text import escape_markdown
from data.ingest.file_format import MARKDOWN, format_of
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import ListSource
from data.tables.paper_tables import Tables
from data.visitor.visitor_lists import BuiltIn, Document, merge_documents

ALONE, TOGETHER = "alone", "together"
MOST_NAMED = 2


class Explored(NamedTuple):
    """What the views show: the tables, the built-in lists that were merged with the visitor's, and the store."""

    tables: Tables
    others: Mapping[str, ListSource]
    store: Store


@dataclass(frozen=True)
class SessionLists:
    """A visitor's documents, and what was made of them.

    `mode` is `ALONE` or `TOGETHER` (with the built-in table) while the views show these lists, else "". `tables` are
    those of the documents alone. They and `explored` are made when they are first asked for, so that a click in
    between loses nothing.
    """

    documents: tuple[Document, ...] = ()
    mode: str = ""
    tables: Tables | None = None
    explored: Explored | None = None

    @property
    def readable(self) -> tuple[Document, ...]:
        """The documents that have entries."""
        return tuple(document for document in self.documents if document.entries)


def held() -> SessionLists:
    """Return what the session holds."""
    found = st.session_state.get("visitor-lists", SessionLists())
    assert isinstance(found, SessionLists)
    return found


def hold(lists: SessionLists) -> None:
    """Keep `lists` in the session."""
    st.session_state["visitor-lists"] = lists


def tables() -> Tables | None:
    """Return the tables of the documents alone, or None if no document could be read."""
    lists = held()
    if lists.tables is None and lists.readable:
        hold(replace(lists, tables=merge_documents(lists.documents, load_knowledge())))
    return held().tables


def shown_store(built_in: Store) -> Store:
    """Return the store that the views show: of the visitor's lists while they are explored, else the built-in one."""
    lists = held()
    if not lists.mode or not lists.readable:
        return built_in
    if lists.explored:
        return lists.explored.store
    with st.spinner("Merging …"):
        explored = _explored(lists, built_in)
    hold(replace(held(), explored=explored))
    return explored.store


def _explored(lists: SessionLists, built_in: Store) -> Explored:
    there = None
    if lists.mode == TOGETHER and built_in.records is not None:
        there = BuiltIn(built_in.index.papers, built_in.records, built_in.lists)
    made = merge_documents(lists.documents, load_knowledge(), there) if there else tables()
    assert made is not None, "a document has entries"
    others = there.lists if there else {}
    sources = {**others, **{document.key: document.source for document in lists.documents}}
    notes = pd.concat([built_in.notes, made.notes]) if there else made.notes
    markdown = {one.key: one.content for one in lists.readable if format_of(one.content, one.name) == MARKDOWN}
    opened = replace(store.in_memory(made.papers, made.records, sources, notes), documents=markdown)
    if there:
        opened = replace(opened, history=built_in.history, folder=built_in.folder, gaps=built_in.gaps)
    return Explored(made, others, opened)


def leave(built_in: Store) -> None:
    """Show the built-in lists again, without the filters; the documents stay."""
    if held().mode:
        hold(replace(held(), mode="", explored=None))
        url.change(built_in.index, lambda state: url.State(view=state.view))


def banner(built_in: Store) -> None:
    """Say above every view that the visitor's lists are shown, with a button to leave them."""
    lists = held()
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
