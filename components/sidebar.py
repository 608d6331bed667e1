"""The facets: widgets that show what the URL says and write the URL when they change."""

from __future__ import annotations

import streamlit as st

from components import url
from components.text import Labels, escape_markdown, label
from data.facets import FACETS, Facet, Index
from data.selection import Selection

# Facets with more options than this are searchable menus; the others show all their options at once.
MOST_PILLS = 12
FIGURE_SPACE = "\u2007"


def draw(index: Index, state: url.State, selection: Selection, labels: Labels) -> None:
    """Draw the facets in the sidebar, each option with its count under all other facets."""
    with st.sidebar:
        _search(index, state)
        for spec in FACETS:
            _facet(index.facets[spec.name], index, state, selection, labels)
            if spec.name == "technique":
                _years(index, state)


def _facet(facet: Facet, index: Index, state: url.State, selection: Selection, labels: Labels) -> None:
    name = facet.spec.name
    counts = dict(zip(facet.options, selection.counts[name].tolist(), strict=True))
    most = dict(zip(facet.options, facet.totals.tolist(), strict=True))
    key = f"facet-{name}"
    st.session_state[key] = [option for option in facet.options if option in state.filters.values(name)]
    if len(facet.options) > MOST_PILLS:
        st.multiselect(
            facet.spec.title,
            facet.options,
            key=key,
            format_func=lambda option: _menu_item(label(labels, name, option), counts[option]),
            on_change=_picked,
            args=(index, name, key),
            placeholder=f"All {len(facet.options)}",
            select_all=False,
        )
    else:
        st.pills(
            facet.spec.title,
            facet.options,
            selection_mode="multi",
            key=key,
            format_func=lambda option: _pill(label(labels, name, option), counts[option], most[option]),
            on_change=_picked,
            args=(index, name, key),
        )


def _menu_item(text: str, count: int) -> str:
    """Return the label of a menu's option; a menu cannot dim, so brackets stand around an option without papers."""
    return f"{text} · {count:,}" if count else f"({text} · 0)"


def _pill(text: str, count: int, most: int) -> str:
    """Return the label of a pill; figure spaces keep its width, so that no pill moves when a count changes."""
    padding = FIGURE_SPACE * (len(f"{most:,}") - len(f"{count:,}"))
    written = f"{escape_markdown(text)} {padding}**{count:,}**"
    return written if count else f":gray[{written}]"


def _years(index: Index, state: url.State) -> None:
    bounds = index.year_bounds
    if not bounds or bounds[0] == bounds[1]:
        return
    st.session_state["facet-year"] = state.filters.years or bounds
    st.slider("Year", *bounds, key="facet-year", on_change=_ranged, args=(index,))


def _search(index: Index, state: url.State) -> None:
    st.session_state["facet-q"] = state.filters.search
    st.text_input(
        "Search titles",
        key="facet-q",
        type="search",
        placeholder='kv cache -"long context"',
        help='All words, each at the beginning of a word, in any order. "Quotes" for a phrase, -word to leave out.',
        on_change=_searched,
        args=(index,),
    )


def _picked(index: Index, name: str, key: str) -> None:
    chosen = st.session_state[key]
    url.change(index, lambda state: state.filtering(state.filters.picking(name, chosen)))


def _ranged(index: Index) -> None:
    first, last = st.session_state["facet-year"]
    years = None if (first, last) == index.year_bounds else (first, last)
    url.change(index, lambda state: state.filtering(state.filters.between(years)))


def _searched(index: Index) -> None:
    text = st.session_state["facet-q"] or ""
    url.change(index, lambda state: state.filtering(state.filters.searching(text)))
