"""Blocks → blocks: what the layout has torn apart is joined, and lines that work as headings become headings.

An entry may be spread over paragraphs, over a heading and the paragraphs below it, or over a bullet and the bullets
within it. Which of these it is can only be told by what the parts say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from data.ingest.entry.entry_parser import Entry, understand
from data.ingest.entry.link_roles import by_label, by_target
from data.ingest.entry.paper_evidence import is_paper
from data.ingest.entry.part_kinds import is_note
from data.ingest.layout.labelled_facts import NOTE, names_paper, with_labelled_facts
from data.ingest.layout.paragraph_splitting import entries_apart
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.inline import Break, Link, Piece
from data.knowledge.curated import Knowledge
from data.normalise.link import paper_link

_SHORTEST_TITLE = 3
# An entry of more pieces is complete.
_MOST_PIECES = 100


def join(blocks: Iterable[Block], knowledge: Knowledge) -> list[Block]:
    """Return the blocks that may be entries, in the order of their lines; takes time in proportion to their number."""
    apart = [part for block in blocks for part in entries_apart(block, knowledge)]
    headed = _with_bold_headings(_with_titles_below(apart, knowledge), knowledge)
    flat = _without_nesting(headed, knowledge)
    return _joined(with_labelled_facts(flat, knowledge), knowledge)


# Titles below


def _with_titles_below(blocks: list[Block], knowledge: Knowledge) -> list[Block]:
    """Join a paragraph of links and the two bullets below it, of which one is the title and one names the authors."""
    done: list[Block] = []
    place = 0
    while place < len(blocks):
        block, below = blocks[place], blocks[place + 1 : place + 4]
        if block.kind == "paragraph" and [part.kind for part in below[:2]] == ["bullet"] * 2:
            title, authors = below[:2]
            alone = len(below) < 3 or below[2].kind != "bullet"
            if alone and block.section == title.section and _is_title_below(block, title, authors, knowledge):
                pieces = (*title.pieces, Break(), *authors.pieces, Break(), *block.pieces)
                block = replace(block, kind="bullet", pieces=pieces)
                place += 2
        done.append(block)
        place += 1
    return done


def _is_title_below(block: Block, title: Block, authors: Block, knowledge: Knowledge) -> bool:
    if title.links or authors.links or not understand(block, knowledge).has("paper"):
        return False
    said, people = understand(title, knowledge), understand(authors, knowledge)
    is_title = said.title is not None and said.title.words >= _SHORTEST_TITLE and not said.rest and not said.authors
    return is_title and people.authors and _only_names(people)


# Bold lines


def _with_bold_headings(blocks: list[Block], knowledge: Knowledge) -> list[Block]:
    """Turn bold lines into headings below all others, except those that are the title of the paragraph below them."""
    done: list[Block] = []
    bold = ""
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            bold = ""
        elif block.kind == "bold":
            below = blocks[place + 1] if place + 1 < len(blocks) else None
            if below is None or below.kind != "paragraph" or not _continues(below, knowledge):
                bold = " ".join(block.text.split())
                continue
        kind = "paragraph" if block.kind == "bold" else block.kind
        section = (*block.section, bold) if bold else block.section
        done.append(replace(block, kind=kind, section=section))
    return done


def _continues(block: Block, knowledge: Knowledge) -> bool:
    """Say whether a paragraph gives authors, venue, date or links, and no title."""
    entry = understand(block, knowledge)
    if entry.parts and entry.parts[0].kind == "label" and is_note(entry.parts[0].text, knowledge):
        return False
    if not (entry.links or entry.authors or entry.venue or entry.dated or _only_names(entry) or _only_maybe(entry)):
        return False
    if all(link.url.startswith("#") for link in entry.links) and entry.links:
        return False
    if entry.title is None or _only_names(entry) or _only_maybe(entry):
        return True
    return entry.title.words < _SHORTEST_TITLE and entry.rest < 3


def _only_names(entry: Entry) -> bool:
    kinds = {part.kind for part in entry.parts}
    return bool(kinds) and kinds <= {"name", "authors", "break", "noise", "tag", "name-link"} and kinds != {"noise"}


def _only_maybe(entry: Entry) -> bool:
    return bool(entry.parts) and all(part.kind == "maybe" for part in entry.parts)


# Paragraphs


def _joined(blocks: Iterable[Block], knowledge: Knowledge) -> list[Block]:
    """Join a paragraph that only gives authors, venue, date or links to the title above it."""
    done: list[Block] = []
    noted: tuple[str, ...] | None = None
    for block in blocks:
        above = done[-1] if done else None
        if block.kind == "heading":
            noted = (*block.section, " ".join(block.text.split())) if _is_linked_title(block, knowledge) else None
            done.append(replace(block, kind="paragraph") if noted else block)
        elif block.kind == "bullet" and block.section == noted and not names_paper(block, knowledge):
            done.append(replace(block, reason=NOTE))
        elif above is not None and block.kind == "paragraph" and _belongs(above, block, knowledge):
            done[-1] = _merged(above, block)
        else:
            done.append(block)
    return done


def _is_linked_title(heading: Block, knowledge: Knowledge) -> bool:
    """Say whether a heading is the title of a paper that it links to."""
    entry = understand(heading, knowledge)
    title = entry.title
    if title is None or title.link is None:
        return False
    if title.words <= _SHORTEST_TITLE:
        key = paper_link(title.link.url).key
        return title.words > 1 and len(entry.parts) == 1 and bool(key) and not key.startswith("url:")
    return by_target(title.link.url, knowledge) == "paper"


def _belongs(above: Block, block: Block, knowledge: Knowledge) -> bool:
    if above.kind not in ("paragraph", "bullet", "heading") or len(above.pieces) > _MOST_PIECES:
        return False
    if not _continues(block, knowledge):
        return False
    if above.kind == "heading":
        return _is_title(above, block, knowledge)
    if above.depth or above.section not in (block.section, block.section[:-1]):
        return False
    entry, more = understand(above, knowledge), understand(block, knowledge)
    if entry.title is None or (entry.has("paper") and more.has("paper")):
        return False
    if above.kind == "paragraph" and entry.before > 3:
        return False
    if above.kind == "bullet" and (more.rest or (more.title is not None and not _only_names(more))):
        return False
    return not (entry.authors and more.authors)


def _is_title(heading: Block, block: Block, knowledge: Knowledge) -> bool:
    """Say whether a heading is the title of the paragraph below it, rather than that of a section."""
    entry, more = understand(heading, knowledge), understand(block, knowledge)
    if entry.title is None or entry.title.words < _SHORTEST_TITLE or any(link.url[:1] == "#" for link in more.links):
        return False
    return more.has("paper") or (more.authors and (bool(more.venue) or more.dated)) or (entry.has("paper"))


def _merged(above: Block, block: Block) -> Block:
    kind = "paragraph" if above.kind == "heading" else above.kind
    pieces = (*above.pieces, Break(), *block.pieces)
    return replace(above, kind=kind, pieces=pieces, images=(*above.images, *block.images))


# Bullets within bullets


@dataclass
class _Node:
    block: Block
    below: list[_Node] = field(default_factory=list)


def _without_nesting(blocks: list[Block], knowledge: Knowledge) -> list[Block]:
    done: list[Block] = []
    for node in _tree(blocks):
        _flatten(node, (), knowledge, done)
    return done


def _tree(blocks: list[Block]) -> list[_Node]:
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


def _flatten(node: _Node, above: tuple[str, ...], knowledge: Knowledge, done: list[Block]) -> None:
    """Add `node` and what stands below it to `done`: as one entry, or as a heading and the entries below it."""
    block = replace(node.block, section=(*node.block.section, *above)) if above else node.block
    if not node.below:
        done.append(block)
        return
    if _has_fields(block, node.below, knowledge) or _is_entry(block, knowledge):
        own = [
            child for child in node.below if _is_entry(child.block, knowledge) and not _is_field(child.block, knowledge)
        ]
        fields = [child for child in node.below if child not in own]
        images = tuple(image for child in fields for image in child.block.images)
        pieces = (*block.pieces, *_fields(block, fields, knowledge))
        done.append(replace(block, pieces=pieces, images=(*block.images, *images)))
        names = above
    else:
        own, done_heading = node.below, block
        done.append(done_heading)
        names = (*above, name) if (name := " ".join(block.text.split()).rstrip(" :")) and not block.links else above
    for child in own:
        _flatten(child, names, knowledge, done)


def _has_fields(block: Block, below: list[_Node], knowledge: Knowledge) -> bool:
    """Say whether bullets give things of the entry above them; a short name above links is no entry but a heading."""
    found = [child.block for child in below if _is_field(child.block, knowledge)]
    named = any(understand(child, knowledge).parts[0].kind == "label" for child in found)
    return bool(found) and (named or len(block.text.split()) >= _SHORTEST_TITLE)


def _is_entry(block: Block, knowledge: Knowledge) -> bool:
    entry = understand(block, knowledge)
    return block.kind == "bullet" and entry.title is not None and is_paper(block, entry, knowledge)


def _is_field(block: Block, knowledge: Knowledge) -> bool:
    """Say whether a bullet gives one thing of the entry above it: `Paper: …`, authors, a venue, links."""
    entry = understand(block, knowledge)
    if block.kind != "bullet" or not entry.parts:
        return False
    if entry.parts[0].kind == "label":
        return True
    return entry.title is None and bool(entry.authors or entry.venue or entry.dated or entry.links)


def _fields(block: Block, below: list[_Node], knowledge: Knowledge) -> list[Piece]:
    """Return what bullets within an entry say of it; notes give no more than links that say what they are."""
    pieces: list[Piece] = []
    has_code = understand(block, knowledge).has("code")
    for node in below:
        child = node.block
        if _is_field(child, knowledge):
            pieces += [Break(), *child.pieces]
        elif not has_code:
            pieces += [Break(), *(link for link in child.links if _is_code(link, knowledge))]
        pieces += _fields(block, node.below, knowledge)
    return pieces


def _is_code(link: Link, knowledge: Knowledge) -> bool:
    return by_label(link.label, knowledge) == "code" and by_target(link.url, knowledge) != "paper"
