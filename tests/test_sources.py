"""What each list gives, recounted by hand on small tables and another way on any table."""

from __future__ import annotations

from collections import Counter
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from data.measures import sources
from data.measures.sources import FIELDS, GRADES, Sources
from data.query.bitmap import count, pack, unpack
from data.query.facets import build_index
from data.schema import Paper
from tests.conftest import paper, papers_frame

KEYS = ("one", "two", "three", "four")


def made(*papers: Paper) -> Sources:
    return Sources(build_index(papers_frame(*papers), {"list": KEYS}))


def listed(number: int, keys: str, **cells: object) -> Paper:
    names = tuple(keys.split())
    return paper(number, **{"lists": names, "records": tuple(f"{key}:{number}" for key in names), **cells})


SOME = made(
    listed(1, "one", month="2024-01", code_url="https://github.com/a/b", year=2024),
    listed(2, "one two", month="2024-03", year=2024),
    listed(3, "two", records=("two:3", "two:3.2", "two:9"), month="2023-01"),
    listed(4, "two three", month=""),
    listed(5, "one two three", month="2024-03", code_url="https://github.com/a/c"),
)
EVERY = SOME.index.all_rows


def facts(dates: dict[str, str] | None = None) -> dict[str, dict[str, object]]:
    rows = sources.facts(SOME, EVERY, ["one", "two", "three"], dates or {}).to_dict("records")
    return {str(row["list"]): {str(name): value for name, value in row.items()} for row in rows}


def test_entries_papers_and_what_only_one_list_has() -> None:
    found = facts()
    assert [found[key]["entries"] for key in ("one", "two", "three")] == [3, 6, 2]
    assert [found[key]["papers"] for key in ("one", "two", "three")] == [3, 4, 2]
    assert [found[key]["only here"] for key in ("one", "two", "three")] == [1, 1, 0]


def test_code_comes_with_its_wilson_interval() -> None:
    row = facts()["one"]
    expected = binomtest(2, 3).proportion_ci(0.95, method="wilson")
    assert (row["with code"], row["share"]) == (2, pytest.approx(2 / 3))
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))


def test_the_newest_entry_is_that_of_the_newest_month_in_this_list() -> None:
    found = facts()
    assert (found["one"]["newest month"], found["one"]["newest entry"]) == ("2024-03", "one:5")
    assert found["two"]["newest entry"] == "two:5"
    nothing = made(listed(1, "one", month=""))
    assert sources.newest(nothing, nothing.index.all_rows, "one") == ("", "")


def test_ages_are_counted_from_the_arxiv_month_to_the_month_of_the_version() -> None:
    found = facts({"one": "2024-04-10", "two": "2024-03-01"})
    assert (found["one"]["dated"], found["one"]["last 12 months"], found["one"]["median age"]) == (3, 3, 1)
    assert (found["two"]["dated"], found["two"]["last 12 months"], found["two"]["median age"]) == (3, 2, 0)
    assert isnan(float(str(found["three"]["median age"])))


@pytest.mark.parametrize(("month", "recent"), [("2024-04", 1), ("2023-05", 1), ("2023-04", 0), ("2024-05", 0)])
def test_the_last_twelve_months_end_with_that_of_the_version(month: str, recent: int) -> None:
    one = made(listed(1, "one", month=month))
    row = sources.facts(one, one.index.all_rows, ["one"], {"one": "2024-04-10"}).iloc[0]
    assert row["last 12 months"] == recent


def test_lists_together_count_each_paper_once() -> None:
    assert sources.together(SOME, EVERY, ["two", "three"]) == {
        "entries": 8,
        "papers": 4,
        "only here": 2,
        "with code": 1,
    }


def test_the_largest_lists_come_first_and_those_without_papers_not_at_all() -> None:
    assert sources.largest(SOME, EVERY, 2) == (["two", "one"], ["three"])
    only_first = pack(np.array([True, False, False, False, False]))
    assert sources.largest(SOME, only_first, 2) == (["one"], [])


def test_exact_intersections_with_the_smaller_lists_as_one() -> None:
    found = sources.intersections(SOME, EVERY, ["one", "two"])
    rows = {(keys, others): papers for keys, others, papers in found[["lists", "others", "papers"]].to_numpy()}
    assert rows == {
        (("one",), False): 1,
        (("one", "two"), False): 1,
        (("two",), False): 1,
        (("two",), True): 1,
        (("one", "two"), True): 1,
    }


def test_the_options_of_a_pair_are_all_that_name_both() -> None:
    assert set(sources.options_with(SOME, ("two", "three"))) == {"two + three", "one + two + three"}


def test_completeness_counts_filled_cells_of_the_papers_of_a_list() -> None:
    frame = sources.completeness(SOME, EVERY, ["one"]).set_index(["list", "field"])
    assert tuple(frame.loc[("", "month"), ["filled", "papers"]]) == (4, 5)
    assert tuple(frame.loc[("one", "month"), ["filled", "papers"]]) == (3, 3)
    assert tuple(frame.loc[("one", "year"), ["filled", "grade"]]) == (2, "partial")
    assert set(frame.index.get_level_values("field")) == {field.column for field in FIELDS}


@pytest.mark.parametrize(
    ("filled", "papers", "word"),
    [
        (20, 20, "complete"),
        (19, 20, "nearly complete"),
        (10, 20, "partial"),
        (9, 20, "sparse"),
        (0, 20, "sparse"),
        (0, 0, ""),
    ],
)
def test_each_grade_begins_at_its_threshold(filled: int, papers: int, word: str) -> None:
    assert sources.grade(filled, papers) == word


def test_grades_go_down() -> None:
    assert list(GRADES.values()) == sorted(GRADES.values(), reverse=True)


TABLES = st.lists(
    st.tuples(st.sets(st.sampled_from(KEYS), min_size=1), st.sampled_from(["", "2023-01", "2024-02"]), st.booleans()),
    min_size=1,
    max_size=12,
)


@given(TABLES, st.data())
def test_any_table_recounted(rows: list[tuple[set[str], str, bool]], data: st.DataObject) -> None:
    """Parts add up to the whole, and every number equals one counted row by row."""
    papers = [
        listed(place, " ".join(sorted(keys)), month=month, year=2024 if stated else None)
        for place, (keys, month, stated) in enumerate(rows)
    ]
    made_ready = made(*papers)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    chosen = pack(mask)
    kept = [paper for paper, keep in zip(papers, mask, strict=True) if keep]
    shown = data.draw(st.lists(st.sampled_from(made_ready.lists), unique=True, min_size=1))
    groups = sources.intersections(made_ready, chosen, shown)
    assert groups["papers"].sum() == len(kept) == count(chosen)
    overlap = sources.overlap(made_ready, chosen, shown)
    found = sources.facts(made_ready, chosen, shown, {}).set_index("list")
    for key in shown:
        assert found.loc[key, "papers"] == overlap.loc[key, key] == sum(key in paper.lists for paper in kept)
        assert found.loc[key, "only here"] == sum(paper.lists == (key,) for paper in kept)
        for other in shown:
            assert overlap.loc[key, other] == sum({key, other} <= set(paper.lists) for paper in kept)
    by_option = Counter(" + ".join(paper.lists) for paper in kept)
    for options, papers_of in zip(groups["options"], groups["papers"], strict=True):
        assert sum(by_option[option] for option in options) == papers_of
    assert isinstance(groups, pd.DataFrame)
    assert unpack(chosen, len(rows)).tolist() == mask.tolist()
