"""The lists that a visitor brought: kept in this session only, and gone with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from components import store, url
from components.store import Store
from components.text import escape_markdown
from components.url import State
from data.build import Tables
from data.ingest.bibliographies.columns import Columns
from data.knowledge import load_knowledge
from data.lists import ListSource
from data.own import Document, Shipped, bring, merged, read

Mapped = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Own:
    """What the session holds: the documents, their tables alone, and what is explored, if anything."""

    documents: tuple[Document, ...] = ()
    tables: Tables | None = None
    others: Mapping[str, ListSource] = field(default_factory=dict)
    explored: Tables | None = None
    store: Store | None = None


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


def forget() -> None:
    """Forget every file."""
    st.session_state.pop("own", None)


def explore(shipped: Store, *, together: bool) -> None:
    """Open every view on the documents at the next run, alone or merged with the shipped table."""
    st.session_state["own-explore"] = together
    url.change(shipped.index, lambda _: State())


def opened(shipped: Store) -> Store:
    """Return the store that the page shows: of the visitor's lists where they are explored, else the shipped one."""
    if "own-explore" in st.session_state:
        together = st.session_state.pop("own-explore")
        with st.spinner("Merging …"):
            _open(shipped if together else None)
    return now().store or shipped


def leave() -> None:
    """Show the shipped table again; the documents stay."""
    st.session_state["own"] = replace(now(), store=None, explored=None, others={})


def banner() -> None:
    """Say above every view that the visitor's own lists are shown, and offer the way back."""
    own = now()
    if own.store is None:
        return
    names = ", ".join(document.name for document in own.documents if document.entries)
    beside = f" with {', '.join(source.title for source in own.others.values())}" if own.others else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chips-own"):
        st.markdown(
            f":material/folder_open: **Your lists**: {escape_markdown(names + beside)}",
            width="content",
            help="Kept in this session only: for others, a link to this page opens the shipped table.",
        )
        st.button("Back to the shipped table", on_click=leave, type="tertiary")


def _open(shipped: Store | None) -> None:
    own = now()
    others = shipped.lists if shipped else {}
    tables = merged(own.documents, load_knowledge(), _tables(shipped)) if shipped else own.tables
    if tables is None:
        return
    lists = {**others, **{document.key: document.source for document in own.documents}}
    opened_store = store.of(tables.papers, tables.records, lists)
    st.session_state["own"] = replace(own, store=opened_store, explored=tables, others=others)


def _tables(shipped: Store) -> Shipped | None:
    return None if shipped.records is None else Shipped(shipped.index.papers, shipped.records, shipped.lists)


def _keep(documents: tuple[Document, ...]) -> None:
    tables = merged(documents, load_knowledge()) if any(document.entries for document in documents) else None
    st.session_state["own"] = Own(documents, tables)
