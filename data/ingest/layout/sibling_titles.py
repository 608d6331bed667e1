"""A bare title among bullets that are papers → a paper, too: what the entries beside it say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from data.ingest.draft import Draft, draft
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.entry.paper_rules import is_prose, names_event
from data.ingest.entry.title_choice import Style
from data.ingest.markdown.inline import Link
from data.ingest.thresholds import BARE_TITLE_WORDS, FEWEST_SIBLINGS, LONGEST_TITLE_WORDS, MOST
from data.record import LabelledLink

DOUBT = "an entry only by what stands beside it"
# A title alone is told by how it is set only where it could be text or a link; words in bold alone are headings.
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
        """Return the entry of a bullet that holds a title and no more than a date and links to unknown places."""
        entry = block.entry
        title = entry.title
        if title is None or title.style not in styles or block.reason or entry.words_beside or is_prose(entry):
            return None
        if not all(map(self._may_be_paper, block.links)) or (not block.links and title.style not in _TELLING):
            return None
        is_title = BARE_TITLE_WORDS <= title.words <= LONGEST_TITLE_WORDS and not title.text[:1].islower()
        if not is_title or names_event(title.text) or block.text.rstrip().endswith((":", "...")):
            return None
        links = [link for link in self._with_paper(entry.links) if link.url]
        return draft("paper", title.text, links, entry.venue, entry.year, (DOUBT,))

    def _may_be_paper(self, link: Link) -> bool:
        """Say whether neither label nor address tells that a link leads to something else than a paper or its page."""
        page = ("", "project")
        return not link.badge and self._roles.by_target(link.url) in page and self._roles.by_label(link.label) in page

    def _with_paper(self, links: Iterable[LabelledLink]) -> list[LabelledLink]:
        """Return the links, the first to an unknown place as the paper where none is."""
        done = list(links)
        unknown = next((at for at, link in enumerate(done) if link.role == "other"), -1)
        if unknown >= 0 and all(link.role != "paper" for link in done):
            done[unknown] = replace(done[unknown], role="paper")
        return done


def _group(row: Found) -> tuple[object, ...]:
    block = row[0]
    return (block.section, block.depth) if block.kind == "bullet" else ()


def _set_alike(rows: list[Found]) -> frozenset[Style]:
    """Return how the titles under a heading are set where most bullets are papers and most of them alike, else none."""
    titles = [block.entry.title for block, entry in rows if entry is not None and entry.kind == "paper"]
    if not FEWEST_SIBLINGS <= len(titles) < len(rows) or len(titles) < MOST * len(rows):
        return frozenset()
    styles = Counter(title.style for title in titles if title is not None and title.position == 0)
    return frozenset(style for style, count in styles.items() if count >= MOST * len(titles))
