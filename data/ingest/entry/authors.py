"""Parts → which of them name the authors, and where these work."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.entry.entry_parts import Part
from data.ingest.entry.person_names import NameReader

_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.?(?:\s|-|$)|\bet\.?\s?al\b", re.IGNORECASE)
_LIST_SIGNS = re.compile(r"[\s,;&、，；|·•/]*(?:and\s*)?$", re.IGNORECASE)
_PERSON = ("name", "name-link")
# What may stand before the authors that open an entry.
_BEFORE_AUTHORS = ("noise", "date", "tag")
_APPEARANCE = ("venue", "date", "venue-link", "arxiv", "maybe")
_TITLE_WORDS, _NAME_WORDS = 3, 3


def with_authors(parts: list[Part], names: NameReader) -> list[Part]:
    """Turn names that stand in a row into authors, and where they work with them."""
    done = list(parts)
    start = 0
    while start < len(parts):
        end = start
        while end < len(parts) and _continues_names(parts, start, end, names):
            end += 1
        if end == start:
            start += 1
            continue
        group = parts[start:end]
        goes_on = end < len(parts) and parts[end].kind == "text" and ":" in parts[end].before
        are_authors = not goes_on and (_are_authors(group, names) or _stand_before_title(parts, start, end))
        kind = "authors" if are_authors else "name"
        for place in range(start, end):
            if parts[place].kind == "name" or are_authors:
                done[place] = replace(parts[place], kind=kind)
        start = end
    return done


def _continues_names(parts: list[Part], start: int, end: int, names: NameReader) -> bool:
    part = parts[end]
    if end == start:
        return part.kind in _PERSON
    if not _LIST_SIGNS.fullmatch(part.before) and not (
        part.before.strip() in ("", "(", ")", "),", "-") and part.within == "("
    ):
        return False
    if ("strong" in part.marks) != ("strong" in parts[start].marks) and part.link is None:
        return False
    if part.kind == "text" and (names.is_affiliation(part.text) or _stands_among_names(parts, start, end)):
        return True
    return part.kind in _PERSON


def _stands_among_names(parts: list[Part], start: int, end: int) -> bool:
    """Say whether a text is a name because all around it are: `Ada Byron, Max Long, Emmy Noether`."""
    if end - start < 2 or end + 1 >= len(parts) or not 2 <= parts[end].words <= _NAME_WORDS:
        return False
    around = (*parts[end - 2 : end], parts[end + 1])
    in_row = all(part.kind in _PERSON and part.words > 1 for part in around)
    return in_row and all("," in part.before for part in parts[end : end + 2]) and parts[end].text.istitle()


def _are_authors(group: list[Part], names: NameReader) -> bool:
    if all(part.within == '"' or "strong" in part.marks for part in group):
        return False
    if any(re.search(r"\bet\.?\s?al\b", part.text) for part in group):
        return True
    people = [part for part in group if part.kind in _PERSON]
    full = sum(1 for part in people if part.words > 1 or "." in part.text or part.link)
    count = sum(names.names(part.text) or 1 for part in people)
    if count >= 2 and (full >= 2 or full * 2 > len(people) or len(people) == 1):
        return True
    if count >= 3 and re.search(r"[.?!\n\u2028]", group[0].before):
        return True
    return all(part.words > 1 and ("em" in part.marks or _INITIAL.search(part.text)) for part in people)


def _stand_before_title(parts: list[Part], start: int, end: int) -> bool:
    """Say whether names open an entry whose title follows: set off, or behind the comma after a single author."""
    if end >= len(parts) or any(part.kind not in _BEFORE_AUTHORS for part in parts[:start][-_NAME_WORDS:]):
        return False
    first, title = parts[start], parts[end]
    if title.kind not in ("text", "name") or title.link is not None or first.marks or first.within:
        return False
    if "strong" in title.marks or title.within == '"':
        return end - start > 1 or first.words > 1
    if end - start > 1 or not 1 < first.words <= _NAME_WORDS or title.before.strip() != ",":
        return False
    known = any(part.kind in _APPEARANCE for part in parts[end + 1 :])
    return known and title.words >= _TITLE_WORDS and title.text[:1].isupper()
