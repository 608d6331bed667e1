"""What a large table needs once for all visitors: made in the background as soon as the table is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Event, Lock, Thread

import streamlit as st

from components.url import State

# Tables with fewer papers need no preparation that a person would notice.
LARGE = 50_000

SEARCH, TERMS, FINDINGS = "the search", "the title terms", "the findings"


class Preparation:
    """Steps that run one after the other in the background, first those that a view waits for."""

    def __init__(self, papers: int, steps: Mapping[str, Callable[[], object]]) -> None:
        """Take the steps by their names; a table with fewer than `LARGE` papers needs none."""
        self._papers = papers
        self._to_do = dict(steps) if papers >= LARGE else {}
        self._done = {name: Event() for name in self._to_do}
        self._wanted: list[str] = []
        self._starting = Lock()
        self._started = not self._to_do

    def _start(self) -> None:
        with self._starting:
            if not self._started:
                self._started = True
                Thread(target=self._run, name="preparation", daemon=True).start()

    def _run(self) -> None:
        while self._to_do:
            wanted = (name for name in self._wanted if name in self._to_do)
            name = next(wanted, next(iter(self._to_do)))
            # The view that needs the step meets its error again, and shows it.
            with suppress(Exception):
                self._to_do.pop(name)()
            self._done[name].set()

    def wait(self, state: State) -> None:
        """Start the steps, wait for what the page needs in this state, and say meanwhile what is prepared."""
        needed = [name for name in _needed(state) if name in self._done and not self._done[name].is_set()]
        self._wanted += needed
        self._start()
        for name in needed:
            with st.spinner(f"Preparing {name} of {self._papers:,} papers …"):
                self._done[name].wait()


def _needed(state: State) -> Iterator[str]:
    view, both = state.view, (state.filters, state.versus)
    if any(filters.search for filters in both):
        yield SEARCH
    if (
        any(filters.values("term") for filters in both)
        or view.view == "papers"
        or (view.view == "trends" and view.rising == "term")
    ):
        yield TERMS
    if view.view == "sources":
        yield FINDINGS
