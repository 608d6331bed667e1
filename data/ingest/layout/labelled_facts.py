"""A heading or summary that is a title, and the labelled bullets below it → one entry, and notes that belong to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.markdown.inline import Text
from data.ingest.thresholds import TITLE_WORDS
from data.normalise.title import fold

NOTE = "note under an entry"
_NOTES = ("bullet", "paragraph", "quote")


class LabelledFacts:
    """Joins a title in a heading to the bullets `Authors: …`, `Links: …` right below it."""

    def __init__(self, roles: LinkRoles) -> None:
        self._roles = roles

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks; what else stands under such a title is marked as a note, but for entries of their own."""
        done: list[Candidate] = []
        above: tuple[str, ...] = ()
        used: set[int] = set()
        for position, block in enumerate(blocks):
            if block.kind == "heading":
                facts = self._facts(block, blocks, position + 1)
                used |= {id(fact) for fact in facts}
                if facts:
                    above = (*block.section, " ".join(block.text.split()))
                elif block.section[: len(above)] != above:
                    above = ()
                done.append(_in_bold(block).joined(*facts, kind="bullet") if facts else block)
            elif id(block) not in used:
                is_below = bool(above) and block.section[: len(above)] == above and block.kind in _NOTES
                is_note = is_below and not names_paper(block, self._roles)
                done.append(block.changed(reason=NOTE) if is_note else block)
        return done

    def _facts(self, heading: Candidate, blocks: list[Candidate], start: int) -> list[Candidate]:
        """Return the labelled bullets from `start` on if they make the heading above them the title of a paper."""
        title = heading.entry.title
        if title is None or title.words < TITLE_WORDS or heading.links:
            return []
        below = [blocks[at] for at in takewhile(lambda at: blocks[at].kind == "bullet", range(start, len(blocks)))]
        labels = [fold(block.entry.label) for block in below if block.entry.label]
        facts = [block for block in below if block.entry.label and not block.entry.is_note]
        # Bullets that repeat a label, or that name works, are several entries below the title of a section.
        is_section = len(labels) != len(set(labels)) or any(
            names_paper(block, self._roles) for block in below if not block.entry.label
        )
        if is_section or any(map(_is_work, facts)):
            return []
        return facts if any(map(_has_paper, facts)) else []


def names_paper(block: Candidate, roles: LinkRoles) -> bool:
    """Say whether what stands below an entry is one too: its title is a link, or a link is labelled as the paper."""
    entry = block.entry
    if block.kind == "quote" or entry.is_note:
        return False
    linked = entry.title is not None and entry.title.link is not None and not entry.words_before
    return linked or any(roles.by_label(link.label) == "paper" for link in block.links)


def _in_bold(heading: Candidate) -> Candidate:
    old = heading.pieces
    return heading.changed(
        pieces=tuple(replace(one, marks=one.marks | {"strong"}) if isinstance(one, Text) else one for one in old)
    )


def _is_work(fact: Candidate) -> bool:
    """Say whether a labelled bullet gives a title of its own: `Paper: [Wide Nets Are Thin](…)`."""
    title = fact.entry.title
    return title is not None and title.link is not None and title.words >= TITLE_WORDS


def _has_paper(fact: Candidate) -> bool:
    return fact.entry.has("paper") or any(part.kind == "arxiv" for part in fact.entry.parts)
