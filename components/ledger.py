"""The ledger of papers about whose venue, track or year the lists disagree: what each entry says, and what won."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.store import Store
from components.text import escape_markdown, markdown_link
from data.schema import split
from data.selection import Selection
from data.trends import DISAGREEMENTS, disagreements

HEIGHT = 345


def draw(store: Store, selection: Selection) -> None:
    """Draw the disagreements among the selected papers, each entry linked to its line."""
    papers = disagreements(store.index, selection.rows)
    st.markdown("**Where the lists disagree**")
    st.markdown(
        f":gray[:small[{len(papers):,} of {selection.size:,} papers: what each entry says, and what the table keeps.]]"
    )
    if len(papers):
        with st.container(height=HEIGHT, border=False, key="ledger"):
            st.table(
                rows(store, papers), border="horizontal", hide_index=True, alt="Papers about which the lists disagree"
            )


def rows(store: Store, papers: pd.DataFrame) -> pd.DataFrame:
    """Return `Paper, Entries say, Table keeps, About` as Markdown for each paper."""
    said = _said(store)
    found = papers.to_dict("records")
    return pd.DataFrame(
        {
            "Paper": [markdown_link(row["title"], row["paper_url"]) for row in found],
            "Entries say": [
                "; ".join(
                    f"{markdown_link(name, line)}: {escape_markdown(said.get(name, '–'))}"
                    for name, line in store.line_urls(row["records"])
                )
                for row in found
            ],
            "Table keeps": [
                escape_markdown(f"{row['venue']} {'' if pd.isna(row['year']) else row['year']}") for row in found
            ],
            "About": [
                escape_markdown(", ".join(flag for flag in split(row["flags"]) if flag in DISAGREEMENTS))
                for row in found
            ],
        }
    )


def _said(store: Store) -> dict[str, str]:
    """Return the venue as listed of each record, with the year above it where the venue states none."""
    if store.records is None:
        return {}
    entries = store.records[store.records["kind"] == "paper"]
    return {
        row["record"]: f"{row['venue_listed'] or 'no venue'}"
        + ("" if pd.isna(row["heading_year"]) or not pd.isna(row["year_listed"]) else f" (under {row['heading_year']})")
        for row in entries.to_dict("records")
    }
