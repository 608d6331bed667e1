"""Edits within an entry: placeholder links taken out, labels and venues spelt right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from data.fixes.listing import Listing, Written
from data.fixes.source import Edit, Item
from data.normalise.link import is_placeholder, paper_link
from data.normalise.spelling import misspelt_venue, right_label
from data.normalise.title import fold
from data.record import Record

_BEFORE = re.compile(r"(?:(?<=[)\]])[ \t]*[,;·/])?[ \t]*$")


def placeholders(listing: Listing) -> Iterator[Edit]:
    """Yield edits that take out code links that lead nowhere, to a code host's front page or to the paper."""
    for record, item in listing.entries:
        for link in listing.links(item):
            code = listing.knowledge.labels.canonical(link.label) == "code"
            if code and record.paper.key and _names_nothing(link.url, record):
                start, end = _with_white_space(listing.source.text, link)
                yield Edit(start, end, "", "code-placeholder", record.line)


def _names_nothing(url: str, record: Record) -> bool:
    """Say whether taking out `url` loses nothing; somebody's page on a code host is kept, it names somebody."""
    if url.strip() in ("", "#"):
        return True
    front_page = is_placeholder(url) and not urlsplit(url).path.strip("/")
    return front_page or paper_link(url).key == record.paper.key


def _with_white_space(text: str, link: Written) -> tuple[int, int]:
    """Return where to cut, so that neither a double space nor an empty line is left."""
    line = max(text.rfind("\n", 0, link.start), text.rfind("\r", 0, link.start)) + 1
    found = _BEFORE.search(text, line, link.start)
    start = found.start() if found else link.start
    if text[line:start].strip():
        return start, link.end
    after = re.compile(r"[ \t]*(\r\n?|\n|\Z)?").match(text, link.end)
    assert after
    if after[1] is None:
        return link.start, after.end()
    # The line holds nothing else, so its own beginning or, for the last one, the end before it goes too.
    if after[1]:
        return line, after.end()
    return (line - len(after[1] or _end_before(text, line))), after.end()


def _end_before(text: str, line: int) -> str:
    return "\r\n" if text[:line].endswith("\r\n") else text[max(0, line - 1) : line]


def labels(listing: Listing) -> Iterator[Edit]:
    """Yield edits that spell labels right, in the way the list mostly writes them."""
    usual = Counter(link.label for record in listing.reading.records for link in record.links)
    for record, item in listing.entries:
        roles = {link.label: link.role for link in record.links}
        for link in listing.links(item):
            right = right_label(
                link.label, roles.get(link.label, ""), listing.knowledge.labels, listing.knowledge.venues
            )
            if right:
                new = _as_written(right, link.label, usual)
                yield Edit(link.label_start, link.label_end, new, "misspelt-label", record.line)


def _as_written(right: str, wrong: str, usual: Counter[str]) -> str:
    same = [label for label in usual if fold(label) == fold(right)]
    if same:
        return max(same, key=lambda label: (usual[label], label))
    return right.capitalize() if wrong[:1].isupper() else right


def venues(listing: Listing) -> Iterator[Edit]:
    """Yield edits that write a venue as `venues.yaml` does where case, spaces or signs differ."""
    for record, item in listing.entries:
        series = record.venue.series
        written = misspelt_venue(record.venue_listed, series) if record.venue.type else ""
        right = record.venue_listed.replace(written, series, 1)
        if written and listing.knowledge.venues.read(right) == record.venue:
            places = list(_places(listing, item, written))
            exact = [place for place in places if _is_venue(listing.source.text, place, record.venue_listed)]
            for place in places if len(places) == 1 else exact if len(exact) == 1 else ():
                yield Edit(place, place + len(written), series, "venue-spelling", record.line)


def _places(listing: Listing, item: Item, written: str) -> Iterator[int]:
    """Yield where `written` stands as a word in an item, addresses left out."""
    addresses = [(link.label_end, link.end) for link in listing.links(item)]
    pattern = re.compile(rf"(?<!\w){re.escape(written)}(?![^\W\d_])")
    for start, end in listing.source.spans(item):
        for found in pattern.finditer(listing.source.text, start, end):
            if not any(first <= found.start() < last for first, last in addresses):
                yield found.start()


def _is_venue(text: str, place: int, listed: str) -> bool:
    """Say whether the venue as listed stands at `place`, between what sets it off from the title."""
    opened = re.search(r"(?:\[\s*|<br\s*/?>\s*|\|\s*|[ ]{2}\r?\n\s*)$", text[max(0, place - 20) : place], re.IGNORECASE)
    return bool(opened) and text.startswith(listed, place)
