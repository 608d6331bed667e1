"""What an entry is made of, told by the entries beside it: a bare title among bare titles is an entry too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from data.ingest.blocks import Block
from data.ingest.draft import Draft, draft
from data.ingest.entry import understand
from data.ingest.evidence import is_prose
from data.knowledge import Knowledge

BARE_TITLE = "an entry only by what stands beside it"
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 25
_FEWEST, _LEAST_SHARE = 3, 0.7

Found = tuple[Block, Draft | None]


def with_bare_titles(found: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield blocks and drafts, with drafts for bare titles where most bullets under the heading are plain entries."""
    for is_bullet, group in groupby(found, key=_place):
        rows = list(group)
        accepts = bool(is_bullet) and _are_plain_entries(rows, knowledge)
        for block, entry in rows:
            yield block, _bare_title(block, knowledge) if accepts and entry is None else entry


def _place(row: Found) -> tuple[object, ...]:
    block = row[0]
    return (block.section, block.depth) if block.kind == "bullet" else ()


def _are_plain_entries(rows: list[Found], knowledge: Knowledge) -> bool:
    papers = [block for block, entry in rows if entry is not None and entry.kind == "paper"]
    if not _FEWEST <= len(papers) < len(rows) or len(papers) < _LEAST_SHARE * len(rows):
        return False
    titles = [understand(block, knowledge).title for block in papers]
    plain = sum(title is not None and title.how == "plain" and title.place == 0 for title in titles)
    return plain >= _LEAST_SHARE * len(papers)


def _bare_title(block: Block, knowledge: Knowledge) -> Draft | None:
    """Return the entry of a bullet that holds a title and no more than a date."""
    entry = understand(block, knowledge)
    title = entry.title
    if title is None or title.how != "plain" or block.links or block.reason or entry.rest or is_prose(block, entry):
        return None
    is_title = _SHORTEST_TITLE <= title.words <= _LONGEST_TITLE and not title.text[:1].islower()
    if not is_title or block.text.rstrip().endswith((":", "...")):
        return None
    found = draft("paper", title.text, entry.venue, [])
    return found.with_year(entry.year, (BARE_TITLE,)) if found else None
