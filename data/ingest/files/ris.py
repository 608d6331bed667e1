"""RIS → items: two letters, two spaces, a hyphen and a value a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.ingest.entry.link_roles import SaidRole
from data.ingest.files.bibliography_item import Item, Kind, Part, Remark, field_links, first_year, plain, subjects

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)")
_KINDS: Mapping[str, Kind] = {
    "COMP": "software", "DATA": "dataset", "ELEC": "page", "ICOMM": "page", "BLOG": "page", "WEB": "page",
    "GEN": "misc", "UNPB": "misc", "MISC": "misc", "EBOOK": "misc",
}  # fmt: skip
# Longer than any title: the rest of an abstract is of no use here.
_LONGEST = 5_000
_TITLES, _YEARS = ("TI", "T1", "CT", "BT"), ("PY", "Y1", "DA", "YR")
_VENUES = ("JF", "JO", "T2", "C3", "J2", "JA", "BT", "T3")
_MENTIONS = ("N1", "M1", "M3", "AD", "C1")
_LINKS: Mapping[SaidRole, tuple[str, ...]] = {"paper": ("DO", "UR", "L1", "L2", "LK"), "": ("N1", "L3", "L4", "M1")}


@dataclass
class _Entry:
    line: int
    kind: str
    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tag: str = ""

    def texts(self, *tags: str) -> tuple[str, ...]:
        """Return the values of the tags in this order."""
        return tuple(text for tag in tags for value in self.fields.get(tag, ()) if (text := plain(value)))


def read(text: str) -> Iterator[Part]:
    """Yield the entries, also one that lacks its end, and the text between entries."""
    entry: _Entry | None = None
    for line, row in enumerate(text.split("\n"), 1):
        found = _TAG.match(row.strip("\ufeff \t"))
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", row.strip())
        if tag == "TY":
            if entry:
                yield from _unended(entry)
            entry = _Entry(line, value.upper())
        elif entry is None:
            if row.strip() and tag != "ER":
                yield Remark(line, "text outside of entries")
        elif tag == "ER":
            yield _item(entry)
            entry = None
        elif value:
            _add(entry, tag, value)
    if entry:
        yield from _unended(entry)


def _add(entry: _Entry, tag: str, value: str) -> None:
    """Keep a value; a line without a tag goes on with the value before."""
    if not tag and not entry.tag:
        return
    entry.tag = tag or entry.tag
    values = entry.fields[entry.tag]
    if tag or entry.tag == "KW":
        values.append(value)
    elif len(values[-1]) < _LONGEST:
        values[-1] += " " + value


def _unended(entry: _Entry) -> Iterator[Part]:
    yield Remark(entry.line, "entry without its end (`ER  -`)", "doubtful")
    yield _item(entry)


def _item(entry: _Entry) -> Item:
    return Item(
        entry.line,
        next(iter(entry.texts(*_TITLES)), ""),
        _KINDS.get(entry.kind, "paper"),
        first_year(entry.texts(*_YEARS)),
        entry.texts(*_VENUES),
        entry.texts(*_MENTIONS),
        tuple(field_links(_LINKS, entry.texts)),
        keywords=subjects(entry.texts("KW")),
    )
