"""The curation horizon: the last month in which a list still added papers at its usual pace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from data.measures.statistics import dispersion, normal_deviate, poisson_ratio
from data.normalise.year import month_number

PACE_MONTHS = 12
SPREAD_MONTHS = 24
LEAST_PACE = 1.0
FALL = 0.5
LEVEL = 0.025

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Horizon:
    """Where a list became much slower; `pace` and `after` are papers a month.

    `last` is the position of the last month that keeps pace, `pace` the mean of the up to 12 months that end there,
    `after` the mean of all months that follow, `p_value` the one-sided probability of such a fall at an unchanged rate.
    """

    last: int
    pace: float
    after: float
    p_value: float


def curation_horizon(counts: Sequence[int]) -> Horizon | None:
    """Return where a list falls below its own pace for good, or None if it keeps its pace to the end.

    `counts` are the papers of the list by month of writing, month after month without a gap up to the last month of
    the whole table, so that a list that ended early ends in zeros. A month can be the horizon where

    - the pace, the mean of the up to 12 months that end there, is at least one paper a month;
    - the month itself has at least half of the pace, and each later month less than half: a list that comes back
      after a gap never has its horizon in the gap;
    - the fall is more than chance (`p_value` at most 0.025): the likelihood ratio of one Poisson rate before and
      another after against a single rate, divided by how much more than Poisson neighbouring months differ.

    The month with the strongest evidence is taken. Simulated lists of steady pace have a horizon by chance in one to
    three of a hundred, whatever their pace (1.5 to 30 papers a month) and spread (1 to 8 times Poisson).

    The first papers of a list begin its pace, so zeros before them change nothing. A list whose papers are all of one
    month has no pace. Raises ValueError for a count below 0.
    """
    months = np.asarray(counts, dtype=np.float64)
    if months.ndim != 1 or not (months >= 0).all():
        raise ValueError("counts of papers are a sequence of numbers not below 0")
    first = int(np.argmax(months > 0)) if months.any() else len(months)
    found = [_fall(months, first, last) for last in range(first + 1, len(months) - 1) if _ends(months, first, last)]
    strongest = max(found, key=lambda fall: fall[0], default=None)
    return strongest[1] if strongest and strongest[1].p_value <= LEVEL else None


def month_range(first: str, last: str) -> list[str]:
    """Return the months from `first` to `last`, both included, as YYYY-MM; none where `last` is the earlier one.

    Raises ValueError for what is not a month.
    """
    for month in (first, last):
        if not re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", month):
            raise ValueError(f"{month!r} is not a month (YYYY-MM)")
    numbers = range(month_number(first), month_number(last) + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def _before(months: Counts, first: int, last: int, width: int) -> Counts:
    """Return the up to `width` months that end with `last`."""
    return months[max(first, last + 1 - width) : last + 1]


def _ends(months: Counts, first: int, last: int) -> bool:
    pace = _before(months, first, last, PACE_MONTHS).mean()
    kept, lost = months[last] >= FALL * pace, months[last + 1 :].max() < FALL * pace
    return bool(pace >= LEAST_PACE and kept and lost)


def _fall(months: Counts, first: int, last: int) -> tuple[float, Horizon]:
    """Return the evidence for a fall after `last` as a normal deviate, and the horizon that it would make."""
    before, after = _before(months, first, last, PACE_MONTHS), months[last + 1 :]
    near = _before(months, first, last, SPREAD_MONTHS)
    # Without the half paper (a continuity correction) slow lists would have a horizon by chance twice as often.
    ratio = poisson_ratio(before.sum(), len(before), after.sum() + 0.5, len(after)) / dispersion(near)
    # The spread is an estimate itself, worth this many degrees of freedom (von Neumann and others 1941, Annals of
    # Mathematical Statistics 12, 153-162), so the root of the ratio is like Student's t and not like a normal deviate.
    freedom = 2 * (len(near) - 1) ** 2 / (3 * len(near) - 4)
    deviate = normal_deviate(ratio, freedom)
    return deviate, Horizon(last, float(before.mean()), float(after.mean()), NormalDist().cdf(-deviate))
