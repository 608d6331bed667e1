"""The shapes of entries, tried in this order; the first that recognises a block wins."""

from __future__ import annotations

from collections.abc import Callable

from data.ingest.draft import Draft
from data.ingest.markdown.blocks import Block
from data.ingest.shapes import linked_title, marked_title, plain_title, table_row, tool, venue_link
from data.knowledge.curated import Knowledge

Shape = Callable[[Block, Knowledge], Draft | None]

SHAPES: tuple[Shape, ...] = (
    table_row.recognise,
    venue_link.recognise,
    linked_title.recognise,
    marked_title.recognise,
    plain_title.recognise,
    tool.recognise,
)
