"""The lists that a visitor added: kept in this session only, and gone with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from components import store, url
from components.store import Store
from data.formats.markdown_text import escape_markdown
from data.ingest.format import MARKDOWN, format_of
from data.knowledge.curated import load_knowledge
from data.lists.list_source import ListSource
from data.tables.paper_tables import Tables
from data.visitor.visitor_lists import BuiltIn, Document, merge_documents

ALONE, TOGETHER = "alone", "together"
MOST_NAMED = 2


@dataclass(frozen=True)
class SessionLists:
    """A visitor's documents, and the tables made of them.

    `mode` is `ALONE` or `TOGETHER` (with the built-in table) while the views show these lists, else "". `tables` are
    those of the documents alone, `explored` and `store` those that the views show, `others` the lists merged with the
    documents. Tables are made when they are first asked for, so that a click in between loses nothing.
    """

    documents: tuple[Document, ...] = ()
    mode: str = ""
    others: Mapping[str, ListSource] = field(default_factory=dict)
    tables: Tables | None = None
    explored: Tables | None = None
    store: Store | None = None

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
        lists = replace(lists, tables=merge_documents(lists.documents, load_knowledge()))
        hold(lists)
    return lists.tables


def shown_store(built_in: Store) -> Store:
    """Return the store that the views show: of the visitor's lists while they are explored, else the built-in one."""
    lists = held()
    if not lists.mode or not lists.readable:
        return built_in
    if lists.store is None:
        with st.spinner("Merging …"):
            lists = _opened(built_in)
            hold(lists)
    return lists.store or built_in


def _opened(built_in: Store) -> SessionLists:
    """Return the session's lists with the store of their tables."""
    lists = held()
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
        opened = replace(opened, history=built_in.history, folder=built_in.folder)
    return replace(held(), store=opened, explored=made, others=others)


def leave(built_in: Store) -> None:
    """Show the built-in lists again, without the filters; the documents stay."""
    if held().mode:
        hold(replace(held(), mode="", store=None, explored=None, others={}))
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
