"""Misspelt labels and venues, and their right spelling."""

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
    """Return the known label of `role` that `label` misspells by one letter, or "" if it is spelt right.

    A misspelling has one letter more, less, changed or swapped with its neighbour, but not the first one. A plural
    or the name of a venue is no misspelling.
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
    """Return the usual spelling of each known series in one list; where two are as frequent, that of venues.yaml.

    `listed` holds each venue as written, with what it was read as.
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
    """Return the spelling of a venue in an entry where it differs from the usual one of its list, else "".

    Only case, spaces and signs are compared; `usual` is what `usual_spellings` returns.
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
    """Return a pattern for all spellings of a series with the same letters; a year may follow without a space."""
    letters = [re.escape(char) for char in series if match_key(char).isalnum()]
    return re.compile(r"(?<!\w)" + r"[ .\-]?".join(letters) + r"(?![^\W\d_])", re.IGNORECASE)
