"""Venue as listed → series, type, track and year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.normalise.title import fold
from data.normalise.year import without_month, without_year, year_in

_UNDECIDED = re.compile(r"\b(?:submitted|submission|under review|in review|withdrawn|rejected)\b", re.IGNORECASE)
_GLUED_YEAR = re.compile(r"\b([A-Za-z]{3,})(\d{2}|\d{4})\b")
_SHORT_YEAR = re.compile(
    r"\b(?P<name>[A-Za-z][A-Za-z&+-]+)(?:\s|[-_@])?(?P<year>[012]\d|9\d)(?![\d.%/-])\b(?!\s?[a-z])"
)
_NUMBERS = re.compile(r"\b\d[\d.]*(?:st|nd|rd|th)?\b|\b(?:vol|no|pp|pages?|volume|issue)\b")
# Says that a work is a preprint, and names no server.
_PREPRINT = ("preprint", "preprints", "a preprint")
# What stands between a venue and the date of its preprint: `ICLR 24 – Oct 2023`.
_BEFORE_DATE = re.compile(r"\s?[-–—,;(|/]")
# At most so many words beside a series still make a venue: `AAAI Fall Symposium`.
_WORDS_BESIDE = 3
_LONGEST = 200
_SHORTEST_ACRONYM = 4
# Words beside a series that is written out in so many words are no workshop, but such as `Thirty-seventh`.
_WORDS_IN_FULL = 3


@dataclass(frozen=True)
class VenueEntry:
    """A series of venues.yaml: `type` is conference, journal or preprint; `exact` forbids other words beside it."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class Venue:
    """What an entry says about its venue; empty strings and None for what it does not say."""

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
        self._any_series = _Spellings(spelling for spelling, venue in self._series.items() if not venue.exact)
        self._tracks = {track: _words(map(fold, words)) for track, words in tracks.items()}
        self._ignored = _words(map(fold, ignored))
        self.read = lru_cache(maxsize=50_000)(self._read)
        self.is_venue = lru_cache(maxsize=50_000)(self._is_venue)

    def _read(self, listed: str) -> Venue:
        """Return what `listed` says; a venue that is not in venues.yaml keeps its name and has no type."""
        if _UNDECIDED.search(listed):
            return Venue(year=year_in(listed))
        listed = without_month(self._with_whole_year(listed))
        named = fold(without_year(listed))
        if named in _PREPRINT:
            return Venue("", "preprint", "preprint", year_in(listed))
        entry, rest = self._find_series(named)
        in_full = len(named.split()) - len(rest.split()) >= _WORDS_IN_FULL
        track, rest = self._find_track(rest)
        rest = " ".join(self._ignored.sub(" ", rest).split())
        if entry is None:
            return Venue(_clean_name(listed) if rest else "", "", track if rest else "", year_in(listed))
        if entry.type == "preprint":
            return Venue(entry.name, entry.type, "preprint", year_in(listed))
        if not track:
            track = "workshop" if entry.type == "conference" and rest and not in_full else "main"
        return Venue(entry.name, entry.type, track, year_in(listed))

    def _is_venue(self, text: str) -> bool:
        """Return whether all of `text` names a known venue, with or without a year, a track and a few more words."""
        if len(text) > _LONGEST or not any(map(str.isalpha, text)):
            return False
        listed = self._with_whole_year(text)
        entry, rest = self._find_series(fold(without_year(listed)))
        if entry is None:
            return False
        track, rest = self._find_track(rest)
        words = self._ignored.sub(" ", _NUMBERS.sub(" ", rest)).split()
        if not words:
            return year_in(listed) is not None or _is_written_as(entry, text)
        if year_in(listed) is None and text.startswith(("A ", "An ")):
            return False
        if year_in(listed) is None and (not _has_capitals(text, entry) or any(map(text.split().__contains__, words))):
            return False
        return len(words) <= _WORDS_BESIDE or bool(track and self.leads(text))

    def is_common_word(self, text: str) -> bool:
        """Return whether `text` is a venue's name that is also a common word, so that only a year makes it a venue."""
        entry = self._series.get(fold(text))
        return bool(entry and entry.exact and year_in(text) is None)

    def leftover(self, text: str) -> str:
        """Return the words of a folded `text` that are neither a track nor a remark such as `oral`."""
        return " ".join(self._ignored.sub(" ", self._find_track(fold(text))[1]).split())

    def leads(self, text: str) -> bool:
        """Return whether a text is a known venue or begins with one."""
        if fold(without_year(text)) in self._series:
            return True
        first = re.match(r"\W*(?:in\s+|proceedings of (?:the )?)?(?:ieee |acm )?(\w+)", text, re.IGNORECASE)
        return bool(first and fold(first[1]) in self._series)

    def _with_whole_year(self, listed: str) -> str:
        """Return `listed` with years of two digits marked as such: `ICLR 24` and `ICLR24` as `ICLR '24`."""
        has_year = year_in(listed) is not None
        for found in _SHORT_YEAR.finditer(listed[:_LONGEST]):
            venue = self._series.get(fold(found["name"]))
            if venue and venue.type == "conference":
                if not has_year:
                    return f"{listed[: found.end('name')]} '{found['year']}{listed[found.end() :]}"
                if _BEFORE_DATE.match(listed, found.end()):
                    return f"{listed[: found.end('name')]} '{found['year']}"
        return listed if has_year else _GLUED_YEAR.sub(r"\1 '\2", listed)

    def _find_series(self, named: str) -> tuple[VenueEntry | None, str]:
        for name in (named, " ".join(_NUMBERS.sub(" ", named).split())):
            if name in self._series:
                return self._series[name], ""
        if workshop := self._series_of_workshop(named):
            return workshop, "workshop"
        found = self._any_series.find(named[:_LONGEST])
        if not found:
            return None, named
        best = max(found, key=lambda span: (self._is_published(named, span), span[1] - span[0], span[0]))
        return self._series[named[best[0] : best[1]]], named[: best[0]] + " " + named[best[1] :]

    def _series_of_workshop(self, named: str) -> VenueEntry | None:
        """Return the conference whose workshops a name such as `ICLRW` means."""
        venue = self._series.get(named[:-1]) if named.endswith("w") and len(named) > _SHORTEST_ACRONYM else None
        return venue if venue and venue.type == "conference" else None

    def _is_published(self, named: str, span: tuple[int, int]) -> bool:
        return self._series[named[span[0] : span[1]]].type != "preprint"

    def _find_track(self, named: str) -> tuple[str, str]:
        for track, pattern in self._tracks.items():
            if pattern.search(named):
                return track, pattern.sub(" ", named)
        return "", named


class _Spellings:
    """Finds the spellings of many names in a folded text, the longest at each place."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._words = {tuple(spelling.split()) for spelling in spellings if spelling}
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(self._words, key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def find(self, folded: str) -> list[tuple[int, int]]:
        """Return where spellings begin and end; none overlaps another."""
        words = [(found.start(), found.end()) for found in re.finditer(r"\S+", folded)]
        texts = [folded[start:end] for start, end in words]
        spans, place = [], 0
        while place < len(words):
            for length in self._lengths.get(texts[place], ()):
                if place + length <= len(words) and tuple(texts[place : place + length]) in self._words:
                    spans.append((words[place][0], words[place + length - 1][1]))
                    place += length
                    break
            else:
                place += 1
        return spans


def _words(spellings: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, spellings), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _clean_name(listed: str) -> str:
    without_brackets = re.sub(r"\([^()]*\)", " ", without_year(listed))
    return " ".join(without_brackets.split()).strip(" ,.;:-–—@'\"")


def _is_written_as(entry: VenueEntry, text: str) -> bool:
    """Return whether a venue is written as a name: `DATE`, not `Date`, where the name is a common word."""
    if entry.exact:
        return any(
            spelling in text for spelling in (entry.name, *map(_as_acronym, entry.aliases)) if not spelling.islower()
        ) or (len(text.split()) > 1 and not text.islower())
    return not text.islower() or not entry.name.isupper()


def _as_acronym(alias: str) -> str:
    return alias.upper() if len(alias) <= 5 else alias


def _has_capitals(text: str, entry: VenueEntry) -> bool:
    """Return whether `text` has the acronym of a venue in capitals: `Micro-expressions` is not MICRO."""
    return any(len(word) > 1 and not word.islower() and not word.istitle() for word in re.findall(r"\w+", text)) or (
        not entry.name.isupper()
    )
