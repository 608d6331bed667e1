"""What each list contributes: entries, papers that only it has, overlap, how recent and how complete it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.statistics import wilson
from data.measures.tallies import crosstab, with_code
from data.normalise.year import month_number
from data.query.bitmap import Bits, count, pack, unpack
from data.query.facet import NOT_STATED
from data.query.facets import Index
from data.schema import line_of, split

# How the facet `listed-in` joins lists.
AND = " + "

# The words for a column, with the share of filled cells from which they apply.
GRADES: Mapping[str, float] = {"complete": 1.0, "nearly complete": 0.95, "partial": 0.5, "sparse": 0.0}

MONTHS_OF_A_YEAR = 12

FACTS = (
    "list",
    "entries",
    "papers",
    "only here",
    "with code",
    "share",
    "low",
    "high",
    "newest month",
    "newest entry",
    "dated",
    "last 12 months",
    "median age",
)


@dataclass(frozen=True)
class Field:
    """A column that a list may fill, its title, and the facet and value of papers without it, where there are any."""

    column: str
    title: str
    facet: str = ""
    missing: str = NOT_STATED


FIELDS = (
    Field("year", "Year", "year"),
    Field("venue", "Venue", "venue"),
    Field("techniques", "Technique", "technique"),
    Field("domains", "Domain", "domain"),
    Field("paper_url", "Paper link"),
    Field("arxiv_id", "arXiv id"),
    Field("month", "arXiv month", "month"),
    Field("code_url", "Code", "code", "no"),
)


@dataclass(frozen=True)
class Sources:
    """The lists of a table, prepared once: the list of each entry, and the papers that fill each column."""

    index: Index

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the lists."""
        return self.index.facets["list"].options

    @cached_property
    def entries(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The paper (its row) and the list (its position) of every entry, two arrays of one length."""
        position = self.index.facets["list"].position
        found = [
            (row, position[key])
            for row, cell in enumerate(self.index.papers["records"])
            for record in split(cell)
            if (key := line_of(record)[0]) in position
        ]
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    @cached_property
    def filled(self) -> Mapping[str, Bits]:
        """The papers that fill each column of `FIELDS`."""
        papers = self.index.papers
        return {
            field.column: pack((papers[field.column].notna() & papers[field.column].astype(str).ne("")).to_numpy())
            for field in FIELDS
        }

    def having(self, key: str) -> Bits:
        """Return the papers of a list."""
        return self.index.facets["list"].having(key)

    def count_entries(self, rows: Bits) -> dict[str, int]:
        """Return how many entries of the papers in `rows` each list has."""
        paper, of_list = self.entries
        kept = of_list[unpack(rows, self.index.size)[paper]]
        return dict(zip(self.lists, np.bincount(kept, minlength=len(self.lists)).tolist(), strict=True))


def largest(sources: Sources, rows: Bits, most: int) -> tuple[list[str], list[str]]:
    """Return the `most` lists with most of the papers in `rows` and the others that have any, both in this order."""
    tally = sources.index.facets["list"].tally(rows)
    ordered = [key for key in sorted(tally, key=lambda key: -tally[key]) if tally[key] and key != NOT_STATED]
    return ordered[:most], ordered[most:]


def facts(sources: Sources, rows: Bits, lists: Sequence[str], dates: Mapping[str, str]) -> pd.DataFrame:
    """Return `FACTS`, one row a list: what it has of the papers in `rows`.

    `only here` are papers in no other list, `share` is that with code with its 95 % Wilson interval. `newest entry`
    is the record of the paper with the newest arXiv month. Of the `dated` papers, those with an arXiv month, `last 12
    months` have one of the 12 months that end with the month of the list's version in `dates` (YYYY-MM-DD), and
    `median age` is in months up to that; both are missing where the date is not known or no paper has a month.
    """
    entries, only = sources.count_entries(rows), sources.index.facets["listed-in"].tally(rows)
    found = []
    for key in lists:
        here = rows & sources.having(key)
        papers, coded = count(here), count(here & with_code(sources.index))
        share = coded / papers if papers else float("nan")
        numbers = (entries[key], papers, only.get(key, 0), coded, share, *wilson(coded, papers))
        found.append((key, *numbers, *newest(sources, here, key), *_ages(sources.index, here, dates.get(key, ""))))
    return pd.DataFrame(found, columns=list(FACTS))


def together(sources: Sources, rows: Bits, lists: Sequence[str]) -> dict[str, int]:
    """Return `entries`, `papers`, `only here` and `with code` of several lists as if they were one."""
    of_list, entries = sources.index.facets["list"], sources.count_entries(rows)
    here = rows & of_list.having_any(lists)
    return {
        "entries": sum(entries[key] for key in lists),
        "papers": count(here),
        "only here": count(here & ~of_list.having_any({*sources.lists} - {*lists})),
        "with code": count(here & with_code(sources.index)),
    }


def newest(sources: Sources, rows: Bits, key: str) -> tuple[str, str]:
    """Return the newest arXiv month among `rows`, and the entry (list:line) of its last paper in the list `key`."""
    month = sources.index.facets["month"]
    stated = [name for name, papers in month.tally(rows).items() if papers and name != NOT_STATED]
    if not stated:
        return "", ""
    of_month = sources.index.papers.iloc[np.flatnonzero(unpack(rows & month.having(stated[-1]), sources.index.size))]
    last = of_month.sort_values("id").iloc[-1]
    return stated[-1], next((record for record in split(str(last["records"])) if line_of(record)[0] == key), "")


def lag(sources: Sources, rows: Bits, key: str, versions: Sequence[str]) -> tuple[int, float]:
    """Return the papers of `rows` that came with a later version of a list, and their median lag in months.

    `versions` are the dates (YYYY-MM-DD) of its versions. The lag is from a paper's arXiv month to that of its `added`
    date; papers that another list had first do not count. If there is no paper, the median is nan.
    """
    later = sorted(set(versions))[1:]
    if not later:
        return 0, float("nan")
    came = rows & sources.having(key) & sources.index.facets["added"].having_any(later)
    papers = crosstab(sources.index, "month", "added", came)
    papers = papers.drop(index=NOT_STATED, columns=NOT_STATED, errors="ignore")
    written, added = (
        np.array([month_number(date) for date in dates], dtype=np.int64) for dates in (papers.index, papers.columns)
    )
    months = np.repeat(np.subtract.outer(-written, -added).ravel(), papers.to_numpy(dtype=np.int64).ravel())
    return len(months), float(np.median(months)) if len(months) else float("nan")


def overlap(sources: Sources, rows: Bits, lists: Sequence[str]) -> pd.DataFrame:
    """Return how many papers each pair of lists shares; the diagonal has the papers of each."""
    return crosstab(sources.index, "list", "list", rows).loc[list(lists), list(lists)]


def intersections(sources: Sources, rows: Bits, lists: Sequence[str]) -> pd.DataFrame:
    """Return `lists, others, papers, options`: papers by exactly the lists that have them, the most first.

    Lists that are not among `lists` count as one, `others`; `options` are the values of the facet `listed-in`.
    """
    groups: dict[tuple[tuple[str, ...], bool], list[tuple[str, int]]] = {}
    for option, papers in sources.index.facets["listed-in"].tally(rows).items():
        if papers:
            having = option.split(AND)
            shown = tuple(key for key in lists if key in having)
            groups.setdefault((shown, len(shown) < len(having)), []).append((option, papers))
    found = [
        (shown, others, sum(papers for _, papers in parts), tuple(option for option, _ in parts))
        for (shown, others), parts in groups.items()
    ]
    frame = pd.DataFrame(found, columns=["lists", "others", "papers", "options"])
    return frame.sort_values("papers", ascending=False, kind="stable", ignore_index=True)


def options_with(sources: Sources, keys: Sequence[str]) -> list[str]:
    """Return the values of the facet `listed-in` that name every list in `keys`."""
    return [option for option in sources.index.facets["listed-in"].options if {*keys} <= {*option.split(AND)}]


def completeness(sources: Sources, rows: Bits, lists: Sequence[str]) -> pd.DataFrame:
    """Return `list, field, filled, papers, share, grade` for each list and field; list "" stands for all papers.

    A paper's cell counts as filled whichever of its lists filled it. The grade of no papers is "".
    """
    found = []
    for key in ("", *lists):
        here = rows & sources.having(key) if key else rows
        papers = count(here)
        for field in FIELDS:
            filled = count(here & sources.filled[field.column])
            share = filled / papers if papers else float("nan")
            found.append((key, field.column, filled, papers, share, grade(filled, papers)))
    return pd.DataFrame(found, columns=["list", "field", "filled", "papers", "share", "grade"])


def grade(filled: int, papers: int) -> str:
    """Return the word of `GRADES` for `filled` of `papers` cells; "" if there are no papers."""
    return next(word for word, least in GRADES.items() if filled >= least * papers) if papers else ""


def _ages(index: Index, rows: Bits, date: str) -> tuple[int, float, float]:
    """Return the papers with a month, those of the last 12 months before `date`, and the median age in months."""
    tally = {name: papers for name, papers in index.facets["month"].tally(rows).items() if name != NOT_STATED}
    dated = sum(tally.values())
    if not date or not dated:
        return dated, float("nan"), float("nan")
    ages = np.repeat([month_number(date) - month_number(name) for name in tally], list(tally.values()))
    return dated, float(((ages >= 0) & (ages < MONTHS_OF_A_YEAR)).sum()), float(np.median(ages))
