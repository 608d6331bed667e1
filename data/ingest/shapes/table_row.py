"""`| [T](u) | V | 2024 | [code](u) |`: a row of a table whose columns are known."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.badges import badge_repository
from data.ingest.blocks import Block
from data.ingest.cells import CellTitle, date_of, is_date, is_none, text_of, title_of
from data.ingest.draft import Draft, LabelledLink, draft, labelled, role_by_target
from data.ingest.illustrated import with_badges
from data.ingest.pieces import Link
from data.ingest.rows import Cell
from data.knowledge import Knowledge
from data.normalise.link import host, is_repository

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
# A link in a cell of these columns is what the column says, unless its label says something else.
_LINK_COLUMNS = ("paper", "code", "project", "model", "video", "blog")
# Where the links of a role are best looked for: the first of them is the one that counts.
_ORDER = (
    "code",
    "paper",
    "title",
    "links",
    "",
    "venue",
    "name",
    "year",
    "project",
    "model",
    "video",
    "blog",
    "other",
    "authors",
)


def recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the paper of a row, or None where its table is not about papers or its title is missing."""
    if block.kind != "row" or "title" not in block.roles:
        return None
    cells = dict(zip(reversed(block.roles), reversed(block.cells), strict=False))
    title = title_of(cells.get("title", Cell()), knowledge)
    if title is None or cells["title"].spanned:
        return None
    venue, year = _venue(cells, title, knowledge), _year(cells)
    if venue and is_date(venue):
        venue, year = "", year or date_of(venue)
    found = draft("paper", title.text, venue, _links(block, title, knowledge))
    if found is None:
        return None
    images = [image for cell in block.cells for image in cell.images]
    links = [link for cell in block.cells for link in cell.links]
    return with_badges(replace(found, year=year), links, images, knowledge)


def _venue(cells: dict[str, Cell], title: CellTitle, knowledge: Knowledge) -> str:
    text = text_of(cells.get("venue", Cell()))
    if text and not is_none(text):
        return text
    beside = [text for rest in title.rest for text in (*_IN_BRACKETS.findall(rest), *re.split(r"[,;.]\s", rest), rest)]
    known = (text.strip(" ()[].,;") for text in beside if len(text.split()) <= 8)
    return next((text for text in known if text and knowledge.venues.read(text).type), "")


def _year(cells: dict[str, Cell]) -> int | None:
    return date_of(text_of(cells["year"])) if "year" in cells else None


def _links(block: Block, title: CellTitle, knowledge: Knowledge) -> list[LabelledLink]:
    """Return the links of a row, those first that count among the links of their role."""
    found = [
        (_ORDER.index(role) if role in _ORDER else len(_ORDER), _read(link, role, link is title.link, knowledge))
        for role, cell in zip(block.roles, block.cells, strict=False)
        for link in cell.links
        if link.url and not link.url.startswith("#")
    ]
    return [link for _, link in sorted(found, key=lambda pair: pair[0])]


def _read(link: Link, column: str, is_title: bool, knowledge: Knowledge) -> LabelledLink:
    if is_title:
        return LabelledLink("", link.url, "code" if is_repository(link.url) else "paper")
    known = labelled(link, knowledge.labels)
    if known.role != "other" or knowledge.labels.canonical(link.label):
        return known
    return replace(known, role=_role(link, column))


def _role(link: Link, column: str) -> str:
    if badge_repository(link.image):
        return "code"
    if column in _LINK_COLUMNS:
        return column
    target = role_by_target(link.url)
    if column == "other":
        return "other"
    if column == "venue" and target == "other":
        return "paper"
    return "project" if target == "other" and host(link.url).endswith("github.io") else target
