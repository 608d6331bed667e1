"""DuckDB: a table of enumerated columns and, for each facet with several values, a long table that repeats them."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from data.query.facet import NOT_STATED
from tests.benchmarks.engines.columns import facet_columns
from tests.benchmarks.engines.question import MANY, SHOWN, Answer, Question, Tally, headline, largest

Picks = Mapping[str, tuple[str, ...]]


class DuckDB:
    """Tables in memory. A long table holds the other columns too, so that no query joins or unnests.

    Several values are also kept as bits, by which picks are tested: for a facet with several values that takes a
    quarter of the time of a join or of a test in lists.
    """

    def __init__(self, papers: pd.DataFrame) -> None:
        self.database = duckdb.connect()
        # Texts as Python's, because lists of Arrow's are not understood everywhere.
        frame = facet_columns(papers).astype(object)
        self.database.register("frame", frame)
        single = [name for name in (*SHOWN, "mix") if name not in MANY]
        for name in [*single, *MANY]:
            values = f'unnest("{name}")' if name in MANY else f'"{name}"'
            known = f"SELECT DISTINCT {values}::VARCHAR AS value FROM frame ORDER BY value"
            self.database.execute(f'CREATE TYPE "enum {name}" AS ENUM ({known})')
        columns = ", ".join([f'"{name}"::"enum {name}" AS "{name}"' for name in single] + list(map(_bits, MANY)))
        self.database.execute(f"CREATE TABLE papers AS SELECT {columns} FROM frame")
        for name in MANY:
            value = f'unnest("{name}")::"enum {name}" AS value'
            self.database.execute(f'CREATE TABLE "long {name}" AS SELECT {columns}, {value} FROM frame')
        self.database.unregister("frame")

    def facets(self, question: Question) -> Answer:
        """See `Engine.facets`."""
        return {name: self._tally(name, question.without(name)) for name in SHOWN}

    def aggregates(self, question: Question) -> Answer:
        """See `Engine.aggregates`."""
        papers, code = self._row(
            f"SELECT count(*), count(*) FILTER (code = 'yes') FROM papers WHERE {self._where(question.picks)}"
        )
        undated = f"year <> '{NOT_STATED}' AND {self._where(question.without('year'))}"
        years = self.database.execute(f"SELECT year, mix, count(*) FROM papers WHERE {undated} GROUP BY ALL").fetchall()
        published = f"\"venue-type\" <> 'preprint' AND {self._where(question.without('venue'))}"
        rest = self._where(question.without("technique"))
        techniques = self.database.execute(
            f"SELECT value, count(*), count(*) FILTER (code = 'yes') FROM \"long technique\" WHERE {rest} GROUP BY ALL"
        ).fetchall()
        return {
            "headline": headline(papers, code, self._tally("venue-type", question.picks)),
            "technique": {value: number for value, number, _ in techniques},
            "code by technique": {value: number for value, _, number in techniques},
            "years": {(year, mix): number for year, mix, number in years},
            "venues": largest(self._grouped("venue", "papers", published)),
        }

    def _tally(self, name: str, picks: Picks) -> Tally:
        long = name in MANY
        return self._grouped("value" if long else name, f"long {name}" if long else "papers", self._where(picks))

    def _grouped(self, column: str, table: str, where: str) -> Tally:
        query = f'SELECT "{column}", count(*) FROM "{table}" WHERE {where} GROUP BY ALL'
        return dict(self.database.execute(query).fetchall())

    def _row(self, query: str) -> tuple[int, int]:
        return self.database.execute(query).fetchall()[0]

    def _where(self, picks: Picks) -> str:
        tests = ["true"]
        for name, values in picks.items():
            listed = ", ".join(f"'{value}'" for value in values)
            bits = " | ".join(f"(1::BIGINT << enum_code('{value}'::\"enum {name}\"))" for value in values)
            tests.append(f'"bits {name}" & ({bits}) <> 0' if name in MANY else f'"{name}" IN ({listed})')
        return " AND ".join(tests)


def _bits(name: str) -> str:
    """Return the column that has a bit for each value of a list."""
    bit = f'1::BIGINT << enum_code(value::"enum {name}")'
    return f'list_sum(list_transform("{name}", lambda value: {bit}))::BIGINT AS "bits {name}"'
