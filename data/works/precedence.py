"""Which of the entries of one paper wins, by which rule, and which years the entries name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from data.normalise.link import code_key, is_repository
from data.normalise.venue import Venue
from data.record import Record

_FULL_TRACKS = ("main", "findings", "datasets and benchmarks", "industry", "survey")

_YEAR_IN_LINK = re.compile(
    r"aclanthology\.org/(20\d\d)\.|(?:neurips|nips|icml|iclr)\.cc/(?:virtual|Conferences)/(20\d\d)/"
    r"|openaccess\.thecvf\.com/content/[A-Z]+(20\d\d)/|ijcai\.org/[Pp]roceedings/(20\d\d)/"
)

_FINDINGS = re.compile(r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/(?:volumes/)?\d{4}\.findings-")

# In the order in which they decide; the larger number wins.
RULES: Final[tuple[tuple[str, Callable[[Venue], int]], ...]] = (
    ("an entry with a venue beats one without", lambda venue: bool(venue.series)),
    ("a published version beats a preprint", lambda venue: bool(venue.series) and venue.type != "preprint"),
    ("a known venue beats an unknown one", lambda venue: bool(venue.type)),
    ("a full paper beats a workshop paper", lambda venue: venue.track in _FULL_TRACKS),
    ("a stated year beats no year", lambda venue: venue.year is not None),
    ("the later year wins", lambda venue: venue.year or 0),
    ("Findings beats the main track", lambda venue: venue.track == "findings"),
)
CODE_RULES: Final = (
    "a repository beats any other address",
    "the link that the fewest papers share wins",
    "the deepest path wins",
    "the link of the entry with the winning venue wins",
)
NO_CODE_RULE = "nothing else decides, so the first link in alphabetical order wins"
NO_RULE = "nothing else decides, so the last entry by list and line wins"


def rank(venue: Venue) -> tuple[int, ...]:
    """Return what sorts venues by precedence; of two, the one with the larger rank wins."""
    return tuple(rule(venue) for _, rule in RULES)


def winner(records: Sequence[Record]) -> Record:
    """Return the entry whose venue wins by `RULES`, of at least one; between equals the last by list and line."""
    return max(reversed(records), key=lambda record: rank(record.venue))


def deciding(winning: Venue, losing: Venue) -> str:
    """Return the first rule that tells two venues apart, in words."""
    return next((words for words, rule in RULES if rule(winning) != rule(losing)), NO_RULE)


def code_rank(url: str, sharing: Mapping[str, int], best: str) -> tuple[int, ...]:
    """Return the rank of a code link of a work by `CODE_RULES`; the link with the largest rank wins.

    `sharing` is the number of papers by `code_key`, `best` the link of the entry with the winning venue.
    """
    return int(is_repository(url)), -sharing.get(code_key(url), 0), url.count("/"), int(url == best)


def deciding_code(winning: tuple[int, ...], losing: tuple[int, ...]) -> str:
    """Return the first rule that tells the ranks of two code links apart, in words."""
    ranks = zip(CODE_RULES, winning, losing, strict=True)
    return next((words for words, one, other in ranks if one != other), NO_CODE_RULE)


def is_findings(url: str) -> bool:
    """Say whether an address is in a Findings volume of the ACL Anthology."""
    return bool(_FINDINGS.match(url))


def year_claims(record: Record) -> dict[int, str]:
    """Return every year that an entry names, each with where.

    The arXiv id speaks against another year only where the entry is a preprint.
    """
    claims: dict[int, str] = {}
    if record.venue.year:
        claims[record.venue.year] = "stated"
    elif record.heading_year:
        claims[record.heading_year] = "in the heading"
    if in_link := _YEAR_IN_LINK.search(record.paper.url):
        claims.setdefault(int(next(filter(None, in_link.groups()))), "in the link")
    if record.venue.type == "preprint" and record.month:
        claims.setdefault(int(record.month[:4]), "by the arXiv id")
    return claims
