"""The text of a published list: its lines, the lines of each entry, and edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from data.ingest.markdown.blocks import PARSER

_BOM = "\ufeff"
# As the Markdown reader counts lines.
_LINE_END = re.compile(r"\r\n?|\n")
_OWN_BLOCKS = frozenset(("paragraph_open", "paragraph_close", "inline", "td_open", "td_close", "th_open", "th_close"))


@dataclass(frozen=True)
class Edit:
    """Replace the characters from `start` to before `end` by `new`; `kind` as in `KINDS`, `line` of the entry."""

    start: int
    end: int
    new: str
    kind: str
    line: int


@dataclass(frozen=True)
class Item:
    """A bullet, row or paragraph: its lines, counted from 0, the last excluded, and those of its own text.

    `plain` says that it holds nothing but text: no list, code or HTML block below it; `row` that it is one of a table.
    """

    first: int
    last: int
    own: tuple[tuple[int, int], ...]
    plain: bool
    row: bool = False


@dataclass(frozen=True)
class Source:
    """A document exactly as published, with its line ends, its byte order mark and even damaged letters."""

    text: str

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts, and at last where the text ends."""
        ends = [found.end() for found in _LINE_END.finditer(self.text)]
        return [0, *ends] if ends and ends[-1] == len(self.text) else [0, *ends, len(self.text)]

    @cached_property
    def items(self) -> dict[int, Item]:
        """The items by the number of their first line, counted from 1; lines on which several begin are left out."""
        found: dict[int, list[Item]] = {}
        for item in _items(self.text.removeprefix(_BOM)):
            found.setdefault(item.first + 1, []).append(item)
        return {line: items[0] for line, items in found.items() if len(items) == 1}

    def line(self, number: int) -> str:
        """Return a line, counted from 0, without its end; "" beyond the last."""
        inside = 0 <= number < len(self.starts) - 1
        return self.text[self.starts[number] : self.starts[number + 1]].rstrip("\r\n") if inside else ""

    def spans(self, item: Item) -> Iterator[tuple[int, int]]:
        """Yield where the text of an item itself starts and ends."""
        yield from ((self.starts[first], self.starts[last]) for first, last in item.own)

    def edited(self, edits: Iterable[Edit]) -> str:
        """Return the text after `edits`, of those that overlap the first only."""
        parts, at = [], 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start >= at:
                parts += [self.text[at : edit.start], edit.new]
                at = edit.end
        return "".join([*parts, self.text[at:]])


def _items(text: str) -> Iterator[Item]:
    """Yield every item that has a text of its own."""
    stack: list[tuple[tuple[int, int], list[tuple[int, int]], list[bool]]] = []
    for token in PARSER.parse(text):
        lines = (token.map[0], token.map[1]) if token.map else (0, 0)
        if token.type in ("list_item_open", "tr_open"):
            for _, _, nested in stack:
                nested.append(True)
            stack.append((lines, [], []))
        elif token.type in ("list_item_close", "tr_close"):
            (first, last), own, nested = stack.pop()
            if own:
                yield Item(first, last, tuple(dict.fromkeys(own)), not nested, row=token.type == "tr_close")
        elif token.type == "inline" and stack:
            stack[-1][1].append(lines)
        elif token.type == "inline":
            yield Item(*lines, (lines,), plain=True)
        elif stack and token.type not in _OWN_BLOCKS:
            stack[-1][2].append(True)
