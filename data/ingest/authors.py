"""Parts → which of them name the authors, and where these work."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.names import NameReader
from data.ingest.parts import Part

_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.?(?:\s|-|$)|\bet\.?\s?al\b", re.IGNORECASE)
_LIST_SIGNS = re.compile(r"[\s,;&、，；|·•/]*(?:and\s*)?$", re.IGNORECASE)


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
        kind = "authors" if not goes_on and _are_authors(group, names) else "name"
        for place in range(start, end):
            if parts[place].kind == "name" or kind == "authors":
                done[place] = replace(parts[place], kind=kind)
        start = end
    return done


def _continues_names(parts: list[Part], start: int, end: int, names: NameReader) -> bool:
    part = parts[end]
    if end == start:
        return part.kind in ("name", "name-link")
    if not _LIST_SIGNS.fullmatch(part.before) and not (
        part.before.strip() in ("", "(", ")", "),", "-") and part.within == "("
    ):
        return False
    if part.kind == "text" and names.is_affiliation(part.text):
        return True
    return part.kind in ("name", "name-link")


def _are_authors(group: list[Part], names: NameReader) -> bool:
    if all(part.within == '"' or "strong" in part.marks for part in group):
        return False
    if any(re.search(r"\bet\.?\s?al\b", part.text) for part in group):
        return True
    people = [part for part in group if part.kind in ("name", "name-link")]
    full = sum(1 for part in people if part.words > 1 or "." in part.text or part.link)
    count = sum(names.names(part.text) or 1 for part in people)
    if count >= 2 and (full >= 2 or full * 2 > len(people) or len(people) == 1):
        return True
    if count >= 3 and re.search(r"[.?!\n\u2028]", group[0].before):
        return True
    return all(part.words > 1 and ("em" in part.marks or _INITIAL.search(part.text)) for part in people)
