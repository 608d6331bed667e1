"""Where lists of every kind stop keeping their pace, and what the rule finds by chance."""

from __future__ import annotations

from math import log, log1p, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import norm, poisson, t

from data.measures.horizon import Horizon, curation_horizon, month_range
from data.measures.statistics import dispersion, normal_deviate, poisson_ratio
from data.schema import DATA_FOLDER, Paper, split
from data.tables.table import read_table

UNEVEN = [11, 8, 14, 9, 12, 6, 10, 13, 9, 8, 12, 11]
COUNTS = st.lists(st.integers(0, 60) | st.sampled_from([0, 1, 10**9]), max_size=60)


def last(counts: list[int]) -> int | None:
    found = curation_horizon(counts)
    return found.last if found else None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([], None, id="empty"),
        pytest.param([0] * 30, None, id="no papers"),
        pytest.param([7], None, id="one month"),
        pytest.param([50] + [0] * 24, None, id="all in the first month"),
        pytest.param([1, 0, 0, 0, 50] + [0] * 24, None, id="nearly all in one month"),
        pytest.param([10] * 36, None, id="steady"),
        pytest.param(UNEVEN * 3, None, id="uneven"),
        pytest.param(list(range(1, 40)), None, id="growing"),
        pytest.param([0, 1, 0, 0] * 12 + [0] * 24, None, id="a trickle that ends"),
        pytest.param([1, 0] * 12 + [0] * 60, None, id="a trickle that ended long ago"),
        pytest.param([1, 0, 0, 2, 0, 0] * 8, None, id="a trickle that goes on"),
        pytest.param(UNEVEN * 2 + [0] * 12, 23, id="ended"),
        pytest.param(UNEVEN * 2 + [0, 1, 0, 0, 2, 1, 0, 0, 0, 1, 0], 23, id="ended but for a trickle"),
        pytest.param(UNEVEN * 2 + [1], 23, id="a last month just begun"),
        pytest.param(UNEVEN * 2 + [6], None, id="a last month well under way"),
        pytest.param([0] * 9 + UNEVEN * 2 + [0] * 12, 32, id="began late"),
        pytest.param([20, 20, 20] + [0] * 12, 2, id="short"),
        pytest.param([9, 14, 7, 11, 10] + [0] * 12, 4, id="short and uneven"),
        pytest.param([100, 100] + [0] * 12, 1, id="two months of many papers"),
        pytest.param([5, 5, 5, 0], None, id="too short to tell"),
        pytest.param(UNEVEN * 2 + [0] * 6 + UNEVEN, None, id="a gap"),
        pytest.param(UNEVEN * 2 + [0] * 6 + [10], None, id="a gap that has just ended"),
        pytest.param(UNEVEN * 2 + [0] * 6 + UNEVEN + [0] * 9, 41, id="a gap, then ended"),
        pytest.param([30] * 12 + [26, 22, 18, 14, 10, 6, 3, 1, 0, 0, 0, 0], 15, id="ran dry"),
        pytest.param([100] * 24 + [10] * 24 + [0] * 12, 23, id="fell to a tenth, then ended"),
        pytest.param(UNEVEN * 2 + [7, 6, 8, 7] * 6, None, id="slower but going on"),
    ],
)
def test_lists_of_every_kind(counts: list[int], expected: int | None) -> None:
    assert last(counts) == expected


@pytest.mark.shipped
@pytest.mark.parametrize(
    ("key", "month", "pace", "after"),
    [("efficient-aigc", "2024-03", 157 / 12, 4 / 13), ("llm-compression", "2025-03", 389 / 12, 8.0)],
)
def test_the_two_lists(key: str, month: str, pace: float, after: float) -> None:
    """The one ended with its snapshot of 2024-04-10; of the other only the last month, cut at day 10, falls away."""
    papers = read_table(DATA_FOLDER / "papers.csv", Paper)
    dated = papers[papers["month"] != ""]
    of_list = dated["month"][[key in split(cell) for cell in dated["lists"]]]
    months = month_range(of_list.min(), dated["month"].max())
    found = curation_horizon([int((of_list == month).sum()) for month in months])
    assert found
    assert (months[found.last], found.pace, found.after) == (month, pytest.approx(pace), pytest.approx(after))


def test_the_numbers_by_hand() -> None:
    """Twelve months of 10 ± 1, then 3 of nothing, taken for half a paper: one rate expects 96.4 and 24.1."""
    found = curation_horizon([9, 11] * 6 + [0] * 3)
    ratio = 2 * (120 * log(120 / 96.4) + 0.5 * log(0.5 / 24.1))
    freedom = 2 * 11**2 / (3 * 12 - 4)
    deviate = (8 * freedom + 1) / (8 * freedom + 3) * sqrt(freedom * log1p(ratio / freedom))
    assert found == Horizon(11, 10.0, 0.0, pytest.approx(norm.sf(deviate)))


MONTHS = st.lists(st.integers(1, 50), min_size=1, max_size=20)


@given(MONTHS, MONTHS)
def test_the_likelihood_ratio_is_that_of_poisson_rates(before: list[int], after: list[int]) -> None:
    def likelihood(months: list[int]) -> float:
        return float(poisson.logpmf(months, np.mean(months)).sum())

    expected = 2 * (likelihood(before) + likelihood(after) - likelihood(before + after))
    assert poisson_ratio(sum(before), len(before), sum(after), len(after)) == pytest.approx(expected, abs=1e-6)


def test_the_spread_is_that_of_the_months_and_not_of_their_growth() -> None:
    random = np.random.default_rng(5)
    wide = random.negative_binomial(20 / 3, 1 / 4, size=40_000).astype(float)
    assert wide.var() / wide.mean() == pytest.approx(4, rel=0.05)
    assert dispersion(wide) == pytest.approx(4, rel=0.05)
    assert dispersion(random.poisson(np.linspace(1, 100, 5000)).astype(float)) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("freedom", [1, 2, 7.6, 15.6])
@pytest.mark.parametrize("quantile", [1.0, 2.0, 3.0, 5.0])
def test_the_normal_deviate_is_near_that_of_students_t(freedom: float, quantile: float) -> None:
    assert normal_deviate(quantile**2, freedom) == pytest.approx(norm.isf(t.sf(quantile, freedom)), abs=0.06)


@pytest.mark.parametrize("pace", [1.5, 3, 10, 30])
@pytest.mark.parametrize("spread", [1.01, 2, 4, 8])
def test_a_list_of_steady_pace_seldom_has_a_horizon(pace: float, spread: float) -> None:
    counts = np.random.default_rng(7).negative_binomial(pace / (spread - 1), 1 / spread, size=(500, 48))
    assert sum(curation_horizon(row) is not None for row in counts) / len(counts) <= 0.04


@pytest.mark.parametrize("spread", [1.01, 4])
def test_a_list_that_ended_is_found_near_its_end(spread: float) -> None:
    counts = np.random.default_rng(8).negative_binomial(12 / (spread - 1), 1 / spread, size=(300, 48))
    counts[:, 36:] = 0
    found = [last(row) for row in counts]
    assert sum(one is not None and 32 <= one <= 35 for one in found) / len(found) >= 0.95


@given(COUNTS)
def test_any_list_has_an_answer_that_holds(counts: list[int]) -> None:
    found = curation_horizon(counts)
    if found is None:
        return
    before, after = counts[: found.last + 1], counts[found.last + 1 :]
    assert before
    assert after
    assert found.after == pytest.approx(np.mean(after))
    assert max(after) < found.pace / 2 <= counts[found.last]
    assert found.pace >= 1
    assert 0 <= found.p_value <= 0.025


@given(COUNTS, st.integers(1, 24))
@example([20, 18, 23] + [0] * 12, 9)
def test_months_before_the_first_paper_change_nothing(counts: list[int], zeros: int) -> None:
    found, later = curation_horizon(counts), curation_horizon([0] * zeros + counts)
    if found is None:
        assert later is None
        return
    assert later == Horizon(found.last + zeros, found.pace, found.after, found.p_value)


@given(COUNTS, st.integers(2, 9))
def test_a_list_of_more_papers_keeps_its_horizon(counts: list[int], times: int) -> None:
    if curation_horizon(counts):
        assert curation_horizon([count * times for count in counts])


@given(st.integers(4, 40), st.integers(6, 30), st.integers(3, 24), st.integers(1, 30))
def test_a_list_that_goes_on_loses_its_horizon(pace: int, length: int, silence: int, more: int) -> None:
    ended = [pace] * length + [0] * silence
    assert last(ended) == length - 1
    assert last(ended + [pace] * more) is None


@given(COUNTS, st.integers(1, 12))
def test_one_month_at_the_old_pace_ends_the_silence(counts: list[int], more: int) -> None:
    found = curation_horizon(counts)
    if found:
        assert last([*counts, *[int(found.pace) + 1] * more]) != found.last


@pytest.mark.parametrize("counts", [[3, -1], [float("nan")], [[1, 2], [3, 4]]])
def test_no_counts_are_refused(counts: list) -> None:
    with pytest.raises(ValueError, match="not below 0"):
        curation_horizon(counts)


def test_months() -> None:
    expected = [str(month) for month in pd.period_range("2019-11", "2025-04", freq="M")]
    assert month_range("2019-11", "2025-04") == expected
    assert month_range("2024-03", "2024-03") == ["2024-03"]
    assert month_range("2024-03", "2024-02") == []


@pytest.mark.parametrize("month", ["", "2024", "2024-13", "2024-00", "24-01", "2024-1", "2024-01-01", "٢٠٢٤-01"])
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        month_range(month, "2025-01")
