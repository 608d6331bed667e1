"""The tables, read once and shared by all sessions; read again when a file changes."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from components.labels import Labels, label, make_labels
from components.preparation import FINDINGS, SEARCH, TERMS, Preparation
from components.tables_beside import KINDS, LISTS, mixed_builds, read_beside
from components.view import SORTS
from data.atomic_writing import current
from data.building.history import version_dates
from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.findings.index import FindingIndex, index_findings
from data.knowledge.load_knowledge import knowledge_stamps, load_knowledge
from data.lists.list_source import ListSource
from data.measures.sources import Sources
from data.measures.trends import ListEnd, list_ends
from data.patching.all_patches import patch_file, patch_files, written_patch
from data.query.facets import Index, build_index
from data.query.search import by_relevance, parse
from data.query.selection import Selection
from data.query.terms import example_terms
from data.schema import DATA_FOLDER, SEPARATOR, TABLES, Note, Paper, RecordRow, line_of
from data.tables.table import read_table, to_frame
from data.visitor.checking_job import Checked

TABLE_VARIABLE = "SURVEYOR_TABLE"
NAME_ANOTHER = (
    f"Name another CSV or Parquet file in {TABLE_VARIABLE}, or unset it to open the table that ships with Surveyor."
)

# How often the tables are read again when they are replaced meanwhile.
_TRIES = 5

Entry = Mapping[Hashable, Any]  # Any: cells of a table


@dataclass(frozen=True)
class Store:
    """What all views read: the indexed papers, the entries of the lists, the lists, and the names of values.

    What only some views need is computed when it is first asked for.
    """

    index: Index
    records: pd.DataFrame | None
    lists: Mapping[str, ListSource]
    labels: Labels
    history: pd.DataFrame | None = None
    folder: Path | None = None
    """The folder of the tables and patches; None for tables in memory."""
    gaps: tuple[str, ...] = ()
    """What is missing or broken beside the papers, and how to mend it."""
    notes: pd.DataFrame = field(default_factory=lambda: to_frame([], Note))
    """What was left out or doubtful when the lists were read."""
    check: Callable[[], Checked] | None = None
    """Finds and patches, for tables in memory."""
    _orders: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    _entries: dict[str, Entry] = field(default_factory=dict)

    @cached_property
    def list_ends(self) -> list[ListEnd]:
        """The last month that each list covers, for lists that end before the table does."""
        return list_ends(self.index, self.dates)

    @cached_property
    def dates(self) -> Mapping[str, str]:
        """The date of the version of each list: from lists.yaml, else the last one in the history."""
        return version_dates(self.history, self.lists)

    @cached_property
    def sources(self) -> Sources:
        """The lists, made ready for counting what each contributes."""
        return Sources(self.index)

    @cached_property
    def example_search(self) -> str:
        """A search as an example: two frequent pairs of words of these titles, the second one left out."""
        pairs = example_terms(self.index.papers["title"], load_knowledge().stop_words)
        return " ".join([*pairs[:1], *(f'-"{pair}"' for pair in pairs[1:])])

    def entry(self, record: str) -> Entry | None:
        """Return the row of an entry by `list:line`; None if the table came without its records, or without this."""
        if record not in self._entries and self.records is not None and record in self._rows_by_record:
            row = self._rows_by_record[record]
            self._entries[record] = {name: cells.array[row] for name, cells in self.records.items()}
        return self._entries.get(record)

    @cached_property
    def _rows_by_record(self) -> dict[str, int]:
        return {} if self.records is None else {record: row for row, record in enumerate(self.records["record"])}

    @cached_property
    def findings(self) -> FindingIndex:
        """The findings about the lists, computed once for all sessions."""
        if self.check:
            return index_findings(self.checked.findings, self.rows_by_id)
        records = to_frame([], RecordRow) if self.records is None else self.records
        evidence = TablesToCheck(self.index.papers, records, self.notes, load_knowledge(), self.dates)
        return index_findings(all_findings(evidence), self.rows_by_id)

    @cached_property
    def checked(self) -> Checked:
        """What was found about tables in memory."""
        return self.check() if self.check else Checked()

    @cached_property
    def preparation(self) -> Preparation:
        """What all views of a large table need, made in the background from the first page on."""
        steps = {
            SEARCH: lambda: self.index.searchable,
            TERMS: lambda: self.index.facets["term"],
            FINDINGS: lambda: self.findings,
        }
        return Preparation(self.index.size, steps)

    @cached_property
    def patches(self) -> Mapping[str, bytes]:
        """The patch of each list that has one; empty where its file is broken."""
        files = {key: patch_file(self.folder, key) for key in self.lists} if self.folder else {}
        written = {
            key: text for key, file in files.items() if (text := written_patch(current(file, self.folder))) is not None
        }
        return {**written, **self.checked.patches}

    @cached_property
    def rows_by_id(self) -> dict[str, int]:
        """The row of each paper by its id."""
        return {paper: row for row, paper in enumerate(self.index.papers["id"])}

    def label(self, facet: str, value: str) -> str:
        """Return the name that a person reads for a facet's value."""
        return label(self.labels, facet, value)

    def list_title(self, key: str) -> str:
        """Return the title of a list, unique among the lists of the table."""
        return self.label("list", key)

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


def load(folder: Path = DATA_FOLDER) -> Store:
    """Return the store of the tables in `folder`, or of the table that `SURVEYOR_TABLE` names.

    Raises InputError if the papers are missing or broken; what else is, is told in the gaps of the store.
    """
    named = os.environ.get(TABLE_VARIABLE)
    table = Path(named) if named else folder / TABLES[Paper][0]
    if named and not table.exists():
        raise InputError("does not exist", file=table, remedy=NAME_ANOTHER)
    files = [table, *(table.with_name(TABLES[kind][0]) for kind in KINDS), folder / LISTS]
    for attempt in range(_TRIES):
        stamps = _stamps(files, table.parent)
        try:
            opened = _load(folder, table, not named, stamps)
        except InputError:
            # Between two looks a new file may have moved into its place.
            if attempt and _stamps(files, table.parent) == stamps:
                raise
            continue
        if _stamps(files, table.parent) == stamps:
            return opened
    raise InputError("is being replaced", file=table, remedy="Load the page again in a moment.")


def _stamps(files: Sequence[Path], folder: Path) -> tuple[int, ...]:
    """Return when each file, each patch in `folder` and the knowledge were last changed.

    They are the same before and after reading one build.
    """
    patches = [_stamp(current(patch, folder)) for patch in patch_files(folder)]
    return (*(_stamp(current(file)) for file in files), *patches, *knowledge_stamps())


def _stamp(file: Path) -> int:
    """Return when a file changed; 0 for one that is missing or cannot be looked at."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(max_entries=2, show_spinner="Reading the tables …")
def _load(folder: Path, table: Path, complete: bool, stamps: tuple[int, ...]) -> Store:
    papers = read_table(table, Paper)
    beside = read_beside(table, folder / LISTS, complete=complete)
    opened = in_memory(papers, beside.records, beside.lists, beside.notes)
    _set_aside()
    return replace(
        opened, history=beside.history, folder=table.parent, gaps=(*beside.gaps, *mixed_builds(papers, beside.records))
    )


def _set_aside() -> None:
    """Take all that is loaded by now out of garbage collection.

    A full collection would go through every module and table each time, while all visitors wait: 2 ms instead of
    about 45 with one session. What was set aside for earlier tables goes through it once more and can be freed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def in_memory(
    papers: pd.DataFrame,
    records: pd.DataFrame | None,
    lists: Mapping[str, ListSource],
    notes: pd.DataFrame | None = None,
) -> Store:
    """Return the store of tables that are in no folder."""
    knowledge = load_knowledge()
    order = {
        "technique": tuple(dict.fromkeys([*knowledge.techniques.names, *_named_by(lists)])),
        "domain": tuple(knowledge.domains.names),
        "list": tuple(lists),
        "code": ("yes", "no"),
    }
    index = build_index(papers, order)
    notes = to_frame([], Note) if notes is None else notes
    return Store(index, records, lists, make_labels(index, lists), notes=notes)


def _named_by(lists: Mapping[str, ListSource]) -> list[str]:
    """Return the techniques that lists.yaml names, in its order."""
    return [technique for source in lists.values() for _, technique in source.techniques]


def _order(papers: pd.DataFrame, columns: tuple[str, ...], ascending: tuple[bool, ...]) -> npt.NDArray[np.int64]:
    """Return the rows of all papers sorted by `columns`, case ignored, empty values last."""
    keys = papers.assign(no_code=papers["code_url"].eq(""))[list(columns)].reset_index(drop=True)
    keys = keys.apply(lambda column: column.str.casefold() if pd.api.types.is_string_dtype(column) else column)
    ordered = keys.replace("", pd.NA).sort_values(
        list(columns), ascending=list(ascending), kind="stable", na_position="last"
    )
    return np.asarray(ordered.index, dtype=np.int64)
