"""What the lists held at the last build, to tell a new version from a mishap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.building.history import read_history
from data.errors import InputError
from data.normalise.title import match_key
from data.record import Record
from data.schema import TABLES, RecordRow, Version
from data.tables.table import read_raw


@dataclass(frozen=True)
class Former:
    """The entries of each list, as their titles and links, and where these are not known their number."""

    entries: Mapping[str, Sequence[frozenset[str]]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def doubt(self, key: str, records: Sequence[Record]) -> str:
        """Return what is odd about a version of the list `key` that has `records`, "" where nothing is.

        Odd is that half of its entries are gone: that neither a title nor a link of theirs is there any more.
        """
        before = self.entries.get(key, ())
        now = {name for record in records for name in _names(record.title, record.paper.url, record.code_url)}
        kept = sum(not names.isdisjoint(now) for names in before)
        if before and kept * 2 <= len(before):
            return f"has {kept} of the {len(before)} entries that were there"
        papers = sum(record.kind == "paper" for record in records)
        if not before and papers * 2 <= self.counts.get(key, 0):
            return f"has {papers} papers where there were {self.counts[key]}"
        return ""


def read_former(folder: Path) -> Former:
    """Return what the tables in `folder` say of the last build; nothing where there is none."""
    return Former(_entries(folder / TABLES[RecordRow][0]), _counts(folder / TABLES[Version][0]))


def _entries(file: Path) -> dict[str, list[frozenset[str]]]:
    entries: dict[str, list[frozenset[str]]] = defaultdict(list)
    try:
        rows = read_raw(file, RecordRow)
    except InputError:
        return {}
    for key, title, *urls in rows[["list", "title", "paper_url", "code_url"]].itertuples(index=False, name=None):
        entries[key].append(frozenset(_names(title, *urls)))
    return entries


def _counts(file: Path) -> dict[str, int]:
    """Return the number of entries of papers in the last version of each list."""
    try:
        rows = read_history(file)
    except InputError:
        return {}
    return {str(row["list"]): int(row["records"]) for row in rows.to_dict("records")}


def _names(title: str, *urls: str) -> Iterable[str]:
    return filter(None, (match_key(title), *urls))
