"""Speed of building tables from many lists, patches apart, each build in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from data.ingest.document import read_document
from data.knowledge.load_knowledge import load_knowledge
from tests.benchmarks.printing import Row, print_table, timed, verdict
from tests.benchmarks.shapes import SHAPES, document, entries
from tests.conftest import ROOT

LISTS = 50
SIZES = (20_000, 50_000, 100_000)
AIM_SECONDS = 60.0
PER_SHAPE = 2_000
# Builds the lists of a folder and prints seconds, entries, papers and the peak of resident memory in MB.
BUILD = """
import json, resource, sys, time
from pathlib import Path
from data.building.last_build import LastBuild
from data.building.pipeline import new_tables
from data.building.read_lists import read_lists
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists
from data.tables.table import write_tables
folder = Path(sys.argv[1])
start = time.perf_counter()
knowledge = load_knowledge()
lists = read_lists(load_lists(folder / "lists.yaml"), knowledge, lambda step: None)
tables = new_tables(lists, knowledge, folder, LastBuild())
write_tables(tables.frames(), folder)
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
print(json.dumps([time.perf_counter() - start, len(tables.records), len(tables.papers), peak]))
"""


def bench_lists() -> None:
    """Print entries a second for each shape, then time, cost per entry and memory of builds of fifty lists."""
    print_table(
        f"Reading {PER_SHAPE:,} entries of one shape",
        ["shape", "found", "time", "entries/s", "against the first"],
        list(_shapes()),
    )
    print_table(
        f"Building from {LISTS} lists in all shapes",
        ["entries", "read", "papers", "time", "entries/s", "cost per entry", "memory", "aim", ""],
        list(_builds()),
    )


def _shapes() -> Iterator[Row]:
    knowledge, rows, first = load_knowledge(), entries(PER_SHAPE), 0.0
    for shape in SHAPES:
        content = document(shape, rows)
        found = len(read_document(content, "list.md", "some-list", knowledge).records)
        seconds = min(timed(lambda c=content: read_document(c, "list.md", "some-list", knowledge)) for _ in range(3))
        speed = PER_SHAPE / seconds
        first = first or speed
        yield [shape, f"{found:,}", f"{seconds:.2f} s", f"{speed:,.0f}", f"× {speed / first:.2f}"]


def _builds() -> Iterator[Row]:
    base = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_lists(Path(folder), size)
            seconds, read, papers, memory = _build(folder)
        base = base or seconds / size
        aim = verdict(seconds, AIM_SECONDS, f"{AIM_SECONDS:.0f} s") if size == SIZES[-1] else ("", "")
        growth = seconds / size / base
        row = [f"{size:,}", f"{read:,.0f}", f"{papers:,.0f}", f"{seconds:.1f} s", f"{size / seconds:,.0f}"]
        yield [*row, f"× {growth:.2f}", f"{memory:.0f} MB", *aim]


def write_lists(folder: Path, size: int) -> None:
    """Write fifty lists with `size` entries in all and their lists.yaml; a tenth of each stands in the next, too."""
    every, names = entries(size), list(SHAPES)
    share = size // LISTS
    named = {}
    for number in range(LISTS):
        start, shared = number * share, share // 10
        rows = every[start : start + share - shared] + every[(start + share) % size :][:shared]
        (folder / f"{number}.md").write_bytes(document(names[number % len(names)], rows))
        named[f"list-{number}"] = {"title": f"List {number}", "path": f"{number}.md"}
    (folder / "lists.yaml").write_text(json.dumps(named), "utf-8")


def _build(folder: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", BUILD, folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return [float(value) for value in json.loads(done.stdout)]
