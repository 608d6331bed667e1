"""A paragraph of several entries, one below the other → one block for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from data.ingest.entry.entry_parser import understand
from data.ingest.entry.paper_evidence import is_paper
from data.ingest.entry.part_kinds import is_dated_name
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Break, Link, Piece, Text
from data.knowledge.curated import Knowledge

_SHORTEST_TITLE, _MOST_REST = 4, 3


@dataclass
class _Line:
    """A line of a paragraph; `wraps` is how many lines stand above it."""

    wraps: int
    pieces: list[Piece] = field(default_factory=list)


def entries_apart(block: Block, knowledge: Knowledge) -> list[Block]:
    """Return the entries of a paragraph as blocks of their own, or the block alone where it is not made of several."""
    if block.kind != "paragraph" or sum(not link.badge for link in block.links) < 2:
        return [block]
    lines = list(_lines(block.pieces))
    if sum(map(_may_hold_title, lines)) < 2:
        return [block]
    groups: list[_Line] = []
    starts = 0
    for line in lines:
        is_start = _begins_entry(_block(block, line), knowledge)
        if not groups or (is_start and starts):
            groups.append(line)
        else:
            groups[-1] = _Line(groups[-1].wraps, [*groups[-1].pieces, Break(), *line.pieces])
        starts += is_start
    if starts < 2:
        return [block]
    parts = [_block(block, group) for group in groups]
    return parts if all(_is_entry(part, knowledge) for part in parts) else [block]


def _lines(pieces: tuple[Piece, ...]) -> Iterator[_Line]:
    """Yield the lines of a paragraph that are not empty."""
    line, wraps = _Line(0), 0
    for piece in pieces:
        if isinstance(piece, Text) and "\n" in piece.text:
            first, *more = piece.text.split("\n")
            line.pieces += [Text(first, piece.marks)] if first else []
            for text in more:
                wraps += 1
                if line.pieces:
                    yield line
                line = _Line(wraps, [Text(text, piece.marks)] if text else [])
            continue
        wraps += 0 if isinstance(piece, Text) else piece.wraps
        if isinstance(piece, Break):
            if line.pieces:
                yield line
            line = _Line(wraps)
        else:
            line.pieces.append(piece)
    if line.pieces:
        yield line


def _may_hold_title(line: _Line) -> bool:
    """Say whether a line has the words of a title: in a label, in bold, or beside a link. Cheap, as most have not."""
    words = sum(len(piece.text.split()) for piece in line.pieces if isinstance(piece, Text))
    links = [piece for piece in line.pieces if isinstance(piece, Link)]
    strong = any(isinstance(piece, Text) and "strong" in piece.marks for piece in line.pieces)
    labelled = any(len(link.label.split()) >= _SHORTEST_TITLE for link in links)
    return labelled or (words >= _SHORTEST_TITLE and (strong or bool(links)))


def _block(block: Block, line: _Line) -> Block:
    return replace(block, line=block.line + line.wraps, pieces=tuple(line.pieces), images=())


def _begins_entry(line: Block, knowledge: Knowledge) -> bool:
    """Say whether a line is an entry by itself, or the title of one in bold."""
    if not any(isinstance(piece, Link) or "strong" in getattr(piece, "marks", ()) for piece in line.pieces):
        return False
    entry = understand(line, knowledge)
    title = entry.title
    if (
        title is None
        or title.words < _SHORTEST_TITLE
        or is_dated_name(title.link, knowledge)
        or entry.before
        or entry.rest > _MOST_REST
    ):
        return False
    return title.how == "strong" or (entry.has("paper") and is_paper(line, entry, knowledge))


def _is_entry(block: Block, knowledge: Knowledge) -> bool:
    entry = understand(block, knowledge)
    return entry.has("paper") and is_paper(block, entry, knowledge)
