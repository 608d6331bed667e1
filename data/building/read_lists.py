"""Documents of lists → what is read from them: one after the other, or large ones on every core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.fetch.list_document import read_source
from data.ingest.bounded_cost import bounded_cost
from data.ingest.document import read_document
from data.ingest.reading import Reading, require_entries
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.lists.parallel import Progress, collector_paused, parallel_map

Read = Callable[[ListSource], bytes]


@dataclass(frozen=True)
class ListAsRead:
    """A list, its document, and what was read from it."""

    source: ListSource
    content: bytes
    reading: Reading

    def __str__(self) -> str:
        entries, skipped, doubtful = map(len, (self.reading.records, self.reading.skipped, self.reading.doubtful))
        return f"{entries} entries, {skipped} parts skipped, {doubtful} doubtful"


@collector_paused()
def read_lists(
    sources: Mapping[str, ListSource], knowledge: Knowledge, progress: Progress, read: Read = read_source
) -> list[ListAsRead]:
    """Return every list as read, its document from `read`.

    Raises InputError if one cannot be fetched, is not UTF-8, holds no entry, or costs too much to read.
    """
    inputs = []
    for number, source in enumerate(sources.values(), 1):
        progress(f"Reading list {number} of {len(sources)}: {source.title}")
        inputs.append((source, read(source)))
    size = sum(len(content) for _, content in inputs)
    lists = []
    for number, reading in enumerate(parallel_map(_reading, inputs, knowledge, size)):
        lists.append(ListAsRead(*inputs[number], reading))
        progress(f"  {number + 1} of {len(inputs)}, {inputs[number][0].key}: {lists[-1]}")
    return lists


def read_list_of(source: ListSource, content: bytes, knowledge: Knowledge) -> ListAsRead:
    """Return the list that `content` is, read as lists.yaml says; InputError as from `read_lists`."""
    return ListAsRead(source, content, _reading((source, content), knowledge))


def _reading(given: tuple[ListSource, bytes], knowledge: Knowledge) -> Reading:
    source, content = given
    known = knowledge.with_headings(dict(source.techniques))
    with bounded_cost(source.place):
        reading = read_document(content, source.place, source.key, known, source.columns)
    return require_entries(reading, source.place)
