"""Counts → estimates with intervals: a share, the difference of two shares, the rise of terms; and tests of rates."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Group = tuple[int, int]
"""How many papers of a group have what is counted, and how many papers the group has."""


@dataclass(frozen=True)
class Difference:
    """A share minus another, −1 to 1, with the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LogOdds:
    """The rise of each term from one period to a later one; five arrays of one length, in natural logarithms.

    `log_odds` above 0 means that the term has become more common; `deviation` is its standard deviation, `z` their
    quotient, and `low` and `high` are the ends of the 95 % interval.
    """

    log_odds: NDArray[np.float64]
    deviation: NDArray[np.float64]
    z: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a binomial proportion, both ends from 0 to 1.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212;
    without continuity correction. With a total of 0 it is (0, 1).
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


def difference(only_a: Group, only_b: Group, both: Group, confidence: float = 0.95) -> Difference | None:
    """Return the share in selection A minus that in B, which may overlap, or None if A or B has no paper.

    Each argument is `(count, total)` of the papers that are only in A, only in B, or in both: three disjoint groups,
    so independent proportions p with weights w = n/A, −n/B and n (1/A − 1/B), where A and B are the sizes of the
    selections and n that of the group. The interval of the sum of w p is MOVER's with Wilson limits: Zou, Huang and
    Zhang (2009), A note on confidence interval estimation for a linear function of binomial proportions,
    Computational Statistics & Data Analysis 53, 1080-1085. Without papers in both it is method 10 of Newcombe
    (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17, 873-890.

    Where A and B hold the same papers, the difference is 0 whatever the share is, so the interval is 0 to 0.
    Raises ValueError if a count is below 0 or above its total.
    """
    groups = (only_a, only_b, both)
    limits = [wilson(count, total, confidence) for count, total in groups]
    size_a, size_b = only_a[1] + both[1], only_b[1] + both[1]
    if not size_a or not size_b:
        return None
    value = (only_a[0] + both[0]) / size_a - (only_b[0] + both[0]) / size_b
    weights = (only_a[1] / size_a, -only_b[1] / size_b, both[1] / size_a - both[1] / size_b)
    below = above = 0.0
    for weight, (count, total), (low, high) in zip(weights, groups, limits, strict=True):
        # A negative weight turns the interval of its group round.
        down, up = sorted((weight * low, weight * high))
        term = weight * count / total if total else 0.0
        below += (term - down) ** 2
        above += (up - term) ** 2
    return Difference(value, max(-1.0, value - sqrt(below)), min(1.0, value + sqrt(above)))


def log_odds(
    count_a: ArrayLike,
    total_a: int,
    count_b: ArrayLike,
    total_b: int,
    background_count: ArrayLike,
    background_total: int,
    prior: float = 100.0,
) -> LogOdds:
    """Return how much more common each term is in period B (later) than in period A (earlier).

    The counts hold one number a term: the papers that have it, of `total_a`, `total_b` and `background_total` papers.
    It is the log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi and Quinn (2008), Fightin' words,
    Political Analysis 16, 372-403. Each period is given `prior` papers more in which the term is as common as in the
    background, which draws rare terms towards 0 and keeps one that a period lacks finite. A term counts once a paper,
    so their multinomial is a binomial here, and the variance keeps the papers without the term, which may be few:
    1/with + 1/without, summed over both periods (Woolf's, with the prior counted in).

    Raises ValueError for impossible counts, for a `prior` not above 0, and for a term that no paper or every paper of
    the background has: its odds there are 0 or infinite, so it has no prior. Leave such terms out.
    """
    if not 0 < prior < np.inf:
        raise ValueError(f"a prior of {prior} papers is not above 0 and finite")
    background = _counts("the background", background_count, background_total)
    if ((background == 0) | (background == background_total)).any():
        raise ValueError("a term that no paper or every paper of the background has cannot be compared")
    added = prior * background / background_total
    with_a = _counts("the earlier period", count_a, total_a, background.shape) + added
    with_b = _counts("the later period", count_b, total_b, background.shape) + added
    without_a, without_b = total_a + prior - with_a, total_b + prior - with_b
    rise = np.log(with_b / without_b) - np.log(with_a / without_a)
    deviation = np.sqrt(1 / with_a + 1 / without_a + 1 / with_b + 1 / without_b)
    half = NormalDist().inv_cdf(0.975) * deviation
    return LogOdds(rise, deviation, rise / deviation, rise - half, rise + half)


def poisson_ratio(count: float, length: int, later_count: float, later_length: int) -> float:
    """Return twice the log-likelihood ratio of two Poisson rates against one; both counts are above 0.

    The counts are of events in `length` and `later_length` units of time.
    """
    rate = (count + later_count) / (length + later_length)
    return 2 * (count * log(count / (rate * length)) + later_count * log(later_count / (rate * later_length)))


def dispersion(counts: NDArray[np.float64]) -> float:
    """Return the variance of counts over their mean, at least 1 (Poisson), from the steps between neighbours.

    Counts that grow steadily differ much from their mean but little from one to the next.
    """
    steps = np.diff(counts)
    return max(1.0, float(steps @ steps / (counts[1:] + counts[:-1]).sum()))


def normal_deviate(t_squared: float, freedom: float) -> float:
    """Return the normal deviate as improbable as Student's t: Wallace (1959), Ann. Math. Stat. 30, 1121-1130."""
    return (8 * freedom + 1) / (8 * freedom + 3) * sqrt(freedom * log1p(t_squared / freedom))


def _counts(name: str, counts: ArrayLike, total: int, shape: tuple[int, ...] | None = None) -> NDArray[np.float64]:
    given = np.asarray(counts, dtype=np.float64)
    if shape is not None and given.shape != shape:
        raise ValueError(f"{name} counts {given.size} terms, the background others")
    # Written so that NaN fails too.
    if total < 0 or not ((given >= 0) & (given <= total)).all():
        raise ValueError(f"a count of {name} is below 0 or above its {total} papers")
    return given
