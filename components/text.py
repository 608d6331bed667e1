"""Texts for the page: names of values, sentences, and the escaping of what comes from a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from data.facets import FACETS
from data.filters import Filters, read_values, year_ranges
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
    """Return every limit of `filters` in the order of the facets: a value, a range of years, a search."""
    found = []
    for spec in FACETS:
        picked, left_out = filters.values(spec.name), filters.left_out(spec.name)
        for values in _together(spec.name, picked):
            text = f"{spec.title}: {_named(labels, spec.name, values)}"
            found.append(Chip(text, filters.picking(spec.name, set(picked) - set(values))))
        for values in _together(spec.name, left_out):
            text = f"{spec.title}: not {_named(labels, spec.name, values)}"
            found.append(Chip(text, filters.excluding(spec.name, set(left_out) - set(values))))
    if filters.search:
        found.append(Chip(f"Search: {filters.search}", filters.searching("")))
    return found


def in_words(filters: Filters, labels: Labels) -> str:
    """Return what is selected as plain text, such as `Technique: Quantization or Distillation · Year: 2021–2024`."""
    parts = []
    for spec in FACETS:
        joint = " and " if spec.name in filters.all_of else " or "
        for sign, values in (("", filters.values(spec.name)), ("not ", filters.left_out(spec.name))):
            if values:
                named = [_named(labels, spec.name, some) for some in _together(spec.name, values)]
                parts.append(f"{spec.title}: {sign}{(joint if not sign else ' or ').join(named)}")
    if filters.search:
        parts.append(f"Search: {filters.search}")
    return " · ".join(parts) or "All papers"


def _together(facet: str, values: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the values of which one text each is made: years that follow each other are one."""
    if facet != "year":
        return [(value,) for value in values]
    return [tuple(read_values("year", [written])) for written in year_ranges(values)]


def _named(labels: Labels, facet: str, values: Sequence[str]) -> str:
    return "–".join(dict.fromkeys((label(labels, facet, values[0]), label(labels, facet, values[-1]))))
