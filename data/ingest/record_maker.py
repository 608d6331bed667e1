"""A draft → a record: venue, year, techniques and links cleaned, under the headings that it stands below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from data.ingest.draft import Draft
from data.ingest.thresholds import HEADING_NAME_WORDS
from data.knowledge.load_knowledge import Knowledge
from data.normalise.heading import clean_heading
from data.normalise.link import PaperLink, code_url, host, is_placeholder, paper_link
from data.normalise.title import fold
from data.normalise.unseen import without_unseen
from data.normalise.venue import Venue
from data.normalise.year import heading_year
from data.record import Record

_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?+\([^()]*+\)\s*+$")
_NOT_TOPICS = frozenset(map(fold, ("contents", "table of contents", "papers", "paper list", "publications")))
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
# Words in the title of a list that say no more than that it is one.
_OF_LISTS = frozenset(
    ["papers", "paper", "list", "lists", "awesome", "accepted", "reading", "publications", "of", "the"]
)


@dataclass(frozen=True)
class _Section:
    """What the headings above an entry say."""

    year: int | None
    venue: str
    techniques: tuple[str, ...]
    domains: tuple[str, ...]
    venue_of_title: str
    """The venue with its year that the list's own title names, for entries that say neither."""


class RecordMaker:
    """Makes the records of one list, whose key it knows."""

    def __init__(self, key: str, knowledge: Knowledge) -> None:
        self._key, self._knowledge = key, knowledge
        # An entry mostly stands below the same headings as the one before it.
        self._section = lru_cache(maxsize=16)(self._read_section)

    def record(self, found: Draft, line: int, section: tuple[str, ...], *, has_title: bool = False) -> Record:
        """Return an entry as the record of a line; `has_title` where the first of its headings is the list's title."""
        section = tuple(map(without_unseen, section))
        papers = [link.url for link in found.links if link.role == "paper"]
        codes = [link.url for link in found.links if link.role == "code"]
        code = next(filter(None, map(code_url, codes)), "")
        headings, is_paper = self._section(section, has_title), found.kind == "paper"
        listed = found.venue_listed or (headings.venue if is_paper else "")
        if is_paper and not (listed or found.year or headings.year):
            listed = headings.venue_of_title
        venue = self._venue(listed, papers)
        year = venue.year or found.year
        if not year and venue.series:
            # The year of the same venue in a heading: `ICLR 2024`.
            above = self._knowledge.venues.read(headings.venue)
            year = above.year if above.series == venue.series else None
        return Record(
            list=self._key,
            line=line,
            section=section,
            kind=found.kind,
            title=found.title,
            venue_listed=listed,
            venue=replace(venue, year=year),
            heading_year=headings.year,
            techniques=headings.techniques if is_paper else (),
            domains=headings.domains,
            paper=_paper(papers),
            code_url=code,
            links=found.links,
            remarks=_remarks(found, codes, code),
        )

    def _venue(self, listed: str, papers: list[str]) -> Venue:
        """Return the venue as listed; that of a preprint that names no server is the server that it links to."""
        venue = self._knowledge.venues.read(listed)
        if venue.series or venue.type != "preprint":
            return venue
        servers = (self._knowledge.venues.read(host(url).partition(".")[0]) for url in papers)
        return replace(venue, series=next((server.series for server in servers if server.type == "preprint"), ""))

    def _read_section(self, section: tuple[str, ...], has_title: bool) -> _Section:
        """Return what headings say; the deepest that names a year, venue or technique counts."""
        years = [year for heading in section if (year := heading_year(heading))]
        headings = [clean_heading(heading) for heading in section[has_title:]]
        venue = next(filter(None, map(self._venue_named, reversed(headings))), "")
        domains = dict.fromkeys(filter(None, map(self._knowledge.domains.canonical, section)))
        title = self._venue_of_title(section[0]) if has_title and section else ""
        return _Section(years[-1] if years else None, venue, self._techniques(headings), tuple(domains), title)

    def _venue_of_title(self, title: str) -> str:
        """Return the published venue and its one year that make up the title of a list: `ICASSP-2024-Papers`."""
        words = [word for word in _BETWEEN_WORDS.split(clean_heading(title)) if fold(word) not in _OF_LISTS]
        name = " ".join(filter(None, words))
        if sum(any(map(str.isdigit, word)) for word in words) != 1 or not self._knowledge.venues.is_venue(name):
            return ""
        venue = self._knowledge.venues.read(name)
        return name if venue.year and venue.type in ("conference", "journal") else ""

    def _venue_named(self, heading: str) -> str:
        """Return the venue that a heading is, without a remark in brackets behind it where that must go, or ""."""
        names = dict.fromkeys((heading, _IN_BRACKETS.sub("", heading).strip()))
        return next(filter(self._names_venue, names), "")

    def _names_venue(self, heading: str) -> bool:
        venues = self._knowledge.venues
        is_word = len(heading.split()) < HEADING_NAME_WORDS and venues.is_common_word(heading)
        return venues.is_venue(heading) and not is_word and not self._knowledge.techniques.canonical(heading)

    def _techniques(self, headings: list[str]) -> tuple[str, ...]:
        """Return the technique of the deepest heading that names one, else that heading itself as a technique."""
        techniques = self._knowledge.techniques
        topics = [heading for heading in headings if techniques.means(heading) or not self._is_no_topic(heading)]
        known = [technique for heading in topics if (technique := techniques.canonical(heading))]
        return tuple(known[-1:] or [heading.replace(";", ",") for heading in topics[-1:]])

    def _is_no_topic(self, heading: str) -> bool:
        if heading_year(heading) or fold(heading) in _NOT_TOPICS:
            return True
        return bool(self._knowledge.domains.canonical(heading)) or bool(self._venue_named(heading))


def _paper(urls: list[str]) -> PaperLink:
    """Return the first link to the paper, with the arXiv id of another one where it has none."""
    links = list(map(paper_link, urls)) or [paper_link("")]
    arxiv_id = next((link.arxiv_id for link in links if link.arxiv_id), "")
    return links[0] if links[0].arxiv_id else replace(links[0], arxiv_id=arxiv_id)


def _remarks(found: Draft, codes: list[str], code: str) -> tuple[str, ...]:
    elsewhere = [url for url in found.unsafe if url and not url.startswith(("#", "/", "."))]
    remarks = ["unsafe-link"] if elsewhere else []
    if (codes and (not code or any(map(is_placeholder, codes)))) or len(found.unsafe) > len(elsewhere):
        remarks.append("code-placeholder")
    return tuple(remarks)
