"""Findings about the lists by kind and list, each with its source lines, what the table keeps, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial, reduce

import numpy as np
import pandas as pd
import streamlit as st

from components import ready_html, url, widgets
from components.facets import component
from components.facets.component import Action, Group, Option
from components.phrases import markdown_link, plural
from components.store import Store
from components.widgets import PAGE_SIZE
from data.findings.all_findings import findings_as_table
from data.findings.finding import Finding
from data.findings.index import FindingIndex
from data.formats.markdown_text import escape_markdown
from data.query.bitmap import Mask
from data.query.selection import select
from data.schema import KINDS, SEPARATOR

MOST_LINES = 6


def draw(store: Store, state: url.State) -> None:
    """Draw the findings about the selected papers: filters by kind and list, a page of the table, a download."""
    findings = store.findings
    selected = findings.about(select(store.index, state.filters).mask)
    if not state.filters:
        selected |= findings.about_none
    kinds = findings.having(findings.kinds, state.view.finding)
    lists = findings.having(findings.lists, state.view.finding_list)
    shown = [findings.found[place] for place in np.flatnonzero(selected & kinds & lists).tolist()]
    with st.container(key="findings", gap="small"):
        _title(store, state, findings, shown)
        titles = {kind: about.title for kind, about in KINDS.items()}
        names = {key: store.list_title(key) for key in findings.lists}
        facets = [
            _facet("finding", "Kind", _options(findings.kinds, selected & lists, titles), state, menu=False),
            _facet("finding_list", "List of the lines", _options(findings.lists, selected & kinds, names), state),
        ]
        component.facets("finding-facets", facets, partial(_act, store))
        if shown:
            _page(store, state, shown)
        else:
            st.info(_nothing(state, findings), icon=":material/check:")


def _title(store: Store, state: url.State, findings: FindingIndex, shown: Sequence[Finding]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(plural(len(shown), "finding"), anchor="findings")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _meanings()
            about = "The findings shown, with the ids of their papers and the addresses of their source lines."
            widgets.csv_button("findings", lambda: _exported(store, shown), about)
    ready_html.note(_in_words(state, findings))


def _in_words(state: url.State, findings: FindingIndex) -> str:
    said = f"{len(findings.found):,} in all lists: what to check in a list, what the table keeps, and why."
    if not state.filters:
        return said
    apart = int(findings.about_none.sum())
    left_out = f" {apart:,} about no paper, such as lines that could not be read, are left out." if apart else ""
    return f"{said} Only findings about the selected papers are shown.{left_out}"


def _nothing(state: url.State, findings: FindingIndex) -> str:
    if not findings.found:
        return "There are no findings about these lists."
    if state.view.finding or state.view.finding_list:
        return "No finding has this kind and list. Remove a kind or a list to see others."
    return "There are no findings about the selected papers. Remove a filter to see others."


def _meanings() -> None:
    """Draw the button that opens the explanations of the kinds."""
    meanings = st.popover("What the kinds mean", key="finding-kinds", on_change="rerun", icon=":material/help:")
    if meanings.open:
        with meanings:
            st.markdown("\n".join(f"- **{kind.title}.** {escape_markdown(kind.about)}" for kind in KINDS.values()))


def _exported(store: Store, shown: Sequence[Finding]) -> pd.DataFrame:
    """Return the findings as a table with the addresses of their lines."""
    addresses = (dict.fromkeys(_addresses(store, finding.records).values()) for finding in shown)
    return findings_as_table(shown).assign(addresses=[SEPARATOR.join(filter(None, found)) for found in addresses])


def _options(masks: Mapping[str, Mask], rest: Mask, names: Mapping[str, str]) -> list[Option]:
    """Return values, each with its number of findings under the other filters."""
    return [Option(value, names[value], int((mask & rest).sum()), int(mask.sum())) for value, mask in masks.items()]


def _facet(name: str, title: str, options: list[Option], state: url.State, *, menu: bool | None = None) -> Group:
    """Return the facet that sets the field `name` of the view."""
    return component.options(name, title, options, getattr(state.view, name), menu=menu)


def _act(store: Store, actions: Sequence[Action], known: int | None) -> None:
    url.go(store.index, lambda state: reduce(partial(_changed, store), actions, state), known)


def _changed(store: Store, state: url.State, action: Action) -> url.State:
    """Return the state after a click in one of the two facets; what the findings do not have is dropped."""
    known = {"finding": store.findings.kinds, "finding_list": store.findings.lists}.get(action.facet)
    if known is None:
        return state
    kept = [value for value in getattr(state.view, action.facet) if value in known and value != action.value]
    chosen = [] if action.what == "clear" else [*kept, action.value] if action.on else kept
    return state.showing(**{action.facet: tuple(chosen), "finding_page": 1})


def _page(store: Store, state: url.State, shown: Sequence[Finding]) -> None:
    part = widgets.page_slice(len(shown), state.view.finding_page)
    # The pager is above the table, so that its buttons do not move.
    widgets.pager(store, "Findings", part, len(shown), "finding_page")
    with st.container(key=f"findings-table{'-paged' * (len(shown) > PAGE_SIZE)}"):
        st.table(_table(store, shown[part]), border="horizontal", hide_index=True, alt="Findings")


def _table(store: Store, found: Sequence[Finding]) -> pd.DataFrame:
    """Return the findings as Markdown, without columns that are empty."""
    columns = {
        "Kind": [escape_markdown(KINDS[finding.kind].title) for finding in found],
        "What it is": [escape_markdown(finding.text) for finding in found],
        "What the table keeps, and why": [" ".join(_decision(store, finding)) for finding in found],
        "Papers": [_first([_paper_link(paper) for paper in finding.papers]) for finding in found],
        "Lines": [_first(_lines(store, finding.records)) for finding in found],
    }
    return pd.DataFrame({name: cells for name, cells in columns.items() if any(cells)})


def _decision(store: Store, finding: Finding) -> Iterator[str]:
    yield escape_markdown(finding.why)
    if finding.won:
        yield f"({_first(_lines(store, (finding.won,)))})"


def _paper_link(paper: str) -> str:
    """Return a link that opens a paper in the papers view; its text is the arXiv id, because other ids are long."""
    name = paper if len(paper) <= len("2401.12345v") else "open"
    return markdown_link(name, url.paper_address(paper))


def _lines(store: Store, records: Sequence[str]) -> list[str]:
    return [markdown_link(record, address) for record, address in _addresses(store, records).items()]


def _addresses(store: Store, records: Sequence[str]) -> dict[str, str]:
    return dict(store.line_urls(SEPARATOR.join(records))) if records else {}


def _first(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - MOST_LINES:,} more" if len(parts) > MOST_LINES else ""
    return ", ".join(parts[:MOST_LINES]) + more
