"""Lists that a visitor brings: read in memory, within limits, merged alone or with a table that is there already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

import pandas as pd

from data.building.history import this_day, with_dates
from data.errors import InputError
from data.ingest.document import proposed_columns, read_document
from data.ingest.files.column_mapping import Columns
from data.ingest.reading import Reading, require_entries
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.list_source import ListSource
from data.normalise.key import list_key
from data.tables.paper_tables import Tables, make_tables
from data.tables.record_rows import records_of
from data.visitor.preview import lines

MOST_BYTES = 5_000_000
MOST_ENTRIES = 20_000
LIMITS = f"At most {MOST_BYTES // 1_000_000} MB and {MOST_ENTRIES:,} entries, all files together"


@dataclass(frozen=True)
class Shipped:
    """The table that is there already: its papers, its entries, and its lists."""

    papers: pd.DataFrame
    records: pd.DataFrame
    lists: Mapping[str, ListSource]


@dataclass(frozen=True)
class Document:
    """A file as it was brought. `problem` says why it could not be read; then `reading` is empty."""

    name: str
    key: str
    content: bytes
    columns: Mapping[str, tuple[str, ...]] | None = None
    reading: Reading = field(default_factory=lambda: Reading(()))
    problem: str = ""

    @property
    def entries(self) -> int:
        """The number of papers and tools read."""
        return len(self.reading.records)

    @property
    def source(self) -> ListSource:
        """The list by its name; it stands nowhere that a link could lead to."""
        return ListSource(self.key, self.name, file=PurePath(self.name).name)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """What was read, line by line; see `data.preview.lines`."""
        return lines(self.reading, self.content)

    @cached_property
    def proposed(self) -> Columns | None:
        """How its columns are read by their names; None where it has none, or cannot be opened."""
        try:
            return proposed_columns(self.content, self.name, load_knowledge())
        except InputError:
            return None


def bring(
    name: str,
    content: bytes,
    before: Sequence[Document],
    knowledge: Knowledge,
    taken: Collection[str] = (),
) -> Document:
    """Read one file, unless it would pass the limits together with those brought `before`.

    Its key is made of its name and is none of `taken`, the keys of lists that are there already. What is wrong with
    the file stands in `problem`; nothing is raised.
    """
    document = Document(name, list_key(PurePath(name).stem, {*taken, *(other.key for other in before)}), content)
    size = len(content) + sum(len(other.content) for other in before)
    if size > MOST_BYTES:
        problem = f"With it your files have {size / 1e6:,.1f} MB, so it was not read. {LIMITS}."
        return replace(document, content=b"", problem=problem)
    return read(document, before, knowledge)


def read(document: Document, others: Sequence[Document], knowledge: Knowledge) -> Document:
    """Return `document` read, by its `columns` where it is a table; `others` count towards the limit of entries."""
    try:
        reading = read_document(document.content, document.name, document.key, knowledge, document.columns)
        require_entries(reading, document.name)
    except InputError as error:
        where = f"Line {error.line}: " if error.line else "The file "
        return replace(document, reading=Reading(()), problem=f"{where}{error.problem}. {error.remedy}")
    entries = len(reading.records) + sum(other.entries for other in others if other.key != document.key)
    if entries > MOST_ENTRIES:
        problem = f"With it your files have {entries:,} entries, so it was left out. {LIMITS}."
        return replace(document, reading=Reading(()), problem=problem)
    return replace(document, reading=reading, problem="")


def merged(documents: Sequence[Document], knowledge: Knowledge, shipped: Shipped | None = None) -> Tables:
    """Return the tables of the documents, together with those of `shipped`; new papers have the date of today."""
    there = [Reading(tuple(records_of(shipped.records, knowledge)))] if shipped else []
    tables = make_tables([*there, *(document.reading for document in documents if document.entries)], knowledge)
    sources = {**(shipped.lists if shipped else {}), **{document.key: document.source for document in documents}}
    before = shipped.papers if shipped else None
    return replace(tables, papers=with_dates(tables.papers, before, sources, this_day()))
