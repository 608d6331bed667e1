"""What frames the page: the views, the selection as chips, the empty state, errors, and where everything comes from."""

from __future__ import annotations

import streamlit as st

from components import url, widgets
from components.store import Store
from components.text import Chip, chips, escape_markdown, markdown_link
from components.view import VIEWS
from data.errors import InputError
from data.lists.list_source import ListSource
from data.query.filters import Filters
from data.query.selection import Selection, select


def title(store: Store, state: url.State) -> None:
    """Draw the name of the page and the switch between its views."""
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.markdown("### Surveyor", width="content")
        widgets.choice(store, "view", VIEWS, state.view.view)


def selected(store: Store, selection: Selection, side: str = "") -> None:
    """Draw how many papers are selected, and each filter as a chip that a click removes; `side` is "a", "b" or ""."""
    limits = chips(selection.filters, store.labels)
    name = f"Selection {side.upper()}: " if side else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"chips{side}"):
        st.markdown(f"{name}**{selection.size:,}** of {store.index.size:,} papers", width="content")
        for place, chip in enumerate(limits):
            st.button(
                escape_markdown(chip.text),
                key=f"chip{side}-{place}",
                icon=":material/close:",
                icon_position="right",
                on_click=_removed,
                args=(store, chip, side),
                width="content",
            )
        if limits:
            st.button("Clear all", key=f"clear{side}", type="tertiary", on_click=_removed, args=(store, None, side))
        elif side != "b":
            st.markdown(":gray[:small[No filter: click a bar or a facet.]]", width="content")


def unknown(store: Store) -> None:
    """Say which filters of a link this table does not have, so that nobody takes all papers for the answer."""
    named = url.unknown(store.index)
    if named:
        values = ", ".join(f"{facet} “{value[:80]}”" for facet, value in named[:3])
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        st.info(
            escape_markdown(
                f"This link names {values}{more}, which this table does not have. It may be from somebody's own list: "
                "bring that file again under “Your lists”."
            ),
            icon=":material/link_off:",
        )


def _removed(store: Store, chip: Chip | None, side: str) -> None:
    less = chip.less if chip else Filters()
    url.change(store.index, lambda state: state.setting(less, side or "a"))


def empty(store: Store, filters: Filters) -> None:
    """Say that nothing is selected, and which single step brings how many papers back."""
    steps = [(chip.text, select(store.index, chip.less).size) for chip in chips(filters, store.labels)]
    helpful = [
        f"- {escape_markdown(name)}: **{size:,}** paper{'s' * (size != 1)} without it" for name, size in steps if size
    ]
    advice = "Take one of these away to see papers again:\n\n" + "\n".join(helpful)
    st.info(
        advice if helpful else "Take away several of these, or use **Clear all** to see every paper.",
        title="No paper matches all of this",
        icon=":material/filter_alt_off:",
    )


def broken(error: InputError) -> None:
    """Say which file cannot be used, where, and what to do."""
    st.error(escape_markdown(str(error)), title="The tables cannot be shown", icon=":material/error:")


def sources(store: Store) -> None:
    """Draw the note at the foot: which lists, at which commits and dates."""
    st.divider()
    keys = store.index.facets["list"].options
    lines = [_source(store.lists[key]) if key in store.lists else escape_markdown(key) for key in sorted(keys)]
    note = (
        f"From {len(lines)} curated list{'s' * (len(lines) != 1)}: {'; '.join(lines)}. "
        "Each paper links to its lines in these lists. "
        "“Code listed” says what the lists link to, not what exists. Intervals are 95 % Wilson score intervals."
    )
    st.markdown(f":small[{note}]")


def _source(source: ListSource) -> str:
    """Return a list's title as a link, with its commit and date where they are known."""
    version = f", commit {escape_markdown(source.short_commit)}" if source.short_commit else ""
    date = f", {escape_markdown(source.date)}" if source.date else ""
    return f"{markdown_link(source.title, source.page_url)}{version}{date}"
