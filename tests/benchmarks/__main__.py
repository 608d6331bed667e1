"""make bench: speed of reading and merging, whether the cost per record stays flat, script time of the page.

The lists are rebuilt from the committed records, in the two shapes of the original lists, so no network and no
copy of the lists is needed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator

import pandas as pd
from streamlit.testing.v1 import AppTest

from data.build import Tables, make_tables
from data.ingest.reader import Reading, read_list
from data.knowledge import HERE, load_knowledge
from data.schema import RecordRow
from data.table import read_table
from tests.conftest import ROOT

AIM_RECORDS_PER_SECOND = 2000
AIM_SCRIPT_MILLISECONDS = 40
TURNS = 5
COPIES = (1, 10, 100)

TIMED_PAGE = f"""
import runpy, time
import streamlit as st
start = time.perf_counter()
runpy.run_path({str(ROOT / "dashboard.py")!r})
st.session_state["seconds"] = time.perf_counter() - start
"""


def documents(records: pd.DataFrame, copy: int = 0, *, own_links: bool = False) -> Iterator[tuple[str, bytes]]:
    """Yield (key, Markdown) for each list; copies get other titles, and with `own_links` other arXiv ids."""
    for key, entries in records[records["kind"] == "paper"].groupby("list"):
        lines: list[str] = []
        section = ""
        for row in entries.to_dict("records"):
            if row["section"] != section:
                section = row["section"]
                lines += ["", *(f"{'#' * depth} {name}" for depth, name in enumerate(section.split(" > "), 1)), ""]
            lines.append(_entry(row, copy, own_links=own_links))
        yield f"{key}-{copy}", "\n".join(lines).encode()


def _entry(row: dict[str, str], copy: int, *, own_links: bool) -> str:
    title = f"{row['title']} — {_name(copy)}" if copy else row["title"]
    link = row["paper_url"] + (f"-{copy}" if copy and own_links else "")
    code = f" [[Code]]({row['code_url']})" if row["code_url"] else ""
    if row["list"] == "efficient-aigc":
        return f"- [[{row['venue_listed']}]({link})] {title}{code}"
    return f"- {title} <br> {row['venue_listed']} [[Paper]]({link}){code}"


def _name(copy: int) -> str:
    """Return letters for a number, because digits alone would keep titles apart at once."""
    return "".join(chr(97 + int(digit)) for digit in str(copy)) * 3


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_and_merge(inputs: list[tuple[str, bytes]]) -> Tables:
    """Read the documents and make the tables, showing progress on a terminal."""
    readings: list[Reading] = []
    for number, (key, content) in enumerate(inputs, 1):
        readings.append(read_list(content, key, load_knowledge()))
        if sys.stderr.isatty():
            print(f"\r  {number} of {len(inputs)} lists", end="", file=sys.stderr)
    return make_tables(readings, load_knowledge())


def bench_reading(records: pd.DataFrame) -> None:
    """Print seconds, records a second, and the cost per record of many copies against one."""
    for own_links in (False, True):
        print("Changed titles and links" if own_links else "Changed titles, same links (hardest for merging)")
        base = 0.0
        for copies in COPIES:
            inputs = [pair for copy in range(copies) for pair in documents(records, copy, own_links=own_links)]
            turns = TURNS if copies == 1 else 1
            seconds = statistics.median(timed(lambda inputs=inputs: read_and_merge(inputs)) for _ in range(turns))
            number = copies * int((records["kind"] == "paper").sum())
            each = seconds / number
            base = base or each
            aim = f"{number / seconds / AIM_RECORDS_PER_SECOND:4.2f} of the aim of {AIM_RECORDS_PER_SECOND:,}"
            print(
                f"  × {copies:<4} {number:>7,} records {seconds:8.2f} s {number / seconds:7,.0f} records/s ({aim}), "
                f"cost per record {each / base:4.2f} of × 1"
            )


def bench_page() -> None:
    """Print the script time of one run of the page for some selections, as a share of the aim."""
    print(f"Page, script time per run (median of {TURNS * 4})")
    for title, params in {
        "all papers": {},
        "one technique": {"technique": ["Quantization"]},
        "a search": {"q": ["large language"], "code": ["yes"]},
    }.items():
        page = AppTest.from_string(TIMED_PAGE, default_timeout=60)
        for name, value in params.items():
            page.query_params[name] = value
        page.run()
        turns = [page.run().session_state["seconds"] * 1000 for _ in range(TURNS * 4)]
        median = statistics.median(turns)
        print(f"  {title:<14} {median:6.1f} ms, {median / AIM_SCRIPT_MILLISECONDS:4.2f} of the aim of 40 ms")


def main() -> None:
    """Run every benchmark."""
    bench_page()
    bench_reading(read_table(HERE / "records.csv", RecordRow))


if __name__ == "__main__":
    main()
