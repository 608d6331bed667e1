"""A bullet or paragraph that names a paper, in any of the ways that PAPER_RULES lists."""

from __future__ import annotations

from data.ingest.draft import Draft, draft
from data.ingest.entry.badges import with_badges
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.paper_rules import PaperRules
from data.knowledge.curated import Knowledge


class PaperEntry:
    """Recognises papers by the evidence of their parts."""

    def __init__(self, knowledge: Knowledge, papers: PaperRules) -> None:
        self._knowledge, self._papers = knowledge, papers

    def __call__(self, block: Candidate) -> Draft | None:
        """Return the draft of a paper where the evidence is enough, else None."""
        entry = block.entry
        if entry.title is None or not self._papers.is_paper(block):
            return None
        doubts = list(entry.doubts)
        if not entry.has("paper"):
            doubts.append("no link to the paper")
        if entry.title.words < 2:
            doubts.append("the title is a single word")
        found = draft("paper", entry.title.text, entry.links, entry.venue, entry.year, tuple(doubts))
        return with_badges(found, block.links, block.images, self._knowledge) if found else None
