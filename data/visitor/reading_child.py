"""The process that reads one document of a visitor: it limits itself, reads, and writes the answer.

It takes a pickled `Question` from standard input and writes a pickled `Answer` to standard output. It imports neither
Streamlit nor pandas, because that would take more time and memory than most documents.
"""

from __future__ import annotations

import gc
import pickle
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from data.errors import InputError
from data.ingest.document import proposed_columns, read_document
from data.ingest.files.column_mapping import Columns
from data.ingest.limits import Limits
from data.ingest.reading import Reading, require_entries
from data.knowledge.load_knowledge import Knowledge, load_knowledge


@dataclass(frozen=True)
class Question:
    """A document to be read, and how much that may cost."""

    content: bytes
    file: str
    key: str
    columns: Mapping[str, tuple[str, ...]] | None
    limits: Limits
    seconds: int = 0
    megabytes: int = 0
    most_back: int = 0
    """Megabytes of the answer."""


@dataclass(frozen=True)
class Answer:
    """What was read, or why it was not; and how its columns would be read, if it has columns."""

    reading: Reading | None = None
    problem: InputError | None = None
    proposed: Columns | None = None
    too_large: bool = False
    """Whether the memory was not enough."""


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """Read the document; nothing is raised for what is wrong with it."""
    proposed = None
    with suppress(InputError):
        proposed = proposed_columns(question.content, question.file, knowledge)
        if proposed:
            proposed = replace(proposed, mapping=dict(proposed.mapping), samples=dict(proposed.samples))
    try:
        reading = read_document(
            question.content, question.file, question.key, knowledge, question.columns, question.limits
        )
        return Answer(require_entries(reading, question.file), proposed=proposed)
    except InputError as error:
        return Answer(problem=error, proposed=proposed)


def main() -> None:
    """Read one document and write the answer."""
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - it comes from the process that started this one
    _limit(question)
    # The process ends with the document, so there is nothing to collect.
    gc.disable()
    try:
        written = pickle.dumps(answer(question, load_knowledge()), pickle.HIGHEST_PROTOCOL)
        if len(written) > question.most_back * 1_000_000:
            written = pickle.dumps(Answer(too_large=True))
    except MemoryError:
        written = pickle.dumps(Answer(too_large=True))
    sys.stdout.buffer.write(written)


def _limit(question: Question) -> None:
    """Bound the time of the processor and the memory, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    seconds = int(time.process_time()) + question.seconds + 1
    memory = question.megabytes * 1_000_000
    # At the first limit of time SIGXCPU tells the cause, at the second the process is killed.
    for name, most in (("CPU", (seconds, seconds + 2)), ("DATA", (memory, memory)), ("CORE", (0, 0))):
        with suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), most)
