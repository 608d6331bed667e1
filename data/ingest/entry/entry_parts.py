"""Pieces → parts: an entry cut where its author changes the subject, with where each part stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from data.ingest.markdown.inline import PLAIN, Link, Piece, Text

_LINK, _BREAK = "\ufffc", "\u2028"
_SHORTCODE = re.compile(r"(?<![\w:])(?::[a-z][a-z0-9_+-]*:)+(?![\w:])")
_CUT = re.compile(
    r"""
      \n | [;，；、|｜•·—] | (?<!\d),|,(?!\d)
    | (?:(?<=\s)|^)[-–―~/\\]+(?=\s|$) | (?<=\s)[-–](?=(?:19|20)\d\d\b)
    | [:：](?=\s|$) | ： | (?<=\])//
    | \.(?=\s|$) | 。
    | [!?](?=\s|$)
    | [()\[\]{}（）【】]
    | ["“”] | `` | ''
    """,
    re.VERBOSE,
)
# A full stop behind these ends no part.
_ABBREVIATION = re.compile(
    r"""
    (?:^|[\s(.])
    (?: [A-Z] | [A-Z][a-z]?-[A-Z] | i\.e | e\.g
      | adv|anal|ann|approx|assoc|autom|biol|cf|ch|commun|comput|conf|dept|dr|ed|eds|eng|etc|fig|inf|int|intell|intl
      | jr|lett|mach|mag|math|med|mr|ms|nat|netw|no|pattern|phys|pp|proc|process|prof|res|rev|robot|sci|sec|soc|sr|st
      | symp|syst|trans|univ|v|vis|vol|vs
    )$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_CLOSED_BY = {opening: closing for closing, opening in _PAIRS.items()}
_OPENED_BY = _PAIRS | {"”": "“", '"': '"'}
# The number of an entry where it stands in the text: `12.Wide Nets`.
_NUMBER = re.compile(r"^\d{1,3}(?:\.(?=[A-Z])|[.)]\s+(?=[A-Z\"“]))")
_LOOK_BACK = 16
# Authors as GB/T 7714 has them, which end in an initial and a full stop: `Byron A, Noether E. Wide nets`.
_SHORT_NAMES = re.compile(r"[\W\d]*+(?:[^\W\d_][\w'’-]*+ [A-Z]{1,3},\s)++[^\W\d_][\w'’-]*+ [A-Z]{1,3}(?=\.\s)")


# "maybe" is text that could be an unlisted venue, "name" a single name, "note" what stands behind a label such as
# `Abstract:`, which is a "note-label".
PartKind = Literal[
    "text", "link", "break", "noise", "date", "venue", "venue-link", "arxiv", "label", "note-label", "note", "tag",
    "name", "name-link", "authors", "maybe", "title-link", "short-link",
]  # fmt: skip
# What may be part of the title; names and unlisted venues only where nothing else can be one.
TITLE_KINDS = ("text", "title-link", "name", "maybe")


@dataclass(frozen=True)
class Part:
    """A stretch of an entry between two cuts. `split` tells text, link and break apart, `PartKinds` the rest."""

    kind: PartKind
    text: str
    start: int
    end: int
    marks: frozenset[str] = PLAIN
    before: str = ""
    """What stands between the part before and this one: a comma, a colon, white space."""
    within: str = ""
    """The bracket that the part stands in, `(` or `[`, or `"` for quotes."""
    link: Link | None = None

    @property
    def words(self) -> int:
        """How many words the part has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Parts:
    """The parts of an entry and its whole text, from which a stretch of several parts is taken as written."""

    whole: str
    parts: tuple[Part, ...]

    def between(self, first: Part, last: Part) -> str:
        """Return the text from `first` to `last`, tidied."""
        end = last.end
        start = first.start
        # What opens the first part belongs to it where the stretch goes on behind what closes it.
        if first.within and first.within != last.within and start and self.whole[start - 1] in '([（“"':
            start -= 1
        # What closes the last part belongs to it.
        sign = self.whole[end : end + 1]
        if sign and (sign in "?!" or (sign in _OPENED_BY and _OPENED_BY[sign] in self.whole[start:end])):
            end += 1
        return tidy(self.whole[start:end])


def tidy(text: str) -> str:
    """Return a stretch of text without what stands around it: spaces, commas, lone brackets, emoji."""
    text = " ".join(text.replace(_LINK, " ").replace(_BREAK, " ").split())
    text = _strip_quotes(_strip_signs(text))
    for closing, opening in _PAIRS.items():
        if text.endswith(closing) and opening not in text:
            text = text[:-1]
        if text.startswith(opening) and closing not in text:
            text = text[1:]
    if text[:1] in _CLOSED_BY and text.find(_CLOSED_BY[text[0]]) == len(text) - 1:
        text = text[1:-1]
    return _NUMBER.sub("", _strip_signs(text))


def _strip_quotes(text: str) -> str:
    for opening, closing in (('"', '"'), ("“", "”"), ("``", "''"), ("'", "'"), ("‘", "’"), ("“", '"'), ("”", "”")):
        inner = text[len(opening) : -len(closing)]
        if len(text) > 2 and text.startswith(opening) and text.endswith(closing) and opening not in inner:
            return inner.strip(" ,.;")
    return text


def _strip_signs(text: str) -> str:
    start, end = 0, len(text)
    while start < end and not _may_begin(text[start]):
        start += 1
    while end > start and not _may_end(text[end - 1]):
        end -= 1
    return text[start:end]


def _may_begin(char: str) -> bool:
    return char.isalnum() or char in "([{$\"'“‘`<@#=+\\_（【" or (char.isprintable() and _is_letter_like(char))


def _may_end(char: str) -> bool:
    return char.isalnum() or char in ")]}$\"'”’`>?!%+#*∞_）】…" or _is_letter_like(char)


def _is_letter_like(char: str) -> bool:
    """Say whether a character that is no letter may still begin or end a title: a mathematical sign, a vowel sign."""
    return "\u2200" <= char <= "\u22ff" or "\u0300" <= char <= "\u036f" or "\u0900" <= char <= "\u0dff"


def split(pieces: tuple[Piece, ...]) -> Parts:
    """Return the parts of an entry in their order; takes time in proportion to its length."""
    cutter = _Cutter()
    for piece in pieces:
        cutter.add(piece)
    return Parts("".join(cutter.whole), tuple(cutter.finish()))


class _Cutter:
    """Collects the text and where it is cut, then knows which brackets have a partner."""

    def __init__(self) -> None:
        self.whole: list[str] = []
        self._length = 0
        self._spans: list[tuple[PartKind | Literal["cut"], int, int, frozenset[str], Link | None]] = []

    def add(self, piece: Piece) -> None:
        if isinstance(piece, Text):
            text = _SHORTCODE.sub(" ", piece.text.replace(_LINK, " ").replace(_BREAK, " "))
            for start, end, cut in _cuts(text):
                kind: Literal["cut", "text"] = "cut" if cut else "text"
                self._spans.append((kind, self._length + start, self._length + end, piece.marks, None))
            self._put(text)
        elif isinstance(piece, Link):
            self._spans.append(("link", self._length, self._length + 1, piece.marks, piece))
            self._put(_LINK)
        else:
            self._spans.append(("break", self._length, self._length + 1, PLAIN, None))
            self._put(_BREAK)

    def _put(self, text: str) -> None:
        self.whole.append(text)
        self._length += len(text)

    def finish(self) -> Iterator[Part]:
        whole = "".join(self.whole)
        opened = self._partners(whole)
        before, within = "", [""]
        for kind, start, end, marks, link in self._spans:
            text = whole[start:end]
            if kind == "cut":
                before += text
                if start in opened:
                    within.append(opened[start]) if opened[start] != "end" else within.pop()
            elif kind != "text":
                yield Part(kind, "", start, end, marks, before, within[-1], link)
                before = ""
            elif shown := text.strip():
                first = start + text.index(shown)
                last = first + len(shown)
                yield Part(kind, shown, first, last, marks, before + whole[start:first], within[-1])
                before = whole[last:end]
            else:
                before += text

    def _partners(self, whole: str) -> dict[int, str]:
        """Return for each bracket or quotation mark that has a partner what it opens, or "end" where it closes."""
        found: dict[int, str] = {}
        stack: list[tuple[str, int]] = []
        quote = -1
        for kind, start, end, _, _ in self._spans:
            sign = whole[start:end] if kind == "cut" else ""
            if kind == "break":
                stack, quote = [], -1
            elif sign in _CLOSED_BY:
                stack.append((sign, start))
            elif sign in _PAIRS and stack and stack[-1][0] == _PAIRS[sign]:
                found[stack.pop()[1]] = _PAIRS[sign]
                found[start] = "end"
            elif sign in ('"', "“", "”", "``", "''"):
                if quote < 0:
                    quote, depth = start, len(stack)
                elif depth == len(stack):
                    found[quote], found[start], quote = '"', "end", -1
                else:
                    quote, depth = start, len(stack)
        return _nested(found)


def _nested(found: dict[int, str]) -> dict[int, str]:
    """Return `found` without pairs that overlap instead of nesting."""
    depth = 0
    kept = {}
    for position in sorted(found):
        if found[position] == "end":
            if depth == 0:
                continue
            depth -= 1
        else:
            depth += 1
        kept[position] = found[position]
    return kept


def _cuts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of a text, each with whether it is a cut."""
    end = 0
    names = _SHORT_NAMES.match(text)
    for found in _CUT.finditer(text):
        ends_names = names is not None and found.start() == names.end()
        before = text[max(end, found.start() - _LOOK_BACK) : found.start()]
        if found[0] == "." and not ends_names and (before.endswith("..") or _ABBREVIATION.search(before)):
            continue
        if found.start() > end:
            yield end, found.start(), False
        yield found.start(), found.end(), True
        end = found.end()
    if end < len(text):
        yield end, len(text), False
