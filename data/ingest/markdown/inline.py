"""Inline Markdown → pieces: text, links and breaks, brackets around links taken in, emphasis noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.token import Token

from data.ingest.limits import LONGEST_ADDRESS
from data.ingest.markdown.folded_asides import without_asides
from data.ingest.markdown.html_tokens import links_and_images

PLAIN: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Text:
    """A run of text; `marks` says how it is set: strong, em, code, or any of them. A wrap is a `\\n`."""

    text: str
    marks: frozenset[str] = PLAIN


@dataclass(frozen=True)
class Link:
    """A link; `bracketed` where square brackets stand around it or in its label, `badge` where it is only an image.

    `image` is the address of the first image in its label.
    """

    label: str
    url: str
    bracketed: bool = False
    badge: bool = False
    marks: frozenset[str] = PLAIN
    image: str = ""
    wraps: int = 0
    """How many lines end in its label."""


@dataclass(frozen=True)
class Image:
    """An image that is no link: `label` is the text that stands for it."""

    label: str
    url: str


@dataclass(frozen=True)
class Break:
    """A line break that the author asked for: `<br>`, two spaces, a new cell or a new paragraph."""

    wraps: int = 0
    """1 where a line of the document ends here."""


Piece = Text | Link | Break

# Tags that mark up text; anything else between angle brackets, such as `<T5>`, belongs to the text itself.
HTML_TAGS = frozenset(
    """
    ! a abbr b big br center cite code del details div em font h1 h2 h3 h4 h5 h6 hr i iframe img input ins kbd li mark
    ol p picture pre q s samp script small source span strike strong style sub summary sup table tbody td th thead tr tt
    u ul
    """.split()  # noqa: SIM905 - as a list it would not fit on a page
)
_TAG_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"} | dict.fromkeys(
    ("ins", "u", "code", "kbd", "mark", "samp", "tt"), "code"
)
_BARE_URL = re.compile(
    r"https?://[^\s<>\[\]()（）【】，。；、\"'`|]+(?:\([^\s<>\[\]()\"'`|]*\)[^\s<>\[\]()\"'`|]*)?", re.IGNORECASE
)


def read_inline(tokens: list[Token]) -> tuple[tuple[Piece, ...], tuple[Image, ...]]:
    """Return the pieces of inline tokens, and the images in no link; tags other than `<a>` and `<br>` are left out."""
    reader = _Reader()
    for token in links_and_images(without_asides(tokens)):
        reader.add(token)
    return tuple(_unbracketed(list(_with_bare_urls(_joined(reader.pieces))))), tuple(reader.images)


def plain_text(pieces: Iterable[Piece]) -> str:
    """Return pieces as plain text: labels of links included, badges left out."""
    return "".join(map(_words, pieces))


def _words(piece: Piece) -> str:
    if isinstance(piece, Text):
        return piece.text
    return " " if isinstance(piece, Break) else "" if piece.badge else piece.label


class _Reader:
    """One pass over inline tokens, keeping the emphasis and the link that are open."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.images: list[Image] = []
        self._marks = Counter[str]()
        self._link: Token | None = None
        self._inside: list[Token] = []
        self._inside_marks: set[str] = set()

    def add(self, token: Token) -> None:
        """Take in the next token."""
        self._follow_marks(token)
        if token.type == "link_open":
            self._link, self._inside, self._inside_marks = token, [], set(+self._marks)
        elif self._link is None:
            self._add_outside(token)
        elif token.type == "link_close":
            self.pieces.append(_link(self._link, self._inside, frozenset(self._inside_marks)))
            self._link = None
        else:
            self._inside.append(token)
            self._inside_marks |= set(+self._marks)

    def _follow_marks(self, token: Token) -> None:
        name, _, way = token.type.rpartition("_")
        if name in ("strong", "em"):
            self._marks[name] += 1 if way == "open" else -1
        elif token.type == "html_inline" and (mark := _TAG_MARKS.get(_tag(token))):
            self._marks[mark] = max(0, self._marks[mark] + (-1 if token.content.startswith("</") else 1))

    def _add_outside(self, token: Token) -> None:
        marks = frozenset(+self._marks)
        match token.type:
            case "text":
                # GitHub strikes such text through; a sign that is escaped comes as a token of its own.
                self.pieces.append(Text(token.content.replace("~~", ""), marks))
            case "text_special":
                self.pieces.append(Text(token.content, marks))
            case "code_inline":
                self.pieces.append(Text(token.content, marks | {"code"}))
            case "softbreak":
                self.pieces.append(Text("\n", marks))
            case "hardbreak":
                self.pieces.append(Break(1))
            case "image":
                self.images.append(Image(token.content, str(token.attrs.get("src", ""))))
            case "html_inline" if _tag(token) == "br":
                self.pieces.append(Break())
            case "html_inline" if _tag(token) not in HTML_TAGS:
                self.pieces.append(Text(token.content, marks))


def _tag(token: Token) -> str:
    """Return the name of an HTML tag; a comment has the name `!`."""
    found = re.match(r"</?([a-z][a-z0-9]*)", token.content, re.IGNORECASE)
    return found[1].lower() if found else "!"


def _link(opening: Token, inside: list[Token], marks: frozenset[str]) -> Link:
    images_only = bool(inside) and all(
        token.type in ("image", "html_inline") or not token.content.strip() for token in inside
    )
    unread = ("html_inline",) if images_only else ("html_inline", "image")
    label = "".join(
        " " if token.type.endswith("break") else token.content for token in inside if token.type not in unread
    )
    images = [str(token.attrs.get("src", "")) for token in inside if token.type == "image"]
    wraps = sum(token.type.endswith("break") for token in inside)
    image = images[0] if images else ""
    href = str(opening.attrs.get("href", ""))
    return Link(label, href if len(href) <= LONGEST_ADDRESS else "", False, images_only, marks, image, wraps)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join the runs of text that are set alike."""
    for marks, group in groupby(pieces, key=lambda piece: piece.marks if isinstance(piece, Text) else None):
        if marks is None:
            yield from group
        else:
            yield Text(plain_text(group), marks)


def _with_bare_urls(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Turn addresses that stand in the text into links without a label."""
    for piece in pieces:
        if not isinstance(piece, Text) or "://" not in piece.text:
            yield piece
            continue
        end = 0
        for found in _BARE_URL.finditer(piece.text):
            url = found[0].rstrip(".,;:!?*_~")
            if found.start() > end:
                yield Text(piece.text[end : found.start()], piece.marks)
            if len(url) <= LONGEST_ADDRESS:
                yield Link("", url, marks=piece.marks)
            end = found.start() + len(url)
        if end < len(piece.text):
            yield Text(piece.text[end:], piece.marks)


def _unbracketed(row: list[Piece]) -> Iterator[Piece]:
    """Take the brackets of `[` link `]` and `[[label]](url)` into links that know of them; leave out empty texts."""
    for index, piece in enumerate(row):
        if not isinstance(piece, Link):
            continue
        label = " ".join(piece.label.split())
        inner = label.startswith("[") and label.endswith("]")
        before, after = (row[at] if 0 <= at < len(row) else None for at in (index - 1, index + 1))
        outer = False
        if isinstance(before, Text) and isinstance(after, Text):
            opening, closing = before.text.rstrip(), after.text.lstrip()
            if outer := opening.endswith("[") and closing.startswith("]"):
                row[index - 1], row[index + 1] = replace(before, text=opening[:-1]), replace(after, text=closing[1:])
        label = label[1:-1].strip() if inner else label
        row[index] = replace(piece, label=label, url=piece.url.strip(), bracketed=outer or inner)
    return (piece for piece in row if not isinstance(piece, Text) or piece.text)
