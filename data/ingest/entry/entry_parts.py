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
      | jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec
      | adv|anal|ann|approx|assoc|autom|biol|cf|ch|commun|comput|conf|dept|dr|ed|eds|eng|etc|fig|inf|int|intell|intl
      | jr|lett|mach|mag|math|med|mr|ms|nat|netw|no|pattern|phys|pp|proc|process|prof|res|rev|robot|sci|sec|soc|sr|st
      | symp|syst|trans|univ|v|vis|vol|vs
    )$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_CLOSED_BY = {opening: closing for closing, opening in _PAIRS.items()}
_QUOTES = ('"', "“", "”", "``", "''")
_OPENED_BY = _PAIRS | {"”": "“", '"': '"'}
# What may begin and end a title.
_BEGINS, _ENDS = "([{$\"'“‘`<@#=+\\_（【", ")]}$\"'”’`>?!%+#*∞_）】…"
# The number of an entry where it stands in the text: `12.Wide Nets`.
_NUMBER = re.compile(r"^\d{1,3}(?:\.(?=[A-Z])|[.)]\s+(?=[A-Z\"“]))")
_LOOK_BACK = 16
# Authors as GB/T 7714 has them, which end in an initial and a full stop: `Byron A, Noether E. Wide nets`.
_SHORT_NAMES = re.compile(r"[\W\d]*+(?:[^\W\d_][\w'’-]*+ [A-Z]{1,3},\s)++[^\W\d_][\w'’-]*+ [A-Z]{1,3}(?=\.\s)")
# Authors as the APA has them: `Byron, A., & Noether, E. M. Wide nets`; the last full stop is that of the initial.
_INVERTED_NAMES = re.compile(
    r"""[\W\d]*+
    (?:[^\W\d_][\w'’-]*+,\ [A-Z]\.(?:[\s-]?[A-Z]\.)*+(?:,\s(?:(?:and|&)\s)?+|\s(?:and|&)\s))++
    [^\W\d_][\w'’-]*+,\ [A-Z](?:\.[\s-]?[A-Z](?=\.))*+(?=\.\s[A-Z])""",
    re.VERBOSE,
)


# "maybe" is text that could be an unlisted venue, "name" a single name, "note" what stands behind a label such as
# `Abstract:`, which is a "note-label", or behind one such as `Intro:`, an "intro-label", where venues count.
PartKind = Literal[
    "text", "link", "break", "noise", "date", "venue", "venue-link", "arxiv", "label", "note-label", "intro-label",
    "note", "tag", "name", "name-link", "authors", "maybe", "title-link", "short-link",
]  # fmt: skip
# The labels of fields.yaml and labels.yaml.
LABEL_KINDS = ("label", "note-label", "intro-label")
_Span = tuple[PartKind | Literal["cut"], str, frozenset[str], Link | None]
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

    def of_kind(self, kind: PartKind) -> Part:
        """Return the part with another kind."""
        return Part(kind, self.text, self.start, self.end, self.marks, self.before, self.within, self.link)


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
    while start < end and not (text[start].isalnum() or text[start] in _BEGINS or _is_letter_like(text[start])):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in _ENDS or _is_letter_like(text[end - 1])):
        end -= 1
    return text[start:end]


def _is_letter_like(char: str) -> bool:
    """Say whether a character that is no letter may still begin or end a title: a mathematical sign, a vowel sign."""
    return "\u2200" <= char <= "\u22ff" or "\u0300" <= char <= "\u036f" or "\u0900" <= char <= "\u0dff"


def split(pieces: tuple[Piece, ...]) -> Parts:
    """Return the parts of an entry in their order; takes time in proportion to its length."""
    spans = list(_spans(pieces))
    opened = _partners(spans)
    parts: list[Part] = []
    before, within, start = "", [""], 0
    for index, (kind, text, marks, link) in enumerate(spans):
        if kind == "cut":
            before += text
            if opened.get(index, "end") != "end":
                within.append(opened[index])
            elif index in opened and len(within) > 1:
                within.pop()
        elif kind != "text":
            parts.append(Part(kind, "", start, start + 1, marks, before, within[-1], link))
            before = ""
        elif shown := text.strip():
            lead = text.index(shown)
            first, last = start + lead, start + lead + len(shown)
            parts.append(Part("text", shown, first, last, marks, before + text[:lead], within[-1]))
            before = text[lead + len(shown) :]
        else:
            before += text
        start += len(text)
    return Parts("".join(text for _, text, _, _ in spans), tuple(parts))


def _spans(pieces: tuple[Piece, ...]) -> Iterator[_Span]:
    for piece in pieces:
        if isinstance(piece, Text):
            for kind, text in _cuts(_SHORTCODE.sub(" ", piece.text.replace(_LINK, " ").replace(_BREAK, " "))):
                yield kind, text, piece.marks, None
        elif isinstance(piece, Link):
            yield "link", _LINK, piece.marks, piece
        else:
            yield "break", _BREAK, PLAIN, None


def _partners(spans: list[_Span]) -> dict[int, str]:
    """Return for each bracket or quotation mark that has a partner what it opens, or "end" where it closes."""
    found: dict[int, str] = {}
    stack: list[tuple[str, int]] = []
    quote, depth = -1, 0
    for index, (kind, sign, _, _) in enumerate(spans):
        if kind == "break":
            stack, quote = [], -1
        elif kind != "cut":
            continue
        elif sign in _CLOSED_BY:
            stack.append((sign, index))
        elif sign in _PAIRS and stack and stack[-1][0] == _PAIRS[sign]:
            found[stack.pop()[1]], found[index] = _PAIRS[sign], "end"
        elif sign in _QUOTES:
            if quote >= 0 and depth == len(stack):
                found[quote], found[index], quote = '"', "end", -1
            else:
                quote, depth = index, len(stack)
    return found


def _cuts(text: str) -> Iterator[tuple[Literal["cut", "text"], str]]:
    """Yield the stretches of a text and what stands between them."""
    end = 0
    names = _SHORT_NAMES.match(text) or _INVERTED_NAMES.match(text)
    for found in _CUT.finditer(text):
        ends_names = names is not None and found.start() == names.end()
        before = text[max(end, found.start() - _LOOK_BACK) : found.start()]
        if found[0] == "." and not ends_names and (before.endswith("..") or _ABBREVIATION.search(before)):
            continue
        if found.start() > end:
            yield "text", text[end : found.start()]
        yield "cut", found[0]
        end = found.end()
    if end < len(text):
        yield "text", text[end:]
