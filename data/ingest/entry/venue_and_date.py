"""Parts → where and when a work appeared, as the entry says it."""

from __future__ import annotations

from itertools import pairwise

from data.ingest.entry.entry_parts import Part, Parts
from data.ingest.entry.part_kinds import is_title_case
from data.ingest.entry.title_choice import Run
from data.knowledge.curated import Knowledge
from data.normalise.year import date_year, year_in

_MOST_IN_LINE = 20


def venue_and_dates(cut: Parts, others: list[Part], title: Run | None, knowledge: Knowledge) -> tuple[str, list[Part]]:
    """Return the venue as listed and the parts that hold a date."""
    dates = [part for part in others if part.kind == "date" or _link_date(part)]
    venues = [part for part in others if part.kind in ("venue", "venue-link", "arxiv")]
    if title is not None and title.venue and not venues:
        return title.venue, dates
    if not venues and title is not None:
        venues = _unlisted(others, dates, title)
    if not venues:
        return "", dates
    best = max(venues, key=lambda part: (_rank(part, title, knowledge), -part.start))
    text = best.link.label if best.link is not None else _whole_venue(cut, best, title)
    if year_in(text) is None and knowledge.venues.read(text).year is None:
        near = next((part for part in dates if _is_beside(cut, best, part)), None)
        if near is not None and near.link is None:
            text += " " + near.text.strip(" .,;:")
    return text, dates


def _whole_venue(cut: Parts, best: Part, title: Run | None) -> str:
    """Return the venue with what belongs to it: the rest of its line, or the brackets behind it."""
    place = cut.parts.index(best)
    line = _line(cut, place)
    if line and not _has_other_fields(line, title):
        text = cut.whole[line[0].start : line[-1].end + 1]
    else:
        last = best
        for part in cut.parts[place + 1 :]:
            if part.within != "(" or part.kind not in ("tag", "venue") or part.before.strip() != "(":
                break
            last = part
        text = cut.whole[best.start : last.end + (last is not best)]
    return " ".join(text.replace("\ufffc", " ").replace("\u2028", " ").split()).strip(" .,;:-*_|[")


def _line(cut: Parts, place: int) -> list[Part]:
    """Return the parts of the line in which a part stands, from a break to a break or link; [] where there is none."""
    start = place
    while start and cut.parts[start - 1].kind != "break":
        start -= 1
        if cut.parts[start].link is not None or place - start > _MOST_IN_LINE:
            return []
    if start == 0:
        return []
    end = next(
        (i for i in range(place, len(cut.parts)) if cut.parts[i].kind == "break" or cut.parts[i].link is not None),
        len(cut.parts),
    )
    return list(cut.parts[start:end])


def _has_other_fields(line: list[Part], title: Run | None) -> bool:
    apart = any(part.kind == "name" and after.before.startswith(".") for part, after in pairwise(line))
    return (
        apart
        or sum(part.words for part in line) > 20
        or any(part.kind in ("authors", "label") or (title is not None and part in title.parts) for part in line)
    )


def _link_date(part: Part) -> bool:
    return part.link is not None and part.kind == "link" and date_year(part.link.label) is not None


def _rank(part: Part, title: Run | None, knowledge: Knowledge) -> tuple[int, int]:
    text = part.link.label if part.link is not None else part.text
    venue = knowledge.venues.read(text)
    kind = 2 if venue.type in ("conference", "journal") else 1 if venue.type == "preprint" else 0
    return kind, int(part.kind == "venue")


def _is_beside(cut: Parts, one: Part, other: Part) -> bool:
    """Say whether nothing but commas stands between two parts."""
    first, last = sorted((one, other), key=lambda part: part.start)
    between = cut.whole[first.end : last.start]
    return len(between) < 8 and not any(map(str.isalnum, between)) and "\ufffc" not in between


def _unlisted(others: list[Part], dates: list[Part], title: Run) -> list[Part]:
    """Return the parts that look like a venue that venues.yaml lacks: by a word such as journal, or by their place."""
    maybe = [part for part in others if part.kind == "maybe"]
    if maybe:
        return maybe
    found = []
    starts, ends = {place.start for place in dates}, {place.end for place in dates}
    for part in others:
        if part.kind == "name" and part.words > 1:
            continue
        if part.kind not in ("text", "tag", "name") or part.words > 7 or not is_title_case(part.text):
            continue
        beside = bool({part.end + gap for gap in range(5)} & starts or {part.start - gap for gap in range(5)} & ends)
        if part.start < title.parts[0].start and part.words == 1 and not part.text.isupper():
            continue
        has_year = year_in(part.text) is not None and part.text[:1].isupper()
        if (beside and part.kind != "tag") or has_year:
            found.append(part)
    return found[:1]
