"""A bare title among bullets that are papers → a paper, too: what the entries beside it say of it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from data.ingest.draft import Draft, draft
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.paper_rules import is_prose, names_event
from data.ingest.entry.title_choice import Style
from data.ingest.thresholds import BARE_TITLE_WORDS, FEWEST_SIBLINGS, LONGEST_TITLE_WORDS, MOST

DOUBT = "an entry only by what stands beside it"
_TELLING = ("plain", "link")

Found = tuple[Candidate, Draft | None]


class SiblingTitles:
    """Reads titles that are set as those of most other bullets under the heading."""

    def __init__(self, roles: LinkRoles) -> None:
        self._roles = roles

    def __call__(self, found: list[Found]) -> list[Found]:
        """Return blocks and drafts, with drafts for such titles."""
        done: list[Found] = []
        for group, rows in groupby(found, key=_group):
            siblings = list(rows)
            styles = _set_alike(siblings) if group else frozenset()
            done += [
                (block, self._title_alone(block, styles) if styles and entry is None else entry)
                for block, entry in siblings
            ]
        return done

    def _title_alone(self, block: Candidate, styles: frozenset[Style]) -> Draft | None:
        """Return the entry of a bullet that holds a title and no more than a date."""
        entry = block.entry
        title = entry.title
        if title is None or title.style not in styles or block.reason or entry.words_beside or is_prose(entry):
            return None
        if any(self._roles.by_target(link.url) for link in block.links) or (block.links and title.link is None):
            return None
        is_title = BARE_TITLE_WORDS <= title.words <= LONGEST_TITLE_WORDS and not title.text[:1].islower()
        if not is_title or names_event(title.text) or block.text.rstrip().endswith((":", "...")):
            return None
        return draft("paper", title.text, filter(lambda link: link.url, entry.links), entry.venue, entry.year, (DOUBT,))


def _group(row: Found) -> tuple[object, ...]:
    block = row[0]
    return (block.section, block.depth) if block.kind == "bullet" else ()


def _set_alike(rows: list[Found]) -> frozenset[Style]:
    """Return how the titles under a heading are set where most bullets are papers and most of them alike, else none."""
    titles = [block.entry.title for block, entry in rows if entry is not None and entry.kind == "paper"]
    if not FEWEST_SIBLINGS <= len(titles) < len(rows) or len(titles) < MOST * len(rows):
        return frozenset()
    styles = Counter(title.style for title in titles if title is not None and title.position == 0)
    return frozenset(style for style, count in styles.items() if count >= MOST * len(titles) and style in _TELLING)
