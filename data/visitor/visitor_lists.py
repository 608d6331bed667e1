"""Lists that a visitor adds: read in memory, within limits, and merged, alone or with the built-in table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

import pandas as pd

from data.building.history import this_day, with_dates
from data.ingest.files.column_mapping import Columns
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.normalise.key import list_key
from data.normalise.link import forget_links
from data.normalise.title import forget_titles
from data.tables.paper_tables import Tables, make_tables
from data.tables.record_rows import records_of
from data.visitor import visitor_limits
from data.visitor.line_by_line import line_table
from data.visitor.reading_process import Reader, read_apart
from data.visitor.visitor_limits import LIMITS


@dataclass(frozen=True)
class BuiltIn:
    """The table that is there already: its papers, its entries, and its lists."""

    papers: pd.DataFrame
    records: pd.DataFrame
    lists: Mapping[str, ListSource]


@dataclass(frozen=True)
class Document:
    """A file that a visitor added. If it could not be read, `problem` says why and `reading` is empty.

    `proposed` is how its columns are read by their names; None if it has no columns, or cannot be opened. The content
    of a file that was refused is not kept, unless other columns may still make it readable.
    """

    name: str
    key: str
    content: bytes
    columns: Mapping[str, tuple[str, ...]] | None = None
    reading: Reading = field(default_factory=lambda: Reading(()))
    problem: str = ""
    proposed: Columns | None = None

    @property
    def entries(self) -> int:
        """The number of papers and tools read."""
        return len(self.reading.records)

    @property
    def source(self) -> ListSource:
        """The list with its name as title; it has no address that a link could lead to."""
        return ListSource(self.key, self.name, file=PurePath(self.name).name)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """What was read, line by line; see `data.visitor.line_by_line.line_table`."""
        return line_table(self.reading, self.content)


def read_file(
    name: str,
    content: bytes,
    before: Sequence[Document],
    taken: Collection[str] = (),
    read: Reader = read_apart,
) -> Document:
    """Return a file read, unless it would exceed the limits together with the documents `before`.

    Its key is made of its name and is none of `taken`, the keys of the lists that are there already. Nothing is
    raised; `problem` says what is wrong with the file. `read` reads the content.
    """
    document = Document(name, list_key(PurePath(name).stem, {*taken, *(other.key for other in before)}), content)
    size = len(content) + sum(len(other.content) for other in before)
    if size > visitor_limits.MOST_BYTES:
        problem = f"With this file, your files would have {size / 1e6:,.1f} MB, so it was not read. {LIMITS}."
        return replace(document, content=b"", problem=problem)
    if len(before) >= visitor_limits.MOST_FILES:
        problem = f"You have {len(before):,} files already, so it was not read. {LIMITS}. Remove some."
        return replace(document, content=b"", problem=problem)
    return read_again(document, before, read)


def read_again(document: Document, others: Sequence[Document], read: Reader = read_apart) -> Document:
    """Return `document` read by its `columns`, if it is a table; `others` count towards the limit of entries."""
    found = read(document.content, document.name, document.key, document.columns)
    document = replace(document, proposed=found.proposed)
    if error := found.problem:
        where = f"Line {error.line}: " if error.line else "The file "
        return _refused(document, f"{where}{error.problem}. {error.remedy}")
    assert found.reading is not None, "without a problem there is a reading"
    entries = len(found.reading.records) + sum(other.entries for other in others if other.key != document.key)
    if entries > visitor_limits.MOST_ENTRIES:
        return _refused(
            document, f"With this file, your files would have {entries:,} entries, so it was left out. {LIMITS}."
        )
    return replace(document, reading=found.reading, problem="")


def _refused(document: Document, problem: str) -> Document:
    """Return the document without its content, which is kept only where other columns may make it readable."""
    content = document.content if document.proposed else b""
    return replace(document, content=content, reading=Reading(()), problem=problem)


def merge_documents(documents: Sequence[Document], knowledge: Knowledge, built_in: BuiltIn | None = None) -> Tables:
    """Return the tables of the documents, merged with `built_in` if it is given; new papers have today's date."""
    try:
        return _merged(documents, knowledge, built_in)
    finally:
        # Otherwise the titles and links of visitors stay in memory after they have left.
        forget_titles()
        forget_links()
        knowledge.topics.read.cache_clear()


def _merged(documents: Sequence[Document], knowledge: Knowledge, built_in: BuiltIn | None) -> Tables:
    there = [Reading(tuple(records_of(built_in.records, knowledge)))] if built_in else []
    tables = make_tables([*there, *(document.reading for document in documents if document.entries)], knowledge)
    sources = {**(built_in.lists if built_in else {}), **{document.key: document.source for document in documents}}
    before = built_in.papers if built_in else None
    return replace(tables, papers=with_dates(tables.papers, before, sources, this_day()))
