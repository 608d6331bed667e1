"""Parts → which of them name the authors, and where these work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.ingest.entry.entry_parts import Part
from data.ingest.thresholds import (
    AFFILIATION_WORDS,
    LONGEST_AUTHORS,
    NAME_WORDS,
    PARTS_BEFORE_AUTHORS,
    PERSON_WORDS,
    TITLE_WORDS,
)

_PARTICLES = frozenset(
    """
    af al bin da de dela del den der di dos du e el ibn ii iii jr jr. la le mc sr st ten ter van von y zu
    """.split()  # noqa: SIM905 - as a list it would be long
)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.`´-]*(?:['’.`´-]{1,2}[^\W\d_'’.`´-]+)*\.?")
_ET_AL = re.compile(r"\bet\.?\s?al\b")
_NOTHING_MORE = re.compile(r"\b(?:et\.?\s?al\b\.?|and others)", re.IGNORECASE)
_AND = re.compile(r"(?<!\s)\s++(?:and|&)\s++|^(?:and|&|by|authors?:?)\s++|(?:(?<!\s)\s++)?+[,;]\s*+", re.IGNORECASE)
_SIGNS = str.maketrans("", "", "*†‡∗¹²³⁴⁵⁶§¶")
_NO_NAME_ENDS = tuple(
    """
    able aware based ical ics ified ional ism ities ity ive ization ment ments ness ology ous sion tion tions ware
    """.split()  # noqa: SIM905 - as a list it would be long
)
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.?(?:\s|-|$)|\bet\.?\s?al\b", re.IGNORECASE)
_LIST_SIGNS = re.compile(r"[\s,;&、，；|·•/]*(?:and\s*)?$", re.IGNORECASE)
_BRACKET_SIGNS = ("", "(", ")", "),", "-")
_PERSON = ("name", "name-link")
# What may stand before the authors that open an entry.
_BEFORE_AUTHORS = ("noise", "date", "tag")
_APPEARANCE = ("venue", "date", "venue-link", "arxiv", "maybe")


@dataclass(frozen=True)
class NameReader:
    """Tells names from other words, knowing words that occur in titles and in no name."""

    title_words: frozenset[str]
    organisations: frozenset[str]

    def names(self, text: str) -> int:
        """Return how many names `text` consists of, 0 where it holds anything else; `et al.` counts as one more."""
        if len(text) > LONGEST_AUTHORS:
            return 0
        rest = _NOTHING_MORE.sub("", text)
        names = [name for name in _AND.split(rest.strip(" .,:;()")) if name and name.strip(" .,;")]
        count = len(names) if names and all(self._is_name(name) for name in names) else 0
        return count + (count > 0 and rest != text)

    def is_affiliation(self, text: str) -> bool:
        """Say whether a short text names where somebody works."""
        words = text.lower().split()
        return len(words) <= AFFILIATION_WORDS and any(word.strip(".,") in self.organisations for word in words)

    def _is_name(self, text: str) -> bool:
        words = text.translate(_SIGNS).strip(" .,;").split()
        if not 1 <= len(words) <= PERSON_WORDS:
            return False
        if not any(char.islower() for char in text):
            initials = all(len(word.rstrip(".")) == 1 for word in words)
            return initials and words[0].isupper() and (len(words) == 1 or words[0].endswith("."))
        return all(map(self._is_part_of_name, words)) and not all(word in _PARTICLES for word in words)

    def _is_part_of_name(self, word: str) -> bool:
        if word.lower() in _PARTICLES:
            return True
        bare = word.strip("()\"'")
        if len(bare.rstrip(".")) == 1:
            return bare[0].isupper()
        if not _NAME.fullmatch(bare) or not bare[0].isupper():
            return False
        parts = bare.lower().rstrip(".").split("-")
        if any(part in self.title_words or (len(part) > 5 and part.endswith(_NO_NAME_ENDS)) for part in parts):
            return False
        letters = bare.replace(".", "").replace("-", "")
        return len(letters) <= 3 or not letters.isupper()


def with_authors(parts: list[Part], names: NameReader) -> list[Part]:
    """Turn names that stand in a row into authors, and where they work with them."""
    done = list(parts)
    start = 0
    while start < len(parts):
        end = start
        while end < len(parts) and _continues_names(parts, start, end, names):
            end += 1
        group = parts[start:end]
        goes_on = end < len(parts) and parts[end].kind == "text" and ":" in parts[end].before and not _cited(group)
        are_authors = (
            bool(group)
            and not goes_on
            and (_are_authors(group, names, parts[start - 1 : start]) or _open_entry(parts, start, end))
        )
        if are_authors:
            done[start:end] = [part.of_kind("authors") for part in group]
        start = max(end, start + 1)
    return done


def _continues_names(parts: list[Part], start: int, end: int, names: NameReader) -> bool:
    part = parts[end]
    if end == start:
        return part.kind in _PERSON
    in_brackets = part.within == "(" and part.before.strip() in _BRACKET_SIGNS
    if not in_brackets and not _LIST_SIGNS.fullmatch(part.before):
        return False
    if ("strong" in part.marks) != ("strong" in parts[start].marks) and part.link is None:
        return False
    if part.kind == "text" and (names.is_affiliation(part.text) or _stands_among_names(parts, start, end)):
        return True
    return part.kind in _PERSON


def _stands_among_names(parts: list[Part], start: int, end: int) -> bool:
    """Say whether a text is a name because all around it are: `Ada Byron, Max Long, Emmy Noether`."""
    if end - start < 2 or end + 1 >= len(parts) or not 2 <= parts[end].words <= NAME_WORDS:
        return False
    around = (*parts[end - 2 : end], parts[end + 1])
    in_row = all(part.kind in _PERSON and part.words > 1 for part in around)
    return in_row and all("," in part.before for part in parts[end : end + 2]) and parts[end].text.istitle()


def _are_authors(group: list[Part], names: NameReader, before: list[Part]) -> bool:
    if all(part.within == '"' or "strong" in part.marks for part in group):
        return False
    if any(_ET_AL.search(part.text) for part in group):
        return True
    people = [part for part in group if part.kind in _PERSON]
    full = sum(1 for part in people if part.words > 1 or "." in part.text or part.link)
    count = sum(names.names(part.text) or 1 for part in people)
    if count >= 2 and (full >= 2 or full * 2 > len(people) or len(people) == 1):
        return True
    on_new_line = any(part.kind == "break" for part in before)
    if count >= 3 and (on_new_line or re.search(r"[.?!\n\u2028]", group[0].before)):
        return True
    return all(part.words > 1 and ("em" in part.marks or _INITIAL.search(part.text)) for part in people)


def _cited(group: list[Part]) -> bool:
    """Say whether names are written as in references, with initials, so that a colon behind them opens the title."""
    return len(group) > 1 and all(part.words > 1 and _INITIAL.search(part.text) for part in group)


def _open_entry(parts: list[Part], start: int, end: int) -> bool:
    """Say whether names open an entry whose title follows: set off, or behind the comma after a single author."""
    if end >= len(parts) or any(part.kind not in _BEFORE_AUTHORS for part in parts[:start][-PARTS_BEFORE_AUTHORS:]):
        return False
    first, title = parts[start], parts[end]
    if title.kind not in ("text", "name") or title.link is not None or first.marks or first.within:
        return False
    if "strong" in title.marks or title.within == '"':
        return end - start > 1 or first.words > 1
    if end - start > 1 or not 1 < first.words <= NAME_WORDS or title.before.strip() != ",":
        return False
    known = any(part.kind in _APPEARANCE for part in parts[end + 1 :])
    return known and title.words >= TITLE_WORDS and title.text[:1].isupper()
