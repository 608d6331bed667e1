"""The lists as a table: version, entries, papers, what only they have, how fresh they are; all linked."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import pandas as pd
import streamlit as st

from components import panel
from components.store import Entry, Store
from components.text import WORD_JOINER, escape_markdown, label, markdown_link
from data.measures import sources
from data.measures.trends import months
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED

# No line breaks at it.
SPACE = "\u00a0"
CODE = f"Code listed (95{SPACE}%{SPACE}CI)"
COUNTED = (
    "Entries are lines of a list; papers are distinct works, so a list that has a work twice has fewer papers. "
    "“Only here” are papers that no other of the lists has. The newest paper is the one with the newest arXiv month, "
    "linked to its line. “Last 12 months” are the papers from the 12 arXiv months that end with the month of the "
    "version, of those with an arXiv id; the median age is counted in months from a paper's arXiv month to the month "
    "of the version. Both say how old the listed papers were when the list was read, not how long the list took to "
    "take them in. The curation lag does: the median time from a paper's arXiv month to the month of the version that "
    "brought it, for papers of a later version than the first. “Covers up to” is the curation horizon: the last "
    "month in which the list kept its own pace; for a list of unknown date at most its own newest month. Intervals "
    "are 95 % Wilson score intervals."
)


def draw(store: Store, rows: Bits, shown: list[str], others: list[str]) -> None:
    """Draw one row a list for the papers in `rows`, and one for all `others` together."""
    facts = sources.facts(store.sources, rows, shown, store.dates)
    ends = {end.list: end.month for end in store.ends}
    says = f"{len(shown) + len(others):,} list{'s' * (len(shown) + len(others) != 1)}, {count(rows):,} papers."
    with st.container(key="panel-lists", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("**The lists**")
            panel.about("lists", f"The lists. {says}", COUNTED, _data(store, rows, facts, ends))
        found = [_row(store, row, rows, ends) for row in facts.to_dict("records")]
        if others:
            found.append(_rest(sources.together(store.sources, rows, others), count(rows), len(others)))
        with st.container(key="lists-table"):
            st.table(pd.DataFrame(found).fillna(""), border="horizontal", hide_index=True, alt=f"The lists. {says}")


def covers(store: Store, key: str, ends: Mapping[str, str]) -> str:
    """Return the last month that a list covers: its end, else the newest of the table; "not known" without months."""
    dated = count(store.sources.having(key) & ~store.index.facets["month"].having(NOT_STATED))
    return ends.get(key) or months(store.index)[-1] if dated else "not known"


def _row(store: Store, row: Entry, rows: Bits, ends: Mapping[str, str]) -> dict[str, str]:
    source, total = store.lists.get(row["list"]), count(rows)
    name = label(store.labels, "list", row["list"])
    version = [part for part in (store.dates.get(row["list"]), source.short_commit if source else "") if part]
    line = dict(store.line_urls(row["newest entry"])).get(row["newest entry"], "") if row["newest entry"] else ""
    interval = f"{100 * row['low']:.0f}–{WORD_JOINER}{100 * row['high']:.0f} %".replace(" ", SPACE)
    return {
        "List": markdown_link(name, source.page_url if source else ""),
        "Version": escape_markdown(" · ".join(version) or "not known"),
        "Entries": f"{row['entries']:,}",
        f"Papers (of {total:,})": f"{row['papers']:,}",
        "Only here": _part(row["only here"], row["papers"]),
        CODE: f"{_part(row['with code'], row['papers'])} {interval}",
        "Newest paper": markdown_link(row["newest month"] or "–", line),
        "Last 12 months": _part(row["last 12 months"], row["dated"]),
        "Median age": "–" if isnan(row["median age"]) else f"{row['median age']:g}{SPACE}months",
        "Curation lag": _lag(store, row["list"], rows),
        "Covers up to": escape_markdown(covers(store, row["list"], ends)),
    }


def _versions(store: Store, key: str) -> list[str]:
    return [] if store.history is None else store.history.loc[store.history["list"] == key, "date"].tolist()


def _lag(store: Store, key: str, rows: Bits) -> str:
    """Return the median lag of a list with the papers it is of, or that it takes two versions."""
    versions = _versions(store, key)
    if len({*versions}) < 2:
        return f"needs two{SPACE}versions"
    papers, months = sources.lag(store.sources, rows, key, versions)
    said = f"{months:g}{SPACE}months" if papers else "–"
    return f"{said} (of{SPACE}{papers:,})"


def _rest(rest: Mapping[str, int], total: int, lists: int) -> dict[str, str]:
    return {
        "List": f"{lists:,} other list{'s' * (lists != 1)} together",
        "Entries": f"{rest['entries']:,}",
        f"Papers (of {total:,})": f"{rest['papers']:,}",
        "Only here": _part(rest["only here"], rest["papers"]),
        CODE: _part(rest["with code"], rest["papers"]),
    }


def _part(some: float, of: int) -> str:
    """Return `some (share)`, or a dash where it is not known."""
    return "–" if isnan(some) or not of else f"{int(some):,} ({100 * some / of:.0f} %)".replace(" ", SPACE)


def _data(store: Store, rows: Bits, facts: pd.DataFrame, ends: Mapping[str, str]) -> pd.DataFrame:
    known = [store.lists.get(key) for key in facts["list"]]
    return facts.assign(
        title=[label(store.labels, "list", key) for key in facts["list"]],
        **{"curation lag": [sources.lag(store.sources, rows, key, _versions(store, key))[1] for key in facts["list"]]},
        date=[store.dates.get(key, "") for key in facts["list"]],
        commit=[source.commit if source and source.short_commit else "" for source in known],
        **{"covers up to": [covers(store, key, ends) for key in facts["list"]]},
    )
