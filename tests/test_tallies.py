"""Every number is recomputed here another way."""

from __future__ import annotations

import numpy as np
import pytest

from data.measures.statistics import wilson
from data.measures.tallies import (
    Share,
    code_by,
    crosstab,
    headline,
    per_option,
    per_venue,
    per_year,
    published_by_year,
    shares,
)
from data.query.bitmap import pack
from data.query.facets import SEVERAL, Index, build_index
from tests.conftest import paper, papers_frame


def test_the_share_of_nothing_is_not_defined() -> None:
    assert Share(0, 0).share is None
    assert Share(1, 4).share == 0.25


CODE = "https://github.com/a/b"
CONFERENCE = {"venue": "ACL", "venue_type": "conference"}
PREPRINT = {"venue": "arXiv", "venue_type": "preprint"}


@pytest.fixture
def index() -> Index:
    return build_index(
        papers_frame(
            paper(1, techniques=("Pruning",), year=2021, code_url=CODE, **CONFERENCE),
            paper(2, techniques=("Pruning", "Survey"), year=2021, **PREPRINT),
            paper(3, techniques=("Survey",), year=2023, code_url=CODE, **PREPRINT),
            paper(4, techniques=(), year=2023, venue="ICML", venue_type="conference"),
            paper(5, techniques=("Pruning",), year=None),
        ),
        {"technique": ("Pruning", "Survey")},
    )


ALL = pack(np.ones(5, dtype=np.bool_))
NONE = pack(np.zeros(5, dtype=np.bool_))


def test_headline(index: Index) -> None:
    numbers = headline(index, ALL)
    assert (numbers.papers, numbers.code, numbers.published, numbers.preprints) == (5, Share(2, 5), Share(2, 5), 2)
    assert (numbers.venue_not_stated, numbers.years, numbers.year_not_stated) == (1, (2021, 2023), 1)


def test_the_headline_of_nothing(index: Index) -> None:
    numbers = headline(index, NONE)
    assert (numbers.papers, numbers.code.share, numbers.years) == (0, None, None)


def test_the_headline_of_an_empty_table() -> None:
    empty = build_index(papers_frame(), {})
    numbers = headline(empty, empty.all_rows)
    assert (numbers.papers, numbers.code, numbers.published, numbers.preprints) == (0, Share(0, 0), Share(0, 0), 0)
    assert (numbers.venue_not_stated, numbers.years, numbers.year_not_stated) == (0, None, 0)


def test_a_paper_counts_in_each_of_its_techniques(index: Index) -> None:
    assert per_option(index, "technique", ALL).columns.tolist() == ["option", "papers"]
    assert per_option(index, "technique", ALL).to_numpy().tolist() == [
        ["Pruning", 3],
        ["Survey", 2],
        ["(not stated)", 1],
    ]


def test_years_count_each_paper_once_and_keep_empty_years(index: Index) -> None:
    tally = per_year(index, ALL)
    assert tally.index.tolist() == [2021, 2022, 2023]
    assert tally.sum(axis=1).tolist() == [2, 0, 2]
    assert tally.loc[2021].to_dict() == {"Pruning": 1, "Survey": 0, "(not stated)": 0, SEVERAL: 1}


def test_years_of_an_empty_table_are_none_and_whole_numbers() -> None:
    empty = build_index(papers_frame(), {})
    tally = per_year(empty, empty.all_rows)
    assert (len(tally), tally.index.name, str(tally.index.dtype)) == (0, "year", "int64")
    some = build_index(papers_frame(*(paper(year, year=year) for year in (2020, 2021, 2023))), {})
    assert headline(some, some.all_rows).years == (2020, 2023)
    assert {str(dtype) for dtype in per_year(some, some.all_rows).dtypes} == {"int64"}


def test_years_stay_when_the_selection_shrinks(index: Index) -> None:
    only_2023 = pack(np.array([False, False, True, False, False]))
    assert per_year(index, only_2023).index.tolist() == [2021, 2022, 2023]


def test_venues_without_preprints(index: Index) -> None:
    assert per_venue(index, ALL, preprints=False)["venue"].tolist() == ["ACL", "ICML", "(not stated)"]
    with_preprints = per_venue(index, ALL, preprints=True)
    assert with_preprints.iloc[0].tolist() == ["arXiv", 2, 1]
    assert with_preprints["papers"].sum() == 5


def test_the_rest_of_the_venues_is_named_as_such(index: Index) -> None:
    tally = per_venue(index, ALL, preprints=True, top=1)
    assert tally.to_numpy().tolist() == [["arXiv", 2, 1], ["2 other venues", 2, 2], ["(not stated)", 1, 1]]


def test_twelve_venues_are_named_where_nothing_else_is_said() -> None:
    many = build_index(papers_frame(*(paper(n, venue=f"Venue {n:02}") for n in range(14))), {})
    tally = per_venue(many, many.all_rows, preprints=True)
    assert tally.columns.tolist() == ["venue", "papers", "venues"]
    assert tally.iloc[11:].to_numpy().tolist() == [["Venue 11", 1, 1], ["2 other venues", 2, 2]]


def test_venues_of_equal_size_are_sorted_by_name_however_large_they_are_in_the_table() -> None:
    index = build_index(papers_frame(*(paper(n, venue=venue) for n, venue in enumerate(("B", "B", "B", "A")))), {})
    last_two = pack(np.array([False, False, True, True]))
    assert per_venue(index, last_two, preprints=True)["venue"].tolist() == ["A", "B"]


def test_a_single_venue_is_never_called_the_rest(index: Index) -> None:
    assert per_venue(index, ALL, preprints=True, top=2)["venue"].tolist() == ["arXiv", "ACL", "ICML", "(not stated)"]


def test_code_by_technique(index: Index) -> None:
    tally = code_by(index, "technique", ALL).set_index("option")
    assert tally.loc["Pruning", ["papers", "count"]].tolist() == [3, 1]
    assert tally.loc["Pruning", ["low", "high"]].tolist() == pytest.approx(list(wilson(1, 3)))
    assert np.isnan(code_by(index, "technique", NONE)["share"]).all()


def test_the_share_of_no_papers_is_missing_and_not_divided() -> None:
    with np.errstate(all="raise"):
        found = shares(["none", "one"], np.array([0, 1]), np.array([0, 1]))
    assert np.isnan(found["share"][0])
    assert found["share"][1] == 1
    assert found["low"].tolist() == pytest.approx([0, wilson(1, 1)[0]])


def test_a_crosstab_counts_pairs(index: Index) -> None:
    table = crosstab(index, "technique", "year", ALL)
    assert table.loc["Pruning"].to_dict() == {"2021": 2, "2023": 0, "(not stated)": 1}
    assert table.loc["Survey"].to_dict() == {"2021": 1, "2023": 1, "(not stated)": 0}


def test_published_counts_papers_by_the_year_of_their_arxiv_id() -> None:
    index = build_index(
        papers_frame(
            paper(1, month="2021-03", year=2022, **CONFERENCE),
            paper(2, month="2021-12", year=2021, **PREPRINT),
            paper(3, month="2023-01", year=2023, venue="JMLR", venue_type="journal"),
            paper(4, month="", year=2023, **CONFERENCE),
        ),
        {},
    )
    found = published_by_year(index, index.all_rows)
    assert found[["option", "papers", "count"]].to_numpy().tolist() == [["2021", 2, 1], ["2023", 1, 1]]
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx(list(wilson(1, 2)))
