"""What a single cell holds: nothing, a date, a venue, a title with its link."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.ingest.entry.badges import badge_words
from data.ingest.entry.link_roles import says_nothing
from data.ingest.markdown.inline import Break, Link, Piece, Text, plain_text
from data.ingest.markdown.table_cells import Cell
from data.ingest.thresholds import DATE_LETTERS, LONGEST_DATE, LONGEST_NOTHING, NAME_WORDS, TITLE_WORDS
from data.knowledge.load_knowledge import Knowledge
from data.normalise.title import fold
from data.normalise.year import year_in

_NONE = frozenset(
    """
    none n a na nil null no not available tbd tba todo soon coming code deleted x unknown unavailable to be yet
    released announced empty nan
    """.split()  # noqa: SIM905 - as a list it would be long
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = ("th", "st", "nd", "rd")
_EDGE = re.compile(r"^[^\w(\[{\"'“‘<«$]+|[\s|]+$")
# A short name in square brackets before a title, and who wrote it in round ones behind it.
_TAGGED = re.compile(r"^\[[^\[\]]{1,60}\](?:\s*+:\s*+|\s*+)(?=\S++\s++\S)")
_BY_WHOM = re.compile(r"(?:(?<!\s)\s++)?+\((?:@[^()]*+|(?=[^()]*\bet al\b)[^()]*+|ours)\)$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:\d{1,3}[.)]|\[\d{1,3}\])\s+")
_MONTH_FIRST = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])\s?[./-]\s?(\d{2})(?!\d|[./-])")
_YEAR_FIRST = re.compile(r"(?<!\d)([0-3]\d)\s?[./-]?\s?(?:0[1-9]|1[0-2])(?:\s?[./-]?\s?[0-3]\d)?(?!\d)")
_WHOLE = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?:(?=\D)|$|(?=(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)))")
_SHORT_YEAR = re.compile(r"(?:^|[A-Za-z]{3}\.?\s?['’]?)(\d{2})$")


@dataclass(frozen=True)
class CellTitle:
    """A title as it stands in a cell: `link` where it is the label of one, `rest` what follows it."""

    text: str
    link: Link | None = None
    rest: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


class CellTitles:
    """Finds the titles of cells."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._labels, self._venues = knowledge.labels, knowledge.venues

    def title(self, cell: Cell) -> CellTitle | None:
        """Return the title in a cell, or None: the label of a link that is no mere word for a link, else the text."""
        lines = [line.pieces for line in lines_of(cell) if any(map(str.isalnum, text_of(line)))]
        for number, line in enumerate(lines, 1):
            if found := self._title_in(line):
                return replace(found, rest=(*found.rest, *map(_text, lines[number:])))
        return None

    def _title_in(self, line: tuple[Piece, ...]) -> CellTitle | None:
        before: list[str] = []
        for position, piece in enumerate(line):
            if isinstance(piece, Text):
                before.append(piece.text)
            elif isinstance(piece, Link) and not piece.badge:
                text, label, rest = _tidy("".join(before)), _tidy(piece.label), _text(line[position + 1 :])
                # The label of a link behind a longer text is a short name or a remark.
                outweighed = len(text.split()) >= TITLE_WORDS and len(text.split()) > len(label.split())
                if self._is_title(label) and not outweighed:
                    return CellTitle(label, piece, (text, rest) if text else (rest,))
                if text:
                    return CellTitle(text, None, (rest,)) if self._is_title(text) else None
                before = []
        text = _tidy("".join(before))
        return CellTitle(text) if self._is_title(text) else None

    def _is_title(self, text: str) -> bool:
        return bool(
            any(map(str.isalpha, text))
            and not is_none(text)
            and not self._labels.canonical(text)
            and not says_nothing(text)
            and not text.startswith(("http://", "https://"))
            and not (len(text.split()) <= NAME_WORDS and self._venues.read(text).type)
        )


def text_of(cell: Cell) -> str:
    """Return the words of a cell, those of links included, badges left out."""
    return _text(cell.pieces)


def _text(pieces: tuple[Piece, ...]) -> str:
    return " ".join(plain_text(pieces).split())


def lines_of(cell: Cell) -> list[Cell]:
    """Return the lines of a cell that hold anything, as cells."""
    lines: list[list[Piece]] = [[]]
    for piece in cell.pieces:
        if isinstance(piece, Break):
            lines.append([])
        else:
            lines[-1].append(piece)
    cells = (replace(cell, pieces=tuple(line), images=()) for line in lines)
    return [line for line in cells if line.links or text_of(line)]


def is_empty(cell: Cell) -> bool:
    """Say whether a cell holds nothing, or a sign or word for nothing such as `-` or `N/A`."""
    return not cell.links and is_none(text_of(cell)) and not any(badge_words(image.url) for image in cell.images)


def is_none(text: str) -> bool:
    """Say whether `text` says that there is nothing."""
    return len(text) <= LONGEST_NOTHING and _NONE.issuperset(fold(text).split())


def date_of(text: str) -> int | None:
    """Return the year of a text that a column of dates holds: `2024`, `04/2023`, `23.05`, `2404`, `Mar 23`, `'22`."""
    if whole := _WHOLE.search(text):
        return int(whole[1])
    if (year := year_in(text)) is not None:
        return year
    for pattern in (_YEAR_FIRST, _MONTH_FIRST, _SHORT_YEAR):
        if found := pattern.search(text.strip()):
            return 2000 + int(found[1])
    return None


def is_date(text: str) -> bool:
    """Say whether a short text is nothing but a date."""
    if len(text) > LONGEST_DATE or sum(map(str.isalpha, text)) > DATE_LETTERS or date_of(text) is None:
        return False
    return all(word[:3] in _MONTHS or word in _ORDINALS for word in re.findall(r"[a-z]+", text.lower()))


def _tidy(text: str) -> str:
    """Return a title without signs, numbers and a tag before it, and without bars and its authors behind it."""
    text = _NUMBERED.sub("", _EDGE.sub("", " ".join(text.split())).strip())
    return _BY_WHOM.sub("", _TAGGED.sub("", text)).strip()
