"""Surveyor: sets of bits, by the functions that the page itself calls."""

from __future__ import annotations

import pandas as pd

from data.measures import tallies
from data.query.facets import build_index
from data.query.selection import select
from tests.benchmarks.engines.question import SHOWN, Answer, Question, Tally


class Surveyor:
    """The index of a table."""

    def __init__(self, papers: pd.DataFrame) -> None:
        self.index = build_index(papers, {})
        for facet in (*(self.index.facets[name] for name in SHOWN), self.index.mixes):
            _ = facet.sets

    def facets(self, question: Question) -> Answer:
        """See `Engine.facets`."""
        selection = select(self.index, question.filters)
        return {
            name: dict(zip(self.index.facets[name].options, selection.counts(name).tolist(), strict=True))
            for name in SHOWN
        }

    def aggregates(self, question: Question) -> Answer:
        """See `Engine.aggregates`."""
        selection = select(self.index, question.filters)
        numbers = tallies.headline(self.index, selection.rows)
        years = tallies.per_year(self.index, selection.without("year"))
        venues = tallies.per_venue(self.index, selection.without("venue"), preprints=False)
        code = tallies.code_by(self.index, "technique", selection.without("technique"))
        stacked: Tally = {
            (str(year), mix): papers
            for year, row in zip(years.index, years.to_numpy().tolist(), strict=True)
            for mix, papers in zip(years.columns, row, strict=True)
        }
        return {
            "headline": {
                "papers": numbers.papers,
                "code": numbers.code.count,
                "published": numbers.published.count,
            },
            "technique": dict(zip(code["option"], code["papers"].tolist(), strict=True)),
            "code by technique": dict(zip(code["option"], code["count"].tolist(), strict=True)),
            "years": stacked,
            "venues": dict(zip(venues["venue"], venues["papers"].tolist(), strict=True)),
        }
