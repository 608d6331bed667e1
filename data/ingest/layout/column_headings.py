"""The headings of columns → what their cells hold, for tables and for CSV files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.knowledge.curated import Knowledge
from data.schema import ROLES

_PARTS = re.compile(r"\s*(?:[/&,;|+()\[\]]|\band\b|\bor\b)\s*")
_LINK_ROLES = (*ROLES, "links")


def column_roles(header: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
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


def _role(heading: str, knowledge: Knowledge) -> str:
    """Return what a heading says as a whole, else what its parts say together."""
    if whole := _known(heading, knowledge):
        return whole
    parts = [role for part in _PARTS.split(heading) if (role := _known(part, knowledge))]
    if len(parts) > 1 and set(parts) <= set(_LINK_ROLES):
        return "links"
    # What tells an entry apart comes first: "Title & Venue" is the title's column, "Year and Venue" the venue's.
    return min(parts, key=_RANK.index) if parts else ""


_RANK = ("title", "paper", "name", "venue", "year", "authors", "code", "links", *ROLES[2:])


def _known(heading: str, knowledge: Knowledge) -> str:
    column = knowledge.columns.canonical(heading)
    if column:
        return column
    label = knowledge.labels.canonical(heading)
    return label if label in ROLES else "other" if label else ""
