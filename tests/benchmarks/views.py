"""Each view of a table of 1 million papers as the first page of a server: how long it takes, and the memory."""

from __future__ import annotations

import logging
import resource
import statistics
import threading
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from streamlit.testing.v1 import AppTest

from tests.benchmarks.page import TIMED_PAGE, named_table
from tests.benchmarks.printing import Row, print_table, verdict
from tests.benchmarks.synthetic import table_file

PAPERS = 1_000_000
AIM_FIRST_SECONDS = 20
AIM_SECONDS = 1
AIM_MEGABYTES = 2000
VIEWS: Mapping[str, Mapping[str, str]] = {
    "Overview": {},
    "Overview, a search": {"q": "large language"},
    "Trends": {"view": "trends"},
    "Trends, title terms": {"view": "trends", "rising": "term"},
    "Code": {"view": "code"},
    "Papers": {"view": "papers"},
    "Compare": {"view": "compare", "vs-technique": "Pruning"},
    "Sources": {"view": "sources"},
}
CLICKS: tuple[Mapping[str, str], ...] = (
    {},
    {"technique": "Quantization"},
    {"technique": "Quantization", "year": "2022-2024"},
)


class Opened(NamedTuple):
    """The seconds of a view's first run, the median of its later ones, and the most memory of its process in MB."""

    first: float
    later: float
    peak: float


def bench_views() -> None:
    """Print the seconds of each view's first run, with all that it waits for, and of its later runs."""
    alone = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with named_table(table_file(PAPERS)), alone:
        opened = dict(zip(VIEWS, alone.map(_opened, VIEWS), strict=True))
    rows = [_row(name, times.first, times.later) for name, times in opened.items()]
    peak = max(times.peak for times in opened.values())
    print_table(
        f"Views of {PAPERS:,} papers (later: medians of {len(CLICKS)} selections)",
        ["view", "first", "aim", "", "later", "aim", ""],
        rows,
    )
    print_table("Most memory", ["memory", "aim", ""], [[f"{peak:.0f} MB", *_against(peak, AIM_MEGABYTES, "MB")]])


def _opened(name: str) -> Opened:
    """Open a view in a new process, and end when everything is prepared."""
    logging.disable(logging.WARNING)
    first = _seconds(VIEWS[name])
    later = statistics.median(_seconds({**VIEWS[name], **click}) for click in CLICKS)
    for thread in threading.enumerate():
        if thread.name == "preparation":
            thread.join()
    return Opened(first, later, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def _row(name: str, first: float, later: float) -> Row:
    return [
        name,
        f"{first:.2f} s",
        *_against(first, AIM_FIRST_SECONDS, "s"),
        f"{later:.2f} s",
        *_against(later, AIM_SECONDS, "s"),
    ]


def _seconds(link: Mapping[str, str]) -> float:
    page = AppTest.from_string(TIMED_PAGE, default_timeout=600)
    for name, value in link.items():
        page.query_params[name] = value
    return float(page.run().session_state["seconds"])


def _against(value: float, aim: float, unit: str) -> tuple[str, str]:
    return verdict(value, aim, f"{aim} {unit}")
