"""Tables for a person to read, each number beside its aim."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

Row = list[str]


def verdict(value: float, aim: float, text: str) -> tuple[str, str]:
    """Return the aim as text, and whether a value that should be small is ahead of it or behind."""
    return text, "ahead" if value <= aim else "behind"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below each other, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    print(f"\n{title}")
    for row in (head, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join([row[0].ljust(widths[0]), *cells]).rstrip(), flush=True)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
