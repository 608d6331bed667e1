"""Parts → the title: the stretch of parts for which most speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.ingest.entry.entry_parts import TITLE_KINDS, Part, Parts, tidy
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.part_kinds import PartKinds
from data.ingest.markdown.inline import Link, Text
from data.ingest.thresholds import LONG_TITLE_WORDS, MOST_PARTS_OF_TITLE, NAME_WORDS
from data.normalise.year import date_year, year_in

# How a title is set.
Style = Literal["link", "strong", "quoted", "em", "plain"]

_FULL_STOP = re.compile(r"[.。](?:\s|$)")
_SEPARATOR = re.compile(r"[,;|:：，；—–\-\n/.]")
_APART = re.compile(r"[,|–—-]|[.:]\s")
_COLON_AND_QUOTE = re.compile(r"[:：]\s?[\"“]$")
# What speaks for a stretch: how it is set, what its link leads to, and its number of words.
_FOR_STYLE: Mapping[Style, float] = {"link": 3.0, "strong": 3.0, "quoted": 4.0, "em": 1.0, "plain": 1.0}
_FOR_TARGET: Mapping[str, float] = {"paper": 3.0, "code": -1.5, "video": -2.0, "blog": -1.0}
_FOR_WORDS = (-1.0, -1.0, 0.0, 1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Title:
    """Parts side by side that could be the title."""

    parts: tuple[Part, ...]
    style: Style
    text: str
    position: int
    """How many such stretches stand before it."""
    lines: int
    """How many line breaks stand before it."""
    venue: str = ""
    """The venue that stands within the label of a link beside the title."""
    year: int | None = None

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def has_name_before(self) -> bool:
        """Whether a colon stands before its quotation mark, as behind its name: `**ThinNet**: "ThinNet: A Net"`."""
        return self.style == "quoted" and bool(_COLON_AND_QUOTE.search(self.parts[0].before))

    @property
    def link(self) -> Link | None:
        """The link whose label it is."""
        return self.parts[0].link


class TitleChoice:
    """Chooses the title among the parts of an entry."""

    def __init__(self, kinds: PartKinds, roles: LinkRoles) -> None:
        self._kinds, self._roles = kinds, roles

    def choose(self, cut: Parts) -> Title | None:
        """Return the best stretch, else a link of a word or two; None where nothing speaks for any of them."""
        stretches = (
            _stretches(cut)
            or [([part], position, 0) for position, part in enumerate(cut.parts) if part.kind == "short-link"][:1]
        )
        titles = _without_names([self._title(cut, *stretch) for stretch in stretches])
        best = max(titles, key=self._score, default=None)
        return best if best is not None and self._score(best) > 0 else None

    def _title(self, cut: Parts, parts: list[Part], position: int, lines: int) -> Title:
        first = parts[0]
        if first.link is None:
            return Title(tuple(parts), _style(parts), cut.between(first, parts[-1]), position, lines)
        rest = f": {cut.between(parts[1], parts[-1])}" if len(parts) > 1 else ""
        title, venue, year = self._within_label(self._without_authors(first.link.label))
        return Title(tuple(parts), "link", title + rest, position, lines, venue, year)

    def _without_authors(self, label: str) -> str:
        """Return the label of a link without the authors behind its bar: `[T | A. Byron, E. Noether](u)`."""
        title, _, authors = label.partition(" | ")
        is_title = len(title.split()) >= NAME_WORDS and not self._kinds.names_people(title)
        return title if is_title and authors and self._kinds.names_people(authors) else label

    def _within_label(self, label: str) -> tuple[str, str, int | None]:
        """Return the title, venue and year of the label of a link: `[T (ICLR 2024)](u)`."""
        cut = self._kinds.classify((Text(label),))
        parts = list(cut.parts)
        beside = []
        while (
            len(parts) > 1 and (found := next((at for at in (0, -1) if _is_beside_title(parts[at])), None)) is not None
        ):
            beside.append(parts.pop(found))
        if not beside:
            return tidy(label), "", None
        venue = next((part.text for part in beside if part.kind == "venue"), "")
        dates = (date_year(part.text.strip(" .,")) for part in beside if part.kind == "date")
        return cut.between(parts[0], parts[-1]), venue, next(filter(None, dates), None)

    def _score(self, title: Title) -> float:
        """Return how much speaks for a stretch as the title; nothing does at 0 or below."""
        words = title.words
        if not any(map(str.isalnum, title.text)):
            return 0.0
        score = _FOR_STYLE[title.style] + _FOR_WORDS[min(words, 5)] + max(0.0, 2.0 - 0.7 * title.position)
        score -= max(0, words - LONG_TITLE_WORDS) / 5
        if title.link is not None:
            score += _FOR_TARGET.get(self._roles.by_target(title.link.url), 0.0)
            if words < NAME_WORDS:
                score -= 4.0 if title.link.bracketed else 1.5
        kinds = {part.kind for part in title.parts}
        score -= 3.0 * (kinds == {"maybe"}) + 1.5 * (kinds == {"name"})
        return score - 3.0 * (title.parts[0].within == "(") - 0.5 * bool(title.lines)


def _without_names(titles: list[Title]) -> list[Title]:
    """Return the titles without names in bold whose quoted titles follow: `**ThinNet** (pruned): "ThinNet: A Net"`."""
    return [
        title
        for title, after in zip(titles, [*titles[1:], None], strict=False)
        if title.style != "strong" or after is None or after.words < 2 or not after.has_name_before
    ]


def _stretches(cut: Parts) -> list[tuple[list[Part], int, int]]:
    """Return the parts that could be the title, those side by side together, with their position and lines."""
    found: list[tuple[list[Part], int, int]] = []
    last: Part | None = None
    lines = 0
    for part in cut.parts:
        lines += part.kind == "break"
        if last is not None and part.kind == "noise" and not any(map(str.isalnum, part.text)):
            continue
        if part.kind not in TITLE_KINDS:
            last = None
            continue
        if last is not None and len(found[-1][0]) < MOST_PARTS_OF_TITLE and not _is_border(found[-1][0], last, part):
            found[-1][0].append(part)
        else:
            found.append(([part], len(found), lines))
        last = part
    return found


def _style(parts: list[Part]) -> Style:
    if all(part.within == '"' for part in parts):
        return "quoted"
    if "strong" in parts[0].marks:
        return "strong"
    return "em" if all("em" in part.marks for part in parts) else "plain"


def _is_beside_title(part: Part) -> bool:
    """Say whether a part within a link's label is no part of the title: a venue with a year, a date in brackets."""
    apart = bool(part.within or _APART.search(part.before))
    if part.kind == "venue":
        return apart or year_in(part.text) is not None
    return part.kind == "date" and (apart or len(part.text) > len("2024"))


def _is_border(stretch: list[Part], last: Part, part: Part) -> bool:
    """Say whether the title cannot go on from `last` to `part`."""
    if last.link is not None:
        is_name = len(last.link.label.split()) <= NAME_WORDS and not last.link.bracketed
        return not (is_name and part.link is None and part.words >= NAME_WORDS and part.before.startswith((":", "：")))
    if part.link is not None:
        return True
    if last.within == '"' or part.within == '"':
        if part.before.lstrip('"”').startswith(("?", "!", ":", "–")) and last.within == '"':
            return False
        if part.within != last.within and stretch[0].within == '"' and _words(stretch, last.within) >= NAME_WORDS:
            return True
        if last.within != '"':
            if "strong" in stretch[0].marks and "strong" not in part.marks and _COLON_AND_QUOTE.search(part.before):
                # A name and its title: `**ThinNet** (pruned): "ThinNet: Making Nets Thin"`.
                return True
            return part.words > NAME_WORDS or (part.words == NAME_WORDS and bool(_SEPARATOR.search(part.before)))
    if any(_changes(mark, stretch, last, part) for mark in ("strong", "em")):
        return True
    if part.before.lstrip().startswith(("?", "!")):
        return part.kind == "maybe" or (part.kind == "name" and "\n" in part.before)
    if _FULL_STOP.search(part.before):
        return _words(stretch) >= NAME_WORDS or part.kind == "maybe"
    opens = part.within == "(" != last.within
    return part.kind == "maybe" and (opens or (last.kind == "text" and bool(_SEPARATOR.search(part.before))))


def _changes(mark: str, stretch: list[Part], last: Part, part: Part) -> bool:
    """Say whether the title ends because emphasis ends behind it, or begins behind a sign or for several words."""
    was, now = mark in last.marks, mark in part.marks
    if was and not now:
        return _words(stretch) > NAME_WORDS
    return now and not was and (part.words > NAME_WORDS + 1 or bool(_SEPARATOR.search(part.before)))


def _words(stretch: list[Part], within: str | None = None) -> int:
    return sum(part.words for part in stretch if within is None or part.within == within)
