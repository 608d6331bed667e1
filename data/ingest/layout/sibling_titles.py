"""What the entries beside a bullet say of it: a bare title among titles is an entry too, and a link among links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from data.ingest.draft import Draft, draft
from data.ingest.entry.entry_parser import understand
from data.ingest.entry.link_roles import by_target
from data.ingest.entry.paper_evidence import is_prose, names_event
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge

BESIDE = "an entry only by what stands beside it"
_TELLING = ("plain", "link")
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 25
_FEWEST, _LEAST_SHARE = 3, 0.6

Found = tuple[Block, Draft | None]


def with_titles_among_titles(found: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield blocks and drafts, with drafts for titles that are set as those of most other bullets under the heading."""
    for place, group in groupby(found, key=_place):
        rows = list(group)
        hows = _set_alike(rows, knowledge) if place else frozenset()
        for block, entry in rows:
            yield block, _title_alone(block, hows, knowledge) if hows and entry is None else entry


def _place(row: Found) -> tuple[object, ...]:
    block = row[0]
    return (block.section, block.depth) if block.kind == "bullet" else ()


def _set_alike(rows: list[Found], knowledge: Knowledge) -> frozenset[str]:
    """Return how the titles under a heading are set where most bullets are papers and most of them alike, else none."""
    papers = [block for block, entry in rows if entry is not None and entry.kind == "paper"]
    if not _FEWEST <= len(papers) < len(rows) or len(papers) < _LEAST_SHARE * len(rows):
        return frozenset()
    titles = [understand(block, knowledge).title for block in papers]
    hows = Counter(title.how for title in titles if title is not None and title.place == 0)
    return frozenset(how for how, count in hows.items() if count >= _LEAST_SHARE * len(papers) and how in _TELLING)


def _title_alone(block: Block, hows: frozenset[str], knowledge: Knowledge) -> Draft | None:
    """Return the entry of a bullet that holds a title and no more than a date."""
    entry = understand(block, knowledge)
    title = entry.title
    if title is None or title.how not in hows or block.reason or entry.rest or is_prose(block, entry):
        return None
    if any(by_target(link.url, knowledge) for link in block.links) or (block.links and title.link is None):
        return None
    is_title = _SHORTEST_TITLE <= title.words <= _LONGEST_TITLE and not title.text[:1].islower()
    if not is_title or names_event(title.text) or block.text.rstrip().endswith((":", "...")):
        return None
    found = draft("paper", title.text, entry.venue, [link for link in entry.links if link.url])
    return found.with_year(entry.year, (BESIDE,)) if found else None
