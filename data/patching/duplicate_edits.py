"""Edits that remove an entry whose paper is listed again in the same section, where nothing is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from data.normalise.link import code_key, code_url, paper_link
from data.normalise.title import fold
from data.patching.listing import Listing
from data.patching.source_text import Edit, Item, Source
from data.record import Record
from data.works.precedence import rank

_URL = re.compile(r"https?://[^\s()<>\]]+")
# Other pages may link to these.
_ANCHOR = re.compile(r"<[^<>]*\s(?:id|name)\s*=", re.IGNORECASE)
_VERSION = re.compile(r"(?<=\d)v\d++", re.IGNORECASE)

Place = tuple[Record, Item]


def duplicates(listing: Listing) -> Iterator[Edit]:
    """Yield edits that remove entries; of equal ones the first is kept, else the one that says more."""
    for same in _groups(listing):
        left = list(same)
        for place in reversed(same):
            if any(_loses_nothing(place, other, listing.source) for other in left if other is not place):
                left.remove(place)
                start, end = _with_blank_line(listing.source, place[1])
                yield Edit(start, end, "", "twice-in-section", place[0].line)


def _groups(listing: Listing) -> Iterator[list[Place]]:
    """Yield the entries of each title that one section has more than once: one title is one work."""
    found: dict[tuple[str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for record, item in listing.entries:
        found[record.title, record.section].append((record, item))
    yield from (places for places in found.values() if len(places) > 1)


def _loses_nothing(place: Place, other: Place, source: Source) -> bool:
    """Return whether the other entry of the same title has all that this one says: venue, links and words."""
    (one, item), (two, kept) = place, other
    return (
        item.plain
        and not _ANCHOR.search(_text(source, item))
        and _venue_is_kept(one, two)
        and one.paper.key in ("", two.paper.key)
        and one.code_url in ("", two.code_url)
        and _addresses(source, item) <= _addresses(source, kept)
        and _words(source, item) - set(fold(one.venue_listed).split()) <= _words(source, kept) | _label_words(one)
    )


def _venue_is_kept(one: Record, two: Record) -> bool:
    """Return whether the other entry has the same venue or, where this one has none or a preprint, a better one."""
    same = (one.venue.series, one.venue.track) == (two.venue.series, two.venue.track)
    if one.venue_listed == two.venue_listed or (same and one.venue.year in (None, two.venue.year)):
        return True
    preprint = one.venue.type == "preprint" and two.venue.type in ("conference", "journal")
    return rank(two.venue) > rank(one.venue) and (preprint or not one.venue_listed)


def _addresses(source: Source, item: Item) -> set[str]:
    return {_key(url) for url in _URL.findall(_text(source, item))}


def _key(url: str) -> str:
    """Return what two addresses of one thing have in common; versions on arXiv are different things here."""
    if code := code_url(url):
        return code_key(code)
    versions = _VERSION.findall(url) if "arxiv.org/" in url.lower() else []
    return (paper_link(url).key or url) + "".join(versions[-1:])


def _words(source: Source, item: Item) -> set[str]:
    return set(fold(re.sub(r"<br\s*/?>", " ", _URL.sub(" ", _text(source, item)), flags=re.IGNORECASE)).split())


def _label_words(record: Record) -> set[str]:
    return {word for link in record.links for word in fold(link.label).split()}


def _text(source: Source, item: Item) -> str:
    return source.text[source.starts[item.first] : source.starts[item.last]]


def _with_blank_line(source: Source, item: Item) -> tuple[int, int]:
    """Return where the lines of an item start and end, with one blank line where there is one before and after it."""
    first, last = item.first, item.last
    while last > first and not source.line(last - 1).strip():
        last -= 1
    at_end = last >= len(source.starts) - 1
    blank_before = first > 0 and not source.line(first - 1).strip()
    if blank_before and at_end:
        first -= 1
    elif blank_before and not source.line(last).strip():
        last += 1
    start, end = source.starts[first], source.starts[last]
    if end == len(source.text) and not source.text.endswith(("\n", "\r")):
        # The file goes on to end without a line end.
        start = len(source.text[:start].removesuffix("\n").removesuffix("\r"))
    return start, end
