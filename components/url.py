"""The URL is the state: query parameters ⇄ filters and view. Nothing else remembers what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from data.facets import Index
from data.filters import Filters

# How the papers can be sorted: name in the link → title, columns, descending.
SORTS: Mapping[str, tuple[str, tuple[str, ...], tuple[bool, ...]]] = {
    "newest": ("Newest first", ("year", "month", "title"), (False, False, True)),
    "oldest": ("Oldest first", ("year", "month", "title"), (True, True, True)),
    "title": ("Title, A to Z", ("title",), (True,)),
    "venue": ("Venue, A to Z", ("venue", "year", "title"), (True, False, True)),
    "technique": ("Technique, A to Z", ("techniques", "year", "title"), (True, False, True)),
    "code": ("Code listed first", ("no_code", "year", "title"), (True, False, True)),
}


@dataclass(frozen=True)
class View:
    """How the selection is shown: shares instead of counts by year, preprints among the venues, order and page."""

    shares: bool = False
    preprints: bool = False
    sort: str = "newest"
    page: int = 1

    def to_query(self) -> dict[str, list[str]]:
        """Return the query parameters that say the same; what is as usual does not appear."""
        query = {name: ["yes"] for name in ("shares", "preprints") if getattr(self, name)}
        if self.sort != "newest":
            query["sort"] = [self.sort]
        if self.page != 1:
            query["page"] = [str(self.page)]
        return query

    @classmethod
    def from_query(cls, params: Mapping[str, Sequence[str]]) -> View:
        """Return the view that query parameters name; unreadable values are dropped."""
        last = {name: values[-1] for name, values in params.items() if values}
        page = last.get("page", "")
        return cls(
            shares=last.get("shares") == "yes",
            preprints=last.get("preprints") == "yes",
            sort=last.get("sort", "") if last.get("sort") in SORTS else "newest",
            page=max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        )


@dataclass(frozen=True)
class State:
    """Everything that a link says."""

    filters: Filters = field(default_factory=Filters)
    view: View = field(default_factory=View)

    def filtering(self, filters: Filters) -> State:
        """Return the state with other filters, on the first page of the table."""
        return State(filters, replace(self.view, page=1))

    def showing(self, **changes: object) -> State:
        """Return the state with another view; anything but turning the page goes to the first page."""
        return State(self.filters, replace(self.view, **{"page": 1, **changes}))  # type: ignore[arg-type]


def arrive() -> None:
    """Note the address at the start of a run, and whether the browser went there by itself (a link, Back, Forward)."""
    here = _address()
    written = st.session_state.pop("written-address", None)
    st.session_state["navigated"] = here not in (st.session_state.get("address"), written)
    st.session_state["address"] = here


def read(index: Index) -> State:
    """Return the state that the address of the page names."""
    params = dict(_address())
    return State(Filters.from_query(params, index.options, index.year_bounds), View.from_query(params))


def change(index: Index, to: Callable[[State], State]) -> None:
    """Go from the present state to another, as one step for the Back button: what every widget does when it changes.

    Going Back twice in quick succession, the browser sends the second address together with widgets that still
    show the state before the first: those are not a person's doing and are ignored. Two things that a person did
    at once, such as leaving the search box by a click on a facet, both count.
    """
    known = (st.session_state.get("address"), st.session_state.get("written-address"))
    if st.session_state.get("navigated") and _address() not in known:
        return
    state = to(read(index))
    st.query_params.from_dict({**state.filters.to_query(), **state.view.to_query()})
    st.session_state["written-address"] = _address()


def _address() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(st.query_params.get_all(name))) for name in sorted(st.query_params))
