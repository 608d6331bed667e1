"""Entries that are spread over several paragraphs → one block for each, and bold lines that work as headings."""

from __future__ import annotations

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.entry_parser import Entry
from data.ingest.entry.link_roles import LinkRoles, has_paper_id
from data.ingest.layout.labelled_facts import NOTE, names_paper
from data.ingest.thresholds import MOST_PIECES, TITLE_WORDS, WORDS_BEFORE_IN_PARAGRAPH

_NAME_KINDS = {"name", "authors", "break", "noise", "tag", "name-link"}


def titles_below_links(blocks: list[Candidate]) -> list[Candidate]:
    """Join a paragraph of links and the two bullets below it, of which one is the title and one names the authors."""
    done: list[Candidate] = []
    position = 0
    while position < len(blocks):
        block, below = blocks[position], blocks[position + 1 : position + 4]
        if [part.kind for part in (block, *below)][:3] == ["paragraph", "bullet", "bullet"]:
            title, authors = below[:2]
            alone = len(below) < 3 or below[2].kind != "bullet"
            if alone and block.section == title.section and _is_title_below(block, title.entry, authors.entry):
                pieces = title.joined(authors, block).pieces
                block = block.changed(kind="bullet", pieces=pieces)
                position += 2
        done.append(block)
        position += 1
    return done


def _is_title_below(links: Candidate, title: Entry, authors: Entry) -> bool:
    if title.links or authors.links or not links.entry.has("paper"):
        return False
    is_title = title.title is not None and title.title.words >= TITLE_WORDS
    return is_title and not title.words_beside and not title.authors and authors.authors and _only_names(authors)


def bold_headings(blocks: list[Candidate]) -> list[Candidate]:
    """Turn bold lines into headings below all others, except those that are the title of the paragraph below them."""
    done: list[Candidate] = []
    bold = ""
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if block.kind == "heading":
            bold = ""
        elif block.kind == "bold" and (below is None or below.kind != "paragraph" or not _continues(below.entry)):
            bold = " ".join(block.text.split())
            continue
        kind = "paragraph" if block.kind == "bold" else block.kind
        done.append(block.changed(kind=kind, section=(*block.section, bold) if bold else block.section))
    return done


class ParagraphJoiner:
    """Joins a paragraph that only gives authors, venue, date or links to the title above it."""

    def __init__(self, roles: LinkRoles) -> None:
        self._roles = roles

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks joined; bullets below a heading that is a title and links to its paper are notes."""
        done: list[Candidate] = []
        noted: tuple[str, ...] | None = None
        for block in blocks:
            if block.kind == "heading":
                noted = (*block.section, " ".join(block.text.split())) if self._is_linked_title(block) else None
                done.append(block.changed(kind="paragraph") if noted else block)
            elif block.kind == "bullet" and block.section == noted and not names_paper(block, self._roles):
                done.append(block.changed(reason=NOTE))
            elif block.kind == "paragraph" and done and self._belongs(done[-1], block):
                kind = "paragraph" if done[-1].kind == "heading" else done[-1].kind
                done[-1] = done[-1].joined(block, kind=kind)
            else:
                done.append(block)
        return done

    def _is_linked_title(self, heading: Candidate) -> bool:
        """Say whether a heading is the title of a paper that it links to."""
        title = heading.entry.title
        if title is None or title.link is None:
            return False
        if title.words <= TITLE_WORDS:
            return title.words > 1 and len(heading.entry.parts) == 1 and has_paper_id(title.link.url)
        return self._roles.by_target(title.link.url) == "paper"

    def _belongs(self, above: Candidate, block: Candidate) -> bool:
        """Say whether a paragraph goes on with the entry above it."""
        if above.kind not in ("paragraph", "bullet", "heading") or len(above.pieces) > MOST_PIECES:
            return False
        if not _continues(block.entry):
            return False
        if above.kind == "heading":
            return _heads(above.entry, block.entry)
        if above.depth or above.section not in (block.section, block.section[:-1]):
            return False
        entry, more = above.entry, block.entry
        if entry.title is None or (entry.has("paper") and more.has("paper")) or (entry.authors and more.authors):
            return False
        if above.kind == "paragraph":
            return entry.words_before <= WORDS_BEFORE_IN_PARAGRAPH
        return not more.words_beside and (more.title is None or _only_names(more))


def _continues(entry: Entry) -> bool:
    """Say whether a paragraph gives authors, venue, date or links, and no title."""
    only_fields = _only_names(entry) or (bool(entry.parts) and all(part.kind == "maybe" for part in entry.parts))
    if entry.is_note or not (entry.links or entry.authors or entry.venue or entry.dated or only_fields):
        return False
    if entry.links and all(link.url.startswith("#") for link in entry.links):
        return False
    if entry.title is None or only_fields:
        return True
    return entry.title.words < TITLE_WORDS and entry.words_beside < 3


def _only_names(entry: Entry) -> bool:
    kinds = {part.kind for part in entry.parts}
    return bool(kinds) and kinds <= _NAME_KINDS and kinds != {"noise"}


def _heads(heading: Entry, below: Entry) -> bool:
    """Say whether a heading is the title of the paragraph below it, rather than that of a section."""
    if heading.title is None or heading.title.words < TITLE_WORDS or any(link.url[:1] == "#" for link in below.links):
        return False
    return below.has("paper") or (below.authors and (bool(below.venue) or below.dated)) or heading.has("paper")
