"""A part that holds two things without a cut between them → two parts: `Wide Nets ICML 2020`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from data.ingest.entry.entry_parts import Part
from data.ingest.thresholds import EMBEDDED_VENUE_WORDS, LONGEST_TEXT
from data.normalise.venue import VenueReader

ARXIV_ID = re.compile(
    r"(?:arxiv(?:\s+preprint)?[\s:]*){0,2}(\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE
)
# Behind these, a venue with more words is what the title is about: `A Net for ICML 2023 Tree Challenge`.
_BEFORE_TOPIC = ("for", "of", "on", "to", "the")
_ARXIV_WORD = re.compile(r"\barxiv|(?<=[a-z]\.)arxiv", re.IGNORECASE)


def without_venue(part: Part, venues: VenueReader, *, names_title: bool = False) -> list[Part]:
    """Cut an arXiv id, or a known venue with its year, off the end or the beginning of a text.

    `names_title` says that a colon follows, so that a word behind the venue opens a title: `ICML'23 WideNet: A Net`.
    """
    if part.kind != "text" or len(part.text) > LONGEST_TEXT:
        return [part]
    found = _ARXIV_WORD.search(part.text)
    if found and found.start() and ARXIV_ID.match(part.text, found.start()):
        return _halves(part, found.start())
    if names_title and (size := _words_before_name(part.text.split(), venues)):
        return _halves(part, list(re.finditer(r"\S+", part.text))[size].start())
    if venues.is_venue(part.text) or part.words < 4:
        return [part]
    words = list(re.finditer(r"\S+", part.text))
    for at_end in (True, False):
        if size := _words_of_venue(part.text, words, venues, at_end=at_end):
            return _halves(part, words[-size if at_end else size].start())
    return [part]


def _words_before_name(words: list[str], venues: VenueReader) -> int:
    """Return how many words, a venue with its year and remarks such as `oral`, stand before the last one, a name."""
    if not 2 <= len(words) <= EMBEDDED_VENUE_WORDS or not venues.leftover(words[-1]) or venues.is_venue(words[-1]):
        return 0
    first = words[0]
    is_dated = any(map(str.isdigit, first)) and venues.is_venue(first) and venues.read(first).year is not None
    return len(words) - 1 if is_dated and not any(map(venues.leftover, words[1:-1])) else 0


def _words_of_venue(text: str, words: list[re.Match[str]], venues: VenueReader, *, at_end: bool) -> int:
    """Return how many words at one end of a text name a venue with its year, and remarks beside it; two are left."""
    most = len(words) - 2
    for size in range(1, min(EMBEDDED_VENUE_WORDS, most) + 1):
        if _is_dated_venue(text[words[-size].start() :] if at_end else text[: words[size - 1].end()], venues):
            if _is_topic([word[0].lower() for word in words], size, at_end=at_end):
                return 0
            beside = [words[-more - 1 if at_end else more][0] for more in range(size, most)]
            return size + sum(1 for _ in takewhile(lambda word: _is_remark(word, venues), beside))
    return 0


def _is_topic(words: list[str], size: int, *, at_end: bool) -> bool:
    """Say whether so many of the words name a venue that the title is about: `for ICML 2023 Tree Challenge`."""
    if at_end:
        return size > 2 and words[-size - 1] in _BEFORE_TOPIC
    return not words[0].startswith("proc") and "for" in words[1:size]


def _is_remark(word: str, venues: VenueReader) -> bool:
    """Say whether a word beside a venue belongs to it: `oral`, `workshop`, `proceedings`."""
    return any(map(str.isalpha, word)) and not venues.leftover(word)


def _halves(part: Part, at: int) -> list[Part]:
    head = part.text[:at].rstrip()
    return [
        replace(part, text=head, end=part.start + len(head)),
        replace(part, text=part.text[at:], start=part.start + at, before=" "),
    ]


def _is_dated_venue(text: str, venues: VenueReader) -> bool:
    if not any(map(str.isdigit, text)) or venues.read(text).year is None or not venues.is_venue(text):
        return False
    first, _, rest = text.partition(" ")
    return venues.is_venue(first) or venues.is_venue(rest) or not rest
