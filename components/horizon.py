"""Where the lists of a selection stopped keeping their pace: as bands for time charts, and in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.charts.parts import Band
from components.store import Store
from components.text import escape_markdown, label
from data.bitmap import Bits, count
from data.trends import ListHorizon


def bands(store: Store, rows: Bits, values: Sequence[str]) -> list[Band]:
    """Return which of the ascending months (YYYY-MM) or years (YYYY) in `values` lie after horizons.

    From the first horizon on some lists are missing; from the last one on, if no list keeps its pace, all are. A
    year counts as after a horizon as soon as one of its months is.
    """
    ended = _of(store, rows)
    if not ended:
        return []
    all_ended = len(ended) == len(_present(store, rows))
    first, last = ended[0].month, ended[-1].month
    after = [value for value in values if _after(value, first)]
    dense = [value for value in after if all_ended and _after(value, last)]
    return [Band(tuple(value for value in after if value not in dense), dense=False), Band(tuple(dense), dense=True)]


def draw(store: Store, rows: Bits) -> None:
    """Say above the charts which lists fall away from their pace; an empty line where all keep it."""
    st.markdown(f":gray[:small[{escape_markdown(briefly(store, rows))}]]")


def briefly(store: Store, rows: Bits) -> str:
    """Return in a few words which lists fall away from their pace and when, or "" where all keep it."""
    parts = [f"{label(store.labels, 'list', one.list)} after {one.month}" for one in _of(store, rows)]
    told = "Hatched in charts over time: a list has fallen away from its pace"
    return f"{told} ({', '.join(parts)}); the field may not have." if parts else ""


def at_length(store: Store, rows: Bits) -> str:
    """Return how fast each list took in papers before and after its horizon, or "" where all keep their pace."""
    parts = [
        f"{escape_markdown(label(store.labels, 'list', one.list))} took in {one.horizon.pace:.1f} papers a month in "
        f"the year up to {one.month}, then {one.horizon.after:.1f} a month until the newest month of the table"
        for one in _of(store, rows)
    ]
    told = "Hatched is what lies after a curation horizon: it shows where lists end, not where a field does."
    return f" {told} {'; '.join(parts)}." if parts else ""


def _of(store: Store, rows: Bits) -> list[ListHorizon]:
    present = _present(store, rows)
    return [one for one in store.horizons if one.list in present]


def _present(store: Store, rows: Bits) -> list[str]:
    lists = store.index.facets["list"]
    return [key for key in lists.options if count(rows & lists.having(key))]


def _after(value: str, month: str) -> bool:
    """Say whether a month, or the last month of a year, comes after `month`."""
    return (value if len(value) == len(month) else f"{value}-12") > month
