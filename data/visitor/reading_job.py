"""A visitor's document → what the page shows of it, and what it is merged by."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from data.errors import InputError
from data.ingest.document import proposed_columns, read_document
from data.ingest.files.column_mapping import Columns
from data.ingest.limits import Limits
from data.ingest.reading import Reading, require_entries
from data.knowledge.load_knowledge import load_knowledge
from data.visitor.line_by_line import COLUMNS, line_cells


@dataclass(frozen=True)
class Found:
    """What was read, or why it was not; and how its columns would be read, if it has columns.

    `packed` is what `pack` makes; `lines` has a column of cells for each of `line_by_line.COLUMNS`.
    """

    papers: int = 0
    tools: int = 0
    packed: bytes = b""
    lines: Mapping[str, list[object]] | None = None
    problem: InputError | None = None
    proposed: Columns | None = None


@dataclass(frozen=True)
class ReadingJob:
    """A document to be read; `file` names it, `key` its list, and `columns` are read in place of those proposed."""

    content: bytes
    file: str
    key: str
    columns: Mapping[str, tuple[str, ...]] | None
    limits: Limits

    def run(self) -> Found:
        """Read the document; nothing is raised for what is wrong with it."""
        knowledge, proposed = load_knowledge(), None
        with suppress(InputError):
            proposed = proposed_columns(self.content, self.file, knowledge)
            if proposed:
                proposed = replace(proposed, mapping=dict(proposed.mapping), samples=dict(proposed.samples))
        try:
            reading = read_document(self.content, self.file, self.key, knowledge, self.columns, self.limits)
            return replace(_found(require_entries(reading, self.file), self.content), proposed=proposed)
        except InputError as error:
            return Found(problem=error, proposed=proposed)


def _found(reading: Reading, content: bytes) -> Found:
    rows = line_cells(reading, content)
    papers = sum(record.kind == "paper" for record in reading.records)
    lines = {column: [row.get(column) for row in rows] for column in COLUMNS}
    return Found(papers, len(reading.records) - papers, pack(reading), lines)


def pack(reading: Reading) -> bytes:
    """Return a reading as bytes: a twentieth of the memory, and nothing that the server has to go through."""
    return zlib.compress(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL), 1)


def unpack(packed: bytes) -> Reading:
    """Return the reading that `pack` packed."""
    reading = pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed by Surveyor, and kept in its memory
    assert isinstance(reading, Reading)
    return reading
