"""What frames the page: the selection in words, the empty state, errors, and where everything comes from."""

from __future__ import annotations

import streamlit as st

from components import url
from components.store import Store
from components.text import escape_markdown, in_words, markdown_link
from data.errors import InputError
from data.filters import Filters
from data.selection import Selection


def title(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the name of the page, what is selected in words, and the way back to all papers."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", width="content"):
            st.markdown("### Surveyor", width="content")
            words = f"{escape_markdown(in_words(state.filters, store.labels))} —" if state.filters else "All papers:"
            st.markdown(f"{words} **{selection.size:,}** of {store.index.size:,} papers", width="content")
        st.button(
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
    """Say that nothing is selected, and what to do."""
    st.info(
        f"{escape_markdown(in_words(filters, store.labels))}\n\n"
        "Take away one of these in the sidebar: the numbers beside the options say how many papers each would give. "
        "**Clear all** shows every paper again.",
        title="No paper matches all of this",
        icon=":material/filter_alt_off:",
    )


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
    st.caption(
        f"From {len(lines)} curated lists: {'; '.join(lines)}. Each paper links to its lines in these lists. "
        "“Code listed” says what the lists link to, not what exists. Intervals are 95 % Wilson score intervals."
    )
