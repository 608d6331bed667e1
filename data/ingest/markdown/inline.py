"""Inline Markdown → pieces: text, links and breaks, brackets around links taken in, emphasis noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markdown_it.token import Token

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


def inline_pieces(tokens: list[Token]) -> tuple[Piece, ...]:
    """Return the pieces of inline tokens; images and HTML tags other than `<a>` and `<br>` are left out."""
    return tuple(_unbracket(_with_bare_urls(_join(_Reader().read(list(links_and_images(tokens)))))))


def plain_text(pieces: Iterable[Piece]) -> str:
    """Return pieces as plain text: labels of links included, badges left out."""
    return "".join(map(_words, pieces))


def _words(piece: Piece) -> str:
    if isinstance(piece, Text):
        return piece.text
    return " " if isinstance(piece, Break) else "" if piece.badge else piece.label


def inline_images(tokens: list[Token]) -> tuple[Image, ...]:
    """Return the images of inline tokens that stand in no link."""
    images, in_link = [], False
    for token in links_and_images(tokens):
        if token.type in ("link_open", "link_close"):
            in_link = token.type == "link_open"
        elif token.type == "image" and not in_link:
            images.append(Image(token.content, str(token.attrs.get("src", ""))))
    return tuple(images)


class _Reader:
    """One pass over inline tokens, keeping the emphasis and the link that are open."""

    def __init__(self) -> None:
        self._marks = Counter[str]()
        self._link: Token | None = None
        self._inside: list[Token] = []
        self._inside_marks: set[str] = set()

    def read(self, tokens: list[Token]) -> Iterator[Piece]:
        for token in tokens:
            self._follow_marks(token)
            if token.type == "link_open":
                self._link, self._inside, self._inside_marks = token, [], set(+self._marks)
            elif token.type == "link_close" and self._link is not None:
                yield replace(_link(self._link, self._inside), marks=frozenset(self._inside_marks))
                self._link = None
            elif self._link is not None:
                self._inside.append(token)
                self._inside_marks |= set(+self._marks)
            elif (piece := self._piece(token)) is not None:
                yield piece

    def _follow_marks(self, token: Token) -> None:
        name, _, way = token.type.rpartition("_")
        if name in ("strong", "em"):
            self._marks[name] += 1 if way == "open" else -1
        elif token.type == "html_inline" and (mark := _TAG_MARKS.get(_tag(token))):
            self._marks[mark] = max(0, self._marks[mark] + (-1 if token.content.startswith("</") else 1))

    def _piece(self, token: Token) -> Piece | None:
        marks = frozenset(+self._marks)
        match token.type:
            case "text":
                # GitHub strikes such text through; a sign that is escaped comes as a token of its own.
                return Text(token.content.replace("~~", ""), marks)
            case "text_special":
                return Text(token.content, marks)
            case "code_inline":
                return Text(token.content, marks | {"code"})
            case "softbreak":
                return Text("\n", marks)
            case "hardbreak":
                return Break(1)
            case "html_inline" if _tag(token) == "br":
                return Break()
            case "html_inline" if _tag(token) not in HTML_TAGS:
                return Text(token.content, marks)
        return None


def _tag(token: Token) -> str:
    """Return the name of an HTML tag; a comment has the name `!`."""
    found = re.match(r"</?([a-z][a-z0-9]*)", token.content, re.IGNORECASE)
    return found[1].lower() if found else "!"


def _link(opening: Token, inside: list[Token]) -> Link:
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
    return Link(label, str(opening.attrs.get("href", "")), badge=images_only, image=image, wraps=wraps)


def _join(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join the runs of text that are set alike."""
    words: list[str] = []
    marks = PLAIN
    for piece in pieces:
        if isinstance(piece, Text) and (piece.marks == marks or not words):
            marks = piece.marks
            words.append(piece.text)
            continue
        if words:
            yield Text("".join(words), marks)
        words = []
        if isinstance(piece, Text):
            words, marks = [piece.text], piece.marks
        else:
            yield piece
    if words:
        yield Text("".join(words), marks)


def _with_bare_urls(pieces: Iterator[Piece]) -> Iterator[Piece]:
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
            yield Link("", url, marks=piece.marks)
            end = found.start() + len(url)
        if end < len(piece.text):
            yield Text(piece.text[end:], piece.marks)


def _unbracket(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Turn `[` link `]` and `[[label]](url)` into links that know they were bracketed."""
    row = list(pieces)
    for index, piece in enumerate(row):
        before = row[index - 1] if index else None
        after = row[index + 1] if index + 1 < len(row) else None
        if isinstance(piece, Text):
            text = piece.text
            if isinstance(after, Link) and _closes(row, index + 2) and _opens(row, index):
                text = text.rstrip()[:-1]
            if isinstance(before, Link) and index >= 2 and _opens(row, index - 2) and _closes(row, index):
                text = text.lstrip()[1:]
            if text:
                yield Text(text, piece.marks)
        elif isinstance(piece, Link):
            wrapped = _opens(row, index - 1) and _closes(row, index + 1)
            label = " ".join(piece.label.split())
            inner = label.startswith("[") and label.endswith("]")
            label = label[1:-1].strip() if inner else label
            yield Link(label, piece.url.strip(), wrapped or inner, piece.badge, piece.marks, piece.image, piece.wraps)
        else:
            yield piece


def _opens(row: list[Piece], index: int) -> bool:
    piece = row[index] if 0 <= index < len(row) else None
    return isinstance(piece, Text) and piece.text.rstrip().endswith("[")


def _closes(row: list[Piece], index: int) -> bool:
    piece = row[index] if index < len(row) else None
    return isinstance(piece, Text) and piece.text.lstrip().startswith("]")
