"""An entry as its author wrote it, before anything is cleaned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.normalise.link import is_page, is_safe, public
from data.normalise.unseen import visible, without_unseen
from data.record import EntryKind, LabelledLink, LinkRole


@dataclass(frozen=True)
class Draft:
    """What a rule recognises in a block."""

    kind: EntryKind
    title: str
    links: tuple[LabelledLink, ...]
    unsafe: tuple[str, ...] = ()
    """The addresses that are neither http nor https."""
    venue_listed: str = ""
    year: int | None = None
    """The year of a date that stands in the entry apart from the venue."""
    doubts: tuple[str, ...] = ()
    """Why a person should look at it."""


def draft(
    kind: EntryKind,
    title: str,
    links: Iterable[LabelledLink],
    venue: str = "",
    year: int | None = None,
    doubts: tuple[str, ...] = (),
) -> Draft | None:
    """Return a draft with tidy spaces, its unsafe links set aside; None where no title is left.

    What is labelled as code but lies on github.io or the like is a project page. What cannot be seen is left out of
    title, venue, labels and addresses, and a name or password out of an address.
    """
    title = visible(title)
    if not any(map(str.isalnum, title)):
        return None
    links = tuple(LabelledLink(without_unseen(one.label), public(one.url), _role(one)) for one in links)
    safe = tuple(link for link in links if is_safe(link.url))
    unsafe = tuple(link.url for link in links if not is_safe(link.url))
    return Draft(kind, title, safe, unsafe, visible(venue), year, doubts)


def _role(link: LabelledLink) -> LinkRole:
    return "project" if link.role == "code" and is_page(link.url) else link.role
