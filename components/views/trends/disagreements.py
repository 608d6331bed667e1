"""The papers about whose venue, track or year the lists disagree: what each entry says, and what the table keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from components.phrases import markdown_link, small, year_or_nothing
from components.store import Entry, Store
from data.formats.markdown_text import escape_markdown
from data.measures.trends import DISAGREEMENTS, disagreements
from data.normalise.link import arxiv_month
from data.query.selection import Selection
from data.schema import split

HEIGHT = 345
# More rows than anybody reads would only slow the page down.
MOST_SHOWN = 200


def draw(store: Store, selection: Selection) -> None:
    """Draw the disagreements about the selected papers, each entry linked to its line."""
    papers = disagreements(store.index, selection.rows)
    st.markdown("**Where the lists disagree**")
    told = "what each entry says, and what the table keeps."
    cut = f" The first {MOST_SHOWN:,} are shown; filter by flag to see others." if len(papers) > MOST_SHOWN else ""
    st.markdown(small(f"{len(papers):,} of {selection.size:,} papers: {told}{cut}"))
    if len(papers):
        with st.container(height=HEIGHT, border=False, key="disagreements"):
            alt = "Papers about which the lists disagree"
            st.table(_table(store, papers.head(MOST_SHOWN)), border="horizontal", hide_index=True, alt=alt)


def _table(store: Store, papers: pd.DataFrame) -> pd.DataFrame:
    rows = papers.to_dict("records")
    return pd.DataFrame(
        {
            "Paper": [markdown_link(row["title"], row["paper_url"]) for row in rows],
            "Entries say": ["; ".join(_entries(store, row["records"])) for row in rows],
            "Table keeps": [escape_markdown(f"{row['venue']} {year_or_nothing(row['year'])}") for row in rows],
            "About": [
                escape_markdown(", ".join(flag for flag in split(row["flags"]) if flag in DISAGREEMENTS))
                for row in rows
            ],
        }
    )


def _entries(store: Store, records: str) -> Iterator[str]:
    for name, line in store.line_urls(records):
        entry = store.entry(name)
        yield f"{markdown_link(name, line)}: {escape_markdown(_statement(entry) if entry else '–')}"


def _statement(entry: Entry) -> str:
    """Return the venue as listed, the year heading if the venue has no year, and the month of the arXiv id."""
    under: str = "" if pd.notna(entry["year_listed"]) else year_or_nothing(entry["heading_year"])
    month = arxiv_month(entry["arxiv_id"])
    remarks = [f"under {under}"] * bool(under) + [f"arXiv id of {month}"] * bool(month)
    told = f" ({', '.join(remarks)})" if remarks else ""
    return f"{entry['venue_listed'] or 'no venue'}{told}"
