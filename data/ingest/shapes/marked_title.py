"""`- **T** *Authors. V.* [[paper](u)]`, also `"T", V, 2024`: the title is set off by emphasis or quotation marks."""

from __future__ import annotations

from data.ingest.draft import Draft
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.paper_evidence import paper
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry whose title stands in bold, in italics or in quotation marks."""
    entry = understand(block, knowledge)
    marked = entry.title is not None and entry.title.how in ("strong", "quoted", "em")
    return paper(block, entry, knowledge) if marked else None
