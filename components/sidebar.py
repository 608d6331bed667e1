"""The facets in the sidebar: each shows what the address says and changes the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce

import streamlit as st

from components import url, widgets
from components.facets import component
from components.facets.component import Action, Group, Option
from components.phrases import plural
from components.store import Store
from components.url import State
from data.normalise.ranges import read_years
from data.query.bitmap import count
from data.query.facet import NOT_STATED, FacetSpec
from data.query.facets import FACETS
from data.query.filters import Filters
from data.query.selection import Selection, added_after

MORE = "more-facets"
SHOWN = [spec for spec in FACETS if spec.place != "charts"]


def draw(store: Store, state: State, selection: Selection) -> None:
    """Draw the facets, each option with its count under all other facets."""
    with st.sidebar:
        if state.view.view == "compare":
            widgets.choice(store, state.view, "facets", "Filters of")
        _search(store, state)
        more = bool(st.session_state.get(MORE))
        component.facets(
            "facets",
            [_facet(spec, store, state, selection) for spec in SHOWN if spec.place == "first"],
            partial(_act, store),
            steps=url.steps(),
            says=f"{plural(selection.size, 'paper')} selected",
            more=("More filters", more, list(_more(store, state, selection)) if more else []),
        )


def _more(store: Store, state: State, selection: Selection) -> Iterator[Group]:
    yield _since(store, state, selection)
    yield from (_facet(spec, store, state, selection) for spec in SHOWN if spec.place == "more")
    names = [spec.name for spec in SHOWN]
    out = [(name, value) for name in names for value in state.edited.left_out(name)]
    yield component.leaving_out("Leave out", out, names)


def _facet(spec: FacetSpec, store: Store, state: State, selection: Selection) -> Group:
    facet = store.index.facets[spec.name]
    numbers = zip(facet.options, selection.counts(spec.name).tolist(), facet.totals.tolist(), strict=True)
    return component.options(
        spec.name,
        spec.title,
        [Option(option, store.label(spec.name, option), now, most) for option, now, most in numbers],
        state.edited.values(spec.name),
        all_of=spec.name in state.edited.all_of if spec.several else None,
        years=_years(store, state) if spec.name == "year" else None,
    )


def _years(store: Store, state: State) -> tuple[int, int, int, int] | None:
    """Return the first and the last year, and the first and the last one picked; None where there is no range."""
    years = store.index.years
    if len(years) < 2:
        return None
    picked = [int(value) for value in state.edited.values("year") if value != NOT_STATED] or years
    return years[0], years[-1], min(picked), max(picked)


def _since(store: Store, state: State, selection: Selection) -> Group:
    """Return a menu of the dates of versions; it selects the papers that were first listed later."""
    dates = [day for day in store.index.facets["added"].options if day != NOT_STATED]
    offered = sorted({*dates[:-1], *filter(None, [state.edited.since])}, reverse=True)
    others = selection.without("since")
    return component.choice(
        "since",
        "New since",
        [("", "Any time"), *((day, f"{day} · {count(others & added_after(store.index, day)):,}") for day in offered)],
        state.edited.since,
        "Papers that were first listed after the version of this date."
        if offered
        else "All versions in the table have one date, so no paper is newer than another.",
    )


def _search(store: Store, state: State) -> None:
    st.text_input(
        "Search",
        type="search",
        placeholder=store.example_search,
        help="Searches titles, venues and arXiv ids for all words, in any order. A word matches the beginning of a "
        'word. Use "quotes" for a phrase, and -word to leave out papers with a word.',
        **widgets.tied(
            store,
            "facet-q",
            state.edited.search,
            lambda now, text: now.filtering(now.edited.searching(text or "")),
        ),
    )


def _act(store: Store, actions: Sequence[Action], known: int | None) -> None:
    """Go to the filters that a person's actions lead to, in one step."""
    for action in actions:
        if action.what == "more":
            st.session_state[MORE] = action.on
    steps = [action for action in actions if action.what in _CHANGES]
    if steps:
        url.go(store.index, lambda state: state.filtering(reduce(partial(_changed, store), steps, state.edited)), known)


def _changed(store: Store, filters: Filters, action: Action) -> Filters:
    return _CHANGES[action.what](filters, action, store)


def _pick(filters: Filters, action: Action, store: Store) -> Filters:
    return filters.picking(action.facet, _with(filters.values(action.facet), action.value, on=action.on))


def _clear(filters: Filters, action: Action, store: Store) -> Filters:
    if action.facet in store.index.facets:
        return filters.picking(action.facet, ())
    return reduce(lambda less, spec: less.excluding(spec.name, ()), SHOWN, filters)


def _leave_out(filters: Filters, action: Action, store: Store) -> Filters:
    facet, _, value = action.value.partition("=")
    return filters.excluding(facet, _with(filters.left_out(facet), value, on=action.on))


def _pick_years(filters: Filters, action: Action, store: Store) -> Filters:
    """Pick the years that have papers, and keep "(not stated)"; without any such year, change nothing."""
    years, ends = store.index.years, read_years(action.value)
    if not ends or not years:
        return filters
    if ends[0] <= years[0] and ends[1] >= years[-1]:
        return filters.picking("year", ())
    known = store.index.facets["year"].position
    chosen = {str(year) for year in range(ends[0], ends[1] + 1)} & known.keys()
    return filters.picking("year", chosen | ({NOT_STATED} & {*filters.values("year")})) if chosen else filters


def _with(values: Sequence[str], value: str, *, on: bool) -> set[str]:
    return {*values} | {value} if on else {*values} - {value}


# From filters to other filters, by what a person did.
_CHANGES: dict[str, Callable[[Filters, Action, Store], Filters]] = {
    "pick": _pick,
    "clear": _clear,
    "all": lambda filters, action, store: filters.wanting_all(action.facet, on=action.on),
    "years": _pick_years,
    "choice": lambda filters, action, store: filters.new_since(action.value),
    "out": _leave_out,
}
