"""What each session holds of its visitor's lists, and the bound of what all of them hold together."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st

from components.store import Store
from data.lists.list_source import ListSource
from data.tables.paper_tables import Tables
from data.visitor import visitor_limits
from data.visitor.visitor_lists import Document

_KEY = "visitor-lists"


class Explored(NamedTuple):
    """What the views show: the tables, the built-in lists that were merged with the visitor's, and the store."""

    tables: Tables
    others: Mapping[str, ListSource]
    store: Store


@dataclass(frozen=True)
class SessionLists:
    """A visitor's documents, and what was made of them.

    `mode` is `session_lists.ALONE` or `TOGETHER` (with the built-in table) while the views show these lists, else "".
    `tables` are those of the documents alone. They and `explored` are made when they are first asked for, so that a
    click in between loses nothing; `problem` says why they could not be made.
    """

    documents: tuple[Document, ...] = ()
    mode: str = ""
    tables: Tables | None = None
    explored: Explored | None = None
    problem: str = ""

    @property
    def readable(self) -> tuple[Document, ...]:
        """The documents that have entries."""
        return tuple(document for document in self.documents if document.entries)

    @property
    def size(self) -> int:
        """The bytes that they take in memory, about."""
        tables = _size(self.tables) if self.tables else 0
        # The views index the papers, keep rows of entries, and hold findings and patches.
        explored = 2 * _size(self.explored.tables) if self.explored else 0
        return sum(document.size for document in self.documents) + tables + explored


def _size(tables: Tables) -> int:
    return sum(int(frame.memory_usage(deep=True).sum()) for frame in tables.frames().values())


@dataclass(eq=False)
class Place:
    """Where a session keeps its lists. `dropped` says that they were given up for those of others."""

    lists: SessionLists = field(default_factory=SessionLists)
    size: int = 0
    used: float = field(default_factory=time.monotonic)
    dropped: bool = False


# Only the sessions themselves keep places alive.
_PLACES: weakref.WeakSet[Place] = weakref.WeakSet()
_LOCK = threading.Lock()


def place() -> Place:
    """Return the place of this session."""
    found = st.session_state.get(_KEY)
    if found is None:
        found = st.session_state[_KEY] = Place()
    assert isinstance(found, Place)
    found.used = time.monotonic()
    return found


def held() -> SessionLists:
    """Return what the session holds."""
    return place().lists


def hold(lists: SessionLists) -> None:
    """Keep `lists` in the session."""
    put(place(), lists)


def put(own: Place, lists: SessionLists) -> None:
    """Keep `lists` in a place; those that others used least recently are dropped where all take too much."""
    own.lists, own.size, own.dropped, own.used = lists, lists.size, False, time.monotonic()
    with _LOCK:
        _PLACES.add(own)
        _make_room(own)


def _make_room(own: Place) -> None:
    others = sorted((one for one in _PLACES if one is not own and one.size), key=lambda one: one.used)
    together = own.size + sum(one.size for one in others)
    for one in others:
        if together <= visitor_limits.MOST_MEGABYTES_OF_ALL * 1_000_000:
            return
        together -= one.size
        one.lists, one.size, one.dropped = SessionLists(), 0, True
