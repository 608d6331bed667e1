"""What a link of an entry leads to: told by its label, by the words before it, or by its address."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from data.ingest.entry.badges import badge_repository, badge_words
from data.ingest.markdown.inline import Link
from data.knowledge.curated import Knowledge
from data.normalise.link import host, is_placeholder, paper_link
from data.normalise.title import fold
from data.schema import ROLES

_PICTURE = re.compile(r"\.(?:gif|png|jpe?g|svg|mp4|avi|bib|docx?|pptx?|xlsx?)$", re.IGNORECASE)
_PAPER_PATH = re.compile(
    r"/(?:articles?|doi|abs|papers?|publications?|pubs|proceedings|chapter|document|pdf)/", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\.(?:pdf|ps)(?:\.gz)?$", re.IGNORECASE)
# A label that is so much like a known one is a misprint of it; shorter ones are too easily another word.
_MISPRINT, _SHORTEST_MISPRINT = 85.0, 5
# Labels that say of a link no more than that it is one.
_EMPTY_LABELS = frozenset(
    """
    author authors click here http https link links official see this unofficial url
    """.split()  # noqa: SIM905 - as a list it would be long
)
_LONGEST_LABEL = 60


@lru_cache(maxsize=4096)
def by_label(label: str, knowledge: Knowledge) -> str:
    """Return the role that a label gives: one of ROLES, "dataset" and the like as "other", "" where it gives none."""
    if len(label) > _LONGEST_LABEL:
        return ""
    name = knowledge.labels.canonical(label) or _by_words(label, knowledge)
    return name if name in ROLES or not name else "other"


def _by_words(label: str, knowledge: Knowledge) -> str:
    """Return the role of a label such as `Paper (long)`, `Official PyTorch code`, `Papper`."""
    words = fold(label).split()
    if not words or len(words) > 4:
        return ""
    known = [name for word in words if (name := knowledge.labels.canonical(word))]
    others = [word for word in words if not knowledge.labels.canonical(word) and word not in _EMPTY_LABELS]
    if "list" in others or "lists" in others:
        return "list"
    if known and (len(others) <= 1 and len(words) <= 3):
        return known[-1] if len(set(known)) > 1 and known[-1] in ("code", "project") else known[0]
    if len(words) <= 3 and knowledge.labels.canonical(words[-1]) == "paper":
        return "paper"
    return _misprint(words[0], knowledge) if len(words) == 1 else ""


def _misprint(word: str, knowledge: Knowledge) -> str:
    if len(word) < _SHORTEST_MISPRINT - 1:
        return ""
    names = ((name, spelling) for name, more in knowledge.labels.names.items() for spelling in (name, *more))
    scored = ((fuzz.ratio(word, spelling), name) for name, spelling in names if len(spelling) >= _SHORTEST_MISPRINT)
    score, name = max(scored, default=(0.0, ""))
    return name if score >= _MISPRINT else ""


def by_badge(link: Link, knowledge: Knowledge) -> str:
    """Return the role that a badge gives: by its words, by the repository it counts for, or by its alternative text."""
    if badge_repository(link.image):
        return "code"
    said = (role for words in badge_words(link.image) if (role := by_label(words, knowledge)))
    return next(said, "") or by_label(link.label, knowledge)


@lru_cache(maxsize=4096)
def by_target(url: str, knowledge: Knowledge) -> str:
    """Return the role that the address gives away, "" where it says nothing."""
    link = paper_link(url)
    if link.key and not link.key.startswith("url:"):
        return "paper"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if _DOCUMENT.search(parts.path) and by_host(host(url), knowledge) not in ("video",):
        return "paper"
    if _PICTURE.search(parts.path):
        return "other"
    if _PAPER_PATH.search(parts.path) and not by_host(host(url), knowledge):
        return "paper"
    role = by_host(host(url), knowledge)
    if host(url) in ("huggingface.co", "hf.co") and parts.path.startswith("/papers/"):
        return "paper"
    if role == "code" and is_placeholder(url):
        return "project"
    if host(url) == "paperswithcode.com" and parts.path.startswith("/paper/"):
        return "paper"
    return role


def by_host(name: str, knowledge: Knowledge) -> str:
    """Return the role of a host or of the domain it belongs to."""
    while name:
        if role := knowledge.hosts.canonical(name):
            return role
        name = name.partition(".")[2]
    return ""


def says_nothing(link: Link) -> bool:
    """Say whether a label says no more than that it is a link."""
    return all(word in _EMPTY_LABELS for word in fold(link.label).split())
