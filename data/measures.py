"""A selection → small aggregate frames and numbers. Every share comes with its count and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from data.facets import NOT_STATED, Index, Mask

SEVERAL = "Several techniques"


@dataclass(frozen=True)
class Share:
    """`count` of `total`, with its 95 % interval; the share of nothing is not defined (None)."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        """The observed share, 0 to 1, or None where `total` is 0."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval, 0 to 1."""
        return wilson(self.count, self.total)


@dataclass(frozen=True)
class Headline:
    """The numbers at the top of the page."""

    papers: int
    code: Share
    published: Share
    preprints: int
    venue_not_stated: int
    years: tuple[int, int] | None
    year_not_stated: int


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a binomial proportion, both ends from 0 to 1.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212;
    without continuity correction. Nothing observed (total 0) says nothing: (0, 1).
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no proportion")
    if total == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    p, n = count / total, total
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half) if count else 0.0, min(1.0, middle + half) if count < total else 1.0


def headline(index: Index, mask: Mask) -> Headline:
    """Return the headline numbers of the papers in `mask`."""
    types = index.papers["venue_type"].to_numpy()[mask]
    years = index.years[mask]
    stated = years[years > 0]
    papers, preprints = int(mask.sum()), int((types == "preprint").sum())
    not_stated = int((types == "").sum())
    return Headline(
        papers=papers,
        code=Share(int(_has_code(index)[mask].sum()), papers),
        published=Share(papers - preprints - not_stated, papers),
        preprints=preprints,
        venue_not_stated=not_stated,
        years=(int(stated.min()), int(stated.max())) if len(stated) else None,
        year_not_stated=papers - len(stated),
    )


def per_technique(index: Index, mask: Mask) -> pd.DataFrame:
    """Return `technique, papers` in the table's order; a paper counts in each of its techniques."""
    facet = index.facets["technique"]
    return pd.DataFrame({"technique": facet.options, "papers": facet.counts(mask)})


def per_year(index: Index, mask: Mask) -> pd.DataFrame:
    """Return distinct papers by year: index every year of the table, one column a technique and `SEVERAL`.

    A paper with one technique counts there, a paper with more counts once under `SEVERAL`, so a row adds up to
    the papers of its year. Papers without a year are left out; `Headline.year_not_stated` counts them.
    """
    facet = index.facets["technique"]
    first, last = index.year_bounds or (0, -1)
    how_many = np.bincount(facet.rows, minlength=index.size)
    label = np.full(index.size, len(facet.options))
    single = how_many[facet.rows] == 1
    label[facet.rows[single]] = facet.codes[single]
    dated = mask & (index.years > 0)
    width = len(facet.options) + 1
    cells = np.bincount((index.years[dated] - first) * width + label[dated], minlength=(last - first + 1) * width)
    columns = [*facet.options, SEVERAL]
    return pd.DataFrame(cells.reshape(-1, width), index=pd.RangeIndex(first, last + 1, name="year"), columns=columns)


def per_venue(index: Index, mask: Mask, *, preprints: bool, top: int = 15) -> pd.DataFrame:
    """Return `venue, papers, venues`: the `top` largest venues, then two or more others in one row, then (not stated).

    `venues` says how many venues a row holds. Without `preprints`, papers on preprint servers do not count.
    """
    facet = index.facets["venue"]
    counted = mask if preprints else mask & (index.papers["venue_type"].to_numpy() != "preprint")
    tally = [
        (venue, count) for venue, count in zip(facet.options, facet.counts(counted).tolist(), strict=True) if count
    ]
    named = sorted((row for row in tally if row[0] != NOT_STATED), key=lambda row: (-row[1], row[0]))
    shown = len(named) if len(named) == top + 1 else top
    rest = named[shown:]
    others = [(f"{len(rest)} other venues", sum(count for _, count in rest), len(rest))] if rest else []
    missing = [(venue, count, 1) for venue, count in tally if venue == NOT_STATED]
    rows = [*((venue, count, 1) for venue, count in named[:shown]), *others, *missing]
    return pd.DataFrame(rows, columns=["venue", "papers", "venues"])


def code_by_technique(index: Index, mask: Mask) -> pd.DataFrame:
    """Return `technique, papers, with_code, share, low, high`: how many list code, and the 95 % interval of the share.

    A paper counts in each of its techniques; where a technique has no paper, share is NaN.
    """
    facet = index.facets["technique"]
    papers, with_code = facet.counts(mask), facet.counts(mask & _has_code(index))
    bounds = [wilson(int(count), int(total)) for count, total in zip(with_code, papers, strict=True)]
    return pd.DataFrame(
        {
            "technique": facet.options,
            "papers": papers,
            "with_code": with_code,
            "share": np.divide(with_code, papers, out=np.full(len(papers), np.nan), where=papers > 0),
            "low": [low for low, _ in bounds],
            "high": [high for _, high in bounds],
        }
    )


def _has_code(index: Index) -> Mask:
    return index.facets["code"].mask(["yes"])
