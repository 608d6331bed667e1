"""Headings without what only decorates them: numbering, emoji, counts, a colon at the end."""

from __future__ import annotations

import re

_NUMBERING = re.compile(
    r"(?:(?:[A-Z]?\d++(?:\.\d++)*+|[IVX]{1,5}|[A-Z]\d*+(?:\.\d++)*+)[.):](?!\d)\s*+|\d++(?:\.\d++)++\s++|[§#]\s*+)(?=\S)"
)
_COUNT = re.compile(
    r"(?<!\s)\s*+[(\[（]\s*+\d++\+?\s*+(?:papers?|entries|items|articles|篇)?\s*+[)\]）]\s*+$", re.IGNORECASE
)
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_LONGEST = 200


def clean_heading(heading: str) -> str:
    """Return the words of a heading, `Pruning` for `🔥 1.2 Pruning (35):`; one without words comes back as it is."""
    text = _SHORTCODE.sub(" ", heading[:_LONGEST]) if ":" in heading else heading[:_LONGEST]
    text = _trim(text)
    if found := _NUMBERING.match(text):
        text = _trim(text[found.end() :])
    text = _trim(_COUNT.sub("", text.rstrip(" :：-–—*_")))
    return text if any(map(str.isalpha, text)) else heading


def _trim(text: str) -> str:
    """Return `text` without the emoji, signs and spaces around it."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in "([（\"'“"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")]）\"'”+#!?."):
        end -= 1
    return " ".join(text[start:end].split())
