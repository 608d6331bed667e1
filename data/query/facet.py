"""One facet over a table: its options as integer codes and as sets of rows, computed once per table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.query.bitmap import Bits, count, intersection, nothing, pack_rows, union, unpack
from data.schema import SEPARATOR

NOT_STATED = "(not stated)"

# Facets with more options than this count by codes: sets for all of them would take more room than they save time.
MOST_SETS = 256

Counts = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Cells = Callable[[pd.DataFrame], "pd.Series[str]"]


@dataclass(frozen=True)
class FacetSpec:
    """How a facet is made: its name in links, its title, and the cells it reads (several values joined by `"; "`).

    `place` says where its widget is drawn: always in sight, among the further facets, or not at all, for a facet that
    only charts set. A facet with `several` values a paper can be switched to "all of". The options are sorted by size,
    or by value where `ascending`.
    """

    name: str
    title: str
    cells: Cells
    place: Literal["first", "more", "charts"] = "more"
    several: bool = False
    ascending: bool = False


@dataclass(frozen=True)
class Facet:
    """The values of one facet over a table: row `rows[i]` has option `codes[i]`; a row may have several."""

    spec: FacetSpec
    options: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    codes: Codes
    size: int

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each option stands among the options."""
        return {option: position for position, option in enumerate(self.options)}

    @cached_property
    def totals(self) -> Counts:
        """How many rows of the whole table have each option, shape (options,)."""
        return np.bincount(self.codes, minlength=len(self.options)).astype(np.int64)

    @cached_property
    def sets(self) -> tuple[Bits, ...] | None:
        """The rows of each option, or None if there are too many options."""
        if len(self.options) > MOST_SETS:
            return None
        ordered = self.rows[np.argsort(self.codes, kind="stable")]
        ends = np.cumsum(self.totals).tolist()
        return tuple(
            pack_rows(ordered[end - many : end], self.size) for end, many in zip(ends, self.totals, strict=True)
        )

    def having(self, value: str) -> Bits:
        """Return the rows that have `value`; none where it is no option."""
        at = self.position.get(value)
        if at is None:
            return nothing(self.size)
        return self.sets[at] if self.sets is not None else pack_rows(self.rows[self.codes == at], self.size)

    def having_any(self, values: Collection[str]) -> Bits:
        """Return the rows that have at least one of `values`."""
        if self.sets is None:
            codes = [self.position[value] for value in values if value in self.position]
            return pack_rows(self.rows[np.isin(self.codes, codes)], self.size)
        return union([nothing(self.size), *map(self.having, values)])

    def having_all(self, values: Collection[str]) -> Bits:
        """Return the rows that have every one of `values`, of which there is at least one."""
        return intersection(map(self.having, values))

    def counts(self, rows: Bits) -> Counts:
        """Return how many of `rows` have each option, shape (options,)."""
        if self.sets is not None:
            return np.fromiter((count(has & rows) for has in self.sets), dtype=np.int64, count=len(self.sets))
        kept = self.codes[unpack(rows, self.size)[self.rows]]
        return np.bincount(kept, minlength=len(self.options)).astype(np.int64)

    def tally(self, rows: Bits) -> dict[str, int]:
        """Return how many of `rows` have each option, by option."""
        return dict(zip(self.options, self.counts(rows).tolist(), strict=True))


def facet_of(spec: FacetSpec, papers: pd.DataFrame, order: Sequence[str] = ()) -> Facet:
    """Return the facet of a papers table; options in `order` come first, the others follow by size or value.

    Each distinct cell is split once; its codes are then spread over the rows that have it.
    """
    which, cells = pd.factorize(spec.cells(papers).to_numpy(dtype=object))
    values = [list(dict.fromkeys(filter(None, str(cell).split(SEPARATOR)))) or [NOT_STATED] for cell in cells]
    often = np.bincount(which, minlength=len(values))
    options = _sorted(spec, values, often, order)
    code = {option: number for number, option in enumerate(options)}
    flat = np.array([code[value] for row in values for value in row], dtype=np.int32)
    lengths = np.array([len(row) for row in values], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    many = lengths[which]
    rows = np.repeat(np.arange(len(papers)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return Facet(spec, options, rows, flat[starts[which][rows] + within], len(papers))


def has_values(facet: Facet) -> bool:
    """Say whether any row states a value of the facet."""
    return any(option != NOT_STATED for option in facet.options)


def _sorted(spec: FacetSpec, values: list[list[str]], often: Counts, order: Sequence[str]) -> tuple[str, ...]:
    frequency: dict[str, int] = {}
    for row, times in zip(values, often.tolist(), strict=True):
        for value in row:
            frequency[value] = frequency.get(value, 0) + times
    known = [option for option in order if option in frequency and option != NOT_STATED]
    others = frequency.keys() - {*known, NOT_STATED}
    by_size = sorted(others, key=lambda option: option if spec.ascending else (-frequency[option], option))
    return (*known, *by_size, *([NOT_STATED] if NOT_STATED in frequency else []))
