"""What the reader of a format yields: entries with their fields told apart, and what it could not read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from data.ingest.bibliographies.links import address, arxiv_address, target_role, urls_in
from data.ingest.draft import Draft, LabelledLink, draft
from data.knowledge import Knowledge
from data.normalise.link import is_repository, paper_link
from data.normalise.title import fold

Kind = Literal["paper", "misc", "page", "software", "dataset", "volume"]

LONGEST_TITLE = 1_000
_LONGEST_VENUE, _LONGEST_MENTION, _LONGEST_SUBJECT = 400, 120, 120
_NAMES = {"page": "web page", "misc": "web page", "dataset": "data set", "software": "software", "volume": "volume"}
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|span|sc|scp|small|tt|code|jats:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S+$", re.IGNORECASE)
_ANY_WORKSHOP = re.compile(r"workshop|\bws\b", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """An entry of a bibliography in plain text; `line` is its first line, counted from 1.

    `misc` and `page` are papers where a link or a venue says so. `venues` are what may name the venue, the best first,
    `mentions` remarks that may name it. `sections` are the subjects that the author sorted the entry under, `keywords`
    words that say what it is about.
    """

    line: int
    title: str
    kind: Kind = "paper"
    year: int | None = None
    venues: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    links: tuple[LabelledLink, ...] = ()
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """A part of a file that could not be read (`skipped`), or was read with doubt (`doubtful`)."""

    line: int
    reason: str
    kind: Literal["skipped", "doubtful"] = "skipped"


Part = Item | Remark


def plain(text: str) -> str:
    """Return one line of text without HTML tags, entities and control characters."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(_CONTROL.sub(" ", text).split())


def links_of(label: str, text: str, role: str = "") -> Iterator[LabelledLink]:
    """Yield a link for each address, DOI or arXiv id in a field; without `role` its target tells the role."""
    text = re.sub(r"^www\.", "https://www.", text.strip())
    # What has another scheme is kept until it is set aside, with a remark, among the unsafe links.
    whole = address(text) or (text if _SCHEME.match(text) and not text.lower().startswith("http") else "")
    for url in [whole] if whole else urls_in(text):
        found = target_role(url)
        # A field for the paper may hold its repository, one for code the project page: what is sure wins.
        yield LabelledLink(label, url, found if not role or (role == "paper" and found == "code") else role)


def to_draft(item: Item, knowledge: Knowledge) -> Draft | Remark:
    """Return the entry as a draft; a remark where it is no paper and names no code, or has no title."""
    if len(item.title) > LONGEST_TITLE:
        return Remark(item.line, f"title of more than {LONGEST_TITLE} characters")
    venue = _venue(item, knowledge)
    links = _ordered(item, venue)
    kind = _kind(item, links, knowledge.venues.read(venue).type)
    if kind not in ("paper", "tool"):
        return Remark(item.line, kind)
    if kind == "tool":
        links = [replace(link, role="code") if target_role(link.url) == "code" else link for link in links]
    found = draft(kind, item.title, venue if kind == "paper" else "", links)
    return replace(found, year=item.year) if found else Remark(item.line, "entry without a title")


def techniques(item: Item, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the headings that the entry would stand under in a list.

    Sections count as they are. Keywords are many and loosely chosen: of these only techniques that Surveyor knows
    count, or a keyword that stands alone.
    """
    sections, keywords = map(_short, (item.sections, item.keywords))
    if sections or len(keywords) == 1:
        return sections or keywords
    return tuple(word for word in keywords if knowledge.techniques.canonical(word))


def _short(subjects: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in subjects if 0 < len(text) <= _LONGEST_SUBJECT))


def is_plainly_main(venue_listed: str) -> bool:
    """Say whether a venue written in full is the conference itself: its further words are boilerplate."""
    return not _ANY_WORKSHOP.search(venue_listed)


def _venue(item: Item, knowledge: Knowledge) -> str:
    """Return the first venue that Surveyor knows, else the first; a remark counts beside a preprint or nothing."""
    types = {text: knowledge.venues.read(text).type for text in item.venues if 0 < len(text) <= _LONGEST_VENUE}
    venue = next((text for text, kind in types.items() if kind in ("conference", "journal")), next(iter(types), ""))
    if venue and types[venue] != "preprint" and fold(venue):
        return venue
    sentences = (part.strip() for text in item.mentions for part in re.split(r"[.;]\s", text[:2_000]))
    short = [text for text in sentences if 0 < len(text) <= _LONGEST_MENTION]
    named = [text for text in short if knowledge.venues.read(text).type in ("conference", "journal")]
    on_arxiv = any(paper_link(link.url).arxiv_id for link in item.links if link.role == "paper")
    return next(iter(named), venue or ("arXiv" if on_arxiv else ""))


def _ordered(item: Item, venue: str) -> list[LabelledLink]:
    """Return each link once, the arXiv id before other papers, ids before plain addresses."""
    found = [*item.links]
    named = next(filter(None, map(arxiv_address, (venue, *item.venues, *item.mentions))), "")
    if named:
        found.append(LabelledLink("arXiv", named, "paper"))
    distinct = list({(link.role, paper_link(link.url).key or link.url): link for link in reversed(found)}.values())
    distinct.reverse()
    return sorted(distinct, key=_rank)


def _rank(link: LabelledLink) -> int:
    paper = paper_link(link.url)
    return 0 if paper.arxiv_id else 2 if paper.key.startswith("doi:") else 3 if paper.key.startswith("url:") else 1


def _kind(item: Item, links: list[LabelledLink], venue_type: str) -> str:
    """Return paper, tool, or the reason why it is neither."""
    names_paper = any(target_role(link.url) == "paper" or link.url.lower().endswith(".pdf") for link in links)
    if item.kind == "paper" or (item.kind in ("misc", "page") and (names_paper or venue_type)):
        return "paper"
    if item.kind != "volume" and any(is_repository(link.url) and target_role(link.url) == "code" for link in links):
        return "tool"
    return "paper" if item.kind == "misc" and not links else f"{_NAMES[item.kind]}, no paper"
