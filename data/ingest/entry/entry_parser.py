"""Pieces → what an entry says: its title, venue, year and links, each chosen by the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass

from data.ingest.entry.entry_links import EntryLinks
from data.ingest.entry.entry_parts import LABEL_KINDS, TITLE_KINDS, Part
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.part_kinds import PartKinds
from data.ingest.entry.title_choice import Title, TitleChoice
from data.ingest.entry.venue_and_date import first_year, venue_and_dates
from data.ingest.markdown.inline import Piece
from data.knowledge.load_knowledge import Knowledge
from data.normalise.year import year_in
from data.record import LabelledLink, LinkRole


@dataclass(frozen=True)
class Entry:
    """What a block says if it is an entry; `title` is None where nothing could be one."""

    title: Title | None
    venue: str
    year: int | None
    links: tuple[LabelledLink, ...]
    authors: bool
    dated: bool
    words_beside: int
    """How many words belong to no field: a description."""
    words_before: int
    """How many of them stand before the title."""
    doubts: tuple[str, ...]
    parts: tuple[Part, ...]

    def has(self, role: LinkRole) -> bool:
        """Say whether a link has this role."""
        return any(link.role == role for link in self.links)

    @property
    def label(self) -> str:
        """The label that the entry begins with, `Paper` for `Paper: …`, or ""."""
        has_label = bool(self.parts) and self.parts[0].kind in LABEL_KINDS
        return self.parts[0].text.strip(" :") if has_label else ""

    @property
    def is_note(self) -> bool:
        """Whether it begins with the label of a note, such as `Abstract: …`."""
        return bool(self.parts) and self.parts[0].kind == "note-label"


class EntryParser:
    """Reads what the pieces of a block say."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.roles = LinkRoles(knowledge)
        self.kinds = PartKinds(knowledge, self.roles)
        self._titles = TitleChoice(self.kinds, self.roles)
        self._links = EntryLinks(self.roles)

    def parse(self, pieces: tuple[Piece, ...]) -> Entry:
        """Return what `pieces` say."""
        cut = self.kinds.classify(pieces)
        title = self._titles.choose(cut)
        chosen = frozenset(title.parts) if title else frozenset()
        others = [part for part in cut.parts if part not in chosen]
        venue, dates = venue_and_dates(cut, others, title, self.knowledge.venues)
        links = self._links.labelled(cut, title)
        beside = [part for part in others if part.kind in TITLE_KINDS and part.text and part.text not in venue]
        named = title is not None and title.has_name_before and "strong" in cut.parts[0].marks
        return Entry(
            title,
            venue,
            first_year(dates) or (title.year if title else None),
            links,
            any(part.kind == "authors" for part in others),
            bool(dates) or year_in(venue) is not None,
            sum(part.words for part in beside),
            0 if named else sum(part.words for part in beside if title and part.start < title.parts[0].start),
            self._doubts(title, links),
            cut.parts,
        )

    def _doubts(self, title: Title | None, links: tuple[LabelledLink, ...]) -> tuple[str, ...]:
        doubts = []
        if title is not None and title.style == "plain" and title.position > 0:
            doubts.append("the title is guessed")
        if title is not None and title.link is None and any(map(self._links.is_guessed, links)):
            doubts.append("the link to the paper is guessed")
        return tuple(doubts)
