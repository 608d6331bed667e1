"""What frames the page: the selection in words, the empty state, errors, and where everything comes from."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from components import url
from components.store import Store
from components.text import escape_markdown, in_words, markdown_link
from data.errors import InputError
from data.filters import Filters
from data.selection import Selection, select


def title(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the name of the page, what is selected in words, and the way back to all papers."""
    name, words, clear = st.columns([2, 8, 2], vertical_alignment="center")
    name.markdown("### Surveyor")
    selected = f" · {escape_markdown(in_words(state.filters, store.labels))}" if state.filters else ""
    with words.container(key="selection"):
        st.markdown(f"**{selection.size:,}** of {store.index.size:,} papers{selected}")
    clear.button(
        "Clear all",
        key="clear",
        icon=":material/close:",
        type="tertiary",
        disabled=not state.filters,
        on_click=_clear,
        args=(store,),
    )


def _clear(store: Store) -> None:
    url.change(store.index, lambda state: state.filtering(Filters()))


def empty(store: Store, filters: Filters) -> None:
    """Say that nothing is selected, and which single step brings how many papers back."""
    steps = [(name, select(store.index, less).size) for name, less in _relaxed(filters, store)]
    helpful = [
        f"- {escape_markdown(name)}: **{size:,}** paper{'s' * (size != 1)} without it" for name, size in steps if size
    ]
    advice = "Take one of these away to see papers again:\n\n" + "\n".join(helpful)
    st.info(
        advice if helpful else "Take away several of these in the sidebar, or use **Clear all** to see every paper.",
        title="No paper matches all of this",
        icon=":material/filter_alt_off:",
    )


def _relaxed(filters: Filters, store: Store) -> Iterator[tuple[str, Filters]]:
    """Yield the filters with one limit taken away, and that limit in words."""
    for facet, values in filters.picks:
        yield in_words(Filters().picking(facet, values), store.labels), filters.picking(facet, ())
    if filters.years:
        yield in_words(Filters(years=filters.years), store.labels), filters.between(None)
    if filters.search:
        yield in_words(Filters(search=filters.search), store.labels), filters.searching("")


def broken(error: InputError) -> None:
    """Say which file cannot be used, where, and what to do."""
    st.error(escape_markdown(str(error)), title="The tables cannot be shown", icon=":material/error:")


def sources(store: Store) -> None:
    """Draw the note at the foot: which lists, at which commits and dates."""
    st.divider()
    lines = []
    for source in store.lists.values():
        place = markdown_link(source.title, source.page_url)
        version = (
            f", commit {escape_markdown(source.commit[:10])}" if source.repository and source.commit != "HEAD" else ""
        )
        lines.append(f"{place}{version}{', ' + escape_markdown(source.date) if source.date else ''}")
    note = (
        f"From {len(lines)} curated lists: {'; '.join(lines)}. Each paper links to its lines in these lists. "
        "“Code listed” says what the lists link to, not what exists. Intervals are 95 % Wilson score intervals."
    )
    st.markdown(f":small[{note}]")
