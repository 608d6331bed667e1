"""The lists that a visitor brought: kept in this session only, and gone with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from components import store, url
from components.store import Store
from components.text import escape_markdown
from components.url import State
from data.ingest.file_format import MARKDOWN, format_of
from data.ingest.files.column_mapping import Columns
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import ListSource
from data.tables.paper_tables import Tables
from data.visitor.visitor_lists import Document, Shipped, bring, merged, read

Mapped = Mapping[str, tuple[str, ...]]
ALONE, TOGETHER = "alone", "together"
MOST_NAMED = 2


@dataclass(frozen=True)
class Own:
    """What the session holds: the documents, how they are explored ("" where they are not), and what was made of them.

    `tables` are those of the documents alone; `explored` and `store` those that the views show. All three are made
    when they are first asked for, so that a click in between loses nothing.
    """

    documents: tuple[Document, ...] = ()
    way: str = ""
    others: Mapping[str, ListSource] = field(default_factory=dict)
    tables: Tables | None = None
    explored: Tables | None = None
    store: Store | None = None

    @property
    def readable(self) -> tuple[Document, ...]:
        """The documents that hold entries."""
        return tuple(document for document in self.documents if document.entries)


def now() -> Own:
    """Return what the session holds."""
    found = st.session_state.get("own", Own())
    assert isinstance(found, Own)
    return found


def take(name: str, content: bytes, shipped: Store) -> None:
    """Read a file and keep it with those before."""
    documents = now().documents
    _keep((*documents, bring(name, content, documents, load_knowledge(), shipped.lists)))


def mapping_of(document: Document, proposed: Columns) -> Mapped:
    """Return which columns of a table are read as what: as the visitor chose, else as their names say."""
    return proposed.mapping if document.columns is None else document.columns


def map_columns(document: Document, columns: Mapped) -> None:
    """Read a table again, by other columns."""
    others = now().documents
    again = read(replace(document, columns=columns), others, load_knowledge())
    _keep(tuple(again if other.key == document.key else other for other in others))


def drop(document: Document) -> None:
    """Forget one file."""
    _keep(tuple(other for other in now().documents if other.key != document.key))


def forget(shipped: Store) -> None:
    """Forget every file."""
    leave(shipped)
    st.session_state.pop("own", None)


def tables() -> Tables | None:
    """Return the tables of the documents alone; None where none could be read."""
    own = now()
    if own.tables is None and own.readable:
        own = replace(own, tables=merged(own.documents, load_knowledge()))
        st.session_state["own"] = own
    return own.tables


def explore(shipped: Store, way: str) -> None:
    """Open every view on the documents at the next run, alone or together with the shipped table."""
    st.session_state["own"] = replace(now(), way=way, store=None, explored=None)
    url.change(shipped.index, lambda _: State())


def opened(shipped: Store) -> Store:
    """Return the store that the page shows: of the visitor's lists where they are explored, else the shipped one."""
    own = now()
    if not own.way or not own.readable:
        return shipped
    if own.store is None:
        with st.spinner("Merging …"):
            _open(shipped)
    return now().store or shipped


def leave(shipped: Store) -> None:
    """Show the shipped table again, without the filters of the other; the documents stay."""
    if now().way:
        st.session_state["own"] = replace(now(), way="", store=None, explored=None, others={})
        url.change(shipped.index, lambda state: State(view=state.view))


def banner(shipped: Store) -> None:
    """Say above every view that the visitor's own lists are shown, and offer the way back."""
    own = now()
    if not own.way or not own.readable:
        return
    names = [document.name for document in own.readable]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    beside = " with the shipped table" if own.way == TOGETHER else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="own-banner"):
        st.button("Back to the shipped table", on_click=leave, args=(shipped,), icon=":material/arrow_back:")
        st.markdown(
            f"**Your lists**{beside}: {escape_markdown(', '.join(names[:MOST_NAMED]) + more)}",
            width="content",
            help="Kept in this session only: for others, a link to this page opens the shipped table.",
        )


def _open(shipped: Store) -> None:
    own = now()
    together = own.way == TOGETHER and shipped.records is not None
    made = merged(own.documents, load_knowledge(), _tables(shipped)) if together else tables()
    assert made is not None
    others = shipped.lists if together else {}
    lists = {**others, **{document.key: document.source for document in own.documents}}
    notes = pd.concat([shipped.notes, made.notes]) if together else made.notes
    markdown = {d.key: d.content for d in own.readable if format_of(d.content, d.name) == MARKDOWN}
    shown = replace(store.of(made.papers, made.records, lists, notes), contents=markdown)
    if together:
        shown = replace(shown, history=shipped.history, folder=shipped.folder)
    st.session_state["own"] = replace(now(), store=shown, explored=made, others=others)


def _tables(shipped: Store) -> Shipped | None:
    return None if shipped.records is None else Shipped(shipped.index.papers, shipped.records, shipped.lists)


def _keep(documents: tuple[Document, ...]) -> None:
    """Keep these documents; what was made of others is made anew, and explored as before."""
    st.session_state["own"] = Own(documents, now().way)
