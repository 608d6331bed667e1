"""An entry and its badges → the entry with the venue, paper and code that only a badge names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.ingest.draft import Draft
from data.ingest.entry.badges import badge_repository, badge_words
from data.ingest.markdown.inline import Image, Link
from data.knowledge.curated import Knowledge
from data.normalise.link import code_url, is_safe, paper_link
from data.record import LabelledLink


def with_badges(draft: Draft, links: Iterable[Link], images: Iterable[Image], knowledge: Knowledge) -> Draft:
    """Return `draft` with what the badges among `links` and `images` say where it lacks a venue, paper or code."""
    badges = [*((link.image, link.url) for link in links if link.badge), *((image.url, "") for image in images)]
    if draft.kind != "paper" or not badges:
        return draft
    roles = {link.role for link in draft.links if link.role != "code" or code_url(link.url)}
    more = [link for link in map(_link, badges) if link and link.role not in roles]
    venue = draft.venue_listed or next(_venues((image for image, _ in badges), knowledge), "")
    known = {link.url for link in more}
    kept = tuple(link for link in draft.links if link.url not in known)
    return replace(draft, links=(*kept, *more[:2]), venue_listed=venue)


def _link(badge: tuple[str, str]) -> LabelledLink | None:
    """Return the link that a badge stands for, where its picture tells what it leads to."""
    image, target = badge
    if repository := badge_repository(image):
        leads = target if is_safe(target) and code_url(target) and "github.com" in target else repository
        return LabelledLink("", leads, "code")
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
