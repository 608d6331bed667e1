"""Fields → what an entry says: its title, venue, year and links, each chosen by the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from data.ingest.entry.entry_links import is_guessed, labelled_links
from data.ingest.entry.entry_parts import Part
from data.ingest.entry.part_kinds import TITLE_KINDS, classify
from data.ingest.entry.title_choice import Run, short_links, title_runs, title_score
from data.ingest.entry.venue_and_date import venue_and_dates
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge
from data.normalise.year import date_year, year_in
from data.record import LabelledLink

# A date goes on behind a comma.
_NEAR = 3


@dataclass(frozen=True)
class Entry:
    """What a block says if it is an entry; `title` is None where nothing could be one."""

    title: Run | None
    venue: str = ""
    year: int | None = None
    links: tuple[LabelledLink, ...] = ()
    authors: bool = False
    dated: bool = False
    rest: int = 0
    """How many words belong to no field: a description."""
    before: int = 0
    """How many of them stand before the title."""
    doubts: tuple[str, ...] = field(default=())
    parts: tuple[Part, ...] = ()

    def has(self, role: str) -> bool:
        """Say whether a link has this role."""
        return any(link.role == role for link in self.links)


@lru_cache(maxsize=20_000)
def understand(block: Block, knowledge: Knowledge) -> Entry:
    """Return what `block` says; several shapes ask the same, so the last answers are kept."""
    cut = classify(block.pieces, knowledge)
    runs = title_runs(cut, knowledge) or short_links(cut, knowledge)
    title = max(runs, key=lambda run: title_score(run, knowledge), default=None)
    if title is not None and title_score(title, knowledge) <= 0:
        title = None
    chosen = frozenset(title.parts) if title else frozenset()
    others = [part for part in cut.parts if part not in chosen]
    venue, dates = venue_and_dates(cut, others, title, knowledge)
    links = labelled_links(cut, title, knowledge)
    rest = [part for part in others if part.kind in TITLE_KINDS and part.text and part.text not in venue]
    return Entry(
        title,
        venue,
        _year(dates) or (title.year if title else None),
        links,
        any(part.kind == "authors" for part in others),
        bool(dates) or year_in(venue) is not None,
        sum(part.words for part in rest),
        sum(part.words for part in rest if title and part.start < title.parts[0].start),
        _doubts(title, links, knowledge),
        cut.parts,
    )


def _year(dates: list[Part]) -> int | None:
    """Return the year of the first date; the 21 of `March 21, 2026` is a day."""
    for part, after in zip(dates, [*dates[1:], None], strict=False):
        goes_on = after is not None and year_in(part.text) is None and after.start - part.end <= _NEAR
        if not (goes_on and after is not None and year_in(after.text)) and (
            year := date_year(part.text) or year_in(part.text)
        ):
            return year
    return None


def _doubts(title: Run | None, links: tuple[LabelledLink, ...], knowledge: Knowledge) -> tuple[str, ...]:
    doubts = []
    if title is not None and title.how == "plain" and title.place > 0:
        doubts.append("the title is guessed")
    if title is not None and title.link is None and any(is_guessed(link, knowledge) for link in links):
        doubts.append("the link to the paper is guessed")
    return tuple(doubts)
