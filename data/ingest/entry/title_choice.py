"""Parts → the stretches that could be the title, and what speaks for each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.ingest.entry.entry_parts import Part, Parts, tidy
from data.ingest.entry.link_roles import by_target
from data.ingest.entry.part_kinds import TITLE_KINDS, classify
from data.ingest.markdown.inline import Link, Text
from data.knowledge.curated import Knowledge
from data.normalise.year import date_year, year_in

_FULL_STOP = re.compile(r"[.。]\s")
_SEPARATOR = re.compile(r"[,;|:：，；—–\-\n/.]")
_LONGEST_TITLE, _MOST_PARTS = 45, 60
_APART = re.compile(r"[,|–—-]|[.:]\s")
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


def title_runs(cut: Parts, knowledge: Knowledge) -> list[Run]:
    """Return the stretches that could be the title, in their order."""
    runs: list[list[Part]] = []
    lines: list[int] = []
    last: Part | None = None
    breaks = 0
    for part in cut.parts:
        breaks += part.kind == "break"
        if last is not None and part.kind == "noise" and not any(map(str.isalnum, part.text)):
            continue
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


def short_links(cut: Parts, knowledge: Knowledge) -> list[Run]:
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
    """Say whether a part within a link's label is no part of the title: a venue with a year, a date in brackets."""
    apart = bool(part.within or _APART.search(part.before))
    return (part.kind == "venue" and (apart or year_in(part.text) is not None)) or (
        part.kind == "date" and (apart or len(part.text) > len("2024"))
    )


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
    opens = part.within == "(" != last.within
    if opens:
        return part.kind == "maybe"
    return part.kind == "maybe" and bool(_SEPARATOR.search(part.before)) and last.kind == "text"


def _words(run: list[Part], within: str) -> int:
    return sum(part.words for part in run if part.within == within)


def title_score(run: Run, knowledge: Knowledge) -> float:
    """Return how much speaks for a run as the title; nothing does at 0 or below."""
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
