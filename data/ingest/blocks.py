"""Markdown → blocks: every bullet, row, paragraph and piece of HTML with its line and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Text:
    """A run of plain text."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link; `bracketed` where square brackets stand around it or in its label, `badge` where it is only an image."""

    label: str
    url: str
    bracketed: bool = False
    badge: bool = False


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


@dataclass(frozen=True)
class Block:
    """A part of a document that could be an entry: bullet, row, paragraph, html or code; `line` counts from 1."""

    kind: str
    line: int
    section: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    has_title: bool = False
    """Whether the first heading in `section` is of level 1, the title of the document."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the block in their order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Link))

    @property
    def text(self) -> str:
        """The block as plain text: labels of links included, badges left out."""
        words = (
            " " if isinstance(p, Break) else p.text if isinstance(p, Text) else "" if p.badge else p.label
            for p in self.pieces
        )
        return "".join(words)


# Levels of lists and quotations within each other; a document that goes deeper is refused, not cut short.
DEEPEST = 100


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    # Links are judged and tidied later, by data.normalise.link: here they are kept as written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown document in the order of their lines.

    Raises ValueError with the line where lists or quotations nest deeper than `DEEPEST`.
    """
    walk = _Walk()
    for token in _PARSER.parse(text):
        if token.level >= DEEPEST - 2 and token.map:
            raise ValueError(token.map[0] + 1)
        walk.visit(token)
    return sorted(walk.done, key=lambda block: block.line)


@dataclass
class _Open:
    kind: str
    line: int
    pieces: list[Piece] = field(default_factory=list)


class _Walk:
    """One pass over the block tokens, keeping the headings above and the items that are open."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self._open: list[_Open] = []
        self._headings: dict[int, str] = {}
        self._heading_level = 0
        self._in_table_head = False

    def visit(self, token: Token) -> None:
        """Take in the next token."""
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open":
                self._heading_level = int(token.tag[1])
            case "list_item_open":
                self._open.append(_Open("bullet", line))
            case "tr_open":
                self._open.append(_Open("row", line))
            case "list_item_close" | "tr_close":
                self._close()
            case "thead_open" | "thead_close":
                self._in_table_head = token.type == "thead_open"
            case "inline":
                self._inline(token, line)
            case "html_block":
                self.done.append(Block("html", line, self._section(), (), 1 in self._headings))
            case "fence" | "code_block":
                self.done.append(Block("code", line, self._section(), (), 1 in self._headings))

    def _inline(self, token: Token, line: int) -> None:
        pieces = inline_pieces(token.children or [])
        if self._heading_level:
            self._set_heading(self._heading_level, line, pieces)
            self._heading_level = 0
        elif self._open:
            self._open[-1].pieces += [Break(), *pieces] if self._open[-1].pieces else pieces
        elif _is_bold_line(token):
            self._set_heading(7, line, pieces)
        else:
            self.done.append(Block("paragraph", line, self._section(), pieces, 1 in self._headings))

    def _close(self) -> None:
        item = self._open.pop()
        if not self._in_table_head:
            self.done.append(Block(item.kind, item.line, self._section(), tuple(item.pieces), 1 in self._headings))

    def _set_heading(self, level: int, line: int, pieces: tuple[Piece, ...]) -> None:
        heading = Block("heading", line, self._section(), pieces)
        self._headings = {upper: above for upper, above in self._headings.items() if upper < level}
        self._headings[level] = " ".join(heading.text.split())
        if any(link.url.startswith("http") and not link.badge for link in heading.links):
            self.done.append(heading)

    def _section(self) -> tuple[str, ...]:
        return tuple(self._headings.values())


def _is_bold_line(token: Token) -> bool:
    """Say whether a paragraph is nothing but bold text: the lists use such lines as the lowest heading."""
    kinds = [child.type for child in token.children or [] if child.type != "text" or child.content.strip(" :")]
    return (
        len(kinds) >= 3 and kinds[0] == "strong_open" and kinds[-1] == "strong_close" and set(kinds[1:-1]) == {"text"}
    )


def inline_pieces(tokens: list[Token]) -> tuple[Piece, ...]:
    """Return the text, links and breaks of inline tokens; images and HTML tags other than `<br>` are left out."""
    return tuple(_unbracket(_join(_pieces(tokens))))


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
    label = "".join(
        " " if token.type.endswith("break") else token.content for token in inside if token.type != "html_inline"
    )
    images_only = bool(inside) and all(token.type == "image" or not token.content.strip() for token in inside)
    return Link(label, str(opening.attrs.get("href", "")), badge=images_only)


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
            yield Link(label[1:-1].strip() if inner else label, piece.url.strip(), wrapped or inner, piece.badge)
        else:
            yield piece


def _opens(row: list[Piece], index: int) -> bool:
    piece = row[index] if 0 <= index < len(row) else None
    return isinstance(piece, Text) and piece.text.rstrip().endswith("[")


def _closes(row: list[Piece], index: int) -> bool:
    piece = row[index] if index < len(row) else None
    return isinstance(piece, Text) and piece.text.lstrip().startswith("]")
