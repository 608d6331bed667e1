"""A block that may be an entry, with what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from data.ingest.column_headings import ColumnRole
from data.ingest.entry.entry_parser import Entry
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Break, Piece


@dataclass(frozen=True, eq=False)
class Candidate(Block):
    """A block that reads what it says when it is first asked, and keeps the answer."""

    parse: Callable[[tuple[Piece, ...]], Entry] = field(kw_only=True)
    roles: tuple[ColumnRole, ...] = field(default=(), kw_only=True)
    """What the columns of a row hold."""

    @cached_property
    def entry(self) -> Entry:
        """What the pieces say."""
        return self.parse(self.pieces)

    def changed(self, **changes: Any) -> Candidate:  # Any: the fields of Block
        """Return the block with other fields; what it says is kept where its pieces stay."""
        other = replace(self, **changes)
        if "entry" in vars(self) and other.pieces is self.pieces:
            vars(other)["entry"] = self.entry
        return other

    def joined(self, *blocks: Block, **changes: Any) -> Candidate:  # Any: the fields of Block
        """Return the block with the pieces and images of others below its own, each on a line of its own."""
        pieces = [*self.pieces, *(piece for block in blocks for piece in (Break(), *block.pieces))]
        images = (*self.images, *(image for block in blocks for image in block.images))
        return self.changed(pieces=tuple(pieces), images=images, **changes)
