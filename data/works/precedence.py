"""Which statement about a venue holds between the entries of one work, which rule decided, and who names which year."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from data.normalise.link import code_key, is_repository
from data.normalise.venue import Venue

_FULL_TRACKS = ("main", "findings", "datasets and benchmarks", "industry", "survey")

_YEAR_IN_LINK = re.compile(
    r"aclanthology\.org/(20\d\d)\.|(?:neurips|nips|icml|iclr)\.cc/(?:virtual|Conferences)/(20\d\d)/"
    r"|openaccess\.thecvf\.com/content/[A-Z]+(20\d\d)/|ijcai\.org/[Pp]roceedings/(20\d\d)/"
)

_FINDINGS = re.compile(r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/(?:volumes/)?\d{4}\.findings-")

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
CODE_RULES: Final = (
    "a repository beats another address",
    "the link that fewest papers share holds",
    "the deepest path holds",
    "the entry whose venue holds links to it",
)
NO_CODE_RULE = "nothing tells them apart, so the first by spelling holds"
NO_RULE = "nothing tells them apart, so the last by list and line holds"


def rank(venue: Venue) -> tuple[int, ...]:
    """Return what sorts venues by precedence; of two, the one with the larger rank holds."""
    return tuple(rule(venue) for _, rule in RULES)


def deciding(winner: Venue, loser: Venue) -> str:
    """Return the first rule that tells two venues apart, in words."""
    return next((words for words, rule in RULES if rule(winner) != rule(loser)), NO_RULE)


def code_rank(url: str, sharing: Mapping[str, int], best: str) -> tuple[int, ...]:
    """Return what sorts code links of one work by `CODE_RULES`; of two, the one with the larger rank holds.

    `sharing` is the number of papers by `code_key`, `best` the link of the entry whose venue holds.
    """
    return int(is_repository(url)), -sharing.get(code_key(url), 0), url.count("/"), int(url == best)


def deciding_code(winner: tuple[int, ...], loser: tuple[int, ...]) -> str:
    """Return the first rule that tells the ranks of two code links apart, in words."""
    ranks = zip(CODE_RULES, winner, loser, strict=True)
    return next((words for words, one, other in ranks if one != other), NO_CODE_RULE)


def is_findings(url: str) -> bool:
    """Say whether an address is in a Findings volume of the ACL Anthology."""
    return bool(_FINDINGS.match(url))


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
