"""`- [[V](u)] T [[code](u)]`: the venue carries the link to the paper, the title follows."""

from __future__ import annotations

from data.ingest.blocks import Block
from data.ingest.draft import Draft, LabelledLink, draft, labelled, role_by_target, text_until
from data.ingest.pieces import Link
from data.knowledge import Knowledge


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry where a bracketed link opens the block and is followed by a title."""
    first = block.pieces[0] if block.pieces else None
    if not isinstance(first, Link) or not first.bracketed:
        return None
    role = knowledge.labels.canonical(first.label)
    if role not in ("", "paper"):
        return None
    if not (role or knowledge.venues.read(first.label).type or role_by_target(first.url) == "paper"):
        return None
    title, _ = text_until(block, Link, start=1)
    venue = "" if role and not knowledge.venues.read(first.label).series else first.label
    paper = LabelledLink(first.label, first.url, "paper")
    return draft("paper", title, venue, [paper, *(labelled(link, knowledge.labels) for link in block.links[1:])])
