"""A selection over time: months, shares by year, what rises and falls, where the lists disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.bitmap import Bits, count, unpack
from data.facet import NOT_STATED, Facet
from data.facets import Index
from data.horizon import Horizon, curation_horizon, month_range
from data.measures import crosstab, shares
from data.statistics import log_odds

# Flags of papers about which the entries say different things.
DISAGREEMENTS = ("stale-preprint", "venue-conflict", "track-conflict", "year-conflict")

# The weight of the prior in papers: as if this many more had been seen in each period, with the table's shares.
PRIOR_PAPERS = 100.0

Years = tuple[int, int]


@dataclass(frozen=True)
class ListHorizon:
    """Where the inflow of one list falls away: `month` (YYYY-MM) is the last one that keeps its pace."""

    list: str
    month: str
    horizon: Horizon


def months(index: Index) -> list[str]:
    """Return every month from the first to the last arXiv month of the table, as YYYY-MM; [] where none is known."""
    known = [name for name in index.facets["month"].options if name != NOT_STATED]
    return month_range(known[0], known[-1]) if known else []


def per_month(index: Index, rows: Bits) -> pd.DataFrame:
    """Return `month, papers, total` for every month of the table; `total` runs up from the first month."""
    counts = _per_month(index, rows)
    return pd.DataFrame({"month": months(index), "papers": counts, "total": np.cumsum(counts, dtype=np.int64)})


def list_horizons(index: Index) -> list[ListHorizon]:
    """Return the curation horizon of each list whose inflow falls away before the table ends, the earliest first."""
    every, of_list = months(index), index.facets["list"]
    found = []
    for key in of_list.options:
        horizon = curation_horizon(_per_month(index, of_list.having(key)))
        if horizon:
            found.append(ListHorizon(key, every[horizon.last], horizon))
    return sorted(found, key=lambda one: (one.month, one.list))


def shares_by_year(index: Index, facet: str, rows: Bits) -> pd.DataFrame:
    """Return `year, option, papers, count, share, low, high`: of a year's papers, how many have each option."""
    table = crosstab(index, "year", facet, rows).reindex([str(year) for year in index.years], fill_value=0)
    totals = dict(zip(index.facets["year"].options, index.facets["year"].counts(rows).tolist(), strict=True))
    frames = []
    for year, counts in zip(table.index, table.to_numpy(), strict=True):
        total = np.full(len(counts), totals.get(year, 0))
        frames.append(shares(table.columns.tolist(), counts, total).assign(year=int(year)))
    columns = ["year", "option", "papers", "count", "share", "low", "high"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def halves(index: Index, rows: Bits) -> tuple[Years, Years] | None:
    """Return an earlier and a later period of years that divide the papers most evenly, or None for under two years."""
    counts = dict(zip(index.facets["year"].options, index.facets["year"].counts(rows).tolist(), strict=True))
    years = index.years
    if len(years) < 2:
        return None
    papers = np.cumsum([counts.get(str(year), 0) for year in years])
    cut = int(np.argmin(np.abs(papers[:-1] - papers[-1] / 2)))
    return (years[0], years[cut]), (years[cut + 1], years[-1])


def in_years(index: Index, rows: Bits, years: Years) -> Bits:
    """Return the papers of `rows` from the first to the last of `years`."""
    return rows & index.facets["year"].having_any([str(year) for year in range(years[0], years[1] + 1)])


def rising(index: Index, facet: Facet, rows: Bits, earlier: Years, later: Years, fewest: int = 5) -> pd.DataFrame:
    """Return `option, earlier, later, log_odds, low, high, z`, the steepest rise first.

    Log-odds ratio of an option in the later against the earlier period, with an informative Dirichlet prior from
    the whole table (see `data.statistics.log_odds`), ranked by z. Options with fewer than `fewest` papers in both
    periods together are left out. The columns `earlier` and `later` count papers.
    """
    before, after = in_years(index, rows, earlier), in_years(index, rows, later)
    counts = facet.counts(before), facet.counts(after)
    kept = (counts[0] + counts[1] >= fewest) & (facet.totals < facet.size)
    kept &= np.array([option != NOT_STATED for option in facet.options], dtype=np.bool_)
    one, two = counts[0][kept], counts[1][kept]
    columns = {"option": [option for option, keep in zip(facet.options, kept, strict=True) if keep]}
    totals = count(before), count(after)
    if not len(one) or not all(totals):
        return pd.DataFrame(columns=["option", "earlier", "later", "log_odds", "low", "high", "z"])
    ratio = log_odds(one, totals[0], two, totals[1], facet.totals[kept], facet.size, prior=PRIOR_PAPERS)
    frame = pd.DataFrame(
        {**columns, "earlier": one, "later": two, "log_odds": ratio.log_odds, "low": ratio.low, "high": ratio.high}
    ).assign(z=ratio.z)
    return frame.sort_values(["z", "option"], ascending=[False, True], ignore_index=True)


def disagreements(index: Index, rows: Bits) -> pd.DataFrame:
    """Return the papers about whose venue, track or year the entries disagree, in the table's order."""
    flagged = rows & index.facets["flag"].having_any(DISAGREEMENTS)
    return index.papers[unpack(flagged, index.size)]


def _per_month(index: Index, rows: Bits) -> list[int]:
    counts = dict(zip(index.facets["month"].options, index.facets["month"].counts(rows).tolist(), strict=True))
    return [counts.get(month, 0) for month in months(index)]
