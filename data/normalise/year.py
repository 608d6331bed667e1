"""Years in headings and venues."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<![\d.])(?:19[5-9]\d|20\d\d)(?![\d.]*\d)")
_SHORT = re.compile(r"(?<=['’´`])\d\d(?!\d)")


def year_in(text: str) -> int | None:
    """Return the first year (1950 to 2099) written in `text`, as `2024` or as `'24`; None where there is none."""
    if found := _YEAR.search(text):
        return int(found[0])
    if found := _SHORT.search(text):
        return 1900 + int(found[0]) if int(found[0]) >= 50 else 2000 + int(found[0])
    return None


def without_year(text: str) -> str:
    """Return `text` with its years taken out."""
    return re.sub(r"['’´`](?=\s|$)", " ", _SHORT.sub(" ", _YEAR.sub(" ", text)))


def heading_year(heading: str) -> int | None:
    """Return the year that a heading consists of, apart from signs and emoji; None for any other heading."""
    year = year_in(heading)
    return year if year and not any(char.isalnum() for char in without_year(heading)) else None
