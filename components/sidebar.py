"""The facets in the sidebar: each shows what the address says and changes the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components import widgets
from components.store import Store
from components.url import State
from components.widgets import Option, Tie, tied
from data.query.bitmap import count
from data.query.facet import NOT_STATED, FacetSpec
from data.query.facets import FACETS
from data.query.filters import Filters
from data.query.selection import Selection, added_after


def draw(store: Store, state: State, selection: Selection) -> None:
    """Draw the facets, each option with its count under all other facets."""
    with st.sidebar:
        if state.view.view == "compare":
            widgets.choice(store, state.view, "facets", "The facets set")
        _search(store, state)
        for spec in FACETS:
            if spec.place == "first":
                _facet(spec, store, state, selection)
        more = st.expander("More facets, leave out", key="more-facets", on_change="rerun")
        if more.open:
            with more:
                _since(store, state, selection)
                for spec in FACETS:
                    if spec.place == "more":
                        _facet(spec, store, state, selection)
                _leave_out(store, state)


# From the present filters and the new value of a widget to other filters.
Change = Callable[[Filters, Any], Filters]  # Any: each kind of widget has values of its own


def _tied(store: Store, key: str, value: object, to: Change, *, keep_equal: bool = False) -> Tie:
    """Return the arguments that tie a widget to the filters which the facets set."""
    return tied(store, key, value, lambda state, new: state.filtering(to(state.edited, new)), keep_equal=keep_equal)


def _facet(spec: FacetSpec, store: Store, state: State, selection: Selection) -> None:
    facet = store.index.facets[spec.name]
    if spec.several:
        _all_of(spec, store, state)
    if spec.name == "year":
        _year_range(store, state)
    numbers = zip(facet.options, selection.counts(spec.name).tolist(), facet.totals.tolist(), strict=True)
    picked = [option for option in facet.options if option in state.edited.values(spec.name)]
    widgets.options(
        spec.title,
        {option: Option(store.label(spec.name, option), now, most) for option, now, most in numbers},
        _tied(store, f"facet-{spec.name}", picked, lambda filters, chosen: filters.picking(spec.name, chosen)),
        title_hidden=spec.several or spec.name == "year",
    )


def _all_of(spec: FacetSpec, store: Store, state: State) -> None:
    tie = _tied(
        store,
        f"all-{spec.name}",
        spec.name in state.edited.all_of,
        lambda filters, on: filters.wanting_all(spec.name, on=on),
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":small[{spec.title}]", width="content")
        st.toggle("All of", help="A paper must have all values chosen here.", **tie)


def _year_range(store: Store, state: State) -> None:
    years = store.index.years
    if len(years) < 2:
        return
    known = store.index.facets["year"].position
    picked = [int(value) for value in state.edited.values("year") if value != NOT_STATED] or years

    def to(filters: Filters, ends: tuple[int, int]) -> Filters:
        """Pick the years that have papers, and keep "(not stated)"; without any such year, change nothing."""
        if ends == (years[0], years[-1]):
            return filters.picking("year", ())
        chosen = {str(year) for year in range(ends[0], ends[1] + 1)} & known.keys()
        return filters.picking("year", chosen | ({NOT_STATED} & {*filters.values("year")})) if chosen else filters

    st.slider("Year", years[0], years[-1], **_tied(store, "years", (min(picked), max(picked)), to))


def _search(store: Store, state: State) -> None:
    st.text_input(
        "Search",
        type="search",
        placeholder='kv cache -"long context"',
        help="Searches titles, venues and arXiv ids for all words, in any order. A word matches the beginning of a "
        'word. Use "quotes" for a phrase, and -word to leave out papers with a word.',
        # Setting it anew would replace the letters that a person is typing.
        **_tied(
            store, "facet-q", state.edited.search, lambda filters, text: filters.searching(text or ""), keep_equal=True
        ),
    )


def _since(store: Store, state: State, selection: Selection) -> None:
    """Draw a menu of the dates of versions; it selects the papers that were first listed later."""
    dates = [day for day in store.index.facets["added"].options if day != NOT_STATED]
    offered = sorted({*dates[:-1], *filter(None, [state.edited.since])}, reverse=True)
    others = selection.without("since")
    st.selectbox(
        "New since",
        ["", *offered],
        format_func=lambda day: f"{day} · {count(others & added_after(store.index, day)):,}" if day else "Any time",
        disabled=not offered,
        help="Papers that were first listed after the version of this date."
        if offered
        else "All versions in the table have one date, so no paper is newer than another.",
        **_tied(store, "facet-since", state.edited.since, lambda filters, day: filters.new_since(day or "")),
    )


def _leave_out(store: Store, state: State) -> None:
    """Draw one menu with the values of all facets; papers that have a chosen value are left out."""
    specs = [spec for spec in FACETS if spec.place != "charts"]
    values = [(spec.name, option) for spec in specs for option in store.index.facets[spec.name].options]
    titles = {spec.name: spec.title for spec in specs}

    def to(filters: Filters, chosen: list[tuple[str, str]]) -> Filters:
        for name in titles:
            filters = filters.excluding(name, [value for facet, value in chosen if facet == name])
        return filters

    st.multiselect(
        "Leave out",
        values,
        format_func=lambda pair: f"{titles[pair[0]]}: {store.label(*pair)}",
        placeholder="Nothing",
        select_all=False,
        **_tied(store, "leave-out", [pair for pair in values if pair[1] in state.edited.left_out(pair[0])], to),
    )
