"""Which columns of a CSV or Parquet file are read as what: proposed by their names, changed in menus."""

from __future__ import annotations

import streamlit as st

from components.views.add import actions
from components.views.add.actions import ColumnsByRole
from data.formats.markdown_text import escape_markdown
from data.ingest.files.column_mapping import Columns
from data.visitor.visitor_lists import Document

# The roles that have a menu; other roles are named in a caption.
MENUS = {
    "title": "Title",
    "year": "Year",
    "venue": "Venue",
    "section": "Technique",
    "paper": "Paper",
    "code": "Code",
    "links": "Links of any kind",
}
NOTHING = "(none)"


def draw(document: Document) -> bool:
    """Draw a menu of columns for each role, with sample values; nothing for a file without columns.

    Returns whether the file has columns and none of them is read as the title.
    """
    proposed = document.proposed
    if proposed is None:
        return False
    mapping = proposed.mapping if document.columns is None else document.columns
    for (role, text), place in zip(MENUS.items(), st.columns(len(MENUS)), strict=True):
        with place:
            _menu(document, mapping, role, text, proposed)
    named = {column for columns in mapping.values() for column in columns}
    others = [f"{role}: {', '.join(columns)}" for role, columns in mapping.items() if role not in MENUS]
    unread = [column for column in proposed.samples if column not in named]
    said = [*others, *([f"not read: {', '.join(unread)}"] if unread else [])]
    if said:
        st.caption(escape_markdown("; ".join(said)))
    return "title" not in mapping


def _menu(document: Document, mapping: ColumnsByRole, role: str, text: str, proposed: Columns) -> None:
    chosen = mapping.get(role, ())
    key = f"column-{document.key}-{role}"
    st.session_state[key] = chosen[0] if chosen else NOTHING
    st.selectbox(
        text, [NOTHING, *proposed.samples], key=key, on_change=_chosen, args=(document.key, mapping, role, key)
    )
    samples = " · ".join(value for column in chosen for value in proposed.samples.get(column, ())[:2])
    st.caption(escape_markdown(samples) or "–")


def _chosen(document: str, mapping: ColumnsByRole, role: str, key: str) -> None:
    """Give the chosen column to `role`, and take it from the role that had it."""
    column = st.session_state[key]
    others = {other: tuple(c for c in columns if c != column) for other, columns in mapping.items() if other != role}
    picked = {} if column == NOTHING else {role: (column,)}
    actions.change_columns(document, {name: columns for name, columns in {**others, **picked}.items() if columns})
