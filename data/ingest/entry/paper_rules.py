"""Whether a block is a paper: an ordered list of rules, of which the first that applies decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.ingest.draft import Draft, draft
from data.ingest.entry.badges import with_badges
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.entry_parser import Entry
from data.ingest.entry.entry_parts import TITLE_KINDS
from data.ingest.entry.link_roles import LinkRoles, TargetRole, has_paper_id
from data.ingest.entry.part_kinds import is_title_case
from data.ingest.entry.title_choice import Title
from data.ingest.thresholds import (
    BARE_TITLE_WORDS,
    DESCRIPTION_WORDS_IN_PARAGRAPH,
    TITLE_WORDS,
    WORDS_BEFORE,
    WORDS_BEFORE_IN_PARAGRAPH,
)
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import paper_link

# Words with which a list speaks of itself or to its readers.
_PROSE = re.compile(
    r"""\b(?: please | feel\ free | pull\ requests? | follow\ us | check\ out | welcome\ to | stay\ tuned | click\ here
      | if\ you\ (?:find|have|want|use|like) | cite\ (?:our|this|us) | thanks\ to | thank\ you | last\ updated?
      | our\ (?:survey|paper|work|repo|repository|list|team|new|recent|latest) | (?:is|was|been|are)\ accepted
      | we\ (?:have|are|will|released?|add|added|updated?|provide|propose|present|recommend|also)
      | this\ (?:repo|repository|readme|list|page|document|survey|project|is|paper\ list) | contributions?\ (?:are|is)
      | accompan(?:y|ies|ying) | is\ based\ on | (?:was\ )?inspired\ by | adapted\ from | borrowed\ from | for\ more
      | more\ papers | papers?\ (?:from|in|list) | can\ be\ found | available\ at | to\ be\ updated )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Headings of what is no paper.
_ASIDE = re.compile(
    r"\b(?:books?|textbooks?|blogs?|posts?|tutorials?|courses?|lectures?|videos?|talks?|podcasts?|news|events?|workshops?"
    r"|conferences|meetings|people|groups|labs|companies|jobs|tools?|toolbox(?:es)?|toolkits?|librar(?:y|ies)|software"
    r"|frameworks?|platforms?|packages|repositories|resources|links|contribut\w+|acknowledg\w+|citation|citing|licen[cs]e)\b",
    re.IGNORECASE,
)
# A link that names where papers appear, not one of them.
_NAMES_EVENT = re.compile(r"(?:\b(?:ACM|IEEE|Intl?\.?|International|Joint)\b.*\b(?:Conference|Symposium|Workshop)\b)")
# What people go to or look at, not a work: `Tutorial on Nets`, `Slides: …`, `ICML 2023 Workshop on Nets`, `CS 999: …`.
_NAMES_OCCASION = re.compile(
    r"""(?:slides|tutorials?|workshops?|courses?|lectures?|lecture\ notes|keynote|seminar|summer\ school|talk)
        (?:\s?[:|–—-]\s|\s(?:on|at|for|by|of|in|about|from)\b)
      | [A-Z][\w-]*+\ (?:'\d\d|\d{4})\ (?:tutorials?|workshops?|keynote)\b
      | [A-Z]{2,5}[\s-]?\d{3}[A-Z]?:\s
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class _Case:
    """What the rules look at: a block with a title, and what is known of its venue and links."""

    block: Candidate
    entry: Entry
    title: Title
    roles: LinkRoles
    venue: bool
    """Whether the entry names a venue that Surveyor knows."""
    names_venue: bool
    """Whether the title itself is the name of a venue that Surveyor knows."""
    target: TargetRole
    """What the link of the title leads to."""

    @property
    def in_paragraph(self) -> bool:
        return self.block.kind == "paragraph"

    @property
    def marked(self) -> bool:
        """Whether something sets the title off."""
        return self.title.style != "plain"

    @property
    def other_paper(self) -> bool:
        """Whether a link beside that of the title is one to the paper."""
        url = self.title.link.url if self.title.link else None
        return any(link.role == "paper" and link.url != url for link in self.entry.links)

    @property
    def names_paper(self) -> bool:
        """Whether a link is labelled as the paper, or names one on a server such as arXiv."""
        return any(
            self.roles.by_label(link.label) == "paper" or not paper_link(link.url).key.startswith("url:")
            for link in self.entry.links
            if link.role == "paper"
        )

    @property
    def names_id(self) -> bool:
        """Whether a link names a paper by an id, as those of arXiv do."""
        return any(has_paper_id(link.url) for link in self.entry.links)

    @property
    def is_aside(self) -> bool:
        """Whether it stands under a heading of what is no paper: books, talks, tools."""
        heading = self.block.section[-1] if self.block.section else ""
        return bool(_ASIDE.search(heading)) and "paper" not in heading.lower()


@dataclass(frozen=True)
class PaperRule:
    """A rule: its name, the blocks that it decides on, and whether such a block is a paper."""

    name: str
    applies: Callable[[_Case], bool]
    is_paper: Callable[[_Case], bool] = lambda case: False


PAPER_RULES: tuple[PaperRule, ...] = (
    PaperRule("a long text before the title", lambda c: c.entry.words_before > WORDS_BEFORE),
    PaperRule("a sentence to the reader", lambda c: is_prose(c.entry)),
    PaperRule(
        "a paragraph that is prose around a title",
        lambda c: (
            c.in_paragraph
            and (
                c.entry.words_beside > DESCRIPTION_WORDS_IN_PARAGRAPH
                or c.entry.words_before > WORDS_BEFORE_IN_PARAGRAPH
            )
        ),
    ),
    PaperRule(
        "an entry under a heading of books, talks or tools",
        lambda c: c.is_aside and not c.venue and not c.names_paper,
    ),
    PaperRule(
        "[Name of a journal or conference](its page)",
        lambda c: c.title.link is not None and c.names_venue and not (c.names_id or c.entry.dated or c.entry.authors),
    ),
    PaperRule(
        "[Slides, workshop, tutorial or course](page)",
        lambda c: names_occasion(c.title.text) and not (c.names_id or c.entry.authors),
    ),
    PaperRule("[Title](paper)", lambda c: c.target == "paper", lambda c: True),
    PaperRule(
        "[Title](code)",
        lambda c: c.target == "code",
        lambda c: c.other_paper or (c.venue and c.title.words >= BARE_TITLE_WORDS),
    ),
    PaperRule(
        "[Name of a conference](page)",
        lambda c: c.title.link is not None and names_event(c.title.text) and not (c.entry.dated or c.entry.authors),
    ),
    PaperRule(
        "[Title](talk, post, data set or model)",
        lambda c: c.target in ("video", "blog", "dataset", "model"),
        lambda c: c.venue or c.other_paper,
    ),
    PaperRule(
        "[Title](any page)",
        lambda c: c.title.link is not None,
        lambda c: (
            c.venue or c.other_paper or (c.entry.dated and (bool(c.entry.venue) or c.title.words >= BARE_TITLE_WORDS))
        ),
    ),
    PaperRule(
        "Title [paper](u)",
        lambda c: c.entry.has("paper"),
        lambda c: c.title.words >= TITLE_WORDS or c.venue or c.marked or not c.in_paragraph,
    ),
    PaperRule(
        "**Name**, Authors, Venue 2024",
        lambda c: c.title.words < 2,
        lambda c: c.venue and c.entry.authors and c.entry.dated and c.title.style in ("strong", "quoted"),
    ),
    PaperRule(
        "Title, Venue [link that says nothing](u)",
        lambda c: bool(c.entry.links) and not c.entry.has("code"),
        lambda c: (
            (c.venue and (c.entry.dated or c.marked or c.title.words >= BARE_TITLE_WORDS))
            or (bool(c.entry.venue) and c.entry.dated and c.title.words >= BARE_TITLE_WORDS)
        ),
    ),
    PaperRule(
        "a paragraph in which nothing but a venue stands beside the title",
        lambda c: c.in_paragraph and not (c.entry.dated or c.entry.authors or c.marked),
    ),
    PaperRule(
        "Title, Authors, Venue 2024",
        lambda c: True,
        lambda c: (
            c.venue or ((c.entry.authors or bool(c.entry.venue)) and c.entry.dated and c.title.words >= TITLE_WORDS)
        ),
    ),
)


class PaperRules:
    """Recognises papers by the rules, asked in their order."""

    def __init__(self, rules: Sequence[PaperRule], knowledge: Knowledge, roles: LinkRoles) -> None:
        self._rules, self._knowledge, self._roles = rules, knowledge, roles

    def is_paper(self, block: Candidate) -> bool:
        """Say whether a block is a paper; without a title it is none."""
        entry, title = block.entry, block.entry.title
        if title is None:
            return False
        venue = bool(entry.venue and self._knowledge.venues.read(entry.venue).type)
        target = self._roles.by_target(title.link.url) if title.link else ""
        names_venue = title.words > 1 and self._knowledge.venues.is_venue(title.text)
        case = _Case(block, entry, title, self._roles, venue, names_venue, target)
        return next((rule.is_paper(case) for rule in self._rules if rule.applies(case)), False)

    def __call__(self, block: Candidate) -> Draft | None:
        """Return the draft of a paper, None for any other block."""
        entry = block.entry
        if entry.title is None or not self.is_paper(block):
            return None
        doubts = [] if entry.has("paper") else ["no link to the paper"]
        doubts += ["the title is a single word"] if entry.title.words < 2 else []
        found = draft("paper", entry.title.text, entry.links, entry.venue, entry.year, (*entry.doubts, *doubts))
        return with_badges(found, block.links, block.images, self._knowledge) if found else None


def names_event(text: str) -> bool:
    """Say whether a text names a conference rather than a work."""
    return bool(_NAMES_EVENT.search(text))


def names_occasion(text: str) -> bool:
    """Say whether a text names a talk, a workshop, a tutorial or a course rather than a work."""
    return bool(_NAMES_OCCASION.match(text))


def is_prose(entry: Entry) -> bool:
    """Say whether an entry with a title speaks to the reader instead of naming a work."""
    title = entry.title
    assert title is not None
    if title.style == "plain":
        return bool(_PROSE.search(title.text)) and not is_title_case(title.text)
    outside = [part.text for part in entry.parts if part.kind in TITLE_KINDS and part not in title.parts]
    return entry.words_before > 0 and any(map(_PROSE.search, outside))
