"""Lists → readings: one after the other, or large ones on every core."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.fetch.list_document import read_source
from data.ingest.document import read_document
from data.ingest.reading import Reading, require_entries
from data.knowledge.curated import Knowledge
from data.lists.list_source import ListSource
from data.lists.parallel import Progress, collector_paused, each

Read = Callable[[ListSource], bytes]
Input = tuple[ListSource, bytes]


@collector_paused()
def read_sources(
    sources: Mapping[str, ListSource], knowledge: Knowledge, progress: Progress, read: Read = read_source
) -> list[Reading]:
    """Read every list; InputError where one cannot be had, is not UTF-8, or holds no entry."""
    inputs = []
    for number, source in enumerate(sources.values(), 1):
        progress(f"Reading list {number} of {len(sources)}: {source.title}")
        inputs.append((source, read(source)))
    readings = []
    size = sum(len(content) for _, content in inputs)
    for number, reading in enumerate(each(_read, inputs, knowledge, size), 1):
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


def _read(given: Input, knowledge: Knowledge) -> Reading:
    return read_one(*given, knowledge)
