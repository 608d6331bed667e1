"""Markdown → blocks: every bullet, row, paragraph and piece of HTML with its line and the headings above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from data.ingest.pieces import Break, Link, Piece, Text, inline_pieces


@dataclass(frozen=True)
class Block:
    """A part of a document that could be an entry; `line` counts from 1.

    `kind` is bullet, row, paragraph, quote, bold (a paragraph of bold text only), heading, html or code.
    """

    kind: str
    line: int
    section: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    has_title: bool = False
    """Whether the first heading in `section` is of level 1, the title of the document."""
    depth: int = 0
    """How many bullets it stands in."""

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

    Bullets within bullets follow the one they stand in, with a greater depth.
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
        self._quotes = 0

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
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "inline":
                self._inline(token, line)
            case "html_block":
                self._put("html", line)
            case "fence" | "code_block":
                self._put("code", line)

    def _inline(self, token: Token, line: int) -> None:
        pieces = inline_pieces(token.children or [])
        if self._heading_level:
            self._set_heading(self._heading_level, line, pieces)
            self._heading_level = 0
        elif self._open:
            self._open[-1].pieces += [Break(), *pieces] if self._open[-1].pieces else pieces
        else:
            self._put("quote" if self._quotes else "bold" if _is_bold_line(token) else "paragraph", line, pieces)

    def _close(self) -> None:
        item = self._open.pop()
        if not self._in_table_head:
            self._put(item.kind, item.line, tuple(item.pieces))

    def _set_heading(self, level: int, line: int, pieces: tuple[Piece, ...]) -> None:
        heading = Block("heading", line, (), pieces)
        self._headings = {upper: above for upper, above in self._headings.items() if upper < level}
        self._put("heading", line, pieces)
        self._headings[level] = " ".join(heading.text.split())

    def _put(self, kind: str, line: int, pieces: tuple[Piece, ...] = ()) -> None:
        self.done.append(
            Block(kind, line, tuple(self._headings.values()), pieces, 1 in self._headings, len(self._open))
        )


def _is_bold_line(token: Token) -> bool:
    """Say whether a paragraph is nothing but bold text: the lists use such lines as the lowest heading."""
    kinds = [child.type for child in token.children or [] if child.type != "text" or child.content.strip(" :")]
    return (
        len(kinds) >= 3 and kinds[0] == "strong_open" and kinds[-1] == "strong_close" and set(kinds[1:-1]) == {"text"}
    )
