"""Lists → readings: one after the other, or large ones on every core."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from data.fetch.source import read_source
from data.ingest.document import read_document
from data.ingest.reader import Reading, require_entries
from data.knowledge import Knowledge, load_knowledge
from data.lists import ListSource

Progress = Callable[[str], None]
Read = Callable[[ListSource], bytes]
Input = tuple[ListSource, bytes]

# Below this many bytes a further process costs more than it saves.
LARGE = 2_000_000


def read_sources(
    sources: Mapping[str, ListSource], knowledge: Knowledge, progress: Progress, read: Read = read_source
) -> list[Reading]:
    """Read every list; InputError where one cannot be had, is not UTF-8, or holds no entry."""
    inputs = []
    for number, source in enumerate(sources.values(), 1):
        progress(f"Reading list {number} of {len(sources)}: {source.title}")
        inputs.append((source, read(source)))
    readings = []
    for number, reading in enumerate(_readings(inputs, knowledge), 1):
        entries, skipped, doubtful = map(len, (reading.records, reading.skipped, reading.doubtful))
        counts = f"{entries} entries, {skipped} parts skipped, {doubtful} doubtful"
        progress(f"  {number} of {len(inputs)}, {inputs[number - 1][0].key}: {counts}")
        readings.append(reading)
    return readings


def read_one(source: ListSource, content: bytes, knowledge: Knowledge) -> Reading:
    """Return the list that `content` is, read as lists.yaml says; InputError where it holds no entry."""
    known = knowledge.with_headings(dict(source.techniques))
    reading = read_document(content, source.place, source.key, known, source.columns)
    return require_entries(reading, source.place)


def _readings(inputs: Sequence[Input], knowledge: Knowledge) -> Iterator[Reading]:
    """Yield the readings in the order of `inputs`, each as soon as it is there."""
    size = sum(len(content) for _, content in inputs)
    # Another process loads the curated knowledge by itself, so only that can be shared with it.
    if size < LARGE or len(inputs) < 2 or knowledge is not load_knowledge() or (os.cpu_count() or 1) < 2:
        yield from (read_one(source, content, knowledge) for source, content in inputs)
        return
    pool = ProcessPoolExecutor(min(os.cpu_count() or 1, len(inputs)), initializer=_worker)
    try:
        yield from pool.map(_read_there, inputs)
    finally:
        pool.shutdown(cancel_futures=True)


def _worker() -> None:
    """Leave Ctrl-C to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_there(given: Input) -> Reading:
    return read_one(*given, load_knowledge())
