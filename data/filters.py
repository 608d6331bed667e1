"""What is selected: a frozen value that can be written as query parameters and read back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from data.facets import FACETS
from data.search import Query, parse

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
LONGEST_SEARCH = 200

Params = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Filters:
    """The selection: values picked by facet (sorted by facet and value), a closed range of years, a search."""

    picks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    years: tuple[int, int] | None = None
    search: str = ""

    def __bool__(self) -> bool:
        return self != Filters()

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values picked in `facet`; none means that it does not limit the selection."""
        return dict(self.picks).get(facet, ())

    def picking(self, facet: str, values: Collection[str]) -> Filters:
        """Return these filters with exactly `values` picked in `facet`."""
        picks = {**dict(self.picks), facet: tuple(sorted(set(values)))}
        return replace(self, picks=tuple(sorted((name, chosen) for name, chosen in picks.items() if chosen)))

    def toggling(self, facet: str, value: str) -> Filters:
        """Return these filters with `value` picked where it was not, and not where it was."""
        return self.picking(facet, set(self.values(facet)) ^ {value})

    def between(self, years: tuple[int, int] | None) -> Filters:
        """Return these filters with another range of years; None for any year."""
        return replace(self, years=years)

    def searching(self, text: str) -> Filters:
        """Return these filters with another search, its white space folded; one without any word is none."""
        text = " ".join(text.split())[:LONGEST_SEARCH].strip()
        return replace(self, search=text if parse(text) != Query() else "")

    def to_query(self) -> dict[str, list[str]]:
        """Return the query parameters that say the same; what is not limited does not appear."""
        query = {name: list(values) for name, values in self.picks}
        if self.years:
            first, last = self.years
            query["year"] = [str(first) if first == last else f"{first}-{last}"]
        if self.search:
            query["q"] = [self.search]
        return query

    @classmethod
    def from_query(
        cls, params: Params, options: Mapping[str, Collection[str]] | None = None, bounds: tuple[int, int] | None = None
    ) -> Filters:
        """Return the filters that query parameters name.

        Unknown parameters and unreadable values are dropped. With `options`, so are values that the table does
        not have; with `bounds`, years outside them are cut off, and a range with all years or none inside is dropped.
        """
        filters = cls().between(_years(params.get("year", ()), bounds)).searching(" ".join(params.get("q", ())[-1:]))
        for spec in FACETS:
            known = None if options is None else options.get(spec.name, ())
            filters = filters.picking(
                spec.name, [v for v in params.get(spec.name, ()) if v and (known is None or v in known)]
            )
        return filters


def _years(written: Sequence[str], bounds: tuple[int, int] | None) -> tuple[int, int] | None:
    found = _YEARS.fullmatch(written[-1].strip()) if written else None
    if not found:
        return None
    first, last = sorted((int(found[1]), int(found[2] or found[1])))
    if bounds:
        first, last = max(first, bounds[0]), min(last, bounds[1])
        if (first, last) == bounds:
            return None
    return (first, last) if first <= last else None
