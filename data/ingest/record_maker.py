"""A draft → a record: venue, year, techniques and links cleaned, under the headings that it stands below."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.draft import Draft
from data.knowledge.curated import Knowledge
from data.normalise.heading import clean_heading
from data.normalise.link import code_url, is_placeholder, paper_link
from data.normalise.title import fold
from data.normalise.venue import Venue
from data.normalise.year import heading_year
from data.record import Record

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
# A name of so many words is no common word.
_WORDS_OF_NAME = 4
_NOT_TOPICS = frozenset(map(fold, ("contents", "table of contents", "papers", "paper list", "publications")))


class RecordMaker:
    """Makes the records of one list, whose key it knows."""

    def __init__(self, key: str, knowledge: Knowledge) -> None:
        self._key, self._knowledge = key, knowledge

    def record(self, found: Draft, line: int, section: tuple[str, ...], *, has_title: bool = False) -> Record:
        """Return an entry as the record of a line; `has_title` where the first of its headings is the list's title."""
        papers = [link.url for link in found.links if link.role == "paper"]
        codes = [link.url for link in found.links if link.role == "code"]
        code = next(filter(None, map(code_url, codes)), "")
        years = [year for heading in section if (year := heading_year(heading))]
        is_paper = found.kind == "paper"
        headings = [clean_heading(heading) for heading in section[has_title:]]
        heading_venue = self._heading_venue(headings)
        venue = found.venue_listed or (heading_venue if is_paper else "")
        return Record(
            list=self._key,
            line=line,
            section=section,
            kind=found.kind,
            title=found.title,
            venue_listed=venue,
            venue=self._with_year(self._knowledge.venues.read(venue), found.year, heading_venue),
            heading_year=years[-1] if years else None,
            techniques=self._techniques(headings) if is_paper else (),
            domains=tuple(dict.fromkeys(filter(None, map(self._knowledge.domains.canonical, section)))),
            paper=paper_link(papers[0] if papers else ""),
            code_url=code,
            links=found.links,
            remarks=_remarks(found, codes, code),
        )

    def _with_year(self, venue: Venue, year: int | None, heading_venue: str) -> Venue:
        """Return the venue with its year, that of the date, or that of the same venue in a heading: `ICLR 2024`."""
        if not venue.year and not year and venue.series:
            above = self._knowledge.venues.read(heading_venue)
            year = above.year if above.series == venue.series else None
        return replace(venue, year=venue.year or year)

    def _heading_venue(self, headings: list[str]) -> str:
        """Return the deepest heading that is a venue, such as `ICLR 2024`, or ""."""
        return next(filter(None, map(self._venue_named, reversed(headings))), "")

    def _venue_named(self, heading: str) -> str:
        """Return the venue that a heading is, without a remark in brackets behind it where that must go, or ""."""
        names = dict.fromkeys((heading, _IN_BRACKETS.sub("", heading).strip()))
        return next(filter(self._names_venue, names), "")

    def _names_venue(self, heading: str) -> bool:
        venues = self._knowledge.venues
        is_word = len(heading.split()) < _WORDS_OF_NAME and venues.is_common_word(heading)
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


def _remarks(found: Draft, codes: list[str], code: str) -> tuple[str, ...]:
    elsewhere = [url for url in found.unsafe if url and not url.startswith(("#", "/", "."))]
    remarks = ["unsafe-link"] if elsewhere else []
    if (codes and (not code or any(map(is_placeholder, codes)))) or len(found.unsafe) > len(elsewhere):
        remarks.append("code-placeholder")
    return tuple(remarks)
