"""`| [T](u) | V | 2024 | [code](u) |`: a row of a table whose columns are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from data.ingest.column_headings import ColumnRole
from data.ingest.draft import Draft, draft
from data.ingest.entry.badges import with_badges
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles, SaidRole, as_role
from data.ingest.layout.cell_content import CellTitle, CellTitles, date_of, is_date, is_none, text_of
from data.ingest.markdown.inline import Link
from data.ingest.markdown.table_cells import Cell
from data.ingest.thresholds import LONGEST_LABEL, SHORT_VENUE_WORDS, TITLE_WORDS
from data.knowledge.load_knowledge import Knowledge
from data.record import LabelledLink, LinkRole

_AND = re.compile(r"(?:(?<!\s)\s++)?+(?:[&/,+]|\band\b)\s*+")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
# Where the links of a role are best looked for: the first of them is the one that counts.
_ORDER: tuple[ColumnRole, ...] = (
    "code", "paper", "title", "links", "", "venue", "name", "year", "project", "model", "video", "blog", "other",
    "authors",
)  # fmt: skip


class TableRow:
    """Recognises the rows of tables of papers."""

    def __init__(self, knowledge: Knowledge, roles: LinkRoles) -> None:
        self._knowledge, self._roles, self._titles = knowledge, roles, CellTitles(knowledge)

    def __call__(self, block: Candidate) -> Draft | None:
        """Return the paper of a row, or None if its table is not about papers or its title is missing."""
        if block.kind != "row" or "title" not in block.roles:
            return None
        cells: dict[ColumnRole, Cell] = dict(reversed([*zip(block.roles, block.cells, strict=False)]))
        cell = cells.get("title", Cell())
        title = self._titles.title(cell)
        if title is None or cell.spanned:
            return None
        title = self._alone(title, cell, block)
        venue, year = self._venue(cells, title), date_of(text_of(cells["year"])) if "year" in cells else None
        if venue and is_date(venue):
            venue, year = "", year or date_of(venue)
        found = draft("paper", title.text, self._links(block, title), venue, year)
        images = [image for cell in block.cells for image in cell.images]
        links = [link for cell in block.cells for link in cell.links]
        return with_badges(found, links, images, self._knowledge) if found else None

    def _alone(self, title: CellTitle, cell: Cell, block: Candidate) -> CellTitle:
        """Return a title without the authors and the venue that stand beside it in the same line of its cell."""
        if title.link is not None:
            return title
        entry = block.parse(cell.pieces)
        if entry.title is None or entry.title.words < TITLE_WORDS or entry.title.text not in title.text:
            return title
        cut = title.text.partition(entry.title.text)[2].lstrip()
        if not cut.startswith(":") and (entry.venue or (entry.authors and "authors" not in block.roles)):
            return replace(title, text=entry.title.text, rest=(*filter(None, [entry.venue]), *title.rest))
        return title

    def _venue(self, cells: Mapping[ColumnRole, Cell], title: CellTitle) -> str:
        """Return what the column of venues says, else the known venue that stands beside the title."""
        text = text_of(cells.get("venue", Cell()))
        if text and not is_none(text):
            return text
        beside = (
            part.strip(" ()[].,;")
            for rest in title.rest
            for part in (*_IN_BRACKETS.findall(rest), *re.split(r"[,;.]\s", rest), rest)
            if len(part.split()) <= SHORT_VENUE_WORDS
        )
        return next((text for text in beside if text and self._knowledge.venues.read(text).type), "")

    def _links(self, block: Candidate, title: CellTitle) -> list[LabelledLink]:
        """Return the links of a row, those first that count among the links of their role."""
        found = [
            (_ORDER.index(role), self._of_title(link) if link is title.link else self._labelled(link, role))
            for role, cell in zip(block.roles, block.cells, strict=False)
            for link in cell.links
            if link.url and not link.url.startswith("#")
        ]
        return [link for _, link in sorted(found, key=lambda pair: pair[0])]

    def _of_title(self, link: Link) -> LabelledLink:
        target = self._roles.by_target(link.url)
        return LabelledLink("", link.url, target if target in ("code", "video", "other") else "paper")

    def _labelled(self, link: Link, column: ColumnRole) -> LabelledLink:
        """Return a link with the role that its label gives, else its column, else its address."""
        target = self._roles.by_target(link.url)
        said = self._roles.by_badge(link) if link.badge else self._said(link.label)
        if column == "code" and target == "code":
            said = "code"
        match column:
            case "paper" | "code" | "project" | "model" | "video" | "blog" | "other":
                role: LinkRole = column
            case "venue" if not target:
                role = "paper"
            case _:
                role = as_role(target)
        return LabelledLink(link.label, link.url, said or role)

    def _said(self, label: str) -> SaidRole:
        """Return the role that a label gives; one of several parts gives code if any does: `Code & Project page`."""
        parts = _AND.split(label) if len(label) <= LONGEST_LABEL else []
        roles = [role for part in parts if (role := self._roles.by_label(part))]
        return "code" if len(parts) > 1 and "code" in roles else roles[0] if roles else self._roles.by_label(label)
