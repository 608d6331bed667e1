"""Edits within an entry: placeholder links are removed, labels and venues are spelt correctly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from data.normalise.link import is_placeholder, paper_link
from data.normalise.spelling import misspelt_venue, right_label, usual_spellings
from data.normalise.title import fold
from data.patching.listing import Listing, Written
from data.patching.source_text import Edit, Item
from data.record import Record

_SEPARATORS = ",;·•/|"
# In a row of a table `|` separates cells.
_SEPARATORS_IN_ROW = ",;·•/"
_AFTER = re.compile(rf"[ \t]*+[{_SEPARATORS}][ \t]*+")
_REST_OF_LINE = re.compile(r"[ \t]*+(\r\n?|\n|\Z)?")
_OPENING = re.compile(r"(?:\[|\||<br\s*+/?>)\Z", re.IGNORECASE)
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）"}
# What around a cut would show that something is missing: empty emphasis, brackets, tags, a colon.
_DEBRIS = re.compile(
    r"([*_~`])\n\1|[(\[{:]\n(?:[)\]},;·•/|.]|$)|[,;·•/]\n(?:[)\],;·•/|]|$)|<(\w++)[^<>]*+>\n</\2>|[:]\n"
)


def placeholders(listing: Listing) -> Iterator[Edit]:
    """Yield edits that remove code links that lead nowhere, to the front page of a code host or to the paper."""
    for record, item in listing.entries:
        for link in listing.links(item):
            code = listing.knowledge.labels.canonical(link.label) == "code"
            if code and record.paper.key and _names_nothing(link.url, record):
                cut = _cut(listing.source.text, link, item)
                if not _leaves_debris(listing.source.text, *cut, item):
                    yield Edit(*cut, "", "code-placeholder", record.line)


def _names_nothing(url: str, record: Record) -> bool:
    """Return whether nothing is lost without `url`; a user's page on a code host is kept, because it names a person."""
    if url.strip() in ("", "#"):
        return True
    front_page = is_placeholder(url) and not urlsplit(url).path.strip("/")
    return front_page or paper_link(url).key == record.paper.key


def _cut(text: str, link: Written, item: Item) -> tuple[int, int]:
    """Return where to cut a link with the brackets that hold nothing else, its separator and white space."""
    start, end = link.start, link.end
    while text[start - 1 : start] in _PAIRS and text[end : end + 1] == _PAIRS[text[start - 1]]:
        start, end = start - 1, end + 1
    separator = _AFTER.match(text, end)
    if separator and not item.row and text[start - 1 : start] in _PAIRS:
        return start, separator.end()
    return _with_white_space(text, start, end, _SEPARATORS_IN_ROW if item.row else _SEPARATORS)


def _leaves_debris(text: str, start: int, end: int, item: Item) -> bool:
    """Return whether the text around a cut would show that something is missing."""
    before = text[:start].rsplit("\n", 1)[-1].rstrip()
    after = re.split(r"[\r\n]", text[end:], maxsplit=1)[0].lstrip()
    lone = not item.row and before.endswith("|") and after[:1] in ("", "|")
    return lone or bool(_DEBRIS.search(f"{before[-40:]}\n{after[:40]}"))


def _with_white_space(text: str, first: int, last: int, separators: str) -> tuple[int, int]:
    """Return where to cut, so that neither a double space nor an empty line is left."""
    line = max(text.rfind("\n", 0, first), text.rfind("\r", 0, first)) + 1
    start = _before(text[line:first], separators) + line
    if text[line:start].strip():
        return start, last
    after = _REST_OF_LINE.match(text, last)
    assert after
    if after[1] is None:
        return first, after.end()
    # The line has nothing else, so all of it is cut; for the last line, the line end before it.
    if after[1]:
        return line, after.end()
    return (line - len(after[1] or _end_before(text, line))), after.end()


def _before(text: str, separators: str) -> int:
    """Return where the spaces at the end of `text` begin, and with them a separator behind a closing bracket."""
    words = text.rstrip(" \t")
    if words and words[-1] in separators:
        link = words[:-1].rstrip(" \t")
        if link.endswith((")", "]")):
            return len(link)
    return len(words)


def _end_before(text: str, line: int) -> str:
    return "\r\n" if text[:line].endswith("\r\n") else text[max(0, line - 1) : line]


def labels(listing: Listing) -> Iterator[Edit]:
    """Yield edits that correct misspelt labels to the usual spelling of the list."""
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
    """Yield edits that give venues the usual spelling of the list, where only case, spaces or signs differ."""
    usual = usual_spellings((record.venue_listed, record.venue) for record in listing.reading.records)
    for record, item in listing.entries:
        meant = usual.get(record.venue.series, "")
        written = misspelt_venue(record.venue_listed, record.venue, usual)
        right = record.venue_listed.replace(written, meant, 1)
        if written and listing.knowledge.venues.read(right) == record.venue:
            places = list(_places(listing, item, written))
            exact = [place for place in places if _is_venue(listing.source.text, place, record.venue_listed)]
            for place in places if len(places) == 1 else exact if len(exact) == 1 else ():
                yield Edit(place, place + len(written), meant, "venue-spelling", record.line)


def _places(listing: Listing, item: Item, written: str) -> Iterator[int]:
    """Yield the places where `written` occurs as a word in an item, but not in an address."""
    addresses = [(link.label_end, link.end) for link in listing.links(item)]
    pattern = re.compile(rf"(?<!\w){re.escape(written)}(?![^\W\d_])")
    for start, end in listing.source.spans(item):
        for found in pattern.finditer(listing.source.text, start, end):
            if not any(first <= found.start() < last for first, last in addresses):
                yield found.start()


def _is_venue(text: str, place: int, listed: str) -> bool:
    """Return whether the venue as listed begins at `place` and is set off from the title before it."""
    before = text[max(0, place - 20) : place]
    words = before.rstrip()
    space = before[len(words) :].replace("\r\n", "\n")
    return ("  \n" in space or bool(_OPENING.search(words))) and text.startswith(listed, place)
