"""A selection over time: papers by month, shares by year, what rises and falls, and where the lists end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.measures.horizon import Horizon, curation_horizon, month_range
from data.measures.statistics import log_odds
from data.measures.tallies import crosstab, shares
from data.query.bitmap import Bits, count, unpack
from data.query.facet import NOT_STATED, Facet
from data.query.facets import Index

# Flags of papers about which the entries say different things.
DISAGREEMENTS = ("stale-preprint", "venue-conflict", "track-conflict", "year-conflict")

# The weight of the prior in papers: as if this many more had been seen in each period, with the table's shares.
PRIOR_PAPERS = 100.0

RISING = ["option", "earlier", "later", "log_odds", "low", "high", "z"]

Years = tuple[int, int]


@dataclass(frozen=True)
class ListEnd:
    """The last month (YYYY-MM) that a list covers, before the newest of the table.

    `horizon` says where it fell below its pace. Where it did not, it ends with the last whole month before `read`, the
    date (YYYY-MM-DD) at which it was read; where that is "", with its own newest month.
    """

    list: str
    month: str
    horizon: Horizon | None
    read: str


def months(index: Index) -> list[str]:
    """Return every month from the first to the last arXiv month of the table, as YYYY-MM; [] where none is known."""
    known = [name for name in index.facets["month"].options if name != NOT_STATED]
    return month_range(known[0], known[-1]) if known else []


def per_month(index: Index, rows: Bits) -> pd.DataFrame:
    """Return `month, papers, total` for every month of the table; `total` runs up from the first month."""
    counts = _per_month(index, rows)
    return pd.DataFrame({"month": months(index), "papers": counts, "total": np.cumsum(counts, dtype=np.int64)})


def list_ends(index: Index, read: Mapping[str, str]) -> list[ListEnd]:
    """Return where each list ends that does not go on to the newest month of the table, the earliest first.

    `read` is the date of each list as read, where it is known; that month and later ones do not count. A list without
    a date ends with its own newest month, because nobody knows whether it covers more. A list without any month has no
    end.
    """
    every, of_list = months(index), index.facets["list"]
    found = []
    for key in of_list.options:
        counts = _per_month(index, of_list.having(key))
        date, own = read.get(key, ""), [month for month, papers in zip(every, counts, strict=True) if papers]
        whole = [month for month in every if (month < date[:7] if date else month <= max(own, default=""))]
        horizon = curation_horizon(counts[: len(whole)] if date else counts)
        if horizon:
            found.append(ListEnd(key, every[horizon.last], horizon, date))
        elif own and whole and len(whole) < len(every):
            found.append(ListEnd(key, whole[-1], None, date))
    return sorted(found, key=lambda end: (end.month, end.list))


def shares_by_year(index: Index, facet: str, rows: Bits) -> pd.DataFrame:
    """Return `year, option, papers, count, share, low, high`: of a year's papers, how many have each option."""
    table = crosstab(index, "year", facet, rows).reindex([str(year) for year in index.years], fill_value=0)
    papers, many = index.facets["year"].tally(rows), len(table.columns)
    totals = np.array([papers.get(year, 0) for year in table.index], dtype=np.int64).repeat(many)
    found = shares([*table.columns] * len(table), table.to_numpy(dtype=np.int64).ravel(), totals)
    found.insert(0, "year", np.array(index.years, dtype=np.int64).repeat(many))
    return found


def halves(index: Index, rows: Bits) -> tuple[Years, Years] | None:
    """Return an earlier and a later period of years that divide the papers most evenly.

    None where fewer than two years have papers: then there are no two periods with papers.
    """
    counts = index.facets["year"].tally(rows)
    years = [year for year in index.years if counts.get(str(year))]
    if len(years) < 2:
        return None
    papers = np.cumsum([counts[str(year)] for year in years])
    cut = int(np.argmin(np.abs(papers[:-1] - papers[-1] / 2)))
    return (index.years[0], years[cut]), (years[cut] + 1, index.years[-1])


def in_years(index: Index, rows: Bits, years: Years) -> Bits:
    """Return the papers of `rows` from the first to the last of `years`."""
    return rows & index.facets["year"].having_any([str(year) for year in range(years[0], years[1] + 1)])


def rising(index: Index, facet: Facet, rows: Bits, earlier: Years, later: Years, fewest: int = 5) -> pd.DataFrame:
    """Return the columns `RISING`, the steepest rise first.

    Log-odds ratio of an option in the later against the earlier period, with an informative Dirichlet prior from
    the whole table (see `data.measures.statistics.log_odds`), ranked by z. Options with fewer than `fewest` papers in
    both periods together are left out. The columns `earlier` and `later` count papers.
    """
    before, after = in_years(index, rows, earlier), in_years(index, rows, later)
    options = np.array(facet.options, dtype=object)
    one, two = facet.counts(before), facet.counts(after)
    kept = (one + two >= fewest) & (facet.totals < facet.size) & (options != NOT_STATED)
    totals = count(before), count(after)
    if not kept.any() or not all(totals):
        return pd.DataFrame(columns=RISING)
    ratio = log_odds(one[kept], totals[0], two[kept], totals[1], facet.totals[kept], facet.size, prior=PRIOR_PAPERS)
    frame = pd.DataFrame({"option": options[kept], "earlier": one[kept], "later": two[kept], **vars(ratio)})[RISING]
    return frame.sort_values(["z", "option"], ascending=[False, True], ignore_index=True)


def disagreements(index: Index, rows: Bits) -> pd.DataFrame:
    """Return the papers about whose venue, track or year the entries disagree, in the table's order."""
    flagged = rows & index.facets["flag"].having_any(DISAGREEMENTS)
    return index.papers[unpack(flagged, index.size)]


def _per_month(index: Index, rows: Bits) -> list[int]:
    counts = index.facets["month"].tally(rows)
    return [counts.get(month, 0) for month in months(index)]
