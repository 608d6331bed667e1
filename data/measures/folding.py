"""Many options of a facet as rows that can be read: the largest stand for themselves, all others are one row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.measures.tallies import shares, with_code
from data.measures.trends import per_month
from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED, Counts, Facet
from data.query.facets import Index

MOST = 12
# With more years than this, those at the beginning that have at most this share of the papers are one.
FEW_YEARS = 15
SPARSE = 0.02


@dataclass(frozen=True)
class Rows:
    """Options of a facet that a chart draws for themselves, those `others` that it draws as one, and (not stated)."""

    facet: Facet
    shown: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of the rows: the options in the facet's order, then `37 other techniques`, then (not stated)."""
        rest = [f"{len(self.others):,} other {_plural(self.facet.spec.title)}"] if self.others else []
        return [*self.shown, *rest, *([NOT_STATED] if NOT_STATED in self.facet.position else [])]

    @property
    def parts(self) -> list[tuple[str, ...]]:
        """The options that each row holds."""
        missing = [(NOT_STATED,)] if NOT_STATED in self.facet.position else []
        return [*((option,) for option in self.shown), *([self.others] if self.others else []), *missing]

    @property
    def options(self) -> list[int]:
        """How many options each row holds."""
        return [len(part) for part in self.parts]

    def counts(self, rows: Bits) -> Counts:
        """Return how many of `rows` each row of the chart has; a paper with several of the others counts once."""
        found = self.facet.tally(rows)
        several = {part: count(rows & self.facet.having_any(part)) for part in self.parts if len(part) > 1}
        return np.array([several.get(part) or found[part[0]] for part in self.parts], dtype=np.int64)


def rows_of(facet: Facet, rows: Bits, always: Collection[str] = (), most: int = MOST) -> Rows:
    """Return at most `most` options for themselves: those in `always` first, then those that most of `rows` have.

    If all options fit, all are shown, also those without papers. Else the others are those with papers; a single other
    one is shown, too, because a row for it would take as much room.
    """
    tally = {option: papers for option, papers in facet.tally(rows).items() if option != NOT_STATED}
    if len(tally) <= most + 1:
        return Rows(facet, tuple(tally), ())
    ranked = sorted(tally, key=lambda option: (option not in always, -tally[option]))
    having = [option for option in ranked if tally[option] or option in always]
    end = len(having) if len(having) <= most + 1 else most
    kept, others = {*having[:end]}, {*having[end:]}
    return Rows(facet, *(tuple(option for option in tally if option in part) for part in (kept, others)))


def per_row(shown: Rows, rows: Bits) -> pd.DataFrame:
    """Return `option, papers, options` for each row of a chart; `options` says how many options it holds."""
    return pd.DataFrame({"option": shown.names, "papers": shown.counts(rows), "options": shown.options})


def code_by_row(index: Index, shown: Rows, rows: Bits) -> pd.DataFrame:
    """Return `option, papers, count, share, low, high, options` for each row: how many papers list code."""
    found = shares(shown.names, shown.counts(rows & with_code(index)), shown.counts(rows))
    return found.assign(options=shown.options)


def crosstab_of(shown: Rows, across: Facet, rows: Bits) -> pd.DataFrame:
    """Return how many papers each row of a chart has with each option of `across`; a paper counts once in a row."""
    having = [shown.facet.having_any(options) for options in shown.parts]
    cells = np.array([across.counts(rows & part) for part in having], dtype=np.int64)
    return pd.DataFrame(cells.reshape(len(having), -1), index=shown.names, columns=across.options)


def fold_columns(table: pd.DataFrame, kept: Collection[str], name: str) -> pd.DataFrame:
    """Return a table of counts with the columns that are not in `kept` added up as one, in the place of the last.

    The new column is called `name` after the number of columns that have papers, as in `37 other techniques`.
    """
    rest = [column for column in table.columns if column not in kept and table[column].any()]
    if len(rest) < 2:
        return table
    together = f"{len(rest):,} other {name}"
    folded = table.assign(**{rest[-1]: table[rest].sum(axis=1)})
    columns = [column for column in table.columns if column in kept or column == rest[-1]]
    return folded[columns].rename(columns={rest[-1]: together})


def first_year(index: Index) -> int:
    """Return the first year that a chart over time draws for itself; earlier ones are a long and sparse beginning.

    Their number and share is that of the whole table, so that the axis is the same under every filter. 0 if no year is
    stated.
    """
    tally = index.facets["year"].tally(index.all_rows)
    early = beginning([tally.get(str(year), 0) for year in index.years], FEW_YEARS)
    return index.years[early] if index.years else 0


def first_month(index: Index) -> str:
    """Return the first month (YYYY-MM) that a chart over time draws for itself, like `first_year`; "" without any."""
    frame = per_month(index, index.all_rows)
    early = beginning(frame["papers"].tolist(), 12 * FEW_YEARS)
    return str(frame["month"].iloc[early]) if len(frame) else ""


def beginning(papers: Sequence[int], few: int) -> int:
    """Return how many places at the beginning of an axis over time share one; 0 if there are at most `few`."""
    if len(papers) <= few:
        return 0
    sparse = int(np.searchsorted(np.cumsum(papers), SPARSE * sum(papers), side="right"))
    return sparse if sparse > 2 else 0


def fold_early(table: pd.DataFrame, early: Sequence[str]) -> pd.DataFrame:
    """Return a table with years as columns, those `early` at its beginning added up as one, `before 2010`."""
    if not early:
        return table
    later = table.drop(columns=[*early])
    one = table[[*early]].sum(axis=1).rename(f"before {later.columns[0]}")
    return pd.concat([one, later], axis=1)


def gathered_months(frame: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return `month, papers, total` with the months before `first` as one row, `before 2010-01`, and `options`."""
    early, later = frame[frame["month"] < first], frame[frame["month"] >= first].assign(options=1)
    if not len(early):
        return later
    one = {"month": f"before {first}", "papers": early["papers"].sum(), "total": early["total"].iloc[-1]}
    return pd.concat([pd.DataFrame([{**one, "options": len(early)}]), later], ignore_index=True)


def gathered(table: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return a table by year with the years before `first` as one row, `before 2010`; the index becomes text."""
    early = table[table.index < first]
    later = table[table.index >= first]
    later = later.set_axis(later.index.astype(str))
    if not len(early):
        return later
    return pd.concat([early.sum().to_frame(f"before {first}").T, later])


def _plural(title: str) -> str:
    return f"{title.lower().replace('arxiv', 'arXiv')}s"
