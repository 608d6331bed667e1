"""Datasette: its JSON with the same facets, asked in this process and not over a network."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from datasette.app import Datasette

from tests.benchmarks.engines.columns import facet_columns
from tests.benchmarks.engines.question import MANY, SHOWN, Answer, Question, headline

LONG = 10_000_000
SETTINGS = {
    "facet_time_limit_ms": LONG,
    "sql_time_limit_ms": LONG,
    "suggest_facets": False,
    "max_returned_rows": 1000,
    "cache_size_kb": 1_000_000,
}


class DatasetteJSON:
    """A SQLite table of the facets only, lists as JSON arrays, each plain column with an index.

    Datasette limits a facet by its own values too, so one request asks for all facets that nothing is picked in, and
    one more for each other facet. What the Overview draws beyond facets and headline it has no parameters for.
    """

    def __init__(self, papers: pd.DataFrame, folder: Path) -> None:
        file = folder / "papers.db"
        file.unlink(missing_ok=True)
        frame = facet_columns(papers).drop(columns="mix")
        for name in MANY:
            frame[name] = frame[name].map(json.dumps)
        with sqlite3.connect(file) as database:
            frame.astype(object).to_sql("papers", database, index=True, index_label="id", chunksize=50_000)
            for name in SHOWN:
                if name not in MANY:
                    database.execute(f'CREATE INDEX "by {name}" ON papers ("{name}")')
            database.execute("ANALYZE")
        database.close()
        self.loop = asyncio.new_event_loop()
        self.datasette = Datasette([str(file)], settings=SETTINGS)

    def facets(self, question: Question) -> Answer:
        """See `Engine.facets`."""
        free = [name for name in SHOWN if name not in question.picks]
        found = self._ask(question.picks, free)["facets"]
        for name in question.picks:
            found |= self._ask(question.without(name), [name])["facets"]
        return found

    def aggregates(self, question: Question) -> Answer:
        """See `Engine.aggregates`: the headline only."""
        answer = self._ask(question.picks, ["code", "venue-type"])
        code, types = answer["facets"]["code"], answer["facets"]["venue-type"]
        return {"headline": headline(answer["papers"], code.get("yes", 0), types)}

    def _ask(self, picks: Mapping[str, tuple[str, ...]], facets: Sequence[str]) -> dict[str, Any]:
        """Return the number of papers, and the papers by value of each facet."""
        params: list[tuple[str, str]] = [("_size", "0"), ("_facet_size", "max"), ("_nosuggest", "1")]
        for name, values in picks.items():
            if name in MANY:
                params += [(f"{name}__arraycontains", value) for value in values]
            else:
                params.append((f"{name}__in", ",".join(values)))
        params += [("_facet_array" if name in MANY else "_facet", name) for name in facets]
        reply = self.loop.run_until_complete(self.datasette.client.get("/papers/papers.json", params=params))
        content = reply.json()
        missing = set(facets) - content["facet_results"].keys()
        if missing:
            raise TimeoutError(f"Datasette gave up counting {', '.join(sorted(missing))}")
        return {
            "papers": content["filtered_table_rows_count"],
            "facets": {
                name: {row["value"]: row["count"] for row in facet["results"]}
                for name, facet in content["facet_results"].items()
            },
        }
