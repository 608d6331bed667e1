"""The headings of columns → what their cells hold, for tables and for CSV files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from data.knowledge.load_knowledge import Knowledge
from data.record import LinkRole

ColumnRole = LinkRole | Literal["title", "name", "venue", "year", "authors", "links", ""]

_PARTS = re.compile(r"(?:(?<!\s)\s++)?+(?:[/&,;|+()\[\]]|\band\b|\bor\b)\s*+")
# What tells an entry apart comes first: "Title & Venue" is the title's column, "Year and Venue" the venue's.
_RANK: tuple[ColumnRole, ...] = (
    "title", "paper", "name", "venue", "year", "authors", "code", "links", "project", "model", "video", "blog", "other",
)  # fmt: skip
_ROLES: Mapping[str, ColumnRole] = {role: role for role in _RANK}
_LINK_ROLES = {*get_args(LinkRole), "links"}


def column_roles(header: Sequence[str], knowledge: Knowledge) -> tuple[ColumnRole, ...]:
    """Return what each column holds, one name for each heading of `header`.

    The names are those of columns.yaml (title, name, paper, venue, year, authors, code, links, other), the further
    roles of links (project, model, video, blog), and "" where the heading says nothing. Where no column is called a
    title, a column called paper is one; where neither is there, a column called name. A column left as `name` holds
    short names beside the titles, one left as `paper` holds links.
    """
    roles = [_role(heading, knowledge) for heading in header]
    for substitute in ("paper", "name"):
        if "title" not in roles and substitute in roles:
            roles[roles.index(substitute)] = "title"
    return tuple(roles)


def _role(heading: str, knowledge: Knowledge) -> ColumnRole:
    """Return what a heading says as a whole, else what its parts say together."""
    if whole := _known(heading, knowledge):
        return whole
    parts = [role for part in _PARTS.split(heading) if (role := _known(part, knowledge))]
    if len(parts) > 1 and _LINK_ROLES.issuperset(parts):
        return "links"
    return min(parts, key=_RANK.index) if parts else ""


def _known(heading: str, knowledge: Knowledge) -> ColumnRole:
    name = knowledge.columns.canonical(heading) or knowledge.labels.canonical(heading)
    return _ROLES.get(name, "other") if name else ""
