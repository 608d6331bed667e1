"""Lists that a visitor adds: read in memory, within limits, and merged, alone or with the built-in table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import pandas as pd

from data.errors import InputError
from data.ingest.files.column_mapping import Columns
from data.lists.list_source import ListSource
from data.normalise.key import list_key
from data.tables.paper_tables import Tables
from data.visitor import visitor_limits
from data.visitor.apart import merging_cost, reading_cost, run_apart
from data.visitor.line_by_line import COLUMNS
from data.visitor.merging_job import BuiltIn, MergingJob
from data.visitor.reading_job import Found, ReadingJob
from data.visitor.visitor_limits import LIMITS

Reader = Callable[[ReadingJob, Callable[[], object]], Found]


_DTYPES = {"line": "int64", "year": "Int64"}


def _nothing() -> None:
    """Do nothing while another job runs."""


def _no_lines() -> pd.DataFrame:
    return line_table({column: [] for column in COLUMNS})


@dataclass(frozen=True, eq=False)
class Document:
    """A file that a visitor added. If it could not be read, `problem` says why, and nothing was read.

    `lines` has a row for each entry and each part left out, with the columns `line_by_line.COLUMNS`. `packed` is what
    is merged. `proposed` is how its columns are read by their names; None if it has no columns, or cannot be opened.
    The content of a file that was refused is not kept, unless other columns may still make it readable.
    """

    name: str
    key: str
    content: bytes
    columns: Mapping[str, tuple[str, ...]] | None = None
    papers: int = 0
    tools: int = 0
    packed: bytes = b""
    lines: pd.DataFrame = field(default_factory=_no_lines)
    problem: str = ""
    proposed: Columns | None = None

    @property
    def entries(self) -> int:
        """The number of papers and tools read."""
        return self.papers + self.tools

    @property
    def size(self) -> int:
        """The bytes that it takes in memory."""
        return len(self.content) + len(self.packed) + int(self.lines.memory_usage(deep=True).sum())

    @property
    def source(self) -> ListSource:
        """The list with its name as title; it has no address that a link could lead to."""
        return ListSource(self.key, self.name, file=PurePath(self.name).name)


def read_apart(job: ReadingJob, waiting: Callable[[], object] = _nothing) -> Found:
    """Read a document in a process of its own; a limit that is met is the problem of what was found."""
    try:
        return run_apart(job, job.file, reading_cost(job.content, job.file), waiting)
    except InputError as error:
        return Found(problem=error)


def read_file(
    name: str,
    content: bytes,
    before: Sequence[Document],
    taken: Collection[str] = (),
    read: Reader = read_apart,
    waiting: Callable[[], object] = _nothing,
) -> Document:
    """Return a file read, unless it would exceed the limits together with the documents `before`.

    Its key is made of its name and is none of `taken`, the keys of the lists that are there already. Nothing is
    raised; `problem` says what is wrong with the file. `read` reads the content; `waiting` is called before it if
    other visitors' files have to be read first.
    """
    key = free_key(name, before, taken)
    if problem := beyond_limits(len(content), before):
        return Document(name, key, b"", problem=problem)
    return read_again(Document(name, key, content), before, read, waiting)


def free_key(name: str, before: Sequence[Document], taken: Collection[str] = ()) -> str:
    """Return the key of a file by its name: none of `taken`, nor that of a document before."""
    return list_key(PurePath(name).stem, {*taken, *(other.key for other in before)})


def beyond_limits(size: int, before: Sequence[Document]) -> str:
    """Return why a file of `size` bytes cannot be taken beside the documents `before`, "" if it can."""
    together = size + sum(len(other.content) for other in before)
    if together > visitor_limits.MOST_BYTES:
        return f"With this file, your files would have {together / 1e6:,.1f} MB, so it was not read. {LIMITS}."
    if len(before) >= visitor_limits.MOST_FILES:
        return f"You have {len(before):,} files already, so it was not read. {LIMITS}. Remove some."
    return ""


def read_again(
    document: Document,
    others: Sequence[Document],
    read: Reader = read_apart,
    waiting: Callable[[], object] = _nothing,
) -> Document:
    """Return `document` read by its `columns`, if it is a table; `others` count towards the limit of entries."""
    limits = visitor_limits.limits()
    found = read(ReadingJob(document.content, document.name, document.key, document.columns, limits), waiting)
    document = replace(document, proposed=found.proposed)
    if error := found.problem:
        where = f"Line {error.line}: " if error.line else "The file "
        return _refused(document, f"{where}{error.problem}. {error.remedy}")
    own = found.papers + found.tools
    entries = own + sum(other.entries for other in others if other.key != document.key)
    if entries > visitor_limits.MOST_ENTRIES:
        return _refused(
            document, f"With this file, your files would have {entries:,} entries, so it was left out. {LIMITS}."
        )
    lines = line_table(found.lines or {})
    return replace(document, papers=found.papers, tools=found.tools, packed=found.packed, lines=lines, problem="")


def _refused(document: Document, problem: str) -> Document:
    """Return the document without its content, which is kept only where other columns may make it readable."""
    content = document.content if document.proposed else b""
    return Document(document.name, document.key, content, document.columns, problem=problem, proposed=document.proposed)


def line_table(cells: Mapping[str, list[object]]) -> pd.DataFrame:
    """Return the frame of what was read line by line, shape (rows, `line_by_line.COLUMNS`)."""
    frame = pd.DataFrame({name: pd.Series(values, dtype=_DTYPES.get(name, "str")) for name, values in cells.items()})
    return frame.reindex(columns=list(COLUMNS))


def merge_documents(
    documents: Sequence[Document], built_in: BuiltIn | None = None, waiting: Callable[[], object] = _nothing
) -> Tables:
    """Return the tables of the documents, merged with `built_in` if it is given; new papers have today's date.

    Raises InputError about a limit that is met.
    """
    readable = [document for document in documents if document.entries]
    sources = {document.key: document.source for document in documents}
    job = MergingJob(tuple(document.packed for document in readable), sources, built_in)
    entries = sum(document.entries for document in readable) + (len(built_in.records) if built_in else 0)
    small = sum(len(document.content) for document in readable) <= visitor_limits.SMALL_BYTES
    if small and entries <= visitor_limits.MERGED_HERE:
        return job.run()
    return run_apart(job, "", merging_cost(), waiting)
