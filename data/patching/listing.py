"""A list to be patched: its text, what is read from it, and the links as written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from data.ingest.reader import read_list
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge
from data.patching.source_text import Item, Source
from data.record import Record
from data.tables.paper_tables import Tables, make_tables

_ADDRESS = r"\(\s*+<?(?P<url{0}>[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)>?\s*+\)"
_LABEL = r"(?P<label{0}>[^\[\]]*)"
_LINK = re.compile(
    r"\\?\[\[" + _LABEL.format(1) + r"\]" + _ADDRESS.format(1) + r"\\?\]"  # [[label](url)], \[[label](url)\]
    r"|\[\\?\[" + _LABEL.format(2) + r"\\?\]\]" + _ADDRESS.format(2) +  # [[label]](url)
    r"|(?<!!)\[" + _LABEL.format(3) + r"\]" + _ADDRESS.format(3)  # [label](url)
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A link as written: where it and its label start and end in the text, its label and its address."""

    start: int
    end: int
    label_start: int
    label_end: int
    label: str
    url: str


@dataclass(frozen=True)
class Listing:
    """The text of a list and what is read from it; `file` names it in errors, `key` in the records."""

    source: Source
    file: str
    key: str
    knowledge: Knowledge

    @cached_property
    def reading(self) -> Reading:
        """What is read from the text; InputError as `read_list` raises it."""
        return read_list(self.source.text.encode("utf-8"), self.key, self.knowledge, self.file)

    @cached_property
    def entries(self) -> list[tuple[Record, Item]]:
        """The paper entries whose place in the text is clear: one entry to an item, and one item to a line."""
        on_line = Counter(record.line for record in self.reading.records)
        return [
            (record, self.source.items[record.line])
            for record in self.reading.records
            if record.kind == "paper" and record.line in self.source.items and on_line[record.line] == 1
        ]

    @cached_property
    def tables(self) -> Tables:
        """The tables of this list alone."""
        return make_tables([self.reading], self.knowledge)

    def links(self, item: Item) -> Iterator[Written]:
        """Yield the links in the text of an item."""
        for start, end in self.source.spans(item):
            for found in _LINK.finditer(self.source.text, start, end):
                form = next(number for number in ("1", "2", "3") if found[f"label{number}"] is not None)
                label = " ".join(found[f"label{form}"].split())
                yield Written(*found.span(), *found.span(f"label{form}"), label, found[f"url{form}"])
