"""The facets: widgets that show what the URL says and write the URL when they change."""

from __future__ import annotations

import streamlit as st

from components import url, widgets
from components.store import Store
from components.text import escape_markdown, label
from data.query.bitmap import count
from data.query.facet import NOT_STATED, Facet, FacetSpec
from data.query.facets import FACETS
from data.query.selection import Selection, added_after

# Facets with more options than this are searchable menus; the others show all their options at once.
MOST_PILLS = 12
FIGURE_SPACE = "\u2007"


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the facets in the sidebar, each option with its count under all other facets."""
    with st.sidebar:
        if state.view.view == "compare":
            sides = {"a": "Selection A", "b": "Selection B"}
            widgets.choice(store, "facets", sides, state.view.facets, "The facets set")
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


def _facet(spec: FacetSpec, store: Store, state: url.State, selection: Selection) -> None:
    facet = store.index.facets[spec.name]
    if spec.several:
        _all_of(spec, store, state)
    if spec.name == "year":
        _range(store, state)
    counts = dict(zip(facet.options, selection.counts(spec.name).tolist(), strict=True))
    key = f"facet-{spec.name}"
    st.session_state[key] = [option for option in facet.options if option in state.edited.values(spec.name)]
    draw_widget = _menu if len(facet.options) > MOST_PILLS else _pills
    draw_widget(facet, key, counts, store)


def _menu(facet: Facet, key: str, counts: dict[str, int], store: Store) -> None:
    name = facet.spec.name
    st.multiselect(
        facet.spec.title,
        facet.options,
        key=key,
        format_func=lambda option: _menu_item(label(store.labels, name, option), counts[option]),
        on_change=_picked,
        args=(store, name, key),
        placeholder=f"All {len(facet.options)}",
        select_all=False,
        label_visibility="collapsed" if facet.spec.several else "visible",
    )


def _pills(facet: Facet, key: str, counts: dict[str, int], store: Store) -> None:
    name = facet.spec.name
    most = dict(zip(facet.options, facet.totals.tolist(), strict=True))
    st.pills(
        facet.spec.title,
        facet.options,
        selection_mode="multi",
        key=key,
        format_func=lambda option: _pill(label(store.labels, name, option), counts[option], most[option]),
        on_change=_picked,
        args=(store, name, key),
        label_visibility="collapsed" if facet.spec.several or name == "year" else "visible",
    )


def _menu_item(text: str, count: int) -> str:
    """Return the label of a menu's option; a menu cannot dim, so brackets stand around an option without papers."""
    return f"{text} · {count:,}" if count else f"({text} · 0)"


def _pill(text: str, count: int, most: int) -> str:
    """Return the label of a pill; figure spaces keep its width, so that no pill moves when a count changes."""
    padding = FIGURE_SPACE * (len(f"{most:,}") - len(f"{count:,}"))
    written = f"{escape_markdown(text)} {padding}**{count:,}**"
    return written if count else f":gray[{written}]"


def _all_of(spec: FacetSpec, store: Store, state: url.State) -> None:
    key = f"all-{spec.name}"
    st.session_state[key] = spec.name in state.edited.all_of
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":small[{spec.title}]", width="content")
        st.toggle(
            "All of",
            key=key,
            help="A paper must have every value picked here.",
            on_change=_switched,
            args=(store, spec.name),
        )


def _range(store: Store, state: url.State) -> None:
    years = store.index.years
    if len(years) < 2:
        return
    picked = [int(value) for value in state.edited.values("year") if value != NOT_STATED] or years
    st.session_state["years"] = (min(picked), max(picked))
    st.slider("Year", years[0], years[-1], key="years", on_change=_ranged, args=(store,))


def _search(store: Store, state: url.State) -> None:
    # Set only where it differs: what is set anew replaces the letters that somebody is typing.
    if st.session_state.get("facet-q") != state.edited.search:
        st.session_state["facet-q"] = state.edited.search
    st.text_input(
        "Search",
        key="facet-q",
        type="search",
        placeholder='kv cache -"long context"',
        help="Titles, venues and arXiv ids. All words, each at the beginning of a word, in any order. "
        '"Quotes" for a phrase, -word to leave out.',
        on_change=_searched,
        args=(store,),
    )


def _since(store: Store, state: url.State, selection: Selection) -> None:
    """Draw a menu of the dates of versions, to see only what lists took in after one of them."""
    dates = [day for day in store.index.facets["added"].options if day != NOT_STATED]
    offered = sorted({*dates[:-1], *filter(None, [state.edited.since])}, reverse=True)
    others = selection.without("since")
    key = "facet-since"
    st.session_state[key] = state.edited.since
    st.selectbox(
        "New since",
        ["", *offered],
        key=key,
        format_func=lambda day: f"{day} · {count(others & added_after(store.index, day)):,}" if day else "Any time",
        on_change=_dated,
        args=(store,),
        disabled=not offered,
        help="Papers first listed after the version of this date."
        if offered
        else "The table knows versions of one date only, so no paper is new since another.",
    )


def _leave_out(store: Store, state: url.State) -> None:
    """Draw one menu with the values of all facets, to leave papers out that have them."""
    specs = [spec for spec in FACETS if spec.place != "charts"]
    values = [(spec.name, option) for spec in specs for option in store.index.facets[spec.name].options]
    titles = {spec.name: spec.title for spec in specs}
    st.session_state["leave-out"] = [pair for pair in values if pair[1] in state.edited.left_out(pair[0])]
    st.multiselect(
        "Leave out",
        values,
        key="leave-out",
        format_func=lambda pair: f"{titles[pair[0]]}: {label(store.labels, *pair)}",
        on_change=_left_out,
        args=(store,),
        placeholder="Nothing",
        select_all=False,
    )


def _picked(store: Store, name: str, key: str) -> None:
    chosen = st.session_state[key]
    url.change(store.index, lambda state: state.filtering(state.edited.picking(name, chosen)))


def _ranged(store: Store) -> None:
    first, last = st.session_state["years"]
    every = (first, last) == (store.index.years[0], store.index.years[-1])
    known = store.index.facets["year"].position
    years = [str(year) for year in range(first, last + 1) if str(year) in known]

    def to(state: url.State) -> url.State:
        """Pick the years that have papers, beside "(not stated)" where it is picked; where none has, stay."""
        beside = {NOT_STATED} & set(state.edited.values("year"))
        return state.filtering(state.edited.picking("year", () if every else {*years, *beside})) if years else state

    url.change(store.index, to)


def _searched(store: Store) -> None:
    text = st.session_state["facet-q"] or ""
    url.change(store.index, lambda state: state.filtering(state.edited.searching(text)))


def _dated(store: Store) -> None:
    date = st.session_state["facet-since"] or ""
    url.change(store.index, lambda state: state.filtering(state.edited.new_since(date)))


def _switched(store: Store, name: str) -> None:
    on = st.session_state[f"all-{name}"]
    url.change(store.index, lambda state: state.filtering(state.edited.wanting_all(name, on=on)))


def _left_out(store: Store) -> None:
    chosen = st.session_state["leave-out"]

    def to(state: url.State) -> url.State:
        filters = state.edited
        for spec in FACETS:
            if spec.place != "charts":
                filters = filters.excluding(spec.name, [value for name, value in chosen if name == spec.name])
        return state.filtering(filters)

    url.change(store.index, to)
