"""How many papers neither list has: textbook numbers, coverage of the interval, and when there is no honest answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.measures.estimate import FEWEST_SHARED, INDEPENDENT, Question, ask, chapman, dependent
from data.query.facets import FACETS, Index, build_index
from data.query.filters import Filters
from data.schema import Paper
from tests.conftest import paper, papers_frame


def test_numbers_worked_by_hand() -> None:
    """87 marked, 14 caught, 7 of them marked: 88 × 15 / 8 − 1 = 164; 88 × 15 × 80 × 7 / (8² × 9) = 1283.33."""
    found = chapman(87, 14, 7)
    assert found.papers == pytest.approx(164)
    assert found.deviation**2 == pytest.approx(1283.33, abs=0.01)


def test_the_interval_worked_by_hand() -> None:
    """10 marked, 15 caught, 5 of them marked. 20 − 0.5 + 5.5 × 10.5 / 5.5 × exp(± 1.96 s) with
    s² = 1/5.5 + 1/10.5 + 1/5.5 + 5.5 / (5.5 × 10.5), so s = 0.7442 and the ends are 21.9 and 64.7.
    """
    found = chapman(10, 15, 5)
    assert found.papers == pytest.approx(11 * 16 / 6 - 1)
    assert (found.low, found.high) == pytest.approx((21.94, 64.67), abs=0.01)


@pytest.mark.parametrize(("in_a", "in_b", "in_both"), [(5, 6, 7), (5, 6, -1), (-1, 3, 0)])
def test_counts_that_cannot_be_are_refused(in_a: int, in_b: int, in_both: int) -> None:
    with pytest.raises(ValueError, match="cannot be in both"):
        chapman(in_a, in_b, in_both)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_estimate_lies_in_its_interval_and_never_below_what_was_found(only_a: int, only_b: int, both: int) -> None:
    found, turned = chapman(only_a + both, only_b + both, both), chapman(only_b + both, only_a + both, both)
    assert only_a + only_b + both <= found.low <= found.high
    assert only_a + only_b + both <= found.papers + 1e-9
    if min(only_a, only_b) and both >= FEWEST_SHARED:
        assert found.low <= found.papers <= found.high
    assert (found.papers, found.low, found.high) == pytest.approx((turned.papers, turned.low, turned.high))


@pytest.mark.parametrize(
    ("papers", "share_a", "share_b"),
    [(100, 0.3, 0.6), (100, 0.6, 0.85), (300, 0.2, 0.2), (300, 0.5, 0.9), (285, 0.94, 0.57), (1000, 0.1, 0.7)],
)
def test_the_interval_covers_the_truth_where_lists_are_independent(papers: int, share_a: float, share_b: float) -> None:
    """4,000 pairs of lists a case: at least 93 of 100 intervals hold the truth; symmetric ones do no better."""
    random = np.random.default_rng(747)
    hits = symmetric = answered = 0
    for _ in range(4000):
        one, other = random.random(papers) < share_a, random.random(papers) < share_b
        a, b, both = int(one.sum()), int(other.sum()), int((one & other).sum())
        if both < FEWEST_SHARED or both == min(a, b):
            continue
        answered += 1
        found = chapman(a, b, both)
        hits += found.low <= papers <= found.high
        symmetric += abs(found.papers - papers) <= 1.96 * found.deviation
    assert answered > 3000
    assert hits / answered > 0.93
    assert hits >= symmetric - 0.01 * answered


def test_lists_that_follow_each_other_make_the_estimate_too_low() -> None:
    """Half of B's papers are taken from A; the papers that both lack seem fewer than they are."""
    random = np.random.default_rng(1)
    found = []
    for _ in range(200):
        one, own = random.random(500) < 0.4, random.random(500) < 0.3
        other = own | (one & (random.random(500) < 0.5))
        found.append(chapman(int(one.sum()), int(other.sum()), int((one & other).sum())).papers)
    assert np.mean(found) < 400


def test_odds_of_one_are_independence_and_higher_odds_raise_the_estimate() -> None:
    """30 × 20 / 40 papers in neither at odds of 1; twice as many at odds of 2."""
    assert dependent(70, 60, 40, 1) == pytest.approx(70 * 60 / 40)
    assert dependent(70, 60, 40, 2) == pytest.approx(90 + 30)


# What is asked of two lists


def listed(number: int, keys: str, month: str = "2023-05", **cells: object) -> Paper:
    return paper(
        number, **{"month": month, "lists": tuple(keys.split()), "techniques": ("Pruning",), "domains": (), **cells}
    )


def group(start: int, a: int, b: int, both: int, **cells: object) -> list[Paper]:
    keys = ["a"] * a + ["b"] * b + ["a b"] * both
    return [listed(start + place, key, **cells) for place, key in enumerate(keys)]


def index_of(*groups: list[Paper]) -> Index:
    return build_index(papers_frame(*(each for papers in groups for each in papers)), {})


def asked(index: Index, filters: Filters | None = None, **ends: str) -> Question:
    return ask(index, filters or Filters(), index.all_rows, ("a", "b"), ends)


def test_papers_of_the_months_that_both_lists_cover_count() -> None:
    index = index_of(
        group(0, 10, 12, 9),
        group(100, 5, 0, 0, month="2021-01"),
        group(200, 0, 8, 0, month="2024-06"),
        group(300, 3, 1, 0, month=""),
    )
    found = asked(index, a="2023-06")
    assert found.months == ("2023-05", "2023-06")
    assert (found.in_a, found.in_b, found.in_both, found.found) == (19, 21, 9, 31)
    assert (found.undated, found.outside, found.other_scope) == (4, 13, 0)
    assert found.answer == chapman(19, 21, 9)


def test_papers_on_what_one_list_never_has_do_not_count() -> None:
    index = index_of(
        group(0, 10, 12, 9),
        group(100, 6, 0, 0, domains=("Vision",)),
        group(200, 0, 7, 0, techniques=("Survey",)),
        group(300, 2, 0, 0, domains=("Vision", "Language")),
        group(400, 0, 1, 0, domains=("Language",)),
    )
    found = asked(index)
    assert found.other_scope == 13
    assert (found.in_a, found.in_b, found.in_both) == (21, 22, 9)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((20, 20, FEWEST_SHARED - 1), "it takes 7 papers in both lists, and here there are 6"),
        ((0, 20, 10), "of the 10 papers of the smaller list that both could have, the other, with 30, has 10"),
        ((20, 0, 10), "of the 10 papers of the smaller list that both could have, the other, with 30, has 10"),
        ((0, 20, 0), "has no paper"),
    ],
)
def test_there_is_no_estimate_where_it_makes_no_sense(counts: tuple[int, int, int], why: str) -> None:
    found = asked(index_of(group(0, *counts)))
    assert found.answer is None
    assert why in found.why_not


def test_enough_papers_in_both_give_an_estimate() -> None:
    assert asked(index_of(group(0, 20, 20, FEWEST_SHARED))).answer


def test_lists_of_other_times_have_no_estimate() -> None:
    index = index_of(group(0, 30, 0, 0, month="2020-01"), group(100, 0, 30, 9, month="2023-01"))
    found = asked(index, a="2020-02")
    assert (found.months, found.answer) == (None, None)


def test_more_papers_in_all_lists_than_two_could_leave_refute_the_estimate() -> None:
    others = [listed(200 + place, "c") for place in range(50)]
    index = index_of(group(0, 5, 5, 30), others)
    found = asked(index)
    assert found.listed == 90
    assert "depend on each other" in found.why_not


@pytest.mark.parametrize(("both", "answered"), [(89, True), (90, False)])
def test_a_list_that_nearly_contains_the_other_gives_no_estimate(both: int, answered: bool) -> None:
    found = asked(index_of(group(0, 50, 100 - both, both)))
    assert (found.answer is not None) == answered
    if not answered:
        assert "nearly contains" in found.why_not


def test_filters_on_what_lists_say_give_no_estimate() -> None:
    """Papers in both lists pass a filter on year, technique, venue or code more or less often than those of one."""
    index = index_of(group(0, 20, 20, 10))
    for spec in FACETS:
        value = index.facets[spec.name].options[0]
        for filters in (Filters().picking(spec.name, [value]), Filters().excluding(spec.name, [value])):
            assert (asked(index, filters).answer is not None) == (spec.name in INDEPENDENT), spec.name
    assert {"technique", "year", "venue", "domain"}.isdisjoint(INDEPENDENT)
    assert "since" in asked(index, Filters(since="2024-01-01")).why_not


def test_a_search_gives_an_estimate_unless_it_finds_venues() -> None:
    index = index_of(group(0, 20, 20, 10, venue="NeurIPS", track="main"))
    assert asked(index, Filters().searching("number -other")).answer
    for search in ("neur", "paper neurips", "-main"):
        assert "a search that finds venues" in asked(index, Filters().searching(search)).why_not


def test_a_list_without_any_month_gives_no_estimate() -> None:
    assert asked(index_of(group(0, 20, 20, 10, month=""))).answer is None


def test_a_key_that_is_no_list_has_no_papers() -> None:
    index = index_of(group(0, 20, 20, 10))
    assert ask(index, Filters(), index.all_rows, ("a", "nowhere"), {}).answer is None
