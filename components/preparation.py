"""What a large table needs once for all visitors: made in the background as soon as the table is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Event, Thread

import streamlit as st

from components.url import State

# Tables with fewer papers need no preparation that a person would notice.
LARGE = 50_000

SEARCH, TERMS, FINDINGS = "the search", "the title terms", "the findings"


class Preparation:
    """Steps that run one after the other in the background; a view waits for the one that it needs."""

    def __init__(self, papers: int, steps: Mapping[str, Callable[[], object]]) -> None:
        """Start the steps, by their names, if the table has `LARGE` papers or more."""
        self._papers = papers
        self._done = {name: Event() for name in steps} if papers >= LARGE else {}
        if self._done:
            Thread(target=self._run, args=(steps,), name="preparation", daemon=True).start()

    def _run(self, steps: Mapping[str, Callable[[], object]]) -> None:
        for name, step in steps.items():
            # The view that needs the step meets its error again, and shows it.
            with suppress(Exception):
                step()
            self._done[name].set()

    def wait(self, state: State) -> None:
        """Wait for what the page needs in this state, and say meanwhile what is prepared."""
        for name in _needed(state):
            if name in self._done and not self._done[name].is_set():
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
