"""What a person does with the files on this page: add, remove, read by other columns, explore, forget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from components import url
from components.held_lists import SessionLists, held, hold
from components.session_lists import leave
from components.store import Store
from data.visitor import visitor_limits
from data.visitor.visitor_lists import Document, free_key, read_again, read_file

# A callback takes the key of a document: Streamlit keeps what it is called with as long as the visitor stays.
# The key of the switch between "alone" and "together". Its value is read when a person clicks, because the page may
# not have run again since the switch was changed.
MODE = "visitor-mode"
# Roles of columns, such as "title", and the names of the columns that have them.
ColumnsByRole = Mapping[str, tuple[str, ...]]


def add(name: str, content: bytes | str, built_in: Store, waiting: Callable[[], object]) -> None:
    """Read a file and keep it with those before; a text in place of its content says why it is not read.

    `waiting` is called if other visitors' files have to be read first.
    """
    documents = held().documents
    # Beyond the limit only the last file is kept that was refused for it.
    documents = documents[: visitor_limits.MOST_FILES]
    if isinstance(content, str):
        refused = Document(name, free_key(name, documents, built_in.lists), b"", problem=content)
        _keep(*documents, refused)
    else:
        _keep(*documents, read_file(name, content, documents, built_in.lists, waiting=waiting))


def change_columns(key: str, columns: ColumnsByRole) -> None:
    """Read the table with a key again by other columns."""
    documents = held().documents
    _keep(*(read_again(replace(one, columns=columns), documents) if one.key == key else one for one in documents))


def remove(key: str) -> None:
    """Forget the file with a key."""
    _keep(*(document for document in held().documents if document.key != key))


def forget_all(built_in: Store) -> None:
    """Forget every file."""
    leave(built_in)
    hold(SessionLists())


def explore(built_in: Store) -> None:
    """Show the documents in every view from the next run on, alone or together with the built-in table."""
    hold(replace(held(), mode=st.session_state[MODE], explored=None))
    url.change(built_in.index, lambda _: url.State())


def _keep(*documents: Document) -> None:
    """Keep these documents; the tables of other documents are dropped, and the mode stays."""
    hold(SessionLists(documents, held().mode))
