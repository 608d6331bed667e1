"""`- [T](u) …`: the title itself is the link to the paper."""

from __future__ import annotations

from data.ingest.blocks import Block
from data.ingest.draft import Draft, LabelledLink, draft, labelled, role_by_target
from data.ingest.pieces import Link
from data.knowledge import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry where a link of some words opens a bullet or row and leads to a known kind of paper page."""
    first = block.pieces[0] if block.pieces else None
    if (
        block.kind == "paragraph"
        or not isinstance(first, Link)
        or first.bracketed
        or knowledge.labels.canonical(first.label)
    ):
        return None
    if role_by_target(first.url) != "paper" or len(first.label.split()) < 2:
        return None
    paper = LabelledLink("", first.url, "paper")
    return draft("paper", first.label, "", [paper, *(labelled(link, knowledge.labels) for link in block.links[1:])])
