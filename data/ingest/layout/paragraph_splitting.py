"""A paragraph of several entries, one below the other → one block for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.paper_rules import PaperRules
from data.ingest.entry.part_kinds import PartKinds
from data.ingest.markdown.inline import Break, Link, Piece, Text
from data.ingest.thresholds import BARE_TITLE_WORDS, DESCRIPTION_WORDS_IN_LINE


@dataclass
class _Line:
    """A line of a paragraph; `wraps` is how many lines stand above it."""

    wraps: int
    pieces: list[Piece] = field(default_factory=list)

    def may_hold_title(self) -> bool:
        """Say whether it has the words of a title: in a label, in bold, or beside a link. Cheap, as most have not."""
        words = sum(len(piece.text.split()) for piece in self.pieces if isinstance(piece, Text))
        links = [piece for piece in self.pieces if isinstance(piece, Link)]
        strong = any(isinstance(piece, Text) and "strong" in piece.marks for piece in self.pieces)
        labelled = any(len(link.label.split()) >= BARE_TITLE_WORDS for link in links)
        return labelled or (words >= BARE_TITLE_WORDS and (strong or bool(links)))


class ParagraphSplitter:
    """Takes paragraphs apart that are made of entries."""

    def __init__(self, kinds: PartKinds, papers: PaperRules) -> None:
        self._kinds, self._papers = kinds, papers

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks, each entry of a paragraph as a block of its own."""
        return [part for block in blocks for part in self._entries(block)]

    def _entries(self, block: Candidate) -> list[Candidate]:
        if block.kind != "paragraph" or sum(not link.badge for link in block.links) < 2:
            return [block]
        lines = list(_lines(block.pieces))
        if sum(line.may_hold_title() for line in lines) < 2:
            return [block]
        groups: list[_Line] = []
        starts = 0
        for line in lines:
            is_start = self._begins_entry(_block(block, line))
            if not groups or (is_start and starts):
                groups.append(line)
            else:
                groups[-1] = _Line(groups[-1].wraps, [*groups[-1].pieces, Break(), *line.pieces])
            starts += is_start
        parts = [_block(block, group) for group in groups]
        return parts if starts > 1 and all(map(self._is_entry, parts)) else [block]

    def _begins_entry(self, line: Candidate) -> bool:
        """Say whether a line is an entry by itself, or the title of one in bold."""
        if not any(isinstance(piece, Link) or "strong" in getattr(piece, "marks", ()) for piece in line.pieces):
            return False
        entry = line.entry
        title = entry.title
        if title is None or title.words < BARE_TITLE_WORDS or self._kinds.is_dated_name(title.link):
            return False
        if entry.words_before or entry.words_beside > DESCRIPTION_WORDS_IN_LINE:
            return False
        return title.style == "strong" or self._is_entry(line)

    def _is_entry(self, block: Candidate) -> bool:
        return block.entry.has("paper") and self._papers.is_paper(block)


def _block(block: Candidate, line: _Line) -> Candidate:
    return block.changed(line=block.line + line.wraps, pieces=tuple(line.pieces), images=())


def _lines(pieces: tuple[Piece, ...]) -> Iterator[_Line]:
    """Yield the lines of a paragraph that are not empty."""
    line, wraps = _Line(0), 0
    for piece in pieces:
        if isinstance(piece, Text):
            first, *more = piece.text.split("\n")
            line.pieces += [Text(first, piece.marks)] if first else []
            for text in more:
                wraps += 1
                if line.pieces:
                    yield line
                line = _Line(wraps, [Text(text, piece.marks)] if text else [])
            continue
        wraps += piece.wraps
        if isinstance(piece, Link):
            line.pieces.append(piece)
            continue
        if line.pieces:
            yield line
        line = _Line(wraps)
    if line.pieces:
        yield line
