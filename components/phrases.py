"""Numbers, links and venues as a person reads them on the page; texts from lists are escaped."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from data.formats.markdown_text import escape_markdown
from data.measures.tallies import Share
from data.normalise.unseen import visible


def escape_plotly(text: str) -> str:
    """Return `text` so that Plotly, which reads a little HTML, shows it as it is."""
    return escape(visible(text), quote=False)


def markdown_link(text: str, url: str) -> str:
    """Return a Markdown link, or only the text if there is no address."""
    safe = url.replace("(", "%28").replace(")", "%29")
    return f"[{escape_markdown(text)}](<{safe}>)" if url else escape_markdown(text)


def small(text: str) -> str:
    """Return Markdown that shows `text` as plain characters, small and grey."""
    return f":gray[:small[{escape_markdown(text)}]]"


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `1,200 papers`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def short(number: int) -> str:
    """Return a number for a place with little room: exact up to five digits, then `123k` or `1.2M`."""
    if number < 99_950:
        return f"{number:,}"
    return f"{number / 1e3:.0f}k" if number < 999_500 else f"{number / 1e6:.1f}M"


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as a percentage with one decimal, or a dash if it is not defined."""
    return "–" if share is None else f"{100 * share:.1f} %"


def points(difference: float) -> str:
    """Return a difference of shares (-1 to 1) in percentage points with its sign."""
    return f"{100 * difference:+.1f}".replace("-", "−")


def interval(share: Share) -> str:
    """Return the 95 % interval of a share as text."""
    low, high = share.interval
    return f"95 % CI {100 * low:.1f}–{100 * high:.1f} %"


def venue_and_track(venue: str, track: str) -> str:
    """Return a venue, with its track unless that is the main track or a preprint server."""
    return f"{venue} {track}" if track not in ("", "main", "preprint") else venue


def year_or_nothing(cell: Any) -> str:  # Any: a number, or pandas' missing value
    """Return the year in a cell of a table as text, or "" if it is not stated."""
    return "" if pd.isna(cell) else str(cell)
