"""A selection → numbers and small tables. Every share comes with its count and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.measures.statistics import wilson
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED, Counts
from data.query.facets import Index

PUBLISHED = ("conference", "journal")


@dataclass(frozen=True)
class Share:
    """`count` of `total`, with its 95 % interval; the share of nothing is not defined (None)."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        """The observed share, 0 to 1, or None if `total` is 0."""
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


def headline(index: Index, rows: Bits) -> Headline:
    """Return the headline numbers of the papers in `rows`."""
    types, years = index.facets["venue-type"].tally(rows), index.facets["year"].tally(rows)
    stated = [int(year) for year, papers in years.items() if papers and year != NOT_STATED]
    papers = count(rows)
    return Headline(
        papers=papers,
        code=Share(count(rows & with_code(index)), papers),
        published=Share(sum(types.get(name, 0) for name in PUBLISHED), papers),
        preprints=types.get("preprint", 0),
        venue_not_stated=types.get(NOT_STATED, 0),
        years=(stated[0], stated[-1]) if stated else None,
        year_not_stated=years.get(NOT_STATED, 0),
    )


def with_code(index: Index) -> Bits:
    """Return the papers for which a list links to code."""
    return index.facets["code"].having("yes")


def published(index: Index) -> Bits:
    """Return the papers whose winning venue is a conference or a journal."""
    return index.facets["venue-type"].having_any(PUBLISHED)


def per_option(index: Index, facet: str, rows: Bits) -> pd.DataFrame:
    """Return `option, papers` in the table's order; a paper counts under each of its values."""
    return pd.DataFrame({"option": index.facets[facet].options, "papers": index.facets[facet].counts(rows)})


def per_year(index: Index, rows: Bits) -> pd.DataFrame:
    """Return distinct papers by year: index every year of the table, one column a technique and `SEVERAL`.

    A paper with one technique counts there, a paper with more counts once under `SEVERAL`, so a row adds up to
    the papers of its year. Papers without a year are left out; `Headline.year_not_stated` counts them.
    """
    year = index.facets["year"]
    cells = [index.mixes.counts(rows & year.having(str(name))) for name in index.years]
    table = np.array(cells, dtype=np.int64).reshape(len(index.years), len(index.mixes.options))
    return pd.DataFrame(table, index=pd.Index(index.years, name="year", dtype="int64"), columns=index.mixes.options)


def per_venue(index: Index, rows: Bits, *, preprints: bool, top: int = 12) -> pd.DataFrame:
    """Return `venue, papers, venues`: the `top` largest venues, then two or more others in one row, then (not stated).

    `venues` says how many venues a row holds. Without `preprints`, papers on preprint servers do not count.
    """
    counted = rows if preprints else rows & ~index.facets["venue-type"].having("preprint")
    tally = {venue: papers for venue, papers in index.facets["venue"].tally(counted).items() if papers}
    missing = tally.pop(NOT_STATED, 0)
    named = sorted(tally.items(), key=lambda row: (-row[1], row[0]))
    shown = len(named) if len(named) == top + 1 else top
    rest = named[shown:]
    found = [(venue, papers, 1) for venue, papers in named[:shown]]
    found += [(f"{len(rest)} other venues", sum(papers for _, papers in rest), len(rest))] if rest else []
    found += [(NOT_STATED, missing, 1)] if missing else []
    return pd.DataFrame(found, columns=["venue", "papers", "venues"])


def code_by(index: Index, facet: str, rows: Bits) -> pd.DataFrame:
    """Return `option, papers, count, share, low, high`: how many papers list code, by the options of `facet`."""
    options = index.facets[facet]
    return shares(options.options, options.counts(rows & with_code(index)), options.counts(rows))


def published_by_year(index: Index, rows: Bits) -> pd.DataFrame:
    """Return `option, papers, count, share, low, high` by arXiv year; `count` are those listed as published."""
    year = index.facets["arxiv-year"]
    found = shares(year.options, year.counts(rows & published(index)), year.counts(rows))
    return found[found["option"] != NOT_STATED]


def crosstab(index: Index, down: str, across: str, rows: Bits) -> pd.DataFrame:
    """Return how many papers have each pair of options; index the options of `down`, columns those of `across`."""
    one, other = index.facets[down], index.facets[across]
    cells = [other.counts(rows & one.having(option)) for option in one.options]
    return pd.DataFrame(np.array(cells).reshape(len(one.options), -1), index=one.options, columns=other.options)


def shares(options: Sequence[str], counts: Counts, totals: Counts) -> pd.DataFrame:
    """Return `option, papers, count, share, low, high`: `counts` of `totals` with 95 % Wilson intervals.

    Where an option has no paper, share is NaN and the interval is from 0 to 1.
    """
    bounds = [wilson(int(some), int(total)) for some, total in zip(counts, totals, strict=True)]
    return pd.DataFrame(
        {
            "option": list(options),
            "papers": totals,
            "count": counts,
            "share": np.divide(counts, totals, out=np.full(len(totals), np.nan), where=totals > 0),
            "low": [low for low, _ in bounds],
            "high": [high for _, high in bounds],
        }
    )
