"""What the reader of a format yields: entries with their fields told apart, and what it could not read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.ingest.draft import Draft, draft
from data.ingest.entry.link_roles import LinkRoles, SaidRole, as_role
from data.ingest.files.identifiers import address, arxiv_address, urls_in
from data.ingest.limits import LONGEST_ADDRESS, LONGEST_REMARK
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import code_url, paper_link
from data.normalise.title import fold
from data.normalise.year import year_in
from data.record import LabelledLink, LinkRole

Kind = Literal["paper", "misc", "page", "software", "dataset", "volume"]

LONGEST_TITLE = 1_000
_LONGEST_VENUE, _LONGEST_MENTION, _LONGEST_SUBJECT, _LONGEST_YEAR = 400, 120, 120, 100
_NAMES = {"page": "web page", "misc": "web page", "dataset": "data set", "software": "software", "volume": "volume"}
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|span|sc|scp|small|tt|code|jats:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# More venues, subjects or links than this no entry has; the rest is not looked at.
_MOST = 30
_REPOSITORY = re.compile(r"[\w-]+/[\w.-]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S+$", re.IGNORECASE)


@dataclass(frozen=True)
class ItemLink:
    """A link of an item; without a `role` its address tells the role."""

    label: str
    url: str
    role: SaidRole = ""


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
    links: tuple[ItemLink, ...] = ()
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


def subjects(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the subjects in fields, which commas or semicolons separate."""
    return tuple(word.strip() for text in texts for word in re.split(r"[;,]", text) if word.strip())


def first_year(texts: Iterable[str]) -> int | None:
    """Return the first year that a field names."""
    return next(filter(None, (year_in(text[:_LONGEST_YEAR]) for text in texts)), None)


def links_of(label: str, text: str, role: SaidRole = "") -> Iterator[ItemLink]:
    """Yield a link for each address, DOI or arXiv id in a field."""
    text = re.sub(r"^www\.", "https://www.", text.strip())
    if role == "code" and "github" in label.lower() and _REPOSITORY.fullmatch(text):
        text = f"https://github.com/{text}"
    # What has another scheme is kept until it is set aside, with a remark, among the unsafe links.
    whole = address(text) or (text if _SCHEME.match(text) and not text.lower().startswith("http") else "")
    for url in [whole] if whole else urls_in(text):
        if len(url) <= LONGEST_ADDRESS:
            yield ItemLink(label, url, role)


def field_links(names: Mapping[SaidRole, Sequence[str]], texts: Callable[[str], Iterable[str]]) -> Iterator[ItemLink]:
    """Yield the links of fields, whose names stand under the role that they give; `texts` returns those of a field."""
    for role, fields in names.items():
        for name in fields:
            for text in texts(name):
                yield from links_of(name, text, role)


class ItemReader:
    """Reads items as entries: which are papers, where they appeared, and what their links lead to."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._venues, self._techniques, self._roles = knowledge.venues, knowledge.techniques, LinkRoles(knowledge)

    def draft(self, item: Item) -> Draft | Remark:
        """Return the entry as a draft; a remark where it is no paper and names no code, or has no title."""
        if len(item.title) > LONGEST_TITLE:
            return Remark(item.line, f"title of more than {LONGEST_TITLE} characters")
        venue = self._venue(item)
        links = [LabelledLink(link.label, link.url, self._role(link)) for link in _ordered(item, venue)]
        kind = self._kind(item, links)
        if kind in ("misc", "page") and (self._venues.read(venue).type or (kind == "misc" and not links)):
            kind = "paper"
        if kind not in ("paper", "tool"):
            return Remark(item.line, f"{_NAMES[kind]}, no paper")
        found = draft(kind, item.title, links, venue if kind == "paper" else "", item.year)
        return found or Remark(item.line, "entry without a title")

    def sections(self, item: Item) -> tuple[str, ...]:
        """Return the headings that the entry would stand under in a list.

        Sections count as they are. Keywords are many and loosely chosen: of these only techniques that Surveyor knows
        count, or a keyword that stands alone.
        """
        sections, keywords = map(_short, (item.sections, item.keywords))
        if sections or len(keywords) == 1:
            return sections or keywords
        return tuple(filter(self._techniques.canonical, keywords))

    def _venue(self, item: Item) -> str:
        """Return the first venue that Surveyor knows, else the first; a remark counts beside a preprint or nothing."""
        venues = [text for text in item.venues if 0 < len(text) <= _LONGEST_VENUE][:_MOST]
        venue = next(filter(self._is_published, venues), next(iter(venues), ""))
        if fold(venue) and self._venues.read(venue).type != "preprint":
            return venue
        sentences = (part.strip() for text in item.mentions for part in re.split(r"[.;]\s", text[:LONGEST_REMARK]))
        short = [text for text in sentences if 0 < len(text) <= _LONGEST_MENTION]
        on_arxiv = any(paper_link(link.url).arxiv_id for link in item.links if link.role == "paper")
        return next(filter(self._is_published, short[:_MOST]), venue or ("arXiv" if on_arxiv else ""))

    def _is_published(self, venue: str) -> bool:
        return self._venues.read(venue).type in ("conference", "journal")

    def _role(self, link: ItemLink) -> LinkRole:
        """Return what the field says, unless it leaves that open or was meant for the paper and leads to code."""
        told = as_role(self._roles.by_target(link.url))
        return told if not link.role or (link.role == "paper" and told == "code") else link.role

    def _kind(self, item: Item, links: list[LabelledLink]) -> Kind | Literal["tool"]:
        """Return paper, tool, or the kind of entry that is neither as far as its links tell."""
        names_paper = any(self._roles.by_target(link.url) == "paper" for link in links)
        if item.kind == "paper" or (item.kind in ("misc", "page") and names_paper):
            return "paper"
        has_code = any(link.role == "code" and code_url(link.url) for link in links)
        return "tool" if has_code and item.kind != "volume" else item.kind


def _short(subjects: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in subjects if 0 < len(text) <= _LONGEST_SUBJECT))[:_MOST]


def _ordered(item: Item, venue: str) -> list[ItemLink]:
    """Return each link once, the arXiv id before other papers, ids before plain addresses."""
    found = [*item.links[:_MOST]]
    named = next(
        filter(None, (arxiv_address(text[:LONGEST_REMARK]) for text in (venue, *item.venues, *item.mentions))), ""
    )
    if named:
        found.append(ItemLink("arXiv", named, "paper"))
    distinct = list({(link.role, paper_link(link.url).key or link.url): link for link in reversed(found)}.values())
    distinct.reverse()
    return sorted(distinct, key=_rank)


def _rank(link: ItemLink) -> int:
    paper = paper_link(link.url)
    return 0 if paper.arxiv_id else 2 if paper.key.startswith("doi:") else 3 if paper.key.startswith("url:") else 1
