"""What is selected, as a frozen value that is written as query parameters and read back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.normalise.ranges import as_range, read_years, runs
from data.query.facet import Facet
from data.query.facets import FACETS
from data.query.search import Query, parse
from data.schema import DATE, YEAR

_YEAR = re.compile(YEAR, re.ASCII)
_DATE = re.compile(DATE, re.ASCII)
LONGEST_SEARCH = 200
EXCLUDED = "not-"

Params = Mapping[str, Sequence[str]]
Picks = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Filters:
    """What is selected: values picked and values left out, by facet (sorted), and a search.

    A paper needs all values picked in the facets of `all_of`, and one of those picked in any other facet. With a date
    in `since` (YYYY-MM-DD), it must have come to the lists later than that.
    """

    picks: Picks = ()
    excluded: Picks = ()
    all_of: tuple[str, ...] = ()
    search: str = ""
    since: str = ""

    def __bool__(self) -> bool:
        return bool(self.picks or self.excluded or self.search or self.since)

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values picked in `facet`; with none, the facet is no filter."""
        return dict(self.picks).get(facet, ())

    def left_out(self, facet: str) -> tuple[str, ...]:
        """Return the values of `facet` that no selected paper has."""
        return dict(self.excluded).get(facet, ())

    def picking(self, facet: str, values: Collection[str]) -> Filters:
        """Return these filters with exactly `values` picked in `facet`; what is picked is no longer left out."""
        rest = set(self.left_out(facet)) - set(values)
        return replace(self, picks=_with(self.picks, facet, values), excluded=_with(self.excluded, facet, rest))

    def excluding(self, facet: str, values: Collection[str]) -> Filters:
        """Return these filters with exactly `values` of `facet` left out; what is left out is no longer picked."""
        rest = set(self.values(facet)) - set(values)
        return replace(self, picks=_with(self.picks, facet, rest), excluded=_with(self.excluded, facet, values))

    def toggling(self, facet: str, value: str) -> Filters:
        """Return these filters with `value` picked where it was not, and not where it was."""
        return self.picking(facet, set(self.values(facet)) ^ {value})

    def wanting_all(self, facet: str, *, on: bool) -> Filters:
        """Return these filters so that a paper needs all values picked in `facet`, or one of them."""
        return replace(self, all_of=tuple(sorted({*self.all_of, facet} if on else {*self.all_of} - {facet})))

    def searching(self, text: str) -> Filters:
        """Return these filters with another search, its white space folded; a search without a word is no search."""
        text = " ".join(text.split())[:LONGEST_SEARCH].strip()
        return replace(self, search=text if parse(text) != Query() else "")

    def new_since(self, day: str) -> Filters:
        """Return these filters for papers first listed later than `day`; "" for any time."""
        return replace(self, since=day)

    def to_query(self) -> dict[str, list[str]]:
        """Return the same filters as query parameters; a facet without a filter has none."""
        query = {name: _written(name, values) for name, values in self.picks}
        query |= {EXCLUDED + name: _written(name, values) for name, values in self.excluded}
        if self.all_of:
            query["all"] = list(self.all_of)
        if self.search:
            query["q"] = [self.search]
        if self.since:
            query["since"] = [self.since]
        return query

    @classmethod
    def from_query(cls, params: Params, facets: Mapping[str, Facet] | None = None) -> Filters:
        """Return the filters that query parameters name.

        Unknown parameters and unreadable values are dropped; with the `facets` of a table, so are values that it
        does not have. Where a value is both picked and left out, it is picked.
        """
        filters = cls().searching(" ".join(params.get("q", ())[-1:]))
        for spec in FACETS:
            for name, change in ((EXCLUDED + spec.name, Filters.excluding), (spec.name, Filters.picking)):
                if values := [*read_values(spec.name, params.get(name, ()))]:
                    known = values if facets is None else facets[spec.name].position
                    filters = change(filters, spec.name, [value for value in values if value in known])
            filters = filters.wanting_all(spec.name, on=spec.several and spec.name in params.get("all", ()))
        since = next(iter(params.get("since", ())[-1:]), "")
        return filters.new_since(since if _is_date(since) else "")


def _is_date(text: str) -> bool:
    """Return whether a text is a day of the calendar, written YYYY-MM-DD."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _with(picks: Picks, facet: str, values: Collection[str]) -> Picks:
    changed = {**dict(picks), facet: tuple(sorted(set(values)))}
    return tuple(sorted((name, chosen) for name, chosen in changed.items() if chosen))


def year_ranges(values: Sequence[str]) -> list[str]:
    """Return sorted values with years that follow each other as ranges: `2019`, `2021-2024`."""
    years = [int(value) for value in values if _YEAR.fullmatch(value)]
    others = [value for value in values if not _YEAR.fullmatch(value)]
    return [*others, *(as_range(first, last, "-") for first, last in runs(years))]


def _written(facet: str, values: Sequence[str]) -> list[str]:
    return year_ranges(values) if facet == "year" else list(values)


def read_values(facet: str, written: Sequence[str]) -> Iterator[str]:
    """Yield the values that a facet's parameters name; a range of years names each of its years."""
    for text in written:
        if facet == "year" and (ends := read_years(text.strip())):
            yield from map(str, range(ends[0], ends[1] + 1))
        elif text:
            yield text


def unknown_values(params: Params, facets: Mapping[str, Facet]) -> list[tuple[str, str]]:
    """Return (facet, value) for each value of the query parameters that a table does not have, years apart."""
    return [
        (spec.name, value)
        for spec in FACETS
        if spec.name != "year"
        for name in (spec.name, EXCLUDED + spec.name)
        for value in read_values(spec.name, params.get(name, ()))
        if value not in facets[spec.name].position
    ]
