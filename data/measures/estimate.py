"""An estimate of how many papers neither of two lists has, by capture and recapture, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, sqrt
from statistics import NormalDist

from data.query.bitmap import Bits, count
from data.query.facet import NOT_STATED, Facet
from data.query.facets import FACETS, Index
from data.query.filters import Filters
from data.query.search import in_venues, parse

# Seven or more papers in both lists: the bias of the estimate is then negligible with a probability of 95 %
# (Robson and Regier 1964, Transactions of the American Fisheries Society 93, 215-226).
FEWEST_SHARED = 7

# Facets that do not depend on who lists a paper, only on its title and arXiv id. The values of all other facets come
# from the entries of a paper, so papers in both lists pass a filter on them more or less often than other papers.
INDEPENDENT = ("topic", "term", "month", "arxiv-year", "list", "listed-in")

# The larger list nearly contains the smaller one if it has at least this share of it.
CONTAINED = 0.9

# A list is not about a paper whose values of these facets it never has.
SCOPES = ("technique", "domain")


@dataclass(frozen=True)
class Estimate:
    """How many papers there are, found or not, with the ends of the 95 % interval and the standard error."""

    papers: float
    low: float
    high: float
    deviation: float


@dataclass(frozen=True)
class Question:
    """The papers that both of two lists could have had, and how many of them each has.

    `months` are the first and last arXiv month (YYYY-MM) that both lists cover, None if there is none. Three numbers
    of selected papers do not count: `undated` have no month, `outside` are of other months, and `other_scope` are on
    subjects of one list only. `listed` papers are in any list of the table. `why_not` says why there is no estimate, ""
    where there is one.
    """

    months: tuple[str, str] | None
    in_a: int
    in_b: int
    in_both: int
    listed: int
    undated: int
    outside: int
    other_scope: int
    why_not: str

    @property
    def found(self) -> int:
        """The papers that at least one of the lists has."""
        return self.in_a + self.in_b - self.in_both

    @property
    def answer(self) -> Estimate | None:
        """The estimate, or None if `why_not` says why there is none."""
        return None if self.why_not else chapman(self.in_a, self.in_b, self.in_both)


def chapman(in_a: int, in_b: int, in_both: int, confidence: float = 0.95) -> Estimate:
    """Return the size of a closed population of which two independent samples have `in_both` members in common.

    Chapman (1951), Some properties of the hypergeometric distribution with applications to zoological sample
    censuses, University of California Publications in Statistics 1, 131-160; the variance of Seber (1970), The
    effects of trap response on tag recapture estimates, Biometrics 26, 13-22. The interval is the transformed logit
    one of Sadinle (2009), Transformed logit confidence intervals for small populations in single capture-recapture
    estimation, Communications in Statistics: Simulation and Computation 38, 1909-1924: the estimate is skewed, and a
    symmetric interval may end below what was found. Its lower end is never below that.

    Raises ValueError for counts that cannot be.
    """
    if not 0 <= in_both <= min(in_a, in_b):
        raise ValueError(f"{in_both} of {in_a} and {in_b} cannot be in both")
    only_a, only_b, found = in_a - in_both, in_b - in_both, in_a + in_b - in_both
    papers = (in_a + 1) * (in_b + 1) / (in_both + 1) - 1
    variance = (in_a + 1) * (in_b + 1) * only_a * only_b / ((in_both + 1) ** 2 * (in_both + 2))
    a, b, both = only_a + 0.5, only_b + 0.5, in_both + 0.5
    spread = exp(NormalDist().inv_cdf(0.5 + confidence / 2) * sqrt(1 / a + 1 / b + 1 / both + both / (a * b)))
    low, high = (found - 0.5 + a * b / both * factor for factor in (1 / spread, spread))
    return Estimate(papers, max(low, float(found)), high, sqrt(variance))


def dependent(in_a: int, in_b: int, in_both: int, odds: float) -> float:
    """Return the size of the population if papers in one sample have `odds` times the odds of others for the other.

    The papers in neither are odds × only in A × only in B / in both: the sensitivity analysis of Gerritse, van der
    Heijden and Bakker (2015), Sensitivity of population size estimation for violating parametric assumptions in
    log-linear models, Journal of Official Statistics 31, 357-379. `in_both` is above 0.
    """
    only_a, only_b = in_a - in_both, in_b - in_both
    return only_a + only_b + in_both + odds * only_a * only_b / in_both


def ask(index: Index, filters: Filters, rows: Bits, pair: tuple[str, str], ends: Mapping[str, str]) -> Question:
    """Return the question for two lists about the papers in `rows`, which `filters` select in all lists.

    Counted are the papers of the months from the later of the two first months to the earlier of the two last ones
    (`ends`, for lists that end before the table does), on techniques and domains of which both lists have papers.
    """
    in_list = [index.facets["list"].having(key) for key in pair]
    month, spans = index.facets["month"], [_span(index, key, ends) for key in pair]
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    inside = [name for name in month.options if name != NOT_STATED and first <= name <= last]
    either = in_list[0] | in_list[1]
    dated = rows & ~month.having(NOT_STATED)
    timely = dated & month.having_any(inside)
    counted = timely & _shared_scope(index, in_list)
    a, b, both = (count(counted & part) for part in (*in_list, in_list[0] & in_list[1]))
    undated, outside, other_scope = (
        count(more & ~fewer & either) for more, fewer in pairwise((rows, dated, timely, counted))
    )
    return Question(
        (first, last) if inside else None,
        a,
        b,
        both,
        count(counted),
        undated,
        outside,
        other_scope,
        _confounded(index, filters) or _why_not(a, b, both, count(counted)),
    )


def _span(index: Index, key: str, ends: Mapping[str, str]) -> tuple[str, str]:
    """Return the first month of a list's papers in the whole table and the last one that it covers."""
    month = index.facets["month"]
    tally = month.tally(index.facets["list"].having(key))
    known = [name for name, papers in tally.items() if papers and name != NOT_STATED]
    newest = max((name for name in month.options if name != NOT_STATED), default="")
    return (known[0], ends.get(key, newest)) if known else ("9999-12", "")


def _shared_scope(index: Index, in_list: list[Bits]) -> Bits:
    """Return the papers with a value in each of `SCOPES` that papers of both lists have, or without any value."""
    shared = index.all_rows
    for name in SCOPES:
        shared = shared & _about_both(index.facets[name], in_list)
    return shared


def _about_both(facet: Facet, in_list: list[Bits]) -> Bits:
    one, other = (facet.tally(rows) for rows in in_list)
    return facet.having_any({NOT_STATED, *(option for option in facet.options if one[option] and other[option])})


def _confounded(index: Index, filters: Filters) -> str:
    """Return a sentence that names the filters that depend on the lists themselves; "" if none does."""
    titles = {spec.name: spec.title.lower() for spec in FACETS}
    named = [titles[facet] for facet, _ in (*filters.picks, *filters.excluded) if facet not in INDEPENDENT]
    named += ["new since"] if filters.since else []
    named += ["a search that finds venues"] if filters.search and in_venues(parse(filters.search), index.papers) else []
    if not named:
        return ""
    return (
        f"There is no estimate under these filters: {', '.join(dict.fromkeys(named))}. They depend on what the lists "
        "say, so papers in both lists pass them more or less often than other papers."
    )


def _why_not(in_a: int, in_b: int, in_both: int, listed: int) -> str:
    """Return a sentence why these counts allow no estimate; "" if they do."""
    if not in_a or not in_b:
        return "There is no estimate: one of the lists has no paper in the months and subjects that both cover."
    if in_both < FEWEST_SHARED:
        return f"There is no estimate: it takes {FEWEST_SHARED} papers in both lists, and here there {_are(in_both)}."
    smaller, larger = sorted((in_a, in_b))
    if in_both >= CONTAINED * smaller:
        return (
            f"There is no estimate: of the {smaller:,} papers of the smaller list that both could have, the other, "
            f"with {larger:,}, has {in_both:,}. One list nearly contains the other, so the papers that they share do "
            "not show how many both have missed."
        )
    answer = chapman(in_a, in_b, in_both)
    if listed > answer.high:
        return (
            f"There is no estimate: it would be {answer.papers:,.0f} (95 % CI {answer.low:,.0f}–{answer.high:,.0f}), "
            f"but all lists together have {listed:,} such papers, so these two depend on each other."
        )
    return ""


def _are(papers: int) -> str:
    return "is 1" if papers == 1 else f"are {papers}"
