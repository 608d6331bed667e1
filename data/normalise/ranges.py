"""Whole numbers that follow each other, such as years and lines, as ranges; years read from ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable

_YEARS = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?", re.ASCII)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers in their order, those that follow each other as one pair of first and last."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def as_range(first: int, last: int, dash: str = "–") -> str:
    """Return `2019–2023`, or one number where both are the same."""
    return str(first) if first == last else f"{first}{dash}{last}"


def read_years(text: str) -> tuple[int, int] | None:
    """Return the first and last year of `2019-2023`, in either order, or of `2023`; None for any other text."""
    found = _YEARS.fullmatch(text)
    if not found:
        return None
    first, last = sorted((int(found[1]), int(found[2] or found[1])))
    return first, last
