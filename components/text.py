"""Texts for the page: names of values, sentences, and the escaping of what comes from a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from data.measures.tallies import Share
from data.query.facets import FACETS
from data.query.filters import Filters, read_values, year_ranges

Labels = Mapping[str, Mapping[str, str]]

# Invisible, and no line breaks at it.
WORD_JOINER = "\u2060"
_REWRITTEN = re.compile(
    r":(?=material/|streamlit:)|:(?=//)|w(?=ww\.)|@(?=\w)|-(?=[->])|<(?=[-=>])|[>=](?=[=>])", re.IGNORECASE
)
# Marks and overrides of direction, zero-width characters, and controls but white space.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@])")


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown, its directives, formulas and HTML in it show as plain characters."""
    return _MARKDOWN.sub(r"\\\1", _inert(text))


def escape_plotly(text: str) -> str:
    """Return `text` so that Plotly, which reads a little HTML, shows it as it is."""
    return escape(_visible(text), quote=False)


def _inert(text: str) -> str:
    """Return `text` so that what Streamlit rewrites after reading Markdown stays: icons, addresses, arrows, dashes."""
    return _REWRITTEN.sub(lambda found: f"{found[0]}{WORD_JOINER}", _visible(text))


def _visible(text: str) -> str:
    """Return `text` without characters that turn the direction of a line or cannot be seen, white space folded."""
    return " ".join(_UNSEEN.sub("", text).split())


def markdown_link(text: str, url: str) -> str:
    """Return a Markdown link, or only the text where there is no address."""
    safe = url.replace("(", "%28").replace(")", "%29")
    return f"[{escape_markdown(text)}](<{safe}>)" if url else escape_markdown(text)


def label(labels: Labels, facet: str, value: str) -> str:
    """Return the name that a person reads for a facet's value."""
    return labels.get(facet, {}).get(value, value)


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as a percentage with one decimal, or a dash where it is not defined."""
    return "–" if share is None else f"{100 * share:.1f} %"


def points(difference: float) -> str:
    """Return a difference of shares (-1 to 1) in percentage points with its sign."""
    return f"{100 * difference:+.1f}".replace("-", "−")


def interval(share: Share) -> str:
    """Return the 95 % interval of a share as text."""
    low, high = share.interval
    return f"95 % CI {100 * low:.1f}–{100 * high:.1f} %"


@dataclass(frozen=True)
class Chip:
    """One limit of a selection: its text, and the filters without it."""

    text: str
    less: Filters


def chips(filters: Filters, labels: Labels) -> list[Chip]:
    """Return every limit of `filters` in the order of the facets: a value, a range of years, a search, a date."""
    found = []
    for spec in FACETS:
        picked, left_out = filters.values(spec.name), filters.left_out(spec.name)
        all_of = " (all of)" if spec.name in filters.all_of else ""
        for values in _together(spec.name, picked):
            text = f"{spec.title}{all_of}: {_named(labels, spec.name, values)}"
            found.append(Chip(text, filters.picking(spec.name, set(picked) - set(values))))
        for values in _together(spec.name, left_out):
            text = f"{spec.title}: not {_named(labels, spec.name, values)}"
            found.append(Chip(text, filters.excluding(spec.name, set(left_out) - set(values))))
    if filters.search:
        found.append(Chip(f"Search: {filters.search}", filters.searching("")))
    if filters.since:
        found.append(Chip(f"New since: {filters.since}", filters.new_since("")))
    return found


def _together(facet: str, values: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the values of which one text each is made: years that follow each other are one."""
    if facet != "year":
        return [(value,) for value in values]
    return [tuple(read_values("year", [written])) for written in year_ranges(values)]


def _named(labels: Labels, facet: str, values: Sequence[str]) -> str:
    return "–".join(dict.fromkeys((label(labels, facet, values[0]), label(labels, facet, values[-1]))))


def venue_and_track(venue: str, track: str) -> str:
    """Return a venue with its track, where that says more than the venue does."""
    return f"{venue} {track}" if track not in ("", "main", "preprint") else venue


def year_or_nothing(cell: Any) -> str:  # Any: a number, or pandas' missing value
    """Return the year in a cell of a table as text, "" where it is not stated."""
    return "" if pd.isna(cell) else str(cell)
