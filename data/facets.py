"""Facets: what a table can be sliced by, as integer codes computed once per table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import SEPARATOR
from data.search import searchable

NOT_STATED = "(not stated)"

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FacetSpec:
    """How a facet is made: its name in links, its title, and the cells it reads (several values joined by `"; "`)."""

    name: str
    title: str
    cells: Callable[[pd.DataFrame], pd.Series[str]]


# A new facet is one line here.
FACETS = (
    FacetSpec("technique", "Technique", lambda papers: papers["techniques"]),
    FacetSpec("venue", "Venue", lambda papers: papers["venue"]),
    FacetSpec("code", "Code", lambda papers: papers["code_url"].ne("").map({True: "yes", False: "no"})),
    FacetSpec("list", "List", lambda papers: papers["lists"]),
    FacetSpec("domain", "Domain", lambda papers: papers["domains"]),
)


@dataclass(frozen=True)
class Facet:
    """The values of one facet over a table: row `rows[i]` has option `codes[i]`; a row may have several."""

    spec: FacetSpec
    options: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]
    size: int

    @cached_property
    def totals(self) -> Counts:
        """How many rows of the whole table have each option, shape (options,)."""
        return self.counts(np.ones(self.size, dtype=np.bool_))

    def mask(self, values: Collection[str]) -> Mask:
        """Return which rows have at least one of `values`, shape (size,); all rows where `values` is empty."""
        chosen = np.isin(self.options, list(values)) if values else np.ones(len(self.options), dtype=np.bool_)
        rows = np.zeros(self.size, dtype=np.bool_)
        rows[self.rows[chosen[self.codes]]] = True
        return rows

    def counts(self, mask: Mask) -> Counts:
        """Return how many of the rows in `mask` have each option, shape (options,)."""
        return np.bincount(self.codes[mask[self.rows]], minlength=len(self.options)).astype(np.int64)


@dataclass(frozen=True)
class Index:
    """A papers table made ready for slicing: shared by all sessions, never changed."""

    papers: pd.DataFrame
    facets: Mapping[str, Facet]
    years: npt.NDArray[np.int64]
    """Year of each paper, 0 where it is not stated."""
    prepared_titles: list[str]

    @property
    def size(self) -> int:
        """The number of papers."""
        return len(self.papers)

    @property
    def year_bounds(self) -> tuple[int, int] | None:
        """The first and the last year stated, or None where no year is."""
        stated = self.years[self.years > 0]
        return (int(stated.min()), int(stated.max())) if len(stated) else None

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The options of each facet by its name."""
        return {name: facet.options for name, facet in self.facets.items()}


def build_index(papers: pd.DataFrame, order: Mapping[str, Sequence[str]]) -> Index:
    """Return the index of a papers table as `data.table.read_table` gives it.

    `order` names options, by facet, that come first in this order; the others follow, the most frequent first.
    """
    return Index(
        papers=papers,
        facets={spec.name: _facet(spec, papers, order.get(spec.name, ())) for spec in FACETS},
        years=papers["year"].fillna(0).to_numpy(dtype=np.int64),
        prepared_titles=searchable(papers["title"]),
    )


def _facet(spec: FacetSpec, papers: pd.DataFrame, order: Sequence[str]) -> Facet:
    cells = spec.cells(papers).reset_index(drop=True)
    values = cells.str.split(SEPARATOR).explode().replace("", NOT_STATED)
    frequency = values.value_counts()
    known = [option for option in order if option in frequency.index]
    others = sorted(set(frequency.index) - {*known, NOT_STATED}, key=lambda option: (-frequency[option], option))
    missing = [NOT_STATED] if NOT_STATED in frequency.index else []
    options = (*known, *others, *missing)
    codes = pd.Categorical(values, categories=list(options)).codes.astype(np.int64)
    return Facet(spec, options, values.index.to_numpy(dtype=np.int64), codes, len(papers))
