"""The readings of a visitor's documents → tables, alone or merged with the table that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from data.building.history import this_day, with_dates
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.list_source import ListSource
from data.normalise.link import forget_links
from data.normalise.title import forget_titles
from data.tables.paper_tables import Tables, make_tables
from data.tables.record_rows import records_of
from data.visitor.reading_job import unpack


@dataclass(frozen=True)
class BuiltIn:
    """The table that is there already: its papers, its entries, and its lists."""

    papers: pd.DataFrame
    records: pd.DataFrame
    lists: Mapping[str, ListSource]


@dataclass(frozen=True)
class MergingJob:
    """Packed readings to be merged, with `built_in` if it is given; `sources` are the lists that were read."""

    packed: tuple[bytes, ...]
    sources: Mapping[str, ListSource]
    built_in: BuiltIn | None = None

    def run(self) -> Tables:
        """Return the tables; new papers have today's date."""
        knowledge = load_knowledge()
        try:
            return self._merged(knowledge)
        finally:
            # Otherwise the titles and links of visitors stay in memory after they have left.
            forget_titles()
            forget_links()
            knowledge.topics.read.cache_clear()

    def _merged(self, knowledge: Knowledge) -> Tables:
        built_in = self.built_in
        there = [Reading(tuple(records_of(built_in.records, knowledge)))] if built_in else []
        tables = make_tables([*there, *map(unpack, self.packed)], knowledge)
        sources = {**(built_in.lists if built_in else {}), **self.sources}
        before = built_in.papers if built_in else None
        return replace(tables, papers=with_dates(tables.papers, before, sources, this_day()))
