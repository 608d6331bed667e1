"""Inline Markdown → pieces: text, links and breaks, brackets around links taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from data.ingest.html import links_and_images


@dataclass(frozen=True)
class Text:
    """A run of plain text."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link; `bracketed` where square brackets stand around it or in its label, `badge` where it is only an image.

    `image` is the address of the first image in its label.
    """

    label: str
    url: str
    bracketed: bool = False
    badge: bool = False
    image: str = ""


@dataclass(frozen=True)
class Image:
    """An image that is no link: `label` is the text that stands for it."""

    label: str
    url: str


@dataclass(frozen=True)
class Break:
    """A line break that the author asked for: `<br>`, two spaces, a new cell or a new paragraph."""


Piece = Text | Link | Break

# Tags that mark up text; anything else between angle brackets, such as `<T5>`, belongs to the text itself.
HTML_TAGS = frozenset(
    """
    ! a abbr b big br center cite code del details div em font h1 h2 h3 h4 h5 h6 hr i iframe img input ins kbd li mark
    ol p picture pre q s samp script small source span strike strong style sub summary sup table tbody td th thead tr tt
    u ul
    """.split()  # noqa: SIM905 - as a list it would not fit on a page
)


def inline_pieces(tokens: list[Token]) -> tuple[Piece, ...]:
    """Return the pieces of inline tokens; images and HTML tags other than `<a>` and `<br>` are left out."""
    return tuple(_unbracket(_join(_pieces(list(links_and_images(tokens))))))


def inline_images(tokens: list[Token]) -> tuple[Image, ...]:
    """Return the images of inline tokens that stand in no link."""
    images, in_link = [], False
    for token in links_and_images(tokens):
        if token.type in ("link_open", "link_close"):
            in_link = token.type == "link_open"
        elif token.type == "image" and not in_link:
            images.append(Image(token.content, str(token.attrs.get("src", ""))))
    return tuple(images)


def _pieces(tokens: list[Token]) -> Iterator[Piece]:
    link: Token | None = None
    inside: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            link, inside = token, []
        elif token.type == "link_close" and link is not None:
            yield _link(link, inside)
            link = None
        elif link is not None:
            inside.append(token)
        elif token.type in ("text", "code_inline", "text_special"):
            yield Text(token.content)
        elif token.type == "softbreak":
            yield Text(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and _tag(token) == "br"):
            yield Break()
        elif token.type == "html_inline" and _tag(token) not in HTML_TAGS:
            yield Text(token.content)


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
    return Link(label, str(opening.attrs.get("href", "")), badge=images_only, image=images[0] if images else "")


def _join(pieces: Iterator[Piece]) -> Iterator[Piece]:
    text = ""
    for piece in pieces:
        if isinstance(piece, Text):
            text += piece.text
            continue
        if text:
            yield Text(text)
        text = ""
        yield piece
    if text:
        yield Text(text)


def _unbracket(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Turn `[` link `]` and `[[label]](url)` into links that know they were bracketed."""
    row = list(pieces)
    for index, piece in enumerate(row):
        before = row[index - 1] if index else None
        after = row[index + 1] if index + 1 < len(row) else None
        if isinstance(piece, Text):
            text = piece.text
            if isinstance(after, Link) and _closes(row, index + 2):
                text = re.sub(r"\[\s*$", "", text)
            if isinstance(before, Link) and index >= 2 and _opens(row, index - 2):
                text = re.sub(r"^\s*\]", "", text)
            if text:
                yield Text(text)
        elif isinstance(piece, Link):
            wrapped = _opens(row, index - 1) and _closes(row, index + 1)
            label = " ".join(piece.label.split())
            inner = label.startswith("[") and label.endswith("]")
            label = label[1:-1].strip() if inner else label
            yield Link(label, piece.url.strip(), wrapped or inner, piece.badge, piece.image)
        else:
            yield piece


def _opens(row: list[Piece], index: int) -> bool:
    piece = row[index] if 0 <= index < len(row) else None
    return isinstance(piece, Text) and piece.text.rstrip().endswith("[")


def _closes(row: list[Piece], index: int) -> bool:
    piece = row[index] if index < len(row) else None
    return isinstance(piece, Text) and piece.text.lstrip().startswith("]")
