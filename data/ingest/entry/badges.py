"""Badges, the small labelled images of shields.io and its like: what they say of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from data.ingest.draft import Draft
from data.ingest.markdown.inline import Image, Link
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import code_url, is_safe, paper_link
from data.record import LabelledLink

_STATIC = re.compile(r"/badge/(?P<words>[^?#]+?)(?:\.svg|\.png)?(?:[?#]|$)", re.IGNORECASE)
_COUNTED = re.compile(
    r"/github/(?:stars|forks|watchers|last-commit|license|issues|contributors)/"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.svg|\.png)?(?:[/?#]|$)",
    re.IGNORECASE,
)
# Written twice in the address of a badge, these stand for themselves.
_DOUBLED = {"--": "\ue000", "__": "\ue001"}
_COLOUR = re.compile(r"[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+(?:green|red|yellow|blue|grey|gray)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def badge_words(url: str) -> tuple[str, ...]:
    """Return what a badge says: its label and its message, as far as its address tells (shields.io/badges)."""
    if found := _STATIC.search(url[:500]):
        return _split(unquote(found["words"]))
    if "/static/v1" in url:
        query = parse_qs(urlsplit(url).query)
        return tuple(filter(None, (" ".join(query.get(key, [""])[0].split()) for key in ("label", "message"))))
    return ()


def badge_repository(url: str) -> str:
    """Return the address of the repository whose stars a badge counts, or ""."""
    found = _COUNTED.search(url[:500])
    return f"https://github.com/{found['owner']}/{found['name']}" if found else ""


def with_badges(draft: Draft, links: Iterable[Link], images: Iterable[Image], knowledge: Knowledge) -> Draft:
    """Return `draft` with what the badges among `links` and `images` say where it lacks a venue, paper or code."""
    badges = [*((link.image, link.url) for link in links if link.badge), *((image.url, "") for image in images)]
    if not badges:
        return draft
    roles = {link.role for link in draft.links if link.role != "code" or code_url(link.url)}
    more = [link for link in map(_link, badges) if link and link.role not in roles]
    venue = draft.venue_listed or next(_venues((image for image, _ in badges), knowledge), "")
    known = {link.url for link in more}
    kept = tuple(link for link in draft.links if link.url not in known)
    return replace(draft, links=(*kept, *more[:2]), venue_listed=venue)


def _split(words: str) -> tuple[str, ...]:
    for doubled, sign in _DOUBLED.items():
        words = words.replace(doubled, sign)
    parts = words.split("-")
    if len(parts) > 1 and _COLOUR.fullmatch(parts[-1].strip()):
        del parts[-1]
    read = (part.replace("_", " ").replace("\ue000", "-").replace("\ue001", "_") for part in parts)
    return tuple(filter(None, (" ".join(part.split()) for part in read)))


def _link(badge: tuple[str, str]) -> LabelledLink | None:
    """Return the link that a badge stands for, where its picture tells what it leads to."""
    image, target = badge
    if repository := badge_repository(image):
        on_github = is_safe(target) and code_url(target) and "github.com" in target
        return LabelledLink("", target if on_github else repository, "code")
    for words in badge_words(image):
        paper = paper_link(f"https://arxiv.org/abs/{words}")
        if paper.arxiv_id:
            return LabelledLink("", target if is_safe(target) else paper.url, "paper")
    return None


def _venues(images: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    """Yield the venues that badges name: one that is known, or what stands behind a word such as Conference."""
    for image in images:
        words = badge_words(image)
        if len(words) > 1 and knowledge.columns.canonical(words[0]) == "venue":
            yield " ".join(words[1:])
        elif words and len(words) <= 3 and knowledge.venues.read(" ".join(words)).type in ("conference", "journal"):
            yield " ".join(words)
