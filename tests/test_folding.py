"""Many options as few rows: the largest stand for themselves, the others are one row, sparse beginnings one column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.row_names import LONGEST, cut, row_names
from data.measures.folding import (
    beginning,
    code_by_row,
    crosstab_of,
    first_month,
    first_year,
    fold_columns,
    fold_early,
    gathered,
    gathered_months,
    per_row,
    rows_of,
)
from data.measures.trends import per_month
from data.query.facet import NOT_STATED, has_values
from data.query.facets import Index, build_index
from tests.conftest import paper, papers_frame


def index_of(*papers: object) -> Index:
    return build_index(papers_frame(*papers), {})  # type: ignore[arg-type]


@pytest.fixture
def index() -> Index:
    """Twenty techniques; the first has most papers, the last one paper; one paper has the last two, one has none."""
    code = {"code_url": "https://github.com/a/b"}
    many = [(f"T{number:02}",) for number in range(20) for _ in range(20 - number)]
    papers = [paper(n, techniques=names, year=2024, **code) for n, names in enumerate(many)]
    return index_of(*papers, paper(300, techniques=("T18", "T19"), year=2023), paper(301))


def test_the_largest_stand_for_themselves_the_others_share_a_row_and_what_is_not_stated_comes_last(
    index: Index,
) -> None:
    frame = per_row(rows_of(index.facets["technique"], index.all_rows), index.all_rows)
    assert frame["option"].tolist() == [*(f"T{n:02}" for n in range(12)), "8 other techniques", NOT_STATED]
    assert frame["options"].tolist() == [1] * 12 + [8, 1]
    assert frame["papers"].tolist()[-2:] == [sum(range(1, 9)) + 1, 1], "the paper with two of the others counts once"


def test_picked_options_stand_for_themselves(index: Index) -> None:
    shown = rows_of(index.facets["technique"], index.all_rows, ["T19"])
    assert shown.shown[-1] == "T19"
    assert len(shown.shown) == 12


def test_a_single_other_option_is_shown_and_options_without_papers_are_no_others(index: Index) -> None:
    facet = index.facets["technique"]
    assert rows_of(facet, index.all_rows, most=19).others == ()
    few = rows_of(facet, facet.having_any(["T03", "T07"]))
    assert (few.shown, few.others) == (("T03", "T07"), ())


def test_rows_of_code_and_of_years_count_the_papers_of_the_others_once(index: Index) -> None:
    shown = rows_of(index.facets["technique"], index.all_rows)
    frame = code_by_row(index, shown, index.all_rows).set_index("option")
    assert frame.loc["8 other techniques", ["count", "papers"]].tolist() == [36, 37]
    table = crosstab_of(shown, index.facets["year"], index.all_rows)
    assert table.loc["8 other techniques", "2023"] == 1
    assert table.loc[NOT_STATED, NOT_STATED] == 1


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 20))
def test_every_option_with_papers_is_in_exactly_one_row(papers: list[int], most: int) -> None:
    rows = [paper(n * 100 + m, venue=f"V{n}") for n, many in enumerate(papers) for m in range(many)]
    index = index_of(*rows, paper(9999, venue="W"))
    shown = rows_of(index.facets["venue"], index.all_rows, most=most)
    assert sorted([*shown.shown, *shown.others]) == sorted(index.facets["venue"].options)
    assert len(shown.shown) <= most + 1
    assert per_row(shown, index.all_rows)["papers"].sum() == index.size


def test_columns_are_added_up_in_the_place_of_the_last() -> None:
    table = pd.DataFrame([[1, 2, 3, 4, 5]], columns=["A", "B", "C", "D", NOT_STATED])
    folded = fold_columns(table, ["A", "C", NOT_STATED], "techniques")
    assert folded.to_dict("list") == {"A": [1], "C": [3], "2 other techniques": [6], NOT_STATED: [5]}
    assert fold_columns(table, ["A", "B", "C", NOT_STATED], "techniques") is table


def test_a_long_sparse_beginning_is_gathered_by_the_whole_table() -> None:
    early = [paper(n, year=1990 + 3 * n) for n in range(4)]
    index = index_of(*early, *(paper(100 + n, year=2005 + n % 20) for n in range(400)))
    assert first_year(index) == 2005
    table = pd.DataFrame({"A": [1] * 5}, index=[1990, 1993, 2004, 2005, 2006])
    assert gathered(table, 2005)["A"].to_dict() == {"before 2005": 3, "2005": 1, "2006": 1}
    by_year = pd.DataFrame([[1, 2, 3]], columns=["1990", "2004", "2005"])
    assert fold_early(by_year, ["1990", "2004"]).to_dict("list") == {"before 2005": [3], "2005": [3]}


def test_few_years_and_dense_beginnings_are_drawn_as_they_are() -> None:
    assert first_year(index_of(*(paper(n, year=2010 + n) for n in range(10)))) == 2010
    assert beginning([5] * 40, 15) == 0
    assert beginning([1, *[50] * 30], 15) == 0, "one year alone takes no more room than what stands for it"
    assert first_year(index_of(paper(1))) == 0


def test_months_are_gathered_alike_and_keep_the_running_total() -> None:
    early = [paper(1, month="2000-01"), paper(2, month="2001-05")]
    index = index_of(*early, *(paper(10 + n, month=f"{2018 + n % 7}-03") for n in range(200)))
    assert first_month(index) == "2018-03"
    frame = gathered_months(per_month(index, index.all_rows), "2018-03")
    assert frame.iloc[0][["month", "papers", "total"]].tolist() == ["before 2018-03", 2, 2]
    assert frame.iloc[0]["options"] > 1
    assert frame["total"].iloc[-1] == 202
    assert first_month(index_of(paper(1))) == ""


def test_a_facet_without_any_value_says_so() -> None:
    assert not has_values(index_of(paper(1)).facets["technique"])
    assert has_values(index_of(paper(1, techniques=("A",))).facets["technique"])


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=120), unique=True, max_size=20))
def test_names_beside_rows_are_short_and_differ(names: list[str]) -> None:
    shown = row_names(names)
    assert len(set(shown)) == len(names)
    assert all(len(cut(name)) <= LONGEST for name in names)


def test_a_long_name_loses_its_middle() -> None:
    assert cut("Graph Neural Networks for Combinatorial Optimisation", 24) == "Graph Neural…misation"
    assert cut("Short", 24) == "Short"
    assert np.all([len(cut("知" * 50, 24)) <= 12])
