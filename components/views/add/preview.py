"""What was read from one file, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.visitor.visitor_lists import Document

# A browser keeps all these lines in memory.
MOST_LINES = 5_000
STATES: Mapping[str, str] = {"found": "Found", "doubtful": "Doubtful", "skipped": "Left out"}


def draw(document: Document) -> None:
    """Draw the lines of a document, and a switch between all, found, doubtful and left out."""
    frame = document.lines
    counts = frame["state"].value_counts()
    options = ["all", *(state for state in STATES if counts.get(state, 0))]
    chosen = st.segmented_control(
        "Lines",
        options,
        key=f"preview-{document.key}",
        default="all",
        required=True,
        format_func=lambda state: f"{STATES.get(state, 'All')} {counts.get(state, len(frame)):,}",
        label_visibility="collapsed",
    )
    shown = frame if chosen == "all" else frame[frame["state"] == chosen]
    if len(shown) > MOST_LINES:
        st.caption(f"The first {MOST_LINES:,} of {len(shown):,} lines.")
    st.dataframe(
        shown.head(MOST_LINES).assign(state=shown["state"].map(STATES)),
        hide_index=True,
        height=min(420, 38 + 35 * max(1, len(shown))),
        column_config=_columns(),
        placeholder="",
        key=f"lines-{document.key}-{chosen}",
        alt=f"What was read from {document.name}, line by line",
    )


def _columns() -> dict[str, Any]:  # Any: Streamlit keeps the type of a column's settings to itself
    column, link = st.column_config.Column, st.column_config.LinkColumn
    return {
        "line": column("Line", width=55),
        "state": column("Read as", width=80),
        "title": column("Title", width=330),
        "why": column("Why", width=220),
        "year": column("Year", width=55),
        "venue": column("Venue", width=90),
        "techniques": column("Technique", width=130),
        "paper_url": link("Paper", display_text="Open", width=60),
        "code_url": link("Code", display_text="Open", width=60),
        "text": column("In the file", width=400),
    }
