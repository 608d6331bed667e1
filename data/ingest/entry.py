"""Fields → what an entry says: its title, venue, year and links, each chosen by the evidence for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from data.ingest.blocks import Block
from data.ingest.draft import LabelledLink
from data.ingest.fields import TITLE_KINDS, classify, is_note, is_title_case
from data.ingest.parts import Part, Parts, tidy
from data.ingest.pieces import Link, Text
from data.ingest.roles import by_badge, by_label, by_target, says_nothing
from data.knowledge import Knowledge
from data.normalise.title import fold
from data.normalise.year import date_year, year_in

_FULL_STOP = re.compile(r"[.。]\s")
_SEPARATOR = re.compile(r"[,;|:：，；—–\-\n/]")
_DOCUMENT_LABEL = re.compile(r"suppl|slide|poster|appendix|bib|dataset|data set|cite|citation", re.IGNORECASE)
_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}")
_MOST_IN_LINE = 20
_LONGEST_TITLE, _MOST_PARTS = 45, 60
_NAME_WORDS = 3


@dataclass(frozen=True)
class Run:
    """Parts side by side that could be the title. `how` says how it is set: link, strong, quoted, em or plain."""

    parts: tuple[Part, ...]
    how: str
    place: int
    """How many runs stand before it."""
    lines: int
    """How many line breaks stand before it."""
    text: str
    venue: str = ""
    """The venue that stands within the label of a link beside the title."""
    year: int | None = None

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def link(self) -> Link | None:
        """The link whose label it is."""
        return self.parts[0].link


@dataclass(frozen=True)
class Entry:
    """What a block says if it is an entry; `title` is None where nothing could be one."""

    title: Run | None
    venue: str = ""
    year: int | None = None
    links: tuple[LabelledLink, ...] = ()
    authors: bool = False
    dated: bool = False
    rest: int = 0
    """How many words belong to no field: a description."""
    before: int = 0
    """How many of them stand before the title."""
    doubts: tuple[str, ...] = field(default=())
    parts: tuple[Part, ...] = ()

    def has(self, role: str) -> bool:
        """Say whether a link has this role."""
        return any(link.role == role for link in self.links)


@lru_cache(maxsize=20_000)
def understand(block: Block, knowledge: Knowledge) -> Entry:
    """Return what `block` says; several shapes ask the same, so the last answers are kept."""
    cut = classify(block.pieces, knowledge)
    runs = _runs(cut, knowledge) or _short_links(cut, knowledge)
    title = max(runs, key=lambda run: _score(run, knowledge), default=None)
    if title is not None and _score(title, knowledge) <= 0:
        title = None
    chosen = frozenset(title.parts) if title else frozenset()
    others = [part for part in cut.parts if part not in chosen]
    venue, dates = _venue(cut, others, title, knowledge)
    links = _links(cut, title, knowledge)
    rest = [part for part in others if part.kind in TITLE_KINDS and part.text and part.text not in venue]
    return Entry(
        title,
        venue,
        next(
            (year for part in dates if (year := date_year(part.text) or year_in(part.text))),
            title.year if title else None,
        ),
        links,
        any(part.kind == "authors" for part in others),
        bool(dates) or year_in(venue) is not None,
        sum(part.words for part in rest),
        sum(part.words for part in rest if title and part.start < title.parts[0].start),
        _doubts(title, links),
        cut.parts,
    )


# Which parts could be the title


def _runs(cut: Parts, knowledge: Knowledge) -> list[Run]:
    runs: list[list[Part]] = []
    lines: list[int] = []
    last: Part | None = None
    breaks = 0
    for part in cut.parts:
        breaks += part.kind == "break"
        if part.kind not in TITLE_KINDS:
            last = None
        elif last is not None and len(runs[-1]) < _MOST_PARTS and not _is_border(runs[-1], last, part):
            runs[-1].append(part)
            last = part
        else:
            runs.append([part])
            lines.append(breaks)
            last = part
    return [_run(cut, parts, place, lines[place], knowledge) for place, parts in enumerate(runs)]


def _short_links(cut: Parts, knowledge: Knowledge) -> list[Run]:
    """Return links of a word or two, which may be titles where nothing else can be one."""
    return [
        _run(cut, [part], place, 0, knowledge) for place, part in enumerate(cut.parts) if part.kind == "short-link"
    ][:1]


def _run(cut: Parts, parts: list[Part], place: int, lines: int, knowledge: Knowledge) -> Run:
    first = parts[0]
    if first.link is not None:
        rest = f": {cut.between(parts[1], parts[-1])}" if len(parts) > 1 else ""
        title, venue, year = _within_label(first.link.label, knowledge)
        return Run(tuple(parts), "link", place, lines, title + rest, venue, year)
    inside = [part for part in parts if part.within == '"']
    how = (
        "quoted"
        if inside and first.within == '"' and len(inside) == len(parts)
        else "strong"
        if "strong" in first.marks
        else "em"
        if all("em" in part.marks for part in parts)
        else "plain"
    )
    return Run(tuple(parts), how, place, lines, cut.between(first, parts[-1]))


def _within_label(label: str, knowledge: Knowledge) -> tuple[str, str, int | None]:
    """Return the title, venue and year of the label of a link: `[T (ICLR 2024)](u)`."""
    cut = classify((Text(label),), knowledge)
    parts = list(cut.parts)
    beside = []
    while len(parts) > 1 and (found := next((at for at in (0, -1) if _is_beside_title(parts[at])), None)) is not None:
        beside.append(parts.pop(found))
    if not beside:
        return tidy(label), "", None
    venue = next((part.text for part in beside if part.kind == "venue"), "")
    year = next((year for part in beside if part.kind == "date" and (year := date_year(part.text.strip(" .,")))), None)
    return cut.between(parts[0], parts[-1]), venue, year


def _is_beside_title(part: Part) -> bool:
    """Say whether a part within the label of a link is no part of the title: a venue with a year, a date in brackets."""
    if part.kind == "venue":
        return bool(part.within) or year_in(part.text) is not None
    return part.kind == "date" and bool(part.within or len(part.text) > len("2024"))


def _is_border(run: list[Part], last: Part, part: Part) -> bool:
    """Say whether the title cannot go on from `last` to `part`."""
    if last.link is not None:
        is_name = len(last.link.label.split()) <= _NAME_WORDS and not last.link.bracketed
        return not (is_name and part.link is None and part.words >= _NAME_WORDS and part.before.startswith((":", "：")))
    if part.link is not None:
        return True
    if part.before.lstrip('"”').startswith(("?", "!", ":", "–")) and last.within == '"':
        return False
    if (
        (part.within == '"') != (last.within == '"')
        and _words(run, last.within) >= _NAME_WORDS
        and run[0].within == '"'
    ):
        return True
    if part.within == '"' and last.within != '"':
        return part.words > _NAME_WORDS or (part.words == _NAME_WORDS and bool(_SEPARATOR.search(part.before)))
    for mark in ("strong", "em"):
        was, now = mark in last.marks, mark in part.marks
        if was and not now and sum(p.words for p in run) > _NAME_WORDS:
            return True
        if now and not was and (_SEPARATOR.search(part.before) or part.words > _NAME_WORDS + 1):
            return True
    if part.before.lstrip().startswith(("?", "!")):
        return part.kind == "maybe" or (part.kind == "name" and "\n" in part.before)
    if _FULL_STOP.search(part.before) or part.before.rstrip().endswith((".", "。")):
        return sum(p.words for p in run) >= _NAME_WORDS or part.kind == "maybe"
    return part.kind == "maybe" and bool(_SEPARATOR.search(part.before)) and last.kind == "text"


def _words(run: list[Part], within: str) -> int:
    return sum(part.words for part in run if part.within == within)


def _score(run: Run, knowledge: Knowledge) -> float:
    words = run.words
    if not any(map(str.isalnum, run.text)):
        return 0.0
    score = {"link": 3.0, "strong": 3.0, "quoted": 4.0, "em": 1.0, "plain": 1.0}[run.how]
    if run.link is not None:
        target = by_target(run.link.url, knowledge)
        score += {"paper": 3.0, "code": -1.5, "video": -2.0, "blog": -1.0}.get(target, 0.0)
        if words < _NAME_WORDS:
            score -= 4.0 if run.link.bracketed else 1.5
    score += 2.0 if words >= 5 else 1.5 if words >= 4 else 1.0 if words == 3 else 0.0 if words == 2 else -1.0
    score -= max(0, words - _LONGEST_TITLE) / 5
    score += max(0.0, 2.0 - 0.7 * run.place)
    if all(part.kind == "maybe" for part in run.parts):
        score -= 3.0
    if all(part.kind == "name" for part in run.parts):
        score -= 1.5
    if run.parts[0].within == "(":
        score -= 3.0
    if run.lines:
        score -= 0.5
    return score


def _doubts(title: Run | None, links: tuple[LabelledLink, ...]) -> tuple[str, ...]:
    doubts = []
    if title is not None and title.how == "plain" and title.place > 0:
        doubts.append("the title is guessed")
    return tuple(doubts)


# Venue and date


def _venue(cut: Parts, others: list[Part], title: Run | None, knowledge: Knowledge) -> tuple[str, list[Part]]:
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
    return sum(part.words for part in line) > 20 or any(
        part.kind in ("authors", "label") or (title is not None and part in title.parts) for part in line
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
        if part.kind not in ("text", "tag", "name") or part.words > 7 or not is_title_case(part.text):
            continue
        beside = bool({part.end + gap for gap in range(5)} & starts or {part.start - gap for gap in range(5)} & ends)
        if part.start < title.parts[0].start and part.words == 1 and not part.text.isupper():
            continue
        has_year = year_in(part.text) is not None and part.text[:1].isupper()
        if (beside and part.kind != "tag") or has_year:
            found.append(part)
    return found[:1]


# Links


def _links(cut: Parts, title: Run | None, knowledge: Knowledge) -> tuple[LabelledLink, ...]:
    found = []
    label_before: Part | None = None
    for part in cut.parts:
        if part.kind == "label":
            label_before = part
            continue
        if part.link is None:
            if part.kind not in ("noise", "tag"):
                label_before = None
            continue
        found.append(_labelled(part, label_before, title, knowledge))
    if title is not None and not any(link.role == "paper" for link in found):
        found = _guessed(found) if title.link is None else found
        found += _from_arxiv_id(cut)
    return tuple(found)


def _from_arxiv_id(cut: Parts) -> list[LabelledLink]:
    """Return the link that an arXiv id without one stands for."""
    numbers = ((part, _ARXIV_NUMBER.search(part.text)) for part in cut.parts if part.kind == "arxiv")
    return [
        LabelledLink(part.text, f"https://arxiv.org/abs/{number[0]}", "paper") for part, number in numbers if number
    ][:1]


def _labelled(part: Part, before: Part | None, title: Run | None, knowledge: Knowledge) -> LabelledLink:
    link = part.link
    assert link is not None
    target = by_target(link.url, knowledge)
    if title is not None and link is title.link:
        stated = by_label(before.text.strip(" :"), knowledge) if before is not None else ""
        role = stated if stated in ("paper",) else "code" if target == "code" else "paper"
        return LabelledLink("", link.url, role)
    role = by_badge(link, knowledge) if link.badge else by_label(link.label, knowledge)
    if before is not None and not role and is_note(before.text):
        return LabelledLink(link.label, link.url, "other")
    if before is not None and (not role or says_nothing(link)):
        role = by_label(before.text.strip(" :"), knowledge) or role
    if part.kind == "venue-link" and (not role or role == "paper"):
        role = "code" if target == "code" else "paper"
    if role in ("project", "other") and target == "paper" and not _DOCUMENT_LABEL.search(link.label):
        role = "paper"
    if not role:
        role = target if target in ("paper", "code", "project", "video", "model", "blog") else "other"
        if role in ("paper", "blog") and part.kind in ("name-link", "short-link") and target != "paper":
            role = "other"
    return LabelledLink(link.label, link.url, role)


def _guessed(links: list[LabelledLink]) -> list[LabelledLink]:
    """Return the links, a link that says no more than that it is one taken for the paper."""
    for place, link in enumerate(links):
        if (
            link.role == "other"
            and link.url
            and not link.url.startswith("#")
            and not fold(link.label).strip("0123456789 ")
        ):
            return [*links[:place], replace(link, role="paper"), *links[place + 1 :]]
        if link.role == "other" and fold(link.label) in ("link", "url", "here", "official", "doi"):
            return [*links[:place], replace(link, role="paper"), *links[place + 1 :]]
    return links
