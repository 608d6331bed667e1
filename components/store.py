"""The tables, read once and shared by all sessions; read again when a file changes."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from components.text import Labels
from components.view import SORTS
from data.errors import InputError
from data.facet import NOT_STATED
from data.facets import Index, build_index
from data.knowledge import load_knowledge
from data.lists import ListSource, load_lists
from data.schema import SEPARATOR, TABLES, Paper, RecordRow, line_of
from data.search import by_relevance, parse
from data.selection import Selection
from data.table import HERE, read_table
from data.trends import ListEnd, list_ends

TABLE_VARIABLE = "SURVEYOR_TABLE"
NAME_ANOTHER = (
    f"Name another CSV or Parquet file in {TABLE_VARIABLE}, or unset it to open the table that ships with Surveyor."
)

Entry = Mapping[Hashable, Any]  # Any: cells of a table


@dataclass(frozen=True)
class Store:
    """What every view reads: the indexed papers, their records, the lists, and the names of values.

    What not every view needs is made when it is first asked for.
    """

    index: Index
    records: pd.DataFrame | None
    lists: Mapping[str, ListSource]
    labels: Labels
    _orders: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)

    @cached_property
    def ends(self) -> list[ListEnd]:
        """Up to when each list covers its field, for those that end before the table does."""
        return list_ends(self.index, {key: source.date for key, source in self.lists.items() if source.date})

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries of the lists by `list:line`; none where the table came without its records."""
        rows = [] if self.records is None else self.records.to_dict("records")
        return {row["record"]: row for row in rows}

    @cached_property
    def rows_by_id(self) -> dict[str, int]:
        """The row of each paper by its id."""
        return {paper: row for row, paper in enumerate(self.index.papers["id"])}

    def sorted_rows(self, selection: Selection, sort: str) -> npt.NDArray[np.int64]:
        """Return the rows of the selected papers in one of the orders of `components.view.SORTS`."""
        if sort not in self._orders:
            self._orders[sort] = _order(self.index.papers, *SORTS[sort][1:])
        order = self._orders[sort]
        rows = order[selection.mask[order]]
        search = selection.filters.search
        return by_relevance(parse(search), self.index.searchable, rows) if sort == "relevance" and search else rows

    def line_urls(self, records: str) -> list[tuple[str, str]]:
        """Return (record, address of its line) for a cell of the column `records`; the address may be ""."""
        named = [(record, *line_of(record)) for record in records.split(SEPARATOR)]
        return [(record, self.lists[key].line_url(line) if key in self.lists else "") for record, key, line in named]


def load(folder: Path = HERE) -> Store:
    """Return the store of the tables in `folder`, or of the table that `SURVEYOR_TABLE` names.

    Raises InputError where a file is missing or broken.
    """
    named = os.environ.get(TABLE_VARIABLE)
    table = Path(named) if named else folder / TABLES[Paper][0]
    if named and not table.exists():
        raise InputError("does not exist", file=table, remedy=NAME_ANOTHER)
    files = [table, table.with_name(TABLES[RecordRow][0]), *(folder / name for name in _KNOWLEDGE)]
    return _load(folder, table, tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files))


_KNOWLEDGE = ("lists.yaml", "techniques.yaml", "topics.yaml", "domains.yaml")


@st.cache_resource(max_entries=2, show_spinner="Reading the tables …")
def _load(folder: Path, table: Path, stamps: tuple[int, ...]) -> Store:
    papers = read_table(table, Paper)
    entries = table.with_name(TABLES[RecordRow][0])
    records = read_table(entries, RecordRow) if entries.exists() else None
    return of(papers, records, load_lists(folder / "lists.yaml"))


def of(papers: pd.DataFrame, records: pd.DataFrame | None, lists: Mapping[str, ListSource]) -> Store:
    """Return the store of tables in memory."""
    knowledge = load_knowledge()
    order = {
        "technique": tuple(knowledge.techniques.names),
        "domain": tuple(knowledge.domains.names),
        "list": tuple(lists),
        "code": ("yes", "no"),
    }
    index = build_index(papers, order)
    return Store(index, records, lists, _labels(index, lists))


def _labels(index: Index, lists: Mapping[str, ListSource]) -> Labels:
    titles = {key: source.title for key, source in lists.items()}
    return {
        "list": titles,
        "listed-in": {
            option: _listed_in([titles.get(key, key) for key in option.split(" + ")], index.facets["list"].options)
            for option in index.facets["listed-in"].options
        },
        "code": {"yes": "Listed", "no": "Not listed"},
        "code-host": {NOT_STATED: "(no code listed)"},
        "code-owner": {NOT_STATED: "(no repository listed)"},
        "flag": {NOT_STATED: "(no flag)"},
        "topic": {NOT_STATED: "(no topic recognised)"},
    }


def _listed_in(named: Sequence[str], lists: Sequence[str]) -> str:
    """Return which lists have a paper: only one of them, both, or those named."""
    if len(named) == 1:
        return f"Only {named[0]}"
    return "Both lists" if len(named) == len(lists) == 2 else " and ".join(named)


def _order(papers: pd.DataFrame, columns: tuple[str, ...], ascending: tuple[bool, ...]) -> npt.NDArray[np.int64]:
    """Return the places of all papers sorted by `columns`, case ignored, empty values last."""
    keys = papers.assign(no_code=papers["code_url"].eq(""))[list(columns)].reset_index(drop=True)
    keys = keys.apply(lambda column: column.str.casefold() if pd.api.types.is_string_dtype(column) else column)
    ordered = keys.replace("", pd.NA).sort_values(
        list(columns), ascending=list(ascending), kind="stable", na_position="last"
    )
    return np.asarray(ordered.index, dtype=np.int64)
