"""The address is the state: query parameters ⇄ filters and view. Nothing else remembers what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import streamlit as st

from components.view import View
from data.query.facet import Facet
from data.query.facets import Index
from data.query.filters import Filters, unknown_values

# The prefix of the parameters of selection B.
VERSUS = "vs-"
# So many of the last addresses are known again when a slow page still has one of them.
TRAIL = 20


@dataclass(frozen=True)
class State:
    """All that a link says: the selection, the selection B to compare it with, and how they are shown."""

    filters: Filters = field(default_factory=Filters)
    versus: Filters = field(default_factory=Filters)
    view: View = field(default_factory=View)

    @property
    def sets_b(self) -> bool:
        """Whether the facets set selection B."""
        return self.view.view == "compare" and self.view.facets == "b"

    @property
    def edited(self) -> Filters:
        """The filters that the facets show and set."""
        return self.versus if self.sets_b else self.filters

    def filtering(self, filters: Filters) -> State:
        """Return the state with other filters for the selection that the facets set, on the first page of the table."""
        return self.setting(filters, "b" if self.sets_b else "a")

    def setting(self, filters: Filters, side: str) -> State:
        """Return the state with other filters for selection "a" or "b", on the first page of the table."""
        view = replace(self.view, page=1, paper="")
        return State(self.filters, filters, view) if side == "b" else State(filters, self.versus, view)

    def showing(self, **changes: object) -> State:
        """Return the state with changes of the view, on the first page of the table unless `page` is given."""
        return replace(self, view=replace(self.view, **{"page": 1, **changes}))  # type: ignore[arg-type]

    def to_query(self) -> dict[str, list[str]]:
        """Return the query parameters that say the same."""
        versus = {VERSUS + name: values for name, values in self.versus.to_query().items()}
        return {**self.filters.to_query(), **versus, **self.view.to_query()}

    @classmethod
    def from_query(cls, params: Mapping[str, Sequence[str]], facets: Mapping[str, Facet] | None = None) -> State:
        """Return the state that query parameters name; see `Filters.from_query` for `facets`."""
        versus = {name.removeprefix(VERSUS): values for name, values in params.items() if name.startswith(VERSUS)}
        return cls(Filters.from_query(params, facets), Filters.from_query(versus, facets), View.from_query(params))


def note_arrival() -> None:
    """Note the address at the start of a run, and whether the browser went there itself (a link, Back, Forward)."""
    here = _address()
    written = st.session_state.pop("written-address", None)
    navigated = here not in (st.session_state.get("address"), written)
    st.session_state["navigated"] = navigated
    st.session_state["address"] = here
    if navigated:
        st.session_state["trail"] = [(steps(), here)]


def steps() -> int:
    """Return how many steps `go` has taken in this session; the browser says with an action how many it knew of."""
    return int(st.session_state.get("steps", 0))


def read(index: Index) -> State:
    """Return the state that the address of the page names."""
    return State.from_query(dict(_address()), index.facets)


def unknown(index: Index) -> list[tuple[str, str]]:
    """Return (facet, value) for the values in the address that the table does not have."""
    return unknown_values(dict(_address()), index.facets)


def change(index: Index, to: Callable[[State], State]) -> None:
    """Go from the present state to another, as one step for the Back button; every widget does this when it changes.

    When a person goes Back twice quickly, the browser sends the second address together with widgets that still show
    the state before the first. Nobody changed those widgets, so they are ignored. Two things that a person does at
    once, such as leaving the search box by a click on a facet, both count.
    """
    known = (st.session_state.get("address"), st.session_state.get("written-address"))
    if not st.session_state.get("navigated") or _address() in known:
        go(index, to)


def go(index: Index, to: Callable[[State], State], known: int | None = None) -> None:
    """Go from the present state to another, as one step for the Back button, for what a person surely did.

    `known` are the steps that the browser knew of. If there are more by now and it has the address of a step before
    them, the new step comes after them all.
    """
    trail = st.session_state.get("trail", [])
    here = _address()
    behind = known is not None and any(number >= known and address == here for number, address in trail)
    state = State.from_query(dict(trail[-1][1] if behind else here), index.facets)
    st.query_params.from_dict(to(state).to_query())
    st.session_state["written-address"] = _address()
    st.session_state["steps"] = steps() + 1
    st.session_state["trail"] = [*trail, (steps(), _address())][-TRAIL:]


def paper_address(paper: str) -> str:
    """Return the address, relative to the page, that opens a paper in the papers view."""
    return "?" + urlencode({"view": "papers", "paper": paper})


def _address() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(st.query_params.get_all(name))) for name in sorted(st.query_params))
