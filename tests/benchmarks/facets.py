"""All facet counts and the Overview's aggregates after a pick, against plain pandas, DuckDB and Datasette."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.schema import Paper
from data.tables.table import read_table
from tests.benchmarks.engines.datasette_json import DatasetteJSON
from tests.benchmarks.engines.duck import DuckDB
from tests.benchmarks.engines.plain_pandas import PlainPandas
from tests.benchmarks.engines.question import QUESTIONS, Answer, Engine, Question, seen
from tests.benchmarks.engines.surveyor import Surveyor
from tests.benchmarks.printing import Row, print_table, verdict
from tests.benchmarks.synthetic import table_file

SIZES = (1_000, 100_000, 1_000_000)
TURNS = 7
# Datasette takes seconds for a million papers.
SLOW_TURNS = 5
AIM_MILLISECONDS = 100
AIM_DATASETTE = 20


@dataclass
class Runner:
    """An engine made ready, and the milliseconds of its answers."""

    name: str
    engine: Engine
    prepared: float
    facets: list[float] = field(default_factory=list)
    aggregates: list[float] = field(default_factory=list)

    def ask(self, question: Question) -> tuple[Answer, Answer]:
        """Answer a question and note how long that took."""
        start = time.perf_counter()
        facets = self.engine.facets(question)
        between = time.perf_counter()
        aggregates = self.engine.aggregates(question)
        self.facets.append(1000 * (between - start))
        self.aggregates.append(1000 * (time.perf_counter() - between))
        return facets, aggregates

    @property
    def total(self) -> float:
        """The median of facets and aggregates together."""
        return statistics.median(map(sum, zip(self.facets, self.aggregates, strict=True)))


def bench_facets() -> None:
    """Print the time of each engine for each size of table and question."""
    for papers in SIZES:
        frame = read_table(table_file(papers), Paper)
        with tempfile.TemporaryDirectory() as folder:
            runners = _prepared(frame, Path(folder))
            for question in QUESTIONS:
                _measure(runners, question)
                _print(papers, question, runners)


def _prepared(frame: pd.DataFrame, folder: Path) -> list[Runner]:
    engines: dict[str, Callable[[], Engine]] = {
        "Surveyor": lambda: Surveyor(frame),
        "plain pandas": lambda: PlainPandas(frame),
        "DuckDB": lambda: DuckDB(frame),
        "Datasette": lambda: DatasetteJSON(frame, folder),
    }
    runners = []
    for name, make in engines.items():
        start = time.perf_counter()
        engine = make()
        runners.append(Runner(name, engine, time.perf_counter() - start))
    return runners


def _measure(runners: list[Runner], question: Question) -> None:
    """Check that all engines say the same, which warms them up, then let them answer in turns."""
    expected = [seen(part) for part in runners[0].ask(question)]
    for runner in runners[1:]:
        for mine, theirs in zip(expected, runner.ask(question), strict=True):
            for name, tally in seen(theirs).items():
                if tally != mine[name]:
                    raise AssertionError(f"{runner.name} and Surveyor differ in {name}: {tally} and {mine[name]}")
    for runner in runners:
        runner.facets.clear()
        runner.aggregates.clear()
    for turn in range(TURNS):
        for runner in runners:
            if turn < SLOW_TURNS or runner.name != "Datasette":
                runner.ask(question)


def _print(papers: int, question: Question, runners: list[Runner]) -> None:
    mine = runners[0].total
    rows: list[Row] = []
    for runner in runners:
        ratio = runner.total / mine
        if runner is runners[0]:
            aim = verdict(mine, AIM_MILLISECONDS, f"under {AIM_MILLISECONDS} ms")
        else:
            least = AIM_DATASETTE if runner.name == "Datasette" else 1
            aim = verdict(least / ratio, 1, f"at least × {least}")
        parts = [statistics.median(runner.facets), statistics.median(runner.aggregates), runner.total]
        times = [f"{part:,.1f} ms" for part in parts]
        rows.append([runner.name, f"{runner.prepared:.2f} s", *times, f"× {ratio:,.1f}", *aim])
    print_table(
        f"{papers:,} papers, picked: {question.title} (medians of {TURNS}, Datasette {SLOW_TURNS})",
        ["", "prepared in", "facets", "aggregates", "together", "of Surveyor", "aim", ""],
        rows,
    )
