"""`- Name: what it does [[Code]](u)`: software, told from a paper by having code and no paper."""

from __future__ import annotations

import re

from data.ingest.draft import Draft, draft, labelled, role_by_target, text_until
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Link, Text
from data.knowledge.curated import Knowledge
from data.normalise.title import fold
from data.record import LabelledLink

# The name ends at a colon or a dash; what follows is the list's own prose and is not kept.
_END_OF_NAME = re.compile(r":\s|\s[-–—]\s|$")

# Other lists, and the places where a repository talks with its readers.
_NO_SOFTWARE = re.compile(
    r"github\.com/(?:[^/]+/[^/]*awesome|[^/]+/[^/]+/(?:issues|pulls?|discussions|wiki|stargazers))", re.IGNORECASE
)


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the software that a bullet or row names, or None where it has no link to code."""
    if block.kind == "paragraph" or not block.pieces:
        return None
    links = [_with_role(link, knowledge) for link in block.links]
    if not any(link.role == "code" and not _NO_SOFTWARE.search(link.url) for link in links):
        return None
    first = block.pieces[0]
    name = first.label if isinstance(first, Link) else text_until(block, Link)[0] if isinstance(first, Text) else ""
    name = _END_OF_NAME.split(name.strip(), maxsplit=1)[0]
    return None if _is_label(name, knowledge) else draft("tool", name, "", links)


def _is_label(name: str, knowledge: Knowledge) -> bool:
    """Say whether a name only says what follows: `Links`, `Code`."""
    return bool(knowledge.fields.canonical(name)) or fold(name) in knowledge.labels.names


def _with_role(link: Link, knowledge: Knowledge) -> LabelledLink:
    known = labelled(link, knowledge.labels)
    return (
        known
        if known.role != "other" or knowledge.labels.canonical(link.label)
        else LabelledLink(link.label, link.url, role_by_target(link.url))
    )
