"""`- [T](u), Authors, V 2019`, also `- Name: [T](u)` and `- 2019, [T](u)`: the title is the label of a link."""

from __future__ import annotations

from data.ingest.draft import Draft
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.paper_evidence import paper
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry whose title is a link to the paper or to a page about it."""
    entry = understand(block, knowledge)
    return paper(block, entry, knowledge) if entry.title is not None and entry.title.how == "link" else None
