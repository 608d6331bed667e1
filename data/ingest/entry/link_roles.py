"""What a link of an entry leads to: told by its label, by its badge, or by its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from data.ingest.entry.badges import badge_repository, badge_words
from data.ingest.limits import LONGEST_HOST
from data.ingest.markdown.inline import Link
from data.ingest.thresholds import LABEL_WORDS, LONGEST_LABEL, MISPRINT_LIKENESS, SHORTEST_MISPRINT
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import host, is_placeholder, paper_link
from data.normalise.title import fold
from data.record import LinkRole

SaidRole = LinkRole | Literal[""]
TargetRole = LinkRole | Literal["dataset", ""]

_ROLES: Mapping[str, LinkRole] = {role: role for role in get_args(LinkRole)}
_TARGETS: Mapping[str, TargetRole] = {**_ROLES, "dataset": "dataset", "": ""}
_PICTURE = re.compile(r"\.(?:gif|png|jpe?g|svg|mp4|avi|bib|docx?|pptx?|xlsx?)$", re.IGNORECASE)
_PAPER_PATH = re.compile(
    r"/(?:articles?|doi|abs|papers?|publications?|pubs|proceedings|chapter|document|pdf)/", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\.(?:pdf|ps)(?:\.gz)?$", re.IGNORECASE)
# Pages about papers on hosts of something else.
_PAPER_PAGES = {"huggingface.co": "/papers/", "hf.co": "/papers/", "paperswithcode.com": "/paper/"}
# Labels that say of a link no more than that it is one.
_EMPTY_LABELS = frozenset(
    """
    author authors click here http https link links official see this unofficial url
    """.split()  # noqa: SIM905 - as a list it would be long
)


class LinkRoles:
    """Tells the roles of links with the knowledge of labels.yaml and hosts.yaml."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._labels, self._hosts = knowledge.labels, knowledge.hosts
        # A list says the same words, and an entry is asked for the same address several times.
        self.by_label = lru_cache(maxsize=4096)(self._by_label)
        self.by_target = lru_cache(maxsize=4096)(self._by_target)

    def _by_label(self, label: str) -> SaidRole:
        """Return the role that a label gives; "other" for a data set and the like, "" if it gives none."""
        if len(label) > LONGEST_LABEL:
            return ""
        name = self._labels.canonical(label) or self._by_words(label)
        return as_role(name) if name else ""

    def _by_words(self, label: str) -> str:
        """Return the name of a label such as `Paper (long)`, `Official PyTorch code`, `Papper`."""
        words = fold(label).split()
        if not words or len(words) > LABEL_WORDS:
            return ""
        names = [self._labels.canonical(word) for word in words]
        known = list(filter(None, names))
        others = [word for word, name in zip(words, names, strict=True) if not name and word not in _EMPTY_LABELS]
        if "list" in others or "lists" in others:
            return "list"
        if known and len(others) <= 1 and len(words) <= 3:
            return known[-1] if len(set(known)) > 1 and known[-1] in ("code", "project") else known[0]
        if len(words) <= 3 and names[-1] == "paper":
            return "paper"
        return self._misprint(words[0]) if len(words) == 1 else ""

    def _misprint(self, word: str) -> str:
        if len(word) < SHORTEST_MISPRINT - 1:
            return ""
        names = ((name, spelling) for name, more in self._labels.names.items() for spelling in (name, *more))
        scored = ((fuzz.ratio(word, spelling), name) for name, spelling in names if len(spelling) >= SHORTEST_MISPRINT)
        score, name = max(scored, default=(0.0, ""))
        return name if score >= MISPRINT_LIKENESS else ""

    def by_badge(self, link: Link) -> SaidRole:
        """Return the role that a badge gives: by the repository it counts for, its words, or its alternative text."""
        if badge_repository(link.image):
            return "code"
        words = badge_words(link.image)
        # A label and a message can be one name: `GitHub-Page`.
        if len(words) > 1 and (whole := self._labels.canonical(" ".join(words))):
            return as_role(whole)
        said = (role for word in words if (role := self.by_label(word)))
        return next(said, "") or self.by_label(link.label)

    def _by_target(self, url: str) -> TargetRole:
        """Return the role that the address gives away, "" if it says nothing."""
        if has_paper_id(url):
            return "paper"
        try:
            path = urlsplit(url).path
        except ValueError:
            return ""
        role = self.by_host(url)
        if _DOCUMENT.search(path) and role != "video":
            return "paper"
        if _PICTURE.search(path):
            return "other"
        if (_PAPER_PATH.search(path) and not role) or path.startswith(_PAPER_PAGES.get(host(url), "?")):
            return "paper"
        return "project" if role == "code" and is_placeholder(url) else role

    def by_host(self, url: str) -> TargetRole:
        """Return the role of the host of `url` or of the domain it belongs to."""
        name = host(url)
        while name and len(name) <= LONGEST_HOST:
            if role := self._hosts.canonical(name):
                return _TARGETS.get(role, "other")
            name = name.partition(".")[2]
        return ""


def as_role(name: str) -> LinkRole:
    """Return the role that a name of labels.yaml is; "other" for those that are none, such as data set."""
    return _ROLES.get(name, "other")


def has_paper_id(url: str) -> bool:
    """Say whether `url` names a paper by an id, as those of arXiv and DOIs do."""
    key = paper_link(url).key
    return bool(key) and not key.startswith("url:")


def says_nothing(label: str) -> bool:
    """Say whether a label says no more than that it is one of a link."""
    return _EMPTY_LABELS.issuperset(fold(label).split())
