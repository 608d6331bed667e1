"""`- T <br> V 2024 [[Paper]](u) [[Code]](u)`: title, where it appeared, labelled links."""

from __future__ import annotations

from data.ingest.blocks import Block
from data.ingest.draft import Draft, draft, labelled, text_until
from data.ingest.pieces import Break, Link, Text
from data.knowledge import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry where text opens the block and a link labelled as paper follows."""
    if not block.pieces or not isinstance(block.pieces[0], Text):
        return None
    links = [labelled(link, knowledge.labels) for link in block.links]
    if not any(link.role == "paper" for link in links):
        return None
    title, end = text_until(block, Break, Link)
    venue, _ = text_until(block, Link, start=end)
    return draft("paper", title, venue, links)
