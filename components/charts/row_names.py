"""Names beside or below the marks of a chart: short enough to stay in it, and different from each other."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from components.phrases import escape_plotly

# The longest name in widths of a small letter. The browser cuts names further where a chart is narrow.
LONGEST = 60.0
# The longest one in a legend, which takes its room from the marks.
IN_LEGEND = 23.0
# What a cut leaves of the beginning.
BEGINNING = 0.6


def cut(name: str, longest: float = LONGEST) -> str:
    """Return a name that takes more room than `longest` small letters without its middle: `Graph Neur…tworks`."""
    if sum(map(_width, name)) <= longest:
        return name
    head, tail = _fitting(name, BEGINNING * (longest - 1)), _fitting(name[::-1], (1 - BEGINNING) * (longest - 1))
    return f"{head.rstrip()}…{tail[::-1].lstrip()}"


def row_names(names: Sequence[str], longest: float = LONGEST) -> list[str]:
    """Return names as Plotly shows them: cut, and numbered where two would look the same."""
    shown: dict[str, None] = {}
    for name in names:
        short, number = cut(name, longest), 1
        while short in shown:
            number += 1
            short = f"{cut(name, longest - 4)} ({number})"
        shown[short] = None
    return list(map(escape_plotly, shown))


def _fitting(text: str, room: float) -> str:
    for end, letter in enumerate(text):
        room -= _width(letter)
        if room < 0:
            return text[:end]
    return text


def _width(letter: str) -> float:
    """Return about how wide a letter is, in widths of a small one."""
    if east_asian_width(letter) in "WF":
        return 2.0
    return 1.5 if letter in "mwMW@%—" else 1.25 if letter.isupper() else 1.0
