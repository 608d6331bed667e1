"""`- T, Authors, V 2019 [[paper](u)]`: nothing sets the title off; it is what is neither author nor venue nor date."""

from __future__ import annotations

from data.ingest.draft import Draft
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.paper_evidence import paper
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry whose title is told by the parts around it."""
    entry = understand(block, knowledge)
    return paper(block, entry, knowledge) if entry.title is not None and entry.title.how == "plain" else None
