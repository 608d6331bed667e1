"""Two selections side by side: how large, how much they overlap, and how their shares differ."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.measures.statistics import Difference, difference, wilson
from data.query.bitmap import Bits, count
from data.query.facets import Index

COLUMNS = ["option", "count_a", "share_a", "low_a", "high_a", "count_b", "share_b", "low_b", "high_b"]


@dataclass(frozen=True)
class Pair:
    """Two sets of papers that may overlap."""

    a: Bits
    b: Bits

    @property
    def sizes(self) -> tuple[int, int]:
        """The papers in A and in B."""
        return count(self.a), count(self.b)

    @property
    def parts(self) -> tuple[int, int, int]:
        """The papers only in A, only in B, and in both."""
        return count(self.a & ~self.b), count(self.b & ~self.a), count(self.a & self.b)

    def difference(self, having: Bits) -> Difference | None:
        """Return the share of `having` in A minus that in B with its 95 % interval; None where A or B is empty."""
        only_a, only_b, both = self.a & ~self.b, self.b & ~self.a, self.a & self.b
        one, other, shared = ((count(part & having), count(part)) for part in (only_a, only_b, both))
        return difference(one, other, shared)


def compare(index: Index, facet: str, pair: Pair) -> pd.DataFrame:
    """Return `COLUMNS` and `difference, low, high`: the share of each option in A and in B, in the table's order.

    A paper counts under each of its values. Shares are of all papers in A or B, with 95 % Wilson intervals; see
    `data.measures.statistics.difference` for the interval of the difference. Neither A nor B may be empty.
    """
    options = index.facets[facet]
    size_a, size_b = pair.sizes
    rows = []
    for option, some_a, some_b in zip(
        options.options, options.counts(pair.a).tolist(), options.counts(pair.b).tolist(), strict=True
    ):
        found = pair.difference(options.having(option))
        assert found, "neither A nor B is empty"
        one = (some_a, some_a / size_a, *wilson(some_a, size_a))
        other = (some_b, some_b / size_b, *wilson(some_b, size_b))
        rows.append((option, *one, *other, found.value, found.low, found.high))
    return pd.DataFrame(rows, columns=[*COLUMNS, "difference", "low", "high"])
