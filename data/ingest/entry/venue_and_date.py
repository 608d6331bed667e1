"""Parts → where and when a work appeared, as the entry says it."""

from __future__ import annotations

from itertools import pairwise

from data.ingest.entry.entry_parts import LABEL_KINDS, Part, Parts
from data.ingest.entry.part_kinds import is_title_case
from data.ingest.entry.title_choice import Title
from data.ingest.thresholds import BESIDE_DATE_WORDS, DATE_GAP, VENUE_LINE_PARTS, VENUE_LINE_WORDS
from data.normalise.venue import VenueReader
from data.normalise.year import date_year, year_in


def venue_and_dates(cut: Parts, others: list[Part], title: Title | None, venues: VenueReader) -> tuple[str, list[Part]]:
    """Return the venue as listed and the parts that hold a date; `others` are the parts outside the title."""
    dates = [part for part in others if part.kind == "date" or _is_linked_date(part)]
    named = [part for part in others if part.kind in ("venue", "venue-link", "arxiv")]
    if title is not None and not named:
        if title.venue:
            return title.venue, dates
        named = _unlisted(others, dates, title)
    if not named:
        return "", dates
    best = max(named, key=lambda part: (_rank(part, venues), -part.start))
    text = best.link.label if best.link is not None else _whole_venue(cut, best, title)
    if year_in(text) is None and venues.read(text).year is None:
        near = next((part for part in dates if _is_beside(cut, best, part)), None)
        if near is not None and near.link is None:
            text += " " + near.text.strip(" .,;:")
    return text, dates


def first_year(dates: list[Part]) -> int | None:
    """Return the year of the first date; the 21 of `March 21, 2026` is a day."""
    for part, after in zip(dates, [*dates[1:], None], strict=False):
        goes_on = after is not None and after.start - part.end <= DATE_GAP and year_in(after.text)
        if goes_on and year_in(part.text) is None:
            continue
        if year := date_year(part.text) or year_in(part.text):
            return year
    return None


def _whole_venue(cut: Parts, best: Part, title: Title | None) -> str:
    """Return the venue with what belongs to it: the rest of its line, or the brackets behind it."""
    position = cut.parts.index(best)
    line = _line(cut, position)
    if line and not _has_other_fields(line, title):
        text = cut.whole[line[0].start : line[-1].end + 1]
    else:
        last = best
        for part in cut.parts[position + 1 :]:
            if part.within != "(" or part.kind not in ("tag", "venue") or part.before.strip() != "(":
                break
            last = part
        text = cut.whole[best.start : last.end + (last is not best)]
    return " ".join(text.replace("\ufffc", " ").replace("\u2028", " ").split()).strip(" .,;:-*_|[")


def _line(cut: Parts, position: int) -> list[Part]:
    """Return the parts of the line in which a part stands, from a break to a break or link; [] where there is none."""
    start = position
    while start and cut.parts[start - 1].kind != "break":
        start -= 1
        if cut.parts[start].link is not None or position - start > VENUE_LINE_PARTS:
            return []
    end = position
    while end < len(cut.parts) and cut.parts[end].kind != "break" and cut.parts[end].link is None:
        end += 1
    return list(cut.parts[start:end]) if start else []


def _has_other_fields(line: list[Part], title: Title | None) -> bool:
    if any(part.kind == "name" and after.before.startswith(".") for part, after in pairwise(line)):
        return True
    return sum(part.words for part in line) > VENUE_LINE_WORDS or any(
        part.kind in ("authors", *LABEL_KINDS) or (title is not None and part in title.parts) for part in line
    )


def _is_linked_date(part: Part) -> bool:
    return part.link is not None and part.kind == "link" and date_year(part.link.label) is not None


def _rank(part: Part, venues: VenueReader) -> tuple[int, bool]:
    """Rank a published venue before a preprint, and that before an unknown one; a text before a link."""
    kind = venues.read(part.link.label if part.link is not None else part.text).type
    return 2 if kind in ("conference", "journal") else int(kind == "preprint"), part.kind == "venue"


def _is_beside(cut: Parts, one: Part, other: Part) -> bool:
    """Say whether nothing but commas stands between two parts."""
    first, last = sorted((one, other), key=lambda part: part.start)
    between = cut.whole[first.end : last.start]
    return len(between) < 8 and not any(map(str.isalnum, between)) and "\ufffc" not in between


def _unlisted(others: list[Part], dates: list[Part], title: Title) -> list[Part]:
    """Return the parts that look like a venue that venues.yaml lacks: by a word such as journal, or by their place."""
    if maybe := [part for part in others if part.kind == "maybe"]:
        return maybe
    starts, ends = {part.start for part in dates}, {part.end for part in dates}
    for part in others:
        if part.kind not in ("text", "tag", "name") or part.words > (1 if part.kind == "name" else BESIDE_DATE_WORDS):
            continue
        if part.start < title.parts[0].start and part.words == 1 and not part.text.isupper():
            continue
        beside = bool({part.end + gap for gap in range(5)} & starts or {part.start - gap for gap in range(5)} & ends)
        has_year = year_in(part.text) is not None and part.text[:1].isupper()
        if is_title_case(part.text) and (has_year or (beside and part.kind != "tag")):
            return [part]
    return []
