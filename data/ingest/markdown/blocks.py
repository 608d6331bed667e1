"""Markdown → blocks: every bullet, row, paragraph and piece of HTML with its line and the headings above it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from data.errors import InputError
from data.ingest.limits import LIMITS, LONGEST_HEADING, MOST_HEADINGS, MOST_LINKS, Limits
from data.ingest.markdown.folded_asides import is_aside
from data.ingest.markdown.html_tokens import with_html
from data.ingest.markdown.inline import Break, Image, Link, Piece, plain_text, read_inline
from data.ingest.markdown.pipe_tables import enable_tables
from data.ingest.markdown.references import References, enable_counting
from data.ingest.markdown.table_cells import Cell, Table, span

# A head is a row that names columns, bold a paragraph of bold text only.
BlockKind = Literal["bullet", "row", "head", "paragraph", "quote", "bold", "heading", "code", "comment"]


@dataclass(frozen=True)
class Block:
    """A part of a document that could be an entry; `line` counts from 1."""

    kind: BlockKind
    line: int
    section: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    has_title: bool = False
    """Whether the first heading in `section` is of level 1, the title of the document."""
    images: tuple[Image, ...] = ()
    """The images that stand in no link."""
    cells: tuple[Cell, ...] = ()
    """The cells of a row."""
    table: int = 0
    """Which table of the document a row belongs to, counted from 1."""
    reason: str = ""
    """Why the block is no entry, where that is known."""
    depth: int = 0
    """How many bullets it stands in."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the block in their order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Link))

    @property
    def text(self) -> str:
        """The block as plain text: labels of links included, badges left out."""
        return plain_text(self.pieces)


# Levels of lists and quotations within each other; a document that goes deeper is refused, not cut short.
DEEPEST = 100


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    enable_tables(parser)
    enable_counting(parser)
    # Signs that are escaped stay apart from those that mean something.
    parser.disable("text_join")
    # Links are judged and tidied later, by data.normalise.link: here they are kept as written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


PARSER = _parser()


def blocks(text: str, file: str = "", limits: Limits = LIMITS) -> list[Block]:
    """Return the blocks of a Markdown document in the order of their lines.

    Bullets within bullets follow the one they stand in, with a greater depth.
    Raises InputError if lists or quotations nest deeper than `DEEPEST`, and if there are more blocks or tables, or
    references stand for more, than `limits` allow.
    """
    walk = _Walk()
    known = {"limits": limits, "file": file, "references": References(limits, file)}
    for token in with_html(PARSER.parse(text, known), _inline_tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.level >= DEEPEST - 2 and line:
            raise InputError("lists or quotations nest too deep", file=file, line=line, remedy="Indent it less.")
        walk.visit(token)
        limits.check_blocks(len(walk.done), file, line)
    return sorted(walk.done, key=lambda block: block.line)


def _inline_tokens(text: str) -> list[Token]:
    return PARSER.parseInline(text)[0].children or []


@dataclass
class _Open:
    kind: BlockKind | Literal["cell"]
    line: int
    opening: Token
    pieces: list[Piece] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    cells: list[tuple[Cell, int, int]] = field(default_factory=list)
    is_head: bool = True

    def add(self, pieces: tuple[Piece, ...], images: tuple[Image, ...]) -> None:
        """Take in a line of text, or a cell as a whole."""
        self.pieces += [Break(), *pieces] if self.pieces else pieces
        self.images += images


# Below all headings; a summary within what another folds is below that.
_SUMMARY, _WITHIN = 6.5, 0.001


class _Walk:
    """One pass over the block tokens, keeping the headings above and the items that are open."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self._open: list[_Open] = []
        self._headings: dict[float, str] = {}
        self._heading_level = 0.0
        self._tables: list[Table] = []
        self._tables_seen = 0
        self._around: list[tuple[dict[float, str], bool]] = []
        self._is_aside = False
        self._quotes = 0

    def visit(self, token: Token) -> None:
        """Take in the next token."""
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "details_open":
                self._around.append((dict(self._headings), self._is_aside))
            case "heading_open" | "summary_open" if not self._in_cell:
                folded = _SUMMARY + _WITHIN * len(self._around)
                self._heading_level = int(token.tag[1]) if token.type == "heading_open" else folded
            case "heading_close" | "summary_close":
                self._heading_level = 0
            case "details_close" if self._around:
                self._headings, self._is_aside = self._around.pop()
            case "list_item_open" if not self._in_cell:
                self._open.append(_Open("bullet", line, token))
            case "list_item_close" if not self._in_cell:
                self._close_item()
            case "blockquote_open" if not self._in_cell:
                self._quotes += 1
            case "blockquote_close" if not self._in_cell:
                self._quotes -= 1
            case "inline":
                self._inline(token, line)
            case "comment" | "comment_with_link":
                reason = "commented out" if token.type == "comment_with_link" else "comment"
                self.done.append(Block("comment", line, tuple(self._headings.values()), reason=reason))
            case "fence" | "code_block":
                self._put("code", line)
            case _:
                self._visit_table(token, line)

    @property
    def _in_cell(self) -> bool:
        return bool(self._open) and self._open[-1].kind == "cell"

    def _visit_table(self, token: Token, line: int) -> None:
        match token.type:
            case "table_open":
                self._tables_seen += 1
                self._tables.append(Table(self._tables_seen))
            case "table_close":
                self._tables.pop()
            case "tr_open":
                self._open.append(_Open("row", line, token))
            case "td_open" | "th_open":
                self._open.append(_Open("cell", line, token))
            case "td_close" | "th_close":
                self._close_cell()
            case "tr_close":
                self._close_row()

    def _inline(self, token: Token, line: int) -> None:
        pieces, images = read_inline(token.children or [])
        if self._heading_level >= _SUMMARY and is_aside(plain_text(pieces)):
            self._is_aside = True
        if self._is_aside:
            return
        if self._heading_level and not (self._heading_level >= _SUMMARY and self._open):
            self._set_heading(self._heading_level, line, pieces)
            self._heading_level = 0
        elif self._open:
            self._open[-1].add(pieces, images)
        else:
            kind: BlockKind = "bold" if _is_bold_line(token) else "paragraph"
            self._put("quote" if self._quotes else kind, line, pieces, images)

    def _close_item(self) -> None:
        item = self._open.pop()
        self._put("bullet" if item.kind == "cell" else item.kind, item.line, tuple(item.pieces), tuple(item.images))

    def _close_cell(self) -> None:
        cell = self._open.pop()
        if not self._open or self._open[-1].kind != "row":
            return
        row, attributes = self._open[-1], cell.opening.attrs
        row.add(tuple(cell.pieces), tuple(cell.images))
        row.is_head &= cell.opening.type == "th_open"
        spans = span(attributes.get("colspan")), span(attributes.get("rowspan"))
        row.cells.append((Cell(tuple(cell.pieces), tuple(cell.images)), *spans))

    def _close_row(self) -> None:
        row = self._open.pop()
        if not self._tables:
            return
        table = self._tables[-1]
        self._put("head" if row.is_head else "row", row.line, tuple(row.pieces), tuple(row.images))
        self.done[-1] = replace(self.done[-1], cells=table.row(row.cells), table=table.number)

    def _set_heading(self, level: float, line: int, pieces: tuple[Piece, ...]) -> None:
        self._headings = {upper: above for upper, above in self._headings.items() if upper < level}
        self._put("heading", line, pieces)
        if len(self._headings) < MOST_HEADINGS:
            self._headings[level] = " ".join(plain_text(pieces).split())[:LONGEST_HEADING]

    def _put(self, kind: BlockKind, line: int, pieces: tuple[Piece, ...] = (), images: tuple[Image, ...] = ()) -> None:
        section, depth = tuple(self._headings.values()), sum(item.kind == "bullet" for item in self._open)
        reason = ""
        if len(pieces) > MOST_LINKS and sum(isinstance(piece, Link) for piece in pieces) > MOST_LINKS:
            pieces, reason = (), f"{kind} with more than {MOST_LINKS:,} links"
        self.done.append(Block(kind, line, section, pieces, 1 in self._headings, images, depth=depth, reason=reason))


def _is_bold_line(token: Token) -> bool:
    """Say whether a paragraph is nothing but bold text: the lists use such lines as the lowest heading."""
    kinds = [child.type for child in token.children or [] if child.type != "text" or child.content.strip(" :")]
    return (
        len(kinds) >= 3 and kinds[0] == "strong_open" and kinds[-1] == "strong_close" and set(kinds[1:-1]) == {"text"}
    )
