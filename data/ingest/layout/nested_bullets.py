"""Bullets within bullets → an entry with all that they say of it, or a heading and the entries below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.paper_rules import PaperRules
from data.ingest.markdown.inline import Break, Link, Piece
from data.ingest.thresholds import TITLE_WORDS


@dataclass(eq=False)
class _Node:
    block: Candidate
    below: list[_Node] = field(default_factory=list)


class NestedBullets:
    """Joins bullets to the entry that they stand in, or puts them under it as under a heading."""

    def __init__(self, papers: PaperRules, roles: LinkRoles) -> None:
        self._papers, self._roles = papers, roles

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks without bullets that belong to the entry above them."""
        done: list[Candidate] = []
        for node in _tree(blocks):
            self._flatten(node, (), done)
        return done

    def _flatten(self, node: _Node, above: tuple[str, ...], done: list[Candidate]) -> None:
        """Add `node` and what stands below it to `done`: as one entry, or as a heading and the entries below it."""
        block = node.block.changed(section=(*node.block.section, *above)) if above else node.block
        own = node.below
        if own and (self._has_fields(block, own) or self._is_entry(block)):
            own = [child for child in own if self._is_entry(child.block) and not _is_field(child.block)]
            fields = [child for child in node.below if child not in own]
            images = (*block.images, *(image for child in fields for image in child.block.images))
            pieces = (*block.pieces, *self._fields(fields, has_code=block.entry.has("code")))
            block = block.changed(pieces=pieces, images=images)
        elif not block.links and (name := " ".join(block.text.split()).rstrip(" :")):
            above = (*above, name)
        done.append(block)
        for child in own:
            self._flatten(child, above, done)

    def _has_fields(self, block: Candidate, below: list[_Node]) -> bool:
        """Say whether bullets give things of the entry above them; a short name above links is a heading instead."""
        fields = [child.block for child in below if _is_field(child.block)]
        named = any(field.entry.label for field in fields)
        return bool(fields) and (named or len(block.text.split()) >= TITLE_WORDS)

    def _is_entry(self, block: Candidate) -> bool:
        return block.kind == "bullet" and self._papers.is_paper(block)

    def _fields(self, below: list[_Node], *, has_code: bool) -> list[Piece]:
        """Return what bullets within an entry say of it; notes give no more than links that say what they are."""
        pieces: list[Piece] = []
        for node in below:
            if _is_field(node.block):
                pieces += [Break(), *node.block.pieces]
            elif not has_code:
                pieces += [Break(), *filter(self._is_code, node.block.links)]
            pieces += self._fields(node.below, has_code=has_code)
        return pieces

    def _is_code(self, link: Link) -> bool:
        return self._roles.by_label(link.label) == "code" and self._roles.by_target(link.url) != "paper"


def _tree(blocks: list[Candidate]) -> list[_Node]:
    """Return the blocks, those within a bullet below it."""
    roots: list[_Node] = []
    path: list[_Node] = []
    for block in blocks:
        while path and path[-1].block.depth >= block.depth:
            path.pop()
        node = _Node(block)
        (path[-1].below if path else roots).append(node)
        if block.kind == "bullet":
            path.append(node)
    return roots


def _is_field(block: Candidate) -> bool:
    """Say whether a bullet gives one thing of the entry above it: `Paper: …`, authors, a venue, links."""
    entry = block.entry
    if block.kind != "bullet" or not entry.parts:
        return False
    return bool(entry.label) or (
        entry.title is None and bool(entry.authors or entry.venue or entry.dated or entry.links)
    )
