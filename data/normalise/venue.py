"""Venue as listed → series, type, track and year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.normalise.title import fold
from data.normalise.year import without_year, year_in

_UNDECIDED = re.compile(r"\b(?:submitted|submission|under review|in review|withdrawn|rejected)\b", re.IGNORECASE)
_GLUED_YEAR = re.compile(r"\b([A-Za-z]{3,})(\d{2}|\d{4})\b")


@dataclass(frozen=True)
class VenueEntry:
    """A series of venues.yaml: `type` is conference, journal or preprint; `exact` forbids other words beside it."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class Venue:
    """What a listing says of the venue; empty strings and None where it does not say."""

    series: str = ""
    type: str = ""
    track: str = ""
    year: int | None = None


class VenueReader:
    """Reads venues as listed, with the knowledge of venues.yaml and tracks.yaml."""

    def __init__(
        self, venues: Iterable[VenueEntry], tracks: dict[str, tuple[str, ...]], ignored: Collection[str]
    ) -> None:
        self._series = {fold(spelling): venue for venue in venues for spelling in (venue.name, *venue.aliases)}
        self._any_series = _words(spelling for spelling, venue in self._series.items() if not venue.exact)
        self._tracks = {track: _words(map(fold, words)) for track, words in tracks.items()}
        self._ignored = _words(map(fold, ignored))
        self.read = lru_cache(maxsize=50_000)(self._read)

    def _read(self, listed: str) -> Venue:
        """Return what `listed` says; a venue that venues.yaml lacks keeps its name and has no type."""
        if _UNDECIDED.search(listed):
            return Venue(year=year_in(listed))
        listed = _GLUED_YEAR.sub(r"\1 '\2", listed) if year_in(listed) is None else listed
        named = fold(without_year(listed))
        entry, rest = self._find_series(named)
        track, rest = self._find_track(rest)
        rest = " ".join(self._ignored.sub(" ", rest).split())
        if entry is None:
            return Venue(_clean_name(listed) if rest else "", "", track if rest else "", year_in(listed))
        if entry.type == "preprint":
            return Venue(entry.name, entry.type, "preprint", year_in(listed))
        if not track:
            track = "workshop" if entry.type == "conference" and rest else "main"
        return Venue(entry.name, entry.type, track, year_in(listed))

    def _find_series(self, named: str) -> tuple[VenueEntry | None, str]:
        if named in self._series:
            return self._series[named], ""
        found = list(self._any_series.finditer(named))
        if not found:
            return None, named
        best = max(found, key=lambda match: (len(match[0]), match.start()))
        return self._series[best[0]], named[: best.start()] + " " + named[best.end() :]

    def _find_track(self, named: str) -> tuple[str, str]:
        for track, pattern in self._tracks.items():
            if pattern.search(named):
                return track, pattern.sub(" ", named)
        return "", named


def _words(spellings: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, spellings), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _clean_name(listed: str) -> str:
    without_brackets = re.sub(r"\([^()]*\)", " ", without_year(listed))
    return " ".join(without_brackets.split()).strip(" ,.;:-–—@'\"")
