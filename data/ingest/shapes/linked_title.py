"""`- [T](u), Authors, V 2019`, also `- Name: [T](u)` and `- 2019, [T](u)`: the title is the label of a link."""

from __future__ import annotations

from data.ingest.blocks import Block
from data.ingest.draft import Draft
from data.ingest.entry import understand
from data.ingest.evidence import paper
from data.knowledge.load_knowledge import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry whose title is a link to the paper or to a page about it."""
    entry = understand(block, knowledge)
    return paper(block, entry, knowledge) if entry.title is not None and entry.title.how == "link" else None
