"""Filters → the papers they select, and the counts of each facet: OR inside a facet, AND across facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data.query.bitmap import Bits, Mask, count, intersection, unpack
from data.query.facet import NOT_STATED, Counts
from data.query.facets import Index
from data.query.filters import EXCLUDED, Filters


@dataclass(frozen=True)
class Selection:
    """The papers that `filters` select from `index`; `limits` holds the papers that pass each single filter."""

    index: Index
    filters: Filters
    limits: Mapping[str, Bits]

    @cached_property
    def rows(self) -> Bits:
        """The selected papers."""
        return self.without("")

    @cached_property
    def size(self) -> int:
        """The number of selected papers."""
        return count(self.rows)

    @cached_property
    def mask(self) -> Mask:
        """The selected papers as a mask over the table."""
        return unpack(self.rows, self.index.size)

    def without(self, *facets: str) -> Bits:
        """Return the papers under all filters but what is picked in `facets`.

        Where a facet wants all values picked in it, they stay a filter.
        """
        kept = (limit for name, limit in self.limits.items() if name not in facets or name in self.filters.all_of)
        return intersection([self.index.all_rows, *kept])

    def counts(self, facet: str) -> Counts:
        """Return how many papers each option of `facet` would select under the filters on all *other* facets."""
        return self.index.facets[facet].counts(self.without(facet))


def added_after(index: Index, date: str) -> Bits:
    """Return the papers that the lists first had later than `date` (YYYY-MM-DD), without those of unknown date."""
    added = index.facets["added"]
    return added.having_any([day for day in added.options if day != NOT_STATED and day > date])


def select(index: Index, filters: Filters) -> Selection:
    """Return what `filters` select from `index`."""
    limits: dict[str, Bits] = {}
    for name, values in filters.picks:
        facet = index.facets[name]
        limits[name] = facet.having_all(values) if name in filters.all_of else facet.having_any(values)
    for name, values in filters.excluded:
        limits[EXCLUDED + name] = index.all_rows & ~index.facets[name].having_any(values)
    if filters.search:
        limits["q"] = index.found(filters.search)
    if filters.since:
        limits["since"] = added_after(index, filters.since)
    return Selection(index, filters, limits)
