"""Two papers tables → what happened to the papers between them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.lists.list_source import ListSource
from data.normalise.title import match_key
from data.schema import line_of, split

Row = Mapping[Hashable, Any]  # Any: a row of pandas
_PUBLISHED = ("conference", "journal")


@dataclass(frozen=True)
class Change:
    """One paper to which something happened: what it is called, what it was before, and where to look."""

    title: str
    detail: str = ""
    url: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """Entries of the lists as (list:line, address of the line or "")."""


# What happened to papers, by kind, in the order in which it is told; a kind without papers is left out.
PaperChanges = dict[str, Sequence[Change]]


def paper_changes(
    before: pd.DataFrame | None,
    after: pd.DataFrame,
    sources: Mapping[str, ListSource],
    sources_before: Mapping[str, ListSource],
) -> PaperChanges:
    """Return papers added, removed, published since, with code since or no more, and under another title.

    A paper is found again by its id, else by its title. Lines of removed papers lead to the old version of a list.
    """
    old = _rows(before) if before is not None else []
    new = _rows(after)
    pairs = _pairs(old, new)
    kept = {id(row) for pair in pairs for row in pair}
    kinds = {
        "Papers added": [_change(row, sources, _venue_and_year(row)) for row in new if id(row) not in kept],
        "Papers removed": [_change(row, sources_before, _venue_and_year(row)) for row in old if id(row) not in kept],
        "Published since": [
            _change(now, sources, f"{was['venue'] or 'no venue'} → {_venue_and_year(now)}")
            for was, now in pairs
            if now["venue_type"] in _PUBLISHED and was["venue_type"] not in _PUBLISHED
        ],
        "Code link appeared": [
            _change(now, sources, now["code_url"]) for was, now in pairs if now["code_url"] and not was["code_url"]
        ],
        "Code link disappeared": [
            _change(was, sources_before, was["code_url"])
            for was, now in pairs
            if was["code_url"] and not now["code_url"]
        ],
        "Title changed": [
            _change(now, sources, f"was “{was['title']}”") for was, now in pairs if was["title"] != now["title"]
        ],
    }
    return {kind: changes for kind, changes in kinds.items() if changes}


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the rows of each paper that both tables have, first by id, then the rest by title."""
    pairs: list[tuple[Row, Row]] = []
    for key in (_by_id, _by_title):
        paired = {id(row) for pair in pairs for row in pair}
        found = {key(row): row for row in reversed(old) if id(row) not in paired}
        pairs += [(found.pop(key(row)), row) for row in new if id(row) not in paired and key(row) in found]
    return pairs


def _by_id(row: Row) -> str:
    return str(row["id"])


def _by_title(row: Row) -> str:
    return match_key(str(row["title"]))


def _rows(papers: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return papers.astype(str).fillna("").to_dict("records")


def _venue_and_year(row: Row) -> str:
    return f"{row['venue']} {row['year']}".strip()


def _change(row: Row, sources: Mapping[str, ListSource], detail: str) -> Change:
    return Change(row["title"], detail, row["paper_url"], tuple(_lines(split(row["records"]), sources)))


def _lines(records: Iterable[str], sources: Mapping[str, ListSource]) -> Iterator[tuple[str, str]]:
    for record in records:
        key, line = line_of(record)
        yield record, sources[key].line_url(line) if key in sources else ""


def changes_as_text(changes: PaperChanges, most: int) -> str:
    """Return the changes as plain text, of each kind the count and the first `most`."""
    lines: list[str] = []
    for kind, found in changes.items():
        lines += [f"{kind}: {len(found)}", *map(_text_of, found[:most])]
        lines += [f"  and {len(found) - most} more"] if len(found) > most else []
    return "\n".join(lines)


def _text_of(change: Change) -> str:
    named = ", ".join(address or record for record, address in change.lines[:3])
    parts = (_visible(part) for part in (change.title, change.detail, named) if part)
    return "  " + " · ".join(parts)


def _visible(text: str) -> str:
    """Return text without the signs that would steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
