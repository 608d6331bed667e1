"""`- Name: what it does [[Code]](u)`: software, told from a paper by having code and no paper."""

from __future__ import annotations

import re
from itertools import takewhile

from data.ingest.draft import Draft, draft
from data.ingest.entry.badges import badge_words
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles, as_role, has_paper_id
from data.ingest.markdown.inline import Link, Text, plain_text
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import code_url
from data.normalise.title import fold
from data.record import LabelledLink, LinkRole

# The name ends at a colon or a dash; what follows is the list's own prose and is not kept.
_END_OF_NAME = re.compile(r":\s|\s[-–—]\s|$")
# Other lists, and the pages where a repository talks with its readers; GitLab puts a hyphen before these.
_NO_SOFTWARE = re.compile(
    r"https?://[^/]+/(?:[^/]+/[^/]*awesome|[^/]+/[^/]+/(?:-/)?(?:issues|pulls?|merge_requests|discussions|wikis?|stargazers))",
    re.IGNORECASE,
)


class Software:
    """Recognises software by a link to its code."""

    def __init__(self, knowledge: Knowledge, roles: LinkRoles) -> None:
        self._labels, self._fields, self._roles = knowledge.labels, knowledge.fields, roles

    def __call__(self, block: Candidate) -> Draft | None:
        """Return the software that a bullet or row names, or None if it has no link to code."""
        if block.kind in ("paragraph", "quote"):
            return None
        links = [LabelledLink(link.label, link.url, self._role(link)) for link in block.links]
        codes = [link.url for link in links if link.role == "code"]
        if all(self._roles.by_host(url) == "code" and _NO_SOFTWARE.match(url) for url in codes):
            return None
        name = _END_OF_NAME.split(_first_words(block).strip(), maxsplit=1)[0]
        # A name that only says what follows, such as `Links`, is none.
        is_label = bool(self._fields.canonical(name)) or fold(name) in self._labels.names
        return None if is_label else draft("tool", name, links)

    def _role(self, link: Link) -> LinkRole:
        """Return what the label says, else what the badge says, else what the address gives away."""
        if name := self._labels.canonical(link.label):
            return as_role(name)
        badge = next(filter(None, map(self._labels.canonical, badge_words(link.image))), "")
        if as_role(badge) != "other":
            return as_role(badge)
        if has_paper_id(link.url):
            return "paper"
        return "code" if self._roles.by_host(link.url) == "code" and code_url(link.url) else "other"


def _first_words(block: Candidate) -> str:
    """Return the label of the link that the block begins with, or the text before its first link."""
    first = block.pieces[0]
    if isinstance(first, Link):
        return first.label
    before = takewhile(lambda piece: isinstance(piece, Text), block.pieces)
    return plain_text(before) if isinstance(first, Text) else ""
