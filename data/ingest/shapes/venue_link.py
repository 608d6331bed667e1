"""`- [[V](u)] T [[code](u)]`: the venue carries the link to the paper, the title follows."""

from __future__ import annotations

from data.ingest.draft import Draft
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.paper_evidence import paper
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Link
from data.knowledge.curated import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry where a link that names a venue, or is labelled as paper, stands before the title."""
    entry = understand(block, knowledge)
    first = block.pieces[0] if block.pieces else None
    if entry.title is None or entry.title.link is not None or not isinstance(first, Link):
        return None
    return paper(block, entry, knowledge) if entry.links and entry.links[0].role == "paper" else None
