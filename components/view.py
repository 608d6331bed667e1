"""Which view is open, and how its switches are set, as query parameters and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import cast

from data.normalise.ranges import as_range, read_years

VIEWS = {
    "overview": "Overview",
    "trends": "Trends",
    "code": "Code",
    "papers": "Papers",
    "compare": "Compare",
    "sources": "Sources",
    "add": "Your lists",
}

# The orders of the papers: name in the link → title, columns, ascending. Relevance then ranks by the search.
SORTS: Mapping[str, tuple[str, tuple[str, ...], tuple[bool, ...]]] = {
    "newest": ("Newest first", ("year", "month", "title"), (False, False, True)),
    "oldest": ("Oldest first", ("year", "month", "title"), (True, True, True)),
    "relevance": ("Best match first", ("year", "month", "title"), (False, False, True)),
    "title": ("Title, A to Z", ("title",), (True,)),
    "venue": ("Venue, A to Z", ("venue", "year", "title"), (True, False, True)),
    "technique": ("Technique, A to Z", ("techniques", "year", "title"), (True, False, True)),
    "code": ("Code listed first", ("no_code", "year", "title"), (True, False, True)),
}

# The values of each switch with their titles; the first is the default and does not appear in a link.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "view": VIEWS,
    "sort": {name: title for name, (title, *_) in SORTS.items()},
    "over-time": {"technique": "Techniques", "topic": "Topics"},
    "matrix": {"year": "By year", "venue": "By venue"},
    "rising": {"topic": "Topics", "term": "Title terms"},
    "by": {"technique": "Technique", "topic": "Topic", "venue": "Venue", "venue-type": "Venue type"},
    "facets": {"a": "Selection A", "b": "Selection B"},
}
_LONGEST = 200

Years = tuple[int, int]


@dataclass(frozen=True)
class View:
    """The open view and its switches; each field is a query parameter, with hyphens for underscores.

    - Overview: `shares` and `preprints`.
    - Trends: `over_time`, `matrix`, `rising`, and the periods `earlier` and `later`.
    - Code: `by`, and the two values of `group` that are compared.
    - Papers and the table below the charts: `sort`, `page`, the `column`s, and the open `paper`.
    - Compare: `facets` says which selection the facets set.
    - Sources: `pair` names the two lists of the estimate, `finding` the kinds of findings, `finding_list` their
      lists, `finding_page` the page of their table.
    """

    view: str = "overview"
    shares: bool = False
    preprints: bool = False
    over_time: str = "technique"
    matrix: str = "year"
    rising: str = "topic"
    earlier: Years | None = None
    later: Years | None = None
    by: str = "technique"
    group: tuple[str, ...] = ()
    sort: str = "newest"
    page: int = 1
    column: tuple[str, ...] = ()
    paper: str = ""
    facets: str = "a"
    pair: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()
    finding_list: tuple[str, ...] = ()
    finding_page: int = 1

    def to_query(self) -> dict[str, list[str]]:
        """Return the query parameters that say the same; defaults do not appear."""
        default = View()
        changed = {name: getattr(self, name) for name in _NAMES if getattr(self, name) != getattr(default, name)}
        return {name.replace("_", "-"): _written(name, value) for name, value in changed.items()}

    @classmethod
    def from_query(cls, params: Mapping[str, Sequence[str]]) -> View:
        """Return the view that query parameters name; unreadable values are dropped."""
        written = {name: params.get(name.replace("_", "-"), ()) for name in _NAMES}
        read = {name: _read(name, values) for name, values in written.items() if values}
        return cls(**{name: value for name, value in read.items() if value is not None})  # type: ignore[arg-type]


_NAMES = tuple(field.name for field in fields(View))


def _written(name: str, value: object) -> list[str]:
    if name in ("earlier", "later"):
        return [as_range(*cast(Years, value), "-")]
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return ["yes" if value is True else str(value)]


def _read(name: str, values: Sequence[str]) -> object:
    """Return the value of a parameter, or None if it cannot be used."""
    last, choices = values[-1], CHOICES.get(name.replace("_", "-"))
    if choices:
        return last if last in choices else None
    if name in ("shares", "preprints"):
        return last == "yes"
    if name in ("earlier", "later"):
        return read_years(last)
    if name in ("page", "finding_page"):
        return max(1, int(last)) if last.isascii() and last.isdecimal() and len(last) < 7 else None
    if name == "paper":
        return last[:_LONGEST]
    return tuple(value[:_LONGEST] for value in dict.fromkeys(values) if value)
