"""Whether an entry is a paper: what speaks for it, and why what is left out is left out."""

from __future__ import annotations

import re

from data.ingest.draft import Draft, draft
from data.ingest.entry.badge_facts import with_badges
from data.ingest.entry.entry_parser import Entry
from data.ingest.entry.link_roles import by_label, by_target
from data.ingest.entry.part_kinds import TITLE_KINDS, is_title_case
from data.ingest.markdown.blocks import Block
from data.knowledge.curated import Knowledge
from data.normalise.link import paper_link

# So many words of description may stand before or after the title.
# A plain title of so many words needs no more than a venue beside it.
_SHORTEST_ALONE = 4
_MOST_BEFORE, _MOST_IN_PARAGRAPH = 8, 14


def paper(block: Block, entry: Entry, knowledge: Knowledge) -> Draft | None:
    """Return the draft of a paper where the evidence is enough, else None."""
    if entry.title is None or not is_paper(block, entry, knowledge):
        return None
    found = draft("paper", entry.title.text, entry.venue, list(entry.links))
    if found is None:
        return None
    return with_badges(found.with_year(entry.year, _doubts(entry)), block.links, block.images, knowledge)


# Words with which a list speaks of itself or to its readers.
_PROSE = re.compile(
    r"""\b(?: please | feel\ free | pull\ requests? | follow\ us | check\ out | welcome\ to | stay\ tuned | click\ here
      | if\ you\ (?:find|have|want|use|like) | cite\ (?:our|this|us) | thanks\ to | thank\ you | last\ updated?
      | our\ (?:survey|paper|work|repo|repository|list|team|new|recent|latest) | (?:is|was|been|are)\ accepted
      | we\ (?:have|are|will|released?|add|added|updated?|provide|propose|present|recommend|also)
      | this\ (?:repo|repository|list|page|document|survey|project|is|paper\ list) | contributions?\ (?:are|is)
      | accompan(?:y|ies|ying) | is\ based\ on | (?:was\ )?inspired\ by | adapted\ from | borrowed\ from | for\ more
      | more\ papers | papers?\ (?:from|in|list) | can\ be\ found | available\ at | to\ be\ updated )\b""",
    re.IGNORECASE | re.VERBOSE,
)


_ASIDE = re.compile(
    r"\b(?:books?|textbooks?|blogs?|posts?|tutorials?|courses?|lectures?|videos?|talks?|podcasts?|news|events?|workshops?"
    r"|conferences|meetings|people|groups|labs|companies|jobs|tools?|toolbox(?:es)?|toolkits?|librar(?:y|ies)|software"
    r"|frameworks?|platforms?|packages|repositories|resources|links|contribut\w+|acknowledg\w+|citation|citing|licen[cs]e)\b",
    re.IGNORECASE,
)
# A link that names where papers appear, not one of them.
_NAMES_EVENT = re.compile(r"(?:\b(?:ACM|IEEE|Intl?\.?|International|Joint)\b.*\b(?:Conference|Symposium|Workshop)\b)")
_NO_PAPERS = ("video", "blog", "dataset", "model")


def _is_aside(block: Block) -> bool:
    """Say whether a block stands under a heading of what is no paper: books, talks, tools."""
    heading = block.section[-1] if block.section else ""
    return bool(_ASIDE.search(heading)) and "paper" not in heading.lower()


def _links_to_a_paper(entry: Entry, knowledge: Knowledge) -> bool:
    """Say whether a link is labelled as the paper, or names one on a server such as arXiv."""
    papers = [link for link in entry.links if link.role == "paper"]
    return any(
        by_label(link.label, knowledge) == "paper" or not paper_link(link.url).key.startswith("url:") for link in papers
    )


def names_event(text: str) -> bool:
    """Say whether a text names a conference rather than a work."""
    return bool(_NAMES_EVENT.search(text))


def is_prose(block: Block, entry: Entry) -> bool:
    """Say whether a block speaks to the reader instead of naming a work."""
    title = entry.title
    assert title is not None
    if title.how == "plain":
        return bool(_PROSE.search(title.text)) and not is_title_case(title.text)
    outside = [part.text for part in entry.parts if part.kind in TITLE_KINDS and part not in title.parts]
    return entry.before > 0 and any(_PROSE.search(text) for text in outside)


def is_paper(block: Block, entry: Entry, knowledge: Knowledge) -> bool:
    """Say whether an entry with a title is a paper."""
    title = entry.title
    if title is None or entry.before > _MOST_BEFORE or is_prose(block, entry):
        return False
    if block.kind == "paragraph" and (entry.rest > _MOST_IN_PARAGRAPH or entry.before > 3):
        return False
    venue = bool(knowledge.venues.read(entry.venue).type) if entry.venue else False
    if _is_aside(block) and not venue and not _links_to_a_paper(entry, knowledge):
        return False
    if title.link is not None:
        target = by_target(title.link.url, knowledge)
        if target == "paper":
            return True
        other = any(link.role == "paper" and link.url != title.link.url for link in entry.links)
        if target == "code":
            return other or (venue and title.words >= 4)
        if names_event(title.text) and not entry.dated and not entry.authors:
            return False
        if target in _NO_PAPERS:
            return venue or other
        return venue or other or (entry.dated and title.words > 3) or (bool(entry.venue) and entry.dated)
    if entry.has("paper"):
        return title.words >= 3 or venue or title.how != "plain" or block.kind != "paragraph"
    if title.words < 2:
        return venue and entry.authors and entry.dated and title.how in ("strong", "quoted")
    if entry.links and not entry.has("code"):
        venue = venue and (entry.dated or title.how != "plain" or title.words >= _SHORTEST_ALONE)
        return venue or (bool(entry.venue) and entry.dated and title.words >= 4)
    if block.kind == "paragraph" and not (entry.dated or entry.authors or title.how != "plain"):
        return False
    return venue or ((entry.authors or bool(entry.venue)) and entry.dated and title.words >= 3)


def _doubts(entry: Entry) -> tuple[str, ...]:
    doubts = list(entry.doubts)
    if not entry.has("paper"):
        doubts.append("no link to the paper")
    if entry.title is not None and entry.title.words < 2:
        doubts.append("the title is a single word")
    return tuple(doubts)
