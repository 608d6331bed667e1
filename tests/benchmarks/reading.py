"""Speed of reading and merging lists, and whether the cost per record stays flat.

The lists are rebuilt from the committed records, in the two shapes of the original lists, so no network and no
copy of the lists is needed.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

import pandas as pd

from data.ingest.reader import read_list
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from data.schema import DATA_FOLDER, RecordRow
from data.tables.paper_tables import Tables, make_tables
from data.tables.table import read_table
from tests.benchmarks.printing import Row, print_table, timed, verdict

AIM_RECORDS_PER_SECOND = 2000
TURNS = 5
COPIES = (1, 10, 100)


def bench_reading() -> None:
    """Print seconds, records a second, and the cost per record of many copies against one."""
    records = read_table(DATA_FOLDER / "records.csv", RecordRow)
    for own_links in (False, True):
        print_table(
            f"Reading and merging, changed titles, {'changed' if own_links else 'same'} links",
            ["copies", "records", "time", "records/s", "of the aim", "cost per record", "aim", ""],
            list(_rows(records, own_links=own_links)),
        )


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


def _rows(records: pd.DataFrame, *, own_links: bool) -> Iterator[Row]:
    base = 0.0
    for copies in COPIES:
        inputs = [pair for copy in range(copies) for pair in documents(records, copy, own_links=own_links)]
        turns = TURNS if copies == 1 else 1
        seconds = statistics.median(timed(lambda inputs=inputs: _read_and_merge(inputs)) for _ in range(turns))
        number = copies * int((records["kind"] == "paper").sum())
        base = base or seconds / number
        speed, growth = number / seconds, seconds / number / base
        yield [
            f"{copies}",
            f"{number:,}",
            f"{seconds:.2f} s",
            f"{speed:,.0f}",
            f"× {speed / AIM_RECORDS_PER_SECOND:.2f}",
            f"× {growth:.2f}",
            *verdict(AIM_RECORDS_PER_SECOND / speed, 1, f"{AIM_RECORDS_PER_SECOND:,} records/s"),
        ]


def _read_and_merge(inputs: list[tuple[str, bytes]]) -> Tables:
    """Read the documents and make the tables, showing progress on a terminal."""
    readings: list[Reading] = []
    for number, (key, content) in enumerate(inputs, 1):
        readings.append(read_list(content, key, load_knowledge()))
        if sys.stderr.isatty():
            print(f"\r  {number} of {len(inputs)} lists", end="", file=sys.stderr)
    return make_tables(readings, load_knowledge())


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
