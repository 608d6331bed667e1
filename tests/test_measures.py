"""Every number is recomputed here another way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from data.facets import Index, build_index
from data.measures import SEVERAL, Share, code_by_technique, headline, per_technique, per_venue, per_year, wilson
from tests.conftest import paper, papers_frame


@given(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_scipy(one: int, other: int, confidence: float) -> None:
    count, total = min(one, other), max(one, other)
    if total == 0:
        assert wilson(0, 0) == (0.0, 1.0)
        return
    expected = binomtest(count, total).proportion_ci(confidence, method="wilson")
    assert wilson(count, total, confidence) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_by_hand() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263 gives 0.2553 to 0.3662."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("count", "total"), [(-1, 3), (4, 3)])
def test_no_proportion_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="is no proportion"):
        wilson(count, total)


def test_the_share_of_nothing_is_not_defined() -> None:
    assert Share(0, 0).share is None


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


ALL = np.ones(5, dtype=np.bool_)


def test_headline(index: Index) -> None:
    numbers = headline(index, ALL)
    assert (numbers.papers, numbers.code, numbers.published, numbers.preprints) == (5, Share(2, 5), Share(2, 5), 2)
    assert (numbers.venue_not_stated, numbers.years, numbers.year_not_stated) == (1, (2021, 2023), 1)


def test_the_headline_of_nothing(index: Index) -> None:
    numbers = headline(index, ~ALL)
    assert (numbers.papers, numbers.code.share, numbers.years) == (0, None, None)


def test_a_paper_counts_in_each_of_its_techniques(index: Index) -> None:
    assert per_technique(index, ALL).to_numpy().tolist() == [["Pruning", 3], ["Survey", 2], ["(not stated)", 1]]


def test_years_count_each_paper_once_and_keep_empty_years(index: Index) -> None:
    tally = per_year(index, ALL)
    assert tally.index.tolist() == [2021, 2022, 2023]
    assert tally.sum(axis=1).tolist() == [2, 0, 2]
    assert tally.loc[2021].to_dict() == {"Pruning": 1, "Survey": 0, "(not stated)": 0, SEVERAL: 1}


def test_years_stay_when_the_selection_shrinks(index: Index) -> None:
    only_2023 = np.array([False, False, True, False, False])
    assert per_year(index, only_2023).index.tolist() == [2021, 2022, 2023]


def test_venues_without_preprints(index: Index) -> None:
    assert per_venue(index, ALL, preprints=False)["venue"].tolist() == ["ACL", "ICML", "(not stated)"]
    with_preprints = per_venue(index, ALL, preprints=True)
    assert with_preprints.iloc[0].tolist() == ["arXiv", 2, 1]
    assert with_preprints["papers"].sum() == 5


def test_the_rest_of_the_venues_is_named_as_such(index: Index) -> None:
    tally = per_venue(index, ALL, preprints=True, top=1)
    assert tally.to_numpy().tolist() == [["arXiv", 2, 1], ["2 other venues", 2, 2], ["(not stated)", 1, 1]]


def test_a_single_venue_is_never_called_the_rest(index: Index) -> None:
    assert per_venue(index, ALL, preprints=True, top=2)["venue"].tolist() == ["arXiv", "ACL", "ICML", "(not stated)"]


def test_code_by_technique(index: Index) -> None:
    tally = code_by_technique(index, ALL).set_index("technique")
    assert tally.loc["Pruning", ["papers", "with_code"]].tolist() == [3, 1]
    assert tally.loc["Pruning", ["low", "high"]].tolist() == pytest.approx(list(wilson(1, 3)))
    assert np.isnan(code_by_technique(index, ~ALL)["share"]).all()
