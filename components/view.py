"""How the selection is shown: which view is open and its switches, as query parameters and back."""

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

# How the papers can be sorted: name in the link → title, columns, ascending. Relevance ranks by the search.
SORTS: Mapping[str, tuple[str, tuple[str, ...], tuple[bool, ...]]] = {
    "newest": ("Newest first", ("year", "month", "title"), (False, False, True)),
    "oldest": ("Oldest first", ("year", "month", "title"), (True, True, True)),
    "relevance": ("Best match first", ("year", "month", "title"), (False, False, True)),
    "title": ("Title, A to Z", ("title",), (True,)),
    "venue": ("Venue, A to Z", ("venue", "year", "title"), (True, False, True)),
    "technique": ("Technique, A to Z", ("techniques", "year", "title"), (True, False, True)),
    "code": ("Code listed first", ("no_code", "year", "title"), (True, False, True)),
}

# What a switch can say; the first is usual and does not appear in a link.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "view": tuple(VIEWS),
    "sort": tuple(SORTS),
    "over-time": ("technique", "topic"),
    "matrix": ("year", "venue"),
    "rising": ("topic", "term"),
    "by": ("technique", "topic", "venue", "venue-type"),
    "facets": ("a", "b"),
}
_LONGEST = 200

Years = tuple[int, int]


@dataclass(frozen=True)
class View:
    """The open view and its switches; a field is a parameter, its underscores written as hyphens.

    `shares` and `preprints` belong to the overview; `over_time`, `matrix`, `rising`, `earlier` and `later` to the
    trends; `by` and the two `group`s to the code; `sort`, `page`, `column`s and `paper` to the table; `facets` says
    which selection of a comparison the facets set; `pair` names the two lists of the estimate among the sources,
    `finding` the kinds of findings there, `finding_list` their lists, `finding_page` the page of their table.
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
        """Return the query parameters that say the same; what is as usual does not appear."""
        usual = View()
        changed = {name: getattr(self, name) for name in _NAMES if getattr(self, name) != getattr(usual, name)}
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
    """Return what a parameter says, or None where it says nothing that can be used."""
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
