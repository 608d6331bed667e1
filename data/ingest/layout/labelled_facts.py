"""A heading or summary that is a title, and the labelled bullets below it → one entry, and notes that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from data.ingest.entry.entry_parser import understand
from data.ingest.entry.link_roles import by_label
from data.ingest.entry.part_kinds import is_note
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Break, Piece, Text
from data.knowledge.curated import Knowledge
from data.normalise.title import fold

NOTE = "note under an entry"
_SHORTEST_TITLE = 3
_NOTES = frozenset({"bullet", "paragraph", "quote"})


def with_labelled_facts(blocks: list[Block], knowledge: Knowledge) -> Iterator[Block]:
    """Yield the blocks, a title in a heading joined to the bullets `Authors: …`, `Links: …` right below it.

    What else stands under that title is marked as a note, but for entries of their own.
    """
    above: tuple[str, ...] = ()
    used: set[int] = set()
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            facts = _facts(blocks, place, knowledge)
            used |= {id(fact) for fact in facts}
            if facts:
                above = (*block.section, " ".join(block.text.split()))
            elif block.section[: len(above)] != above:
                above = ()
            yield _entry(block, facts) if facts else block
        elif id(block) not in used:
            is_below = bool(above) and block.section[: len(above)] == above and block.kind in _NOTES
            yield replace(block, reason=NOTE) if is_below and not names_paper(block, knowledge) else block


def names_paper(block: Block, knowledge: Knowledge) -> bool:
    """Say whether what stands below an entry is one too: its title is a link, or a link is labelled as the paper."""
    if block.kind == "quote" or is_note(_label(block, knowledge), knowledge):
        return False
    entry = understand(block, knowledge)
    linked = entry.title is not None and entry.title.link is not None and not entry.before
    return linked or any(by_label(link.label, knowledge) == "paper" for link in block.links)


def _facts(blocks: list[Block], place: int, knowledge: Knowledge) -> list[Block]:
    """Return the labelled bullets right below the heading at `place` if they make it the title of a paper."""
    title = understand(blocks[place], knowledge).title
    if title is None or title.words < _SHORTEST_TITLE or blocks[place].links:
        return []
    below = takewhile(lambda at: blocks[at].kind == "bullet", range(place + 1, len(blocks)))
    found = [(blocks[at], _label(blocks[at], knowledge)) for at in below]
    facts = [block for block, label in found if label and not is_note(label, knowledge)]
    labels = [fold(label) for _, label in found if label]
    # Bullets that repeat a label, or that name works, are several entries below the title of a section.
    is_section = len(labels) != len(set(labels)) or any(
        names_paper(block, knowledge) for block, label in found if not label
    )
    if is_section or any(_names_work(fact, knowledge) for fact in facts):
        return []
    return facts if any(_leads_to_paper(fact, knowledge) for fact in facts) else []


def _label(block: Block, knowledge: Knowledge) -> str:
    parts = understand(block, knowledge).parts
    return parts[0].text.strip(" :") if parts and parts[0].kind == "label" else ""


def _names_work(fact: Block, knowledge: Knowledge) -> bool:
    """Say whether a labelled bullet gives a title of its own: `Paper: [Wide Nets Are Thin](…)`."""
    title = understand(fact, knowledge).title
    return title is not None and title.link is not None and title.words >= _SHORTEST_TITLE


def _leads_to_paper(fact: Block, knowledge: Knowledge) -> bool:
    entry = understand(fact, knowledge)
    return entry.has("paper") or any(part.kind == "arxiv" for part in entry.parts)


def _entry(heading: Block, facts: list[Block]) -> Block:
    pieces: list[Piece] = [
        replace(piece, marks=piece.marks | {"strong"}) if isinstance(piece, Text) else piece for piece in heading.pieces
    ]
    for fact in facts:
        pieces += [Break(), *fact.pieces]
    images = tuple(image for fact in facts for image in fact.images)
    return replace(heading, kind="bullet", pieces=tuple(pieces), images=(*heading.images, *images))
