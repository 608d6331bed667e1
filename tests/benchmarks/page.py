"""Processor time of one run of the script of the page, and how long a large table takes to open."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.store import TABLE_VARIABLE
from data.query.facets import build_index
from data.schema import Paper
from data.tables.table import read_table
from tests.benchmarks.printing import Row, print_table, timed, verdict
from tests.benchmarks.synthetic import table_file
from tests.conftest import ROOT

AIM_MILLISECONDS = 40
TURNS = 20
LARGE = (100_000, 1_000_000)
TIMED_PAGE = f"""
import runpy, time
import streamlit as st
clock, start = time.perf_counter(), time.thread_time()
runpy.run_path({str(ROOT / "dashboard.py")!r})
st.session_state["processor"] = time.thread_time() - start
st.session_state["seconds"] = time.perf_counter() - clock
"""
SELECTIONS: Mapping[str, Mapping[str, list[str]]] = {
    "all papers": {},
    "one technique": {"technique": ["Quantization"]},
    "a search": {"q": ["large language"], "code": ["yes"]},
    "Trends": {"view": ["trends"]},
    "Sources": {"view": ["sources"]},
}


def bench_page() -> None:
    """Print the processor time of the page for some selections and tables, and the time to open large tables."""
    rows = [_script(747, name) for name in SELECTIONS]
    for papers in LARGE:
        with named_table(table_file(papers)):
            rows += [_script(papers, name) for name in ("all papers", "one technique")]
    print_table(
        f"Processor time of one run of the page (medians of {TURNS})",
        ["papers", "selection", "time", "of the aim", "aim", ""],
        rows,
    )
    print_table(
        "Opening a table (Parquet): read and check, then index", ["papers", "read", "index"], list(map(_opening, LARGE))
    )


def _script(papers: int, selection: str) -> Row:
    page = AppTest.from_string(TIMED_PAGE, default_timeout=300)
    for name, value in SELECTIONS[selection].items():
        page.query_params[name] = value
    page.run()
    median = statistics.median(page.run().session_state["processor"] * 1000 for _ in range(TURNS))
    ratio = median / AIM_MILLISECONDS
    aim = verdict(ratio, 1, f"{AIM_MILLISECONDS} ms") if papers == 747 else ("–", "")
    return [f"{papers:,}", selection, f"{median:.1f} ms", f"× {ratio:.2f}", *aim]


def _opening(papers: int) -> Row:
    file = table_file(papers)
    frame = read_table(file, Paper)
    read, index = timed(lambda: read_table(file, Paper)), timed(lambda: build_index(frame, {}))
    return [f"{papers:,}", f"{read:.2f} s", f"{index:.2f} s"]


@contextmanager
def named_table(table: Path) -> Iterator[None]:
    """Let Surveyor open another table for a while."""
    before = os.environ.get(TABLE_VARIABLE)
    os.environ[TABLE_VARIABLE] = str(table)
    try:
        yield
    finally:
        if before is None:
            del os.environ[TABLE_VARIABLE]
        else:
            os.environ[TABLE_VARIABLE] = before
