"""Which statement about a venue holds between the entries of one work, which rule decided, and who names which year."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from data.normalise.venue import Venue

_FULL_TRACKS = ("main", "findings", "datasets and benchmarks", "industry", "survey")

_YEAR_IN_LINK = re.compile(
    r"aclanthology\.org/(20\d\d)\.|(?:neurips|nips|icml|iclr)\.cc/(?:virtual|Conferences)/(20\d\d)/"
    r"|openaccess\.thecvf\.com/content/[A-Z]+(20\d\d)/|ijcai\.org/[Pp]roceedings/(20\d\d)/"
)

# In the order in which they decide; the larger number holds.
RULES: Final[tuple[tuple[str, Callable[[Venue], int]], ...]] = (
    ("a venue beats none", lambda venue: bool(venue.series)),
    ("published beats preprint", lambda venue: bool(venue.series) and venue.type != "preprint"),
    ("a known venue beats an unknown one", lambda venue: bool(venue.type)),
    ("a full paper beats a workshop", lambda venue: venue.track in _FULL_TRACKS),
    ("a stated year beats an unstated one", lambda venue: venue.year is not None),
    ("the later year holds", lambda venue: venue.year or 0),
    ("the narrower track holds", lambda venue: venue.track == "findings"),
)
NO_RULE = "nothing tells them apart, so the last by list and line holds"


def rank(venue: Venue) -> tuple[int, ...]:
    """Return what sorts venues by precedence; of two, the one with the larger rank holds."""
    return tuple(rule(venue) for _, rule in RULES)


def deciding(winner: Venue, loser: Venue) -> str:
    """Return the first rule that tells two venues apart, in words."""
    return next((words for words, rule in RULES if rule(winner) != rule(loser)), NO_RULE)


def year_claims(venue: Venue, heading_year: int | None, paper_url: str, month: str) -> dict[int, str]:
    """Return every year that an entry names, each with where.

    `month` is the YYYY-MM of its arXiv id; it speaks against another year only where the entry is a preprint.
    """
    claims: dict[int, str] = {}
    if venue.year:
        claims[venue.year] = "stated"
    elif heading_year:
        claims[heading_year] = "in the heading"
    if in_link := _YEAR_IN_LINK.search(paper_url):
        claims.setdefault(int(next(filter(None, in_link.groups()))), "in the link")
    if venue.type == "preprint" and month:
        claims.setdefault(int(month[:4]), "by the arXiv id")
    return claims
