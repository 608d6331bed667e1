"""`| [T](u) | V | 2024 | [code](u) |`: a row of a table whose columns are known."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.draft import Draft, draft
from data.ingest.entry.badge_facts import with_badges
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.link_roles import by_badge, by_label, by_target
from data.ingest.layout.cell_content import CellTitle, date_of, is_date, is_none, text_of, title_of
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Link
from data.ingest.markdown.table_cells import Cell
from data.knowledge.curated import Knowledge
from data.record import LabelledLink
from data.schema import ROLES

_TITLE_WORDS = 3
_AND = re.compile(r"\s*(?:[&/,+]|\band\b)\s*")
_LONGEST_LABEL = 60
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
    cells = dict(reversed([*zip(block.roles, block.cells, strict=False)]))
    title = title_of(cells.get("title", Cell()), knowledge)
    if title is None or cells["title"].spanned:
        return None
    title = _alone(title, cells["title"], block, knowledge)
    venue, year = _venue(cells, title, knowledge), _year(cells)
    if venue and is_date(venue):
        venue, year = "", year or date_of(venue)
    found = draft("paper", title.text, venue, _links(block, title, knowledge))
    if found is None:
        return None
    images = [image for cell in block.cells for image in cell.images]
    links = [link for cell in block.cells for link in cell.links]
    return with_badges(replace(found, year=year), links, images, knowledge)


def _alone(title: CellTitle, cell: Cell, block: Block, knowledge: Knowledge) -> CellTitle:
    """Return a title without the authors and the venue that stand beside it in the same line of its cell."""
    if title.link is not None:
        return title
    entry = understand(Block("row", block.line, (), cell.pieces), knowledge)
    if entry.title is None or entry.title.words < _TITLE_WORDS or entry.title.text not in title.text:
        return title
    cut = title.text.partition(entry.title.text)[2].lstrip()
    if not cut.startswith(":") and (entry.venue or (entry.authors and "authors" not in block.roles)):
        return replace(title, text=entry.title.text, rest=(*filter(None, [entry.venue]), *title.rest))
    return title


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
    target = by_target(link.url, knowledge)
    if is_title:
        return LabelledLink("", link.url, target if target in ("code", "video", "other") else "paper")
    said = by_badge(link, knowledge) if link.badge else _said(link.label, knowledge)
    if column == "code" and target == "code":
        said = "code"
    return LabelledLink(link.label, link.url, _role(said, target, column))


def _said(label: str, knowledge: Knowledge) -> str:
    """Return the role that a label gives; one of several parts, such as `Code & Project page`, gives code if any."""
    parts = _AND.split(label) if len(label) <= _LONGEST_LABEL else []
    roles = [role for part in parts if (role := by_label(part, knowledge))]
    return "code" if len(parts) > 1 and "code" in roles else roles[0] if roles else by_label(label, knowledge)


def _role(said: str, target: str, column: str) -> str:
    """Return the role of a link by its label, else by its column, else by its target."""
    if said in ROLES:
        return said
    if column in _LINK_COLUMNS:
        return column
    if column == "other":
        return "other"
    if column == "venue" and not target:
        return "paper"
    return target if target in ROLES else "other"
