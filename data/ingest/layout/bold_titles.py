"""A title alone in bold, and the labelled bullets below it → one entry."""

from __future__ import annotations

from itertools import takewhile

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.layout.labelled_facts import NOTE, names_paper
from data.ingest.thresholds import TITLE_WORDS


class BoldTitles:
    """Joins a bold line to the bullets `arxiv: …`, `github: …`, `intro: CVPR 2017` right below it."""

    def __init__(self, roles: LinkRoles) -> None:
        self._roles = roles

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks; a bullet below such a title that says nothing of it by a label is marked as a note."""
        done: list[Candidate] = []
        position = 0
        while position < len(blocks):
            block = blocks[position]
            position += 1
            below = self._below(block, blocks, position) if block.kind == "bold" else []
            facts = list(filter(self._is_fact, below))
            done.append(block.joined(*facts, kind="bullet") if facts else block)
            if facts:
                done += [other.changed(reason=NOTE) for other in below if other not in facts]
                position += len(below)
        return done

    def _below(self, title: Candidate, blocks: list[Candidate], start: int) -> list[Candidate]:
        """Return the bullets from `start` on if they give things of the title above them, else none."""
        if title.links or title.entry.title is None:
            return []
        below = [blocks[at] for at in takewhile(lambda at: _is_below(blocks[at]), range(start, len(blocks)))]
        facts = list(filter(self._is_fact, below))
        others = [block for block in below if block not in facts]
        if any(block.links and names_paper(block, self._roles) for block in others) or len(others) > len(facts):
            return []
        # A short name could be that of a section, so it needs a paper.
        is_named = title.entry.title.words >= TITLE_WORDS or any(fact.entry.has("paper") for fact in facts)
        return below if is_named and any(fact.entry.label and fact.links for fact in facts) else []

    def _is_fact(self, block: Candidate) -> bool:
        """Say whether a bullet gives one thing of the title above it: by its label, or with nothing but a link."""
        entry = block.entry
        if entry.is_note:
            return False
        title = entry.title
        names_work = title is not None and title.words >= TITLE_WORDS
        return bool(entry.label or block.links) and not names_work


def _is_below(block: Candidate) -> bool:
    """Say whether a block is a bullet, or a picture between the title and its bullets."""
    return block.kind == "bullet" or (block.kind == "paragraph" and not block.text.strip() and not block.links)
