"""Every estimate is recomputed by scipy or statsmodels, by hand, or from a paper's worked examples."""

from __future__ import annotations

from dataclasses import astuple
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from data.measures.statistics import Difference, Group, difference, log_odds, wilson

NOBODY = (0, 0)


@st.composite
def groups(draw: st.DrawFn, smallest: int = 0) -> Group:
    total = draw(st.integers(smallest, 2000))
    return draw(st.integers(0, total)), total


@given(groups(), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_scipy(group: Group, confidence: float) -> None:
    count, total = group
    if total == 0:
        assert wilson(0, 0) == (0.0, 1.0)
        return
    expected = binomtest(count, total).proportion_ci(confidence, method="wilson")
    assert wilson(count, total, confidence) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_by_hand() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263 gives 0.2553 to 0.3662."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("count", "total"), [(-1, 3), (4, 3), (0, -1)])
def test_no_proportion_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="is no proportion"):
        wilson(count, total)
    for place in range(3):
        given_groups = [(1, 2)] * 3
        given_groups[place] = (count, total)
        with pytest.raises(ValueError, match="is no proportion"):
            difference(*given_groups)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_worked_examples_of_newcombe(a: Group, b: Group, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    found = difference(a, b, NOBODY)
    assert found
    assert (found.low, found.high) == pytest.approx((low, high), abs=5.1e-5)


@given(groups(1), groups(1), st.sampled_from([0.8, 0.95, 0.99]))
def test_without_common_papers_it_is_newcombes_interval(a: Group, b: Group, confidence: float) -> None:
    found = difference(a, b, NOBODY, confidence)
    expected = confint_proportions_2indep(*a, *b, compare="diff", method="newcomb", alpha=1 - confidence)
    assert found
    assert found.value == pytest.approx(a[0] / a[1] - b[0] / b[1])
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-7)


def test_overlapping_selections_by_hand() -> None:
    """A: 30 of 60 + 10 of 40; B: 5 of 10 + the same 10 of 40. Weights 0.6, −0.2, 40 (1/100 − 1/50) = −0.4."""
    (a_low, a_high), (b_low, b_high), (c_low, c_high) = wilson(30, 60), wilson(5, 10), wilson(10, 40)
    below = sqrt((0.6 * (0.5 - a_low)) ** 2 + (0.2 * (b_high - 0.5)) ** 2 + (0.4 * (c_high - 0.25)) ** 2)
    above = sqrt((0.6 * (a_high - 0.5)) ** 2 + (0.2 * (0.5 - b_low)) ** 2 + (0.4 * (0.25 - c_low)) ** 2)
    found = difference((30, 60), (5, 10), (10, 40))
    assert found
    assert astuple(found) == pytest.approx((0.1, 0.1 - below, 0.1 + above))


@given(groups(), groups(), groups())
def test_the_other_way_round_only_the_sign_changes(only_a: Group, only_b: Group, both: Group) -> None:
    one, other = difference(only_a, only_b, both), difference(only_b, only_a, both)
    if not only_a[1] + both[1] or not only_b[1] + both[1]:
        assert one is other is None
        return
    assert one
    assert other
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), abs=1e-12)
    assert -1 <= one.low <= one.value <= one.high <= 1


@given(groups(1))
def test_the_same_papers_do_not_differ(both: Group) -> None:
    assert difference(NOBODY, NOBODY, both) == Difference(0.0, 0.0, 0.0)


@given(groups(1), groups(1))
def test_common_papers_narrow_the_interval(rest: Group, both: Group) -> None:
    """A part of a selection against all of it: closer than if the common papers were taken for two samples."""
    part, apart = difference(NOBODY, rest, both), difference(both, (rest[0] + both[0], rest[1] + both[1]), NOBODY)
    assert part
    assert apart
    assert part.value == pytest.approx(apart.value)
    assert part.high - part.low <= apart.high - apart.low + 1e-12


@pytest.mark.parametrize(
    ("sizes", "shares"),
    [
        ((80, 60, 120), (0.4, 0.3, 0.35)),
        ((30, 40, 25), (0.2, 0.5, 0.6)),
        ((0, 90, 60), (0.0, 0.25, 0.45)),
        ((200, 15, 200), (0.35, 0.35, 0.35)),
    ],
)
def test_the_interval_covers_what_it_says(sizes: tuple[int, ...], shares: tuple[float, ...]) -> None:
    counts = np.random.default_rng(20250410).binomial(sizes, shares, size=(4000, 3)).tolist()
    total_a, total_b = sizes[0] + sizes[2], sizes[1] + sizes[2]
    weights = (sizes[0] / total_a, -sizes[1] / total_b, sizes[2] / total_a - sizes[2] / total_b)
    truth = float(np.dot(weights, shares))
    found = [difference(*zip(sample, sizes, strict=True)) for sample in counts]
    covered = sum(one is not None and one.low <= truth <= one.high for one in found) / len(found)
    assert 0.935 <= covered <= 0.97


def test_the_rise_of_a_term_by_hand() -> None:
    """6 of 40 papers, then 18 of 60; 30 of 150 in the background, so the prior adds 10 papers, 2 with the term."""
    with_a, without_a, with_b, without_b = 6 + 2, 34 + 8, 18 + 2, 42 + 8
    rise = log(20 / 50) - log(8 / 42)
    deviation = sqrt(1 / with_a + 1 / without_a + 1 / with_b + 1 / without_b)
    found = log_odds([6], 40, [18], 60, [30], 150, prior=10)
    assert found.log_odds == pytest.approx([rise])
    assert found.log_odds == pytest.approx([log(2.1)])
    assert found.deviation == pytest.approx([deviation])
    assert found.z == pytest.approx([rise / deviation])
    assert (found.low[0], found.high[0]) == pytest.approx(
        (rise - 1.959963985 * deviation, rise + 1.959963985 * deviation)
    )


@st.composite
def terms(draw: st.DrawFn) -> tuple[list[int], int, list[int], int, list[int], int]:
    """Terms of two periods that together are the background, each missing in at least one paper of it."""
    total_a, total_b = draw(st.integers(0, 300)), draw(st.integers(2, 300))
    one = st.tuples(st.integers(0, total_a), st.integers(1, total_b - 1))
    counts = draw(st.lists(one, max_size=5))
    a, b = [count for count, _ in counts], [count for _, count in counts]
    return a, total_a, b, total_b, [sum(pair) for pair in counts], total_a + total_b


@given(terms(), st.floats(0.01, 1e4))
def test_exchanging_the_periods_changes_the_sign(
    given_terms: tuple[list[int], int, list[int], int, list[int], int], prior: float
) -> None:
    a, total_a, b, total_b, *background = given_terms
    rise = log_odds(a, total_a, b, total_b, *background, prior=prior)
    fall = log_odds(b, total_b, a, total_a, *background, prior=prior)
    for name in ("log_odds", "z"):
        assert getattr(rise, name) == pytest.approx(-getattr(fall, name))
    assert rise.deviation == pytest.approx(fall.deviation)
    assert rise.low == pytest.approx(-fall.high)
    assert all(np.isfinite(column).all() for column in astuple(rise))


@given(st.integers(2, 300), st.integers(2, 300), st.data())
def test_without_a_prior_it_is_woolfs_interval(total_a: int, total_b: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(1, total_a - 1)), data.draw(st.integers(1, total_b - 1))
    expected = Table2x2(np.array([[b, total_b - b], [a, total_a - a]]))
    found = log_odds([a], total_a, [b], total_b, [a + b], total_a + total_b, prior=1e-9)
    assert found.log_odds[0] == pytest.approx(expected.log_oddsratio, abs=1e-6)
    assert found.deviation[0] == pytest.approx(expected.log_oddsratio_se, abs=1e-6)
    assert (found.low[0], found.high[0]) == pytest.approx(expected.log_oddsratio_confint(), abs=1e-5)


def test_a_stronger_prior_draws_towards_no_rise() -> None:
    rises = [log_odds([2], 50, [9], 60, [11], 110, prior=prior).log_odds[0] for prior in (0.1, 1, 10, 100, 1e3, 1e7)]
    assert rises == sorted(rises, reverse=True)
    assert rises[-1] == pytest.approx(0, abs=1e-4)


def test_a_term_of_neither_period_has_no_evidence() -> None:
    """It is a little rarer in the period that has more papers without it, well within its interval."""
    found = log_odds([0, 0], 50, [0, 0], 50, [1, 20], 200)
    assert found.log_odds.tolist() == [0, 0]
    uneven = log_odds([0], 20, [0], 80, [4], 200)
    assert uneven.low[0] < uneven.log_odds[0] < 0 < uneven.high[0]


def test_a_period_without_papers_and_no_terms_at_all() -> None:
    assert np.isfinite(log_odds([0], 0, [3], 10, [3], 10).z).all()
    assert log_odds([], 5, [], 5, [], 10).z.tolist() == []


def test_a_rare_term_is_drawn_more_than_a_common_one() -> None:
    rare, common = log_odds([1, 50], 400, [2, 100], 400, [3, 150], 800).z
    assert 0 < rare < common


@pytest.mark.parametrize("background", [0, 10])
def test_a_term_without_a_prior_is_refused(background: int) -> None:
    with pytest.raises(ValueError, match="no paper or every paper of the background"):
        log_odds([0], 5, [0], 5, [background], 10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([6], 5, [1], 5, [3], 10), "earlier period is below 0 or above its 5 papers"),
        (([1], 5, [-1], 5, [3], 10), "later period is below 0 or above its 5 papers"),
        (([1], 5, [1], 5, [11], 10), "background is below 0 or above its 10 papers"),
        (([float("nan")], 5, [1], 5, [3], 10), "earlier period"),
        (([], -1, [], 5, [], 10), "earlier period"),
        (([1, 2], 5, [1], 5, [3], 10), "the earlier period counts 2 terms"),
        (([1], 5, [1], 5, [3], 10, 0), "prior of 0 papers"),
        (([1], 5, [1], 5, [3], 10, float("nan")), "prior of nan papers"),
    ],
)
def test_impossible_counts_are_refused(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        log_odds(*arguments)
