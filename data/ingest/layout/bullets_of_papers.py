"""A bullet that lists several papers, each with its link → one block for each."""

from __future__ import annotations

from collections.abc import Iterator

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.paper_rules import PaperRules
from data.ingest.markdown.inline import Link, Piece, Text
from data.ingest.thresholds import BARE_TITLE_WORDS, DESCRIPTION_WORDS_IN_LINE, WORDS_BEFORE


class BulletSplitter:
    """Takes bullets such as `[T](u), [T](u); [T](u) (ICML 2024)` apart."""

    def __init__(self, papers: PaperRules, roles: LinkRoles) -> None:
        self._papers, self._roles = papers, roles

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks, each paper of such a bullet as a block of its own; what else its line holds is left."""
        return [part for block in blocks for part in self._entries(block)]

    def _entries(self, block: Candidate) -> list[Candidate]:
        if block.kind != "bullet" or sum(map(self._is_titled, block.links)) < 2:
            return [block]
        before, *groups = self._groups(block.pieces)
        words = sum(len(piece.text.split()) for piece in before if isinstance(piece, Text))
        if words > WORDS_BEFORE or any(isinstance(piece, Link) for piece in before):
            return [block]
        parts = [block.changed(pieces=tuple(group), images=()) for group in groups]
        urls = {next(piece.url for piece in group if isinstance(piece, Link)) for group in groups}
        return parts if len(urls) == len(parts) and all(map(self._is_entry, parts)) else [block]

    def _groups(self, pieces: tuple[Piece, ...]) -> Iterator[list[Piece]]:
        """Yield what stands before the first title, and each title with what stands behind it."""
        group: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Link) and self._is_titled(piece):
                yield group
                group = []
            group.append(piece)
        yield group

    def _is_titled(self, link: Link) -> bool:
        """Say whether a link leads to a paper and has a title as its label."""
        is_title = len(link.label.split()) >= BARE_TITLE_WORDS and not self._roles.by_label(link.label)
        return is_title and not link.badge and self._roles.by_target(link.url) == "paper"

    def _is_entry(self, block: Candidate) -> bool:
        beside = block.entry.words_beside
        return beside <= DESCRIPTION_WORDS_IN_LINE and self._papers.is_paper(block)
