"""A part that holds two things without a cut between them → two parts: `Wide Nets ICML 2020`."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.entry.entry_parts import Part
from data.knowledge.curated import Knowledge

ARXIV_ID = re.compile(
    r"(?:arxiv(?:\s+preprint)?[\s:]*){0,2}(\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE
)
_ARXIV_WORD = re.compile(r"\barxiv|(?<=[a-z]\.)arxiv", re.IGNORECASE)
_PEEL = 7
# Longer stretches without a cut are prose or titles, nothing else.
LONGEST_TEXT = 400


def peeled(part: Part, knowledge: Knowledge) -> list[Part]:
    """Cut a known venue with its year off the beginning and the end of a text: `Wide Nets ICML 2020`."""
    if part.kind != "text" or len(part.text) > LONGEST_TEXT:
        return [part]
    found = _ARXIV_WORD.search(part.text)
    if found and found.start() and ARXIV_ID.match(part.text, found.start()):
        return _halves(part, found.start())
    if knowledge.venues.is_venue(part.text) or part.words < 4:
        return [part]
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", part.text)]
    for size in range(1, min(_PEEL, len(words) - 2) + 1):
        if _is_dated_venue(part.text[words[-size][0] :], knowledge):
            more = size
            while more < len(words) - 2 and _is_remark(part.text[slice(*words[-more - 1])], knowledge):
                more += 1
            return _halves(part, words[-more][0])
    for size in range(1, min(_PEEL, len(words) - 2) + 1):
        if _is_dated_venue(part.text[: words[size - 1][1]], knowledge):
            more = size
            while more < len(words) - 2 and _is_remark(part.text[slice(*words[more])], knowledge):
                more += 1
            return _halves(part, words[more][0])
    return [part]


def _is_remark(word: str, knowledge: Knowledge) -> bool:
    """Say whether a word beside a venue belongs to it: `oral`, `workshop`, `proceedings`."""
    return any(map(str.isalpha, word)) and not knowledge.venues.leftover(word)


def _halves(part: Part, at: int) -> list[Part]:
    head = part.text[:at].rstrip()
    return [
        replace(part, text=head, end=part.start + len(head)),
        replace(part, text=part.text[at:], start=part.start + at, before=" "),
    ]


def _is_dated_venue(text: str, knowledge: Knowledge) -> bool:
    first, _, rest = text.partition(" ")
    return bool(
        any(map(str.isdigit, text))
        and knowledge.venues.read(text).year is not None
        and knowledge.venues.is_venue(text)
        and (knowledge.venues.is_venue(first) or knowledge.venues.is_venue(rest) or not rest)
    )
