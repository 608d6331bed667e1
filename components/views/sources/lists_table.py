"""The lists as a table: version, entries, papers, what only they have, how fresh they are; all with links."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd
import streamlit as st

from components import panel
from components.phrases import markdown_link, plural
from components.store import Entry, Store
from data.formats.markdown_text import WORD_JOINER, escape_markdown
from data.measures import sources
from data.measures.trends import months
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED

# A space at which no line breaks.
SPACE = "\u00a0"
CODE = f"Code listed (95{SPACE}%{SPACE}CI)"
COUNTED = (
    "Entries are lines of a list; papers are distinct works. A list that has a work twice has fewer papers than "
    "entries. “Only here” counts papers that no other list has. “Newest paper” is the newest arXiv month, linked to "
    "the source line. “Last 12 months” counts the papers of the 12 arXiv months up to the version of the list, out of "
    "its papers with an arXiv id. “Median age” is the median number of months from a paper's arXiv month to the month "
    "of the version. Both say how old the papers were when the list was read, not how quickly the list added them. "
    "“Curation lag” says that: the median number of months from a paper's arXiv month to the month of the version that "
    "added it, for papers that a later version than the first added. “Covers up to” is the curation horizon: the last "
    "month in which the list kept its own pace. A list of unknown date covers no more than its newest month. Intervals "
    "are 95 % Wilson score intervals."
)


def draw(store: Store, rows: Bits, shown: list[str], others: list[str]) -> None:
    """Draw a row for each list with papers in `rows`, and one row for all `others` together."""
    total, lists = count(rows), len(shown) + len(others)
    facts = _facts(store, rows, shown)
    says = f"The lists. {plural(lists, 'list')}, {total:,} papers."
    with st.container(key="panel-lists", gap="xxsmall"):
        panel.heading("lists", "The lists", says, COUNTED, facts)
        table = [_row(store, row, rows) for row in facts.to_dict("records")]
        if others:
            title = f"{plural(len(others), 'other list')} together"
            table.append({"List": title, **_counts(sources.together(store.sources, rows, others), total)})
        with st.container(key="lists-table"):
            st.table(pd.DataFrame(table).fillna(""), border="horizontal", hide_index=True, alt=says)


def _facts(store: Store, rows: Bits, shown: list[str]) -> pd.DataFrame:
    """Return what is known of each list: the columns of `data.measures.sources.facts`, and more."""
    ends = {end.list: end.month for end in store.list_ends}
    pinned = {key: source.commit for key, source in store.lists.items() if source.short_commit}
    return sources.facts(store.sources, rows, shown, store.dates).assign(
        title=[store.list_title(key) for key in shown],
        **{"curation lag": [sources.lag(store.sources, rows, key, _versions(store, key))[1] for key in shown]},
        date=[store.dates.get(key, "") for key in shown],
        commit=[pinned.get(key, "") for key in shown],
        **{"covers up to": [_covers(store, key, ends) for key in shown]},
    )


def _covers(store: Store, key: str, ends: Mapping[str, str]) -> str:
    """Return the last month that a list covers: its end, else the newest of the table; "not known" without months."""
    dated = count(store.sources.having(key) & ~store.index.facets["month"].having(NOT_STATED))
    return ends.get(key) or months(store.index)[-1] if dated else "not known"


def _row(store: Store, row: Entry, rows: Bits) -> dict[str, str]:
    source = store.lists.get(row["list"])
    version = " · ".join(filter(None, (row["date"], source.short_commit if source else "")))
    line = dict(store.line_urls(row["newest entry"])).get(row["newest entry"], "") if row["newest entry"] else ""
    counts = _counts(row, count(rows))
    return {
        "List": markdown_link(row["title"], source.page_url if source else ""),
        "Version": escape_markdown(version or "not known"),
        **counts,
        CODE: f"{counts[CODE]} {100 * row['low']:.0f}–{WORD_JOINER}{100 * row['high']:.0f}{SPACE}%",
        "Newest paper": markdown_link(row["newest month"] or "–", line),
        "Last 12 months": _part(row["last 12 months"], row["dated"]),
        "Median age": "–" if isnan(row["median age"]) else f"{row['median age']:g}{SPACE}months",
        "Curation lag": _lag(store, row["list"], rows),
        "Covers up to": escape_markdown(row["covers up to"]),
    }


def _counts(row: Mapping[Any, Any], total: int) -> dict[str, str]:  # Any: cells of a table
    return {
        "Entries": f"{row['entries']:,}",
        f"Papers (of {total:,})": f"{row['papers']:,}",
        "Only here": _part(row["only here"], row["papers"]),
        CODE: _part(row["with code"], row["papers"]),
    }


def _part(some: float, of: int) -> str:
    """Return `some (share)`, or a dash if it is not known."""
    return "–" if isnan(some) or not of else f"{int(some):,}{SPACE}({100 * some / of:.0f}{SPACE}%)"


def _versions(store: Store, key: str) -> list[str]:
    return [] if store.history is None else store.history.loc[store.history["list"] == key, "date"].tolist()


def _lag(store: Store, key: str, rows: Bits) -> str:
    """Return the median lag of a list with the number of its papers, or that it takes two versions."""
    versions = _versions(store, key)
    if len({*versions}) < 2:
        return f"needs two{SPACE}versions"
    papers, lag = sources.lag(store.sources, rows, key, versions)
    said = f"{lag:g}{SPACE}months" if papers else "–"
    return f"{said} (of{SPACE}{papers:,})"
