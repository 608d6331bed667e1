"""Misspelt labels and venues: what is written, and what is meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz.distance import OSA

from data.normalise.title import fold, match_key
from data.normalise.venue import Venue, VenueReader
from data.normalise.vocabulary import Vocabulary

_PUBLISHERS = ("ieee", "acm", "usenix")


def right_label(label: str, role: str, labels: Vocabulary, venues: VenueReader) -> str:
    """Return the known label of `role` that `label` misspells by one letter, or "" where it is spelt right.

    One letter more, less, other or swapped with its neighbour, the first letter apart. A plural is no misspelling,
    nor is the name of a venue.
    """
    word = fold(label)
    known = [fold(name) for name in (role, *labels.names.get(role, ()))]
    if len(word) < 3 or word in (role, f"{role}s") or role not in labels.names or venues.read(label).type:
        return ""
    if _one_letter_off(word, role):
        return role
    near = [name for name in known if _one_letter_off(word, name)]
    return near[0] if near and word not in known and f"{near[0]}s" != word else ""


def _one_letter_off(word: str, name: str) -> bool:
    return len(name) > 3 and word[0] == name[0] and OSA.distance(word, name, score_cutoff=1) == 1


def usual_spellings(listed: Iterable[tuple[str, Venue]]) -> dict[str, str]:
    """Return how the entries of one list mostly write each known series; of equally many, as `venues.yaml` does.

    `listed` are venues as written with what they were read as.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, venue in listed:
        if written := _written(text, venue):
            counts[venue.series][written] += 1
    return {
        series: max(sorted(found), key=lambda written: (found[written], written == series))
        for series, found in counts.items()
    }


def misspelt_venue(listed: str, venue: Venue, usual: Mapping[str, str]) -> str:
    """Return how a listing writes its venue where the list mostly writes it otherwise, or "".

    Only case, spaces and signs count; `usual` is from `usual_spellings`.
    """
    written = _written(listed, venue)
    return "" if written == usual.get(venue.series, written) else written


def _written(listed: str, venue: Venue) -> str:
    """Return how a listing writes the series of a known venue by its own letters, or "".

    Behind a publisher's name the same letters may be another venue: IEEE Micro is not the conference MICRO.
    """
    found = _spelt(venue.series).search(listed) if venue.series and venue.type else None
    return "" if not found or fold(listed[: found.start()]).endswith(_PUBLISHERS) else found[0]


@cache
def _spelt(series: str) -> re.Pattern[str]:
    """Match any way to write a series by its own letters; a year may be glued to it."""
    letters = [re.escape(char) for char in series if match_key(char).isalnum()]
    return re.compile(r"(?<!\w)" + r"[ .\-]?".join(letters) + r"(?![^\W\d_])", re.IGNORECASE)
