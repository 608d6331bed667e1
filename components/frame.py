"""What is around every view: the switch of views, the chips of the selection, messages, and the foot."""

from __future__ import annotations

import streamlit as st

from components import ready_html, url, widgets
from components.labels import Chip, chips
from components.phrases import plural, small
from components.ready_html import Html, joined, link, tag
from components.store import Store
from data.errors import InputError
from data.formats.markdown_text import escape_markdown
from data.lists.list_source import ListSource
from data.query.filters import Filters
from data.query.selection import Selection, select


def title(store: Store, state: url.State) -> None:
    """Draw the name of the page and the switch between its views."""
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.html(tag("h1", "Surveyor"), width="content")
        widgets.choice(store, state.view, "view")


def selected(store: Store, selection: Selection, side: str = "") -> None:
    """Draw the number of selected papers, and each filter as a chip that a click removes; `side` is "a", "b" or ""."""
    filters = chips(selection.filters, store.labels)
    name = f"Selection {side.upper()}: " if side else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"chips{side}"):
        st.markdown(f"{name}**{selection.size:,}** of {store.index.size:,} papers", width="content")
        for place, chip in enumerate(filters):
            st.button(
                escape_markdown(chip.text),
                key=f"chip{side}-{place}",
                icon=":material/close:",
                icon_position="right",
                on_click=_remove,
                args=(store, chip, side),
                width="content",
            )
        if filters:
            st.button("Clear all", key=f"clear{side}", type="tertiary", on_click=_remove, args=(store, None, side))
        elif side != "b":
            st.markdown(small("No filters. Click a bar, or choose in the sidebar."), width="content")


def _remove(store: Store, chip: Chip | None, side: str) -> None:
    less = chip.less if chip else Filters()
    url.change(store.index, lambda state: state.setting(less, side or "a"))


def unknown_values(store: Store) -> None:
    """Say which filters of a link this table does not have, because without them the link selects other papers."""
    named = url.unknown(store.index)
    if named:
        values = ", ".join(f"{facet} “{value[:80]}”" for facet, value in named[:3])
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        st.info(
            escape_markdown(
                f"This link names {values}{more}, which this table does not have. It may belong to somebody's own "
                "list: add that file again under “Your lists”."
            ),
            icon=":material/link_off:",
        )


def empty(store: Store, filters: Filters) -> None:
    """Say that no paper is selected, and how many papers come back if one filter is removed."""
    sizes = [(chip.text, select(store.index, chip.less).size) for chip in chips(filters, store.labels)]
    steps = [
        f"- {escape_markdown(name)}: **{size:,}** paper{'s' * (size != 1)} without it" for name, size in sizes if size
    ]
    st.info(
        "Remove one of these filters to see papers again:\n\n" + "\n".join(steps)
        if steps
        else "Remove several of these filters, or use **Clear all** to see every paper.",
        title="No paper matches all filters",
        icon=":material/filter_alt_off:",
    )


def broken(error: InputError) -> None:
    """Say which file cannot be used, where, and what to do."""
    st.error(escape_markdown(error.brief), title="The tables cannot be opened", icon=":material/error:")


def gaps(store: Store) -> None:
    """Say what is missing or broken beside the papers, and how to mend it."""
    if store.gaps:
        st.info("\n\n".join(map(escape_markdown, store.gaps)), icon=":material/handyman:")


def foot(store: Store) -> None:
    """Draw the note below the view: the lists with their commits and dates, and what the numbers mean."""
    keys = sorted(store.index.facets["list"].options)
    lists = [_source(store.lists[key]) if key in store.lists else key for key in keys]
    ready_html.show(
        tag(
            "footer",
            f"Data from {plural(len(lists), 'curated list')}: ",
            joined(lists, "; "),
            ". Each paper links to its source lines. “Code listed” means that a list links to code; other papers may "
            "have code, too. Intervals are 95 % Wilson score intervals.",
        )
    )


def _source(source: ListSource) -> Html:
    """Return a list's title as a link, with its commit and date if they are known."""
    version = f", commit {source.short_commit}" if source.short_commit else ""
    date = f", {source.date}" if source.date else ""
    return joined([link(source.title, source.page_url), version, date])
