"""What somebody should look at in the lists: findings by kind and list, each with its lines, what holds and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import numpy as np
import pandas as pd
import streamlit as st

from components import url
from components.store import Store
from components.text import escape_markdown, label, markdown_link
from data.findings.all_findings import findings_as_table
from data.findings.finding import Finding
from data.findings.index import FindingIndex
from data.formats.spreadsheet import to_csv
from data.query.bitmap import Mask
from data.query.selection import select
from data.schema import KINDS, SEPARATOR

PAGE_SIZE = 10
# The values of a filter that are more than this are a menu.
MOST_PILLS = 12
MOST_LINES = 6
FIGURE_SPACE = "\u2007"


def draw(store: Store, state: url.State) -> None:
    """Draw the findings about the selected papers: counts by kind and list, a page of the table, a download."""
    shelf = store.findings
    selected = shelf.about(select(store.index, state.filters).mask)
    if not state.filters:
        selected |= shelf.about_none
    kinds, lists = shelf.having(shelf.kinds, state.view.finding), shelf.having(shelf.lists, state.view.finding_list)
    shown = [shelf.found[place] for place in np.flatnonzero(selected & kinds & lists).tolist()]
    with st.container(key="findings", gap="small"):
        _title(store, state, shelf, shown)
        titles = {kind: about.title for kind, about in KINDS.items()}
        _choices(store, state, "finding", "Kind", shelf.kinds, selected & lists, titles, menu=False)
        names = {key: label(store.labels, "list", key) for key in shelf.lists}
        menu = len(names) > MOST_PILLS
        _choices(store, state, "finding_list", "List of the lines", shelf.lists, selected & kinds, names, menu=menu)
        if shown:
            _table(store, state, shown)
        else:
            st.info(_nothing(state, shelf), icon=":material/check:")


def _title(store: Store, state: url.State, shelf: FindingIndex, shown: Sequence[Finding]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{len(shown):,} finding{'s' * (len(shown) != 1)}", anchor="findings")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _meanings()
            _download(store, shown)
    st.caption(_of_what(state, shelf))


def _of_what(state: url.State, shelf: FindingIndex) -> str:
    said = f"Of {len(shelf.found):,} in all lists: what somebody should look at, and why the table keeps what it keeps."
    if not state.filters:
        return said
    apart = int(shelf.about_none.sum())
    left_out = f" {apart:,} about no paper, such as lines that were not read, are left out." if apart else ""
    return f"{said} Only those about the selected papers.{left_out}"


def _nothing(state: url.State, shelf: FindingIndex) -> str:
    if not shelf.found:
        return "Nothing to look at: no line, link or statement of the lists stands out."
    if state.view.finding or state.view.finding_list:
        return "No finding of these kinds and lists. Take a kind or a list away to see others."
    return "No finding about the selected papers. Take a filter away to see others."


def _meanings() -> None:
    """Draw the button behind which each kind is explained; made only when open."""
    meanings = st.popover("What the kinds mean", key="finding-kinds", on_change="rerun", icon=":material/help:")
    if meanings.open:
        with meanings:
            st.markdown("\n".join(f"- **{kind.title}.** {escape_markdown(kind.about)}" for kind in KINDS.values()))


def _download(store: Store, shown: Sequence[Finding]) -> None:
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(_exported(store, shown)),
        file_name="surveyor-findings.csv",
        mime="text/csv",
        key="download-findings",
        icon=":material/download:",
        on_click="ignore",
        help="The findings shown, with the ids of their papers and the addresses of their lines.",
    )


def _exported(store: Store, shown: Sequence[Finding]) -> pd.DataFrame:
    """Return the findings as a table with the addresses of their lines."""
    addresses = (dict.fromkeys(_addresses(store, finding.records).values()) for finding in shown)
    return findings_as_table(shown).assign(addresses=[SEPARATOR.join(filter(None, found)) for found in addresses])


def _choices(
    store: Store,
    state: url.State,
    name: str,
    title: str,
    masks: Mapping[str, Mask],
    rest: Mask,
    names: Mapping[str, str],
    *,
    menu: bool,
) -> None:
    """Draw the values of a filter of findings, each with its number under the other filters."""
    counts = {value: int((mask & rest).sum()) for value, mask in masks.items()}
    most = {value: int(mask.sum()) for value, mask in masks.items()}
    key = f"pills-{name}"
    st.session_state[key] = [value for value in masks if value in getattr(state.view, name)]
    if menu:
        text = lambda value: f"{names[value]} · {counts[value]:,}"  # noqa: E731
        st.multiselect(title, list(masks), key=key, format_func=text, on_change=_picked, args=(store, name, key))
        return
    st.pills(
        title,
        list(masks),
        selection_mode="multi",
        key=key,
        format_func=lambda value: _pill(names[value], counts[value], most[value]),
        on_change=_picked,
        args=(store, name, key),
    )


def _pill(name: str, count: int, most: int) -> str:
    padding = FIGURE_SPACE * (len(f"{most:,}") - len(f"{count:,}"))
    written = f"{escape_markdown(name)} {padding}**{count:,}**"
    return written if count else f":gray[{written}]"


def _picked(store: Store, name: str, key: str) -> None:
    chosen = tuple(st.session_state[key])
    url.change(store.index, lambda state: state.showing(**{name: chosen, "finding_page": 1}))


def _table(store: Store, state: url.State, shown: Sequence[Finding]) -> None:
    pages = ceil(len(shown) / PAGE_SIZE)
    page = min(state.view.finding_page, pages)
    first = (page - 1) * PAGE_SIZE
    part = shown[first : first + PAGE_SIZE]
    # Above the table, so that turning pages does not move the buttons.
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"Findings {first + 1:,} to {first + len(part):,} of {len(shown):,}")
        with st.container(horizontal=True, width="content"):
            for text, to in (("Previous", page - 1), ("Next", page + 1)):
                key = f"findings-{text}"
                st.button(text, key=key, disabled=not 1 <= to <= pages, on_click=_turned, args=(store, to))
    with st.container(key=f"findings-table{'-paged' * (pages > 1)}"):
        st.table(rows(store, part), border="horizontal", hide_index=True, alt="Findings")


def _turned(store: Store, page: int) -> None:
    url.change(store.index, lambda state: state.showing(finding_page=page, page=state.view.page))


def rows(store: Store, found: Sequence[Finding]) -> pd.DataFrame:
    """Return `Kind, What it is, What holds and why, Papers, Lines` as Markdown, without columns that are empty."""
    columns = {
        "Kind": [escape_markdown(KINDS[finding.kind].title) for finding in found],
        "What it is": [escape_markdown(finding.text) for finding in found],
        "What holds and why": [" ".join(_decision(store, finding)) for finding in found],
        "Papers": [_some([_opening(paper) for paper in finding.papers]) for finding in found],
        "Lines": [_some(_lines(store, finding.records)) for finding in found],
    }
    return pd.DataFrame({name: cells for name, cells in columns.items() if any(cells)})


def _decision(store: Store, finding: Finding) -> Iterator[str]:
    yield escape_markdown(finding.why)
    if finding.won:
        yield f"({_some(_lines(store, (finding.won,)))})"


def _opening(paper: str) -> str:
    """Return a link that opens a paper in the papers view; short names made of titles are too long to show."""
    name = paper if len(paper) <= len("2401.12345v") else "open"
    return markdown_link(name, url.address_of(paper))


def _lines(store: Store, records: Sequence[str]) -> list[str]:
    return [markdown_link(record, address) for record, address in _addresses(store, records).items()]


def _addresses(store: Store, records: Sequence[str]) -> dict[str, str]:
    return dict(store.line_urls(SEPARATOR.join(records))) if records else {}


def _some(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - MOST_LINES:,} more" if len(parts) > MOST_LINES else ""
    return ", ".join(parts[:MOST_LINES]) + more
