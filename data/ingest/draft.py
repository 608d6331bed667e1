"""What a shape recognises in a block, before anything is cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from data.ingest.entry.badges import badge_words
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Break, Link, Text
from data.normalise.link import code_url, is_safe, paper_link
from data.normalise.vocabulary import Vocabulary
from data.record import LabelledLink
from data.schema import ROLES


@dataclass(frozen=True)
class Draft:
    """An entry as its author wrote it. `kind` is paper or tool."""

    title: str
    links: tuple[LabelledLink, ...]
    venue_listed: str = ""
    kind: str = "paper"
    unsafe: tuple[str, ...] = field(default=())
    year: int | None = None
    """The year of a date that stands in the entry apart from the venue."""
    doubts: tuple[str, ...] = field(default=())
    """Why a person should look at it."""

    def with_year(self, year: int | None, doubts: tuple[str, ...] = ()) -> Draft:
        """Return the draft with the year of its date and with doubts."""
        return replace(self, year=year, doubts=(*self.doubts, *doubts))


def draft(kind: str, title: str, venue: str, links: list[LabelledLink]) -> Draft | None:
    """Return a draft with tidy spaces, its unsafe links set aside; None where no title is left."""
    title = " ".join(title.split())
    if not any(char.isalnum() for char in title):
        return None
    safe = tuple(link for link in links if is_safe(link.url))
    unsafe = tuple(link.url for link in links if not is_safe(link.url))
    return Draft(title, safe, " ".join(venue.split()), kind, unsafe)


def labelled(link: Link, labels: Vocabulary) -> LabelledLink:
    """Return `link` with the role that its label has in labels.yaml."""
    role = labels.canonical(link.label) or next(filter(None, map(labels.canonical, badge_words(link.image))), "")
    return LabelledLink(link.label, link.url, role if role in ROLES else "other")


def role_by_target(url: str) -> str:
    """Return the role that the address itself gives away: paper, code or other."""
    link = paper_link(url)
    if link.key and not link.key.startswith("url:"):
        return "paper"
    return "code" if "github.com" in url and code_url(url) else "other"


def text_until(block: Block, *stops: type[Break] | type[Link], start: int = 0) -> tuple[str, int]:
    """Return the text of `block` from piece `start` to the first piece of a type in `stops`, and where that stands."""
    words = ""
    for index, piece in enumerate(block.pieces[start:], start):
        if isinstance(piece, stops):
            return words, index
        words += piece.text if isinstance(piece, Text) else " "
    return words, len(block.pieces)
