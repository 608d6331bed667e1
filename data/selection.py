"""Filters → which papers they select, and what each facet would count: OR inside a facet, AND across facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.facets import Counts, Index, Mask
from data.filters import Filters
from data.search import matches, parse


@dataclass(frozen=True)
class Selection:
    """The selected papers as a mask over the table, and the count of each option under all other facets."""

    mask: Mask
    counts: Mapping[str, Counts]

    @property
    def size(self) -> int:
        """The number of selected papers."""
        return int(self.mask.sum())


def select(index: Index, filters: Filters) -> Selection:
    """Return what `filters` select from `index`.

    The count beside an option says how many papers one would have with that option, under all *other* facets.
    """
    limits = {name: facet.mask(filters.values(name)) for name, facet in index.facets.items() if filters.values(name)}
    if filters.years:
        limits["year"] = (index.years >= filters.years[0]) & (index.years <= filters.years[1])
    if filters.search:
        limits["q"] = matches(parse(filters.search), index.prepared_titles)
    refusals: Counts = np.zeros(index.size, dtype=np.int64)
    for allowed in limits.values():
        refusals += ~allowed
    return Selection(
        mask=np.equal(refusals, 0),
        counts={name: facet.counts(_without(limits, refusals, name)) for name, facet in index.facets.items()},
    )


def _without(limits: Mapping[str, Mask], refusals: Counts, name: str) -> Mask:
    """Return the papers that nothing but facet `name` refuses."""
    return np.equal(refusals, ~limits[name] if name in limits else 0)
