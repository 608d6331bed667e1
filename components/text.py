"""Texts for the page: names of values, sentences, and the escaping of what comes from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from data.facets import FACETS
from data.filters import Filters
from data.measures import Share

Labels = Mapping[str, Mapping[str, str]]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@])")


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown, its directives, formulas and HTML in it show as plain characters."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def escape_plotly(text: str) -> str:
    """Return `text` so that Plotly, which reads a little HTML, shows it as it is."""
    return escape(" ".join(text.split()), quote=False)


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


def interval(share: Share) -> str:
    """Return the 95 % interval of a share as text."""
    low, high = share.interval
    return f"95 % CI {100 * low:.1f}–{100 * high:.1f} %"


def in_words(filters: Filters, labels: Labels) -> str:
    """Return what is selected as plain text, such as `Technique: Quantization or Distillation · Years: 2021–2024`."""
    parts = list(_picked(filters, labels))
    if filters.years:
        first, last = filters.years
        parts.append(f"Year: {first}" if first == last else f"Years: {first}–{last}")
    if filters.search:
        parts.append(f"Title has: {filters.search}")
    return " · ".join(parts) or "All papers"


def _picked(filters: Filters, labels: Labels) -> Iterator[str]:
    for spec in FACETS:
        if values := [label(labels, spec.name, value) for value in filters.values(spec.name)]:
            yield f"{spec.title}: {' or '.join(values)}"
