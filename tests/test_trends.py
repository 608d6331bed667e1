"""A selection over time, two selections side by side, and titles close to each other: small cases worked by hand."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.charts.elements import Band
from components.coverage import Coverage, coverage_of
from components.store import Store
from components.view import View
from components.views.trends.periods import chosen_periods
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import ListSource
from data.measures.comparison import Pair, compare
from data.measures.statistics import difference, wilson
from data.measures.trends import (
    Years,
    disagreements,
    halves,
    in_years,
    list_ends,
    months,
    per_month,
    rising,
    shares_by_year,
)
from data.normalise.title import fold
from data.query.bitmap import count, pack
from data.query.facets import Index, build_index
from data.query.filters import Filters
from data.query.selection import select
from data.query.terms import related, term_facet
from data.schema import Paper
from tests.conftest import paper, papers_frame


def index_of(*papers: Paper) -> Index:
    return build_index(papers_frame(*papers), {})


# Time


def test_months_run_from_the_first_to_the_last_of_the_table_without_gaps() -> None:
    index = index_of(paper(1, month="2022-11"), paper(2, month="2023-02"), paper(3, month="2023-02"), paper(4))
    assert months(index) == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert per_month(index, index.all_rows)[["papers", "total"]].to_numpy().tolist() == [[1, 1], [0, 1], [0, 1], [2, 3]]
    only_last = per_month(index, pack(np.array([False, True, False, False])))
    assert only_last["papers"].tolist() == [0, 0, 0, 1]


def test_a_table_without_months_has_none() -> None:
    index = index_of(paper(1))
    assert months(index) == []
    assert per_month(index, index.all_rows).empty
    assert list_ends(index, {}) == []


def test_a_list_of_unknown_date_ends_with_its_own_newest_month() -> None:
    index = index_of(
        paper(1, month="2023-01", lists=("a",)), paper(2, month="2023-04", lists=("b",)), paper(3, lists=("c",))
    )
    assert [(end.list, end.month, end.horizon, end.read) for end in list_ends(index, {})] == [
        ("a", "2023-01", None, "")
    ]
    read = {"a": "2023-09-01", "b": "2023-04-10", "c": "2023-02-01"}
    assert [(end.list, end.month) for end in list_ends(index, read)] == [("b", "2023-03")]


def test_shares_are_of_the_papers_of_the_year() -> None:
    rows = [
        paper(1, year=2021, techniques=("A", "B")),
        paper(2, year=2021, techniques=("A",)),
        paper(3, year=2023, techniques=("B",)),
        paper(4, techniques=("A",)),
    ]
    index = index_of(*rows)
    found = shares_by_year(index, "technique", index.all_rows).set_index(["year", "option"])
    assert found.loc[(2021, "A"), ["papers", "count", "share"]].tolist() == [2, 2, 1.0]
    assert found.loc[(2021, "B"), ["low", "high"]].tolist() == pytest.approx(list(wilson(1, 2)))
    assert found.loc[(2022, "A"), "papers"] == 0
    assert np.isnan(found.loc[(2022, "A"), "share"])


def test_the_usual_periods_divide_the_papers_most_evenly() -> None:
    many = {2019: 1, 2020: 1, 2021: 4, 2022: 5, 2023: 1}
    rows = [paper(100 * year + n, year=year) for year, papers in many.items() for n in range(papers)]
    index = index_of(*rows)
    assert halves(index, index.all_rows) == ((2019, 2021), (2022, 2023))
    assert halves(index_of(paper(1, year=2020)), pack(np.ones(1, dtype=np.bool_))) is None
    assert count(in_years(index, index.all_rows, (2020, 2021))) == 5


def test_what_rises_is_ranked_by_evidence_and_rare_options_are_left_out() -> None:
    def some(topic: str, year: int, papers: int) -> list[Paper]:
        return [paper(hash((topic, year, n)) % 90000, year=year, topics=(topic,)) for n in range(papers)]

    rows = [
        *some("Up", 2021, 2),
        *some("Up", 2022, 20),
        *some("Down", 2021, 20),
        *some("Down", 2022, 2),
        *some("Rare", 2022, 4),
    ]
    rows = [Paper(**{**vars(row), "id": f"p{n}"}) for n, row in enumerate(rows)]
    index = index_of(*rows)
    found = rising(index, index.facets["topic"], index.all_rows, (2021, 2021), (2022, 2022))
    assert found[["option", "earlier", "later"]].to_numpy().tolist() == [["Up", 2, 20], ["Down", 20, 2]]
    prior = 100 * 22 / 48
    odds = [(2 + prior) / (22 + 100 - 2 - prior), (20 + prior) / (26 + 100 - 20 - prior)]
    assert found["log_odds"].iloc[0] == pytest.approx(np.log(odds[1] / odds[0]))


def test_an_empty_period_has_nothing_that_rises() -> None:
    index = index_of(*(paper(n, year=2021, topics=("A",)) for n in range(9)), paper(10, year=2021))
    assert rising(index, index.facets["topic"], index.all_rows, (2021, 2021), (2022, 2022)).empty


def test_an_option_that_every_paper_has_cannot_rise() -> None:
    rows = [paper(n, year=2021 + n % 2, topics=("A",)) for n in range(20)]
    index = index_of(*rows)
    assert rising(index, index.facets["topic"], index.all_rows, (2021, 2021), (2022, 2022)).empty


def test_disagreements_are_about_venue_track_and_year() -> None:
    index = index_of(
        paper(1, flags=("year-conflict",)), paper(2, flags=("renamed",)), paper(3, flags=("stale-preprint",))
    )
    assert disagreements(index, index.all_rows)["id"].tolist() == ["2401.00001", "2401.00003"]


# The curation horizon


def monthly(key: str, first: int, counts: list[int]) -> list[Paper]:
    return [
        paper(
            0,
            id=f"{key}-{place}-{n}",
            month=f"{2020 + (first + place) // 12}-{(first + place) % 12 + 1:02}",
            lists=(key,),
        )
        for place, papers in enumerate(counts)
        for n in range(papers)
    ]


def store_of(index: Index, **dates: str) -> Store:
    lists = {
        key: ListSource(key, f"The list {key}", url="https://example.org", date=date) for key, date in dates.items()
    }
    return Store(index, None, lists, {"list": {key: source.title for key, source in lists.items()}})


STOP_WORDS = load_knowledge().stop_words
STEADY, ENDED = monthly("steady", 0, [10] * 24), monthly("ended", 0, [10] * 12)


def coverage(store: Store, filters: Filters = Filters()) -> Coverage:  # noqa: B008 - frozen
    return coverage_of(store, select(store.index, filters))


def test_a_list_that_falls_away_from_its_pace_ends_there() -> None:
    """One list of ten papers a month for two years, another that ended after the first year; no date is known."""
    ends = store_of(index_of(*STEADY, *ENDED)).list_ends
    assert [(end.list, end.month, end.horizon is not None) for end in ends] == [("ended", "2020-12", True)]


def test_a_list_that_was_read_at_a_date_ends_there_and_did_not_fall_away() -> None:
    """What it lacks after that date, and the month cut short, say nothing of its pace."""
    rows = monthly("read", 0, [10] * 12 + [2])
    [end] = store_of(index_of(*STEADY, *rows), read="2021-01-08").list_ends
    assert (end.list, end.month, end.horizon, end.read) == ("read", "2020-12", None, "2021-01-08")


def test_a_list_that_fell_away_before_it_was_read_says_so() -> None:
    [end] = store_of(index_of(*STEADY, *ENDED), ended="2021-09-08").list_ends
    assert (end.month, end.horizon is not None) == ("2020-12", True)


def test_hatching_begins_after_the_end_of_a_list_in_the_selection() -> None:
    store = store_of(index_of(*STEADY, *ENDED))
    assert coverage(store).bands(["2020", "2021"]) == [Band(("2021",), dense=False), Band((), dense=True)]
    ended = coverage(store, Filters().picking("listed-in", ["ended"]))
    assert ended.bands(["2020-12", "2021-01"])[1] == Band(("2021-01",), dense=True)
    assert coverage(store, Filters().picking("listed-in", ["steady"])).bands(["2020", "2021"]) == []


def test_with_a_list_picked_only_that_list_counts() -> None:
    both = [paper(0, id=f"b{n}", month="2020-05", lists=("ended", "steady")) for n in range(5)]
    store = store_of(index_of(*STEADY, *ENDED, *both))
    assert coverage(store, Filters().picking("list", ["steady"])).ends == ()
    assert coverage(store, Filters().picking("list", ["ended"])).all_ended


def test_a_year_of_which_a_part_lies_after_the_end_is_hatched() -> None:
    store = store_of(index_of(*STEADY, *monthly("ended", 0, [10] * 15)))
    assert coverage(store).bands(["2020", "2021"])[0] == Band(("2021",), dense=False)


def test_the_end_of_a_list_in_words() -> None:
    told = coverage(store_of(index_of(*STEADY, *ENDED), ended=""))
    assert "The list ended 2020-12" in told.in_short()
    assert "slowed down: 10.0 papers a month in the year up to 2020-12, 0.0 after" in told.in_full()
    read = coverage(store_of(index_of(*STEADY, *ENDED), ended="2021-01-08"))
    assert "was read on 2021-01-08 and had kept its pace until 2020-12" in read.in_full()
    steady = coverage(store_of(index_of(*STEADY)))
    assert (steady.in_short(), steady.in_full(), steady.bands(["2021"])) == ("", "", [])


# Periods


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (None, None, ((2019, 2021), (2022, 2023))),
        ((2019, 2020), (2022, 2022), ((2019, 2020), (2022, 2022))),
        ((2019, 2022), (2021, 2023), ((2019, 2020), (2021, 2023))),
        ((2022, 2023), (2019, 2020), ((2019, 2020), (2022, 2023))),
        ((2021, 2021), (2021, 2021), ((2019, 2021), (2022, 2023))),
        ((1900, 1950), (2090, 2099), ((2019, 2021), (2022, 2023))),
        ((1900, 2020), None, ((2019, 2020), (2022, 2023))),
    ],
)
def test_periods_lie_within_the_table_and_do_not_overlap(
    earlier: Years | None, later: Years | None, expected: tuple[Years, Years]
) -> None:
    many = {2019: 1, 2020: 1, 2021: 4, 2022: 5, 2023: 1}
    index = index_of(*(paper(0, id=f"{year}-{n}", year=year) for year, papers in many.items() for n in range(papers)))
    assert chosen_periods(store_of(index), View(earlier=earlier, later=later), index.all_rows) == expected


def test_periods_of_a_table_without_years_do_not_fail() -> None:
    index = index_of(paper(1))
    assert chosen_periods(store_of(index), View(), index.all_rows) == ((0, 0), (0, 0))


def test_the_usual_periods_have_papers_both() -> None:
    index = index_of(paper(1, year=2019), *(paper(n, year=2023) for n in range(2, 9)))
    assert halves(index, index.all_rows) == ((2019, 2019), (2020, 2023))


# Comparison


ROWS = st.lists(st.booleans(), min_size=8, max_size=8).map(lambda rows: pack(np.array(rows, dtype=np.bool_)))


@given(ROWS, ROWS)
def test_parts_of_a_pair_add_up(a: np.ndarray, b: np.ndarray) -> None:
    pair = Pair(a, b)
    only_a, only_b, both = pair.parts
    assert (only_a + both, only_b + both) == pair.sizes
    assert only_a + only_b + both == count(a | b)


def test_a_comparison_counts_shared_papers_on_both_sides() -> None:
    index = index_of(*(paper(n, techniques=("A",) if n % 2 else ("A", "B")) for n in range(6)))
    pair = Pair(pack(np.arange(6) < 4), pack(np.arange(6) >= 2))
    found = compare(index, "technique", pair).set_index("option")
    assert found.loc["B", ["count_a", "count_b", "difference"]].tolist() == [2, 2, 0]
    assert found.loc["A", ["share_a", "share_b"]].tolist() == [1, 1]
    expected = difference((1, 2), (1, 2), (1, 2))
    assert expected
    assert found.loc["B", ["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])


def test_nothing_compares_with_an_empty_selection() -> None:
    index = index_of(paper(1))
    assert Pair(index.all_rows, pack(np.zeros(1, dtype=np.bool_))).difference(index.all_rows) is None


# Title terms and related papers


def terms(*titles: str) -> Counter[str]:
    """How many of the titles have each term, counted word by word."""
    found: Counter[str] = Counter()
    for title in titles:
        words = fold(title).split()
        tells = [word not in STOP_WORDS and not word.replace(".", "").isdecimal() and len(word) > 1 for word in words]
        pairs = [f"{one} {two}" for (one, a), (two, b) in pairwise(zip(words, tells, strict=True)) if a and b]
        found.update({*(word for word, one in zip(words, tells, strict=True) if one), *pairs})
    return Counter({term: often for term, often in found.items() if often > 1})


def test_terms_are_words_and_pairs_of_words_without_stop_words() -> None:
    title = "The KV Cache of a 7 B Model: KV cache"
    facet = term_facet(papers_frame(paper(1, title=title), paper(2, title=title)), STOP_WORDS)
    assert facet.options == ("cache", "kv", "kv cache", "model", "model kv")


@given(st.lists(st.text(st.sampled_from("ab of.1é-#"), max_size=12), max_size=8))
@example(["", "", "deep deep", "deep deep"])
@example(["ab", "ba ab", "ab ba"])
def test_terms_are_counted_once_a_title_and_never_across_titles(titles: list[str]) -> None:
    facet = term_facet(papers_frame(*(paper(n, title=title) for n, title in enumerate(titles))), STOP_WORDS)
    assert dict(zip(facet.options, facet.totals.tolist(), strict=True)) == terms(*titles)
    assert list(facet.options) == sorted(facet.options)


def test_a_term_of_a_single_title_is_no_term() -> None:
    facet = term_facet(papers_frame(paper(1, title="Deep nets"), paper(2, title="Deep trees")), STOP_WORDS)
    assert (facet.options, facet.totals.tolist()) == (("deep",), [2])


def test_an_empty_table_has_no_terms() -> None:
    assert term_facet(papers_frame(), STOP_WORDS).options == ()


def test_related_papers_share_a_topic_first_and_then_rare_words() -> None:
    rows = [
        paper(1, title="Rotated outliers of sparse nets", topics=("T",)),
        paper(2, title="Rotated outliers of sparse nets, again"),
        paper(3, title="Outliers in nets", topics=("T",)),
        paper(4, title="Something else entirely", topics=("T",)),
        paper(5, title="Rotated nets"),
        paper(6, title="Something else"),
    ]
    index = index_of(*rows)
    found = related(index.facets["term"], index.facets["topic"], 0)
    assert [(near.row, near.topics) for near in found] == [(2, ("T",)), (1, ()), (4, ())]
    assert 0 < found[0].similarity < found[1].similarity <= 1


def test_a_frame_of_papers_is_not_changed_by_measuring() -> None:
    frame = papers_frame(*monthly("a", 0, [2, 3]))
    before = frame.copy()
    index = build_index(frame, {})
    per_month(index, index.all_rows)
    shares_by_year(index, "technique", index.all_rows)
    pd.testing.assert_frame_equal(frame, before)
