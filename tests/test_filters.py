"""The URL says everything: filters and view go out and come back the same, and nonsense is dropped without an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.url import SORTS, State, View
from data.facets import FACETS
from data.filters import LONGEST_SEARCH, Filters

VALUES = st.text(min_size=1, max_size=12)
PICKS = st.dictionaries(st.sampled_from([spec.name for spec in FACETS]), st.lists(VALUES, max_size=3))
YEARS = st.none() | st.tuples(st.integers(1000, 9999), st.integers(1000, 9999)).map(lambda pair: (min(pair), max(pair)))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    chosen = Filters().between(draw(YEARS)).searching(draw(st.text(max_size=LONGEST_SEARCH + 20)))
    for facet, values in draw(PICKS).items():
        chosen = chosen.picking(facet, values)
    return chosen


VIEWS = st.builds(View, st.booleans(), st.booleans(), st.sampled_from(sorted(SORTS)), st.integers(1, 99999))


@given(filters())
def test_filters_come_back_from_their_query(chosen: Filters) -> None:
    assert Filters.from_query(chosen.to_query()) == chosen


@given(VIEWS)
def test_a_view_comes_back_from_its_query(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@given(filters(), VIEWS)
def test_filters_and_view_share_the_address_without_touching(chosen: Filters, view: View) -> None:
    query = {**chosen.to_query(), **view.to_query()}
    assert (Filters.from_query(query), View.from_query(query)) == (chosen, view)
    assert len(query) == len(chosen.to_query()) + len(view.to_query())


@given(
    st.dictionaries(
        st.sampled_from(["year", "q", "page", "sort", "technique", "x", ""]), st.lists(st.text(), max_size=3)
    )
)
def test_any_query_is_read_without_an_error(params: dict[str, list[str]]) -> None:
    chosen = Filters.from_query(params, {"technique": ("Pruning",)}, (2019, 2025))
    assert set(chosen.values("technique")) <= {"Pruning"}
    View.from_query(params)


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2021-2024", (2021, 2024)),
        ("2024-2021", (2021, 2024)),
        ("2023", (2023, 2023)),
        ("1990-2030", None),
        ("2019-2025", None),
        ("1990-2020", (2019, 2020)),
        ("1990-2000", None),
        ("soon", None),
        ("20-24", None),
        ("2021-2022-2023", None),
        ("", None),
    ],
)
def test_years_are_cut_to_those_of_the_table(written: str, years: tuple[int, int] | None) -> None:
    assert Filters.from_query({"year": [written]}, bounds=(2019, 2025)).years == years


@pytest.mark.parametrize("search", ["$", "-", '"', '""', "- !", "   "])
def test_a_search_without_a_word_is_no_search(search: str) -> None:
    assert Filters().searching(search) == Filters()


def test_what_is_not_limited_does_not_appear() -> None:
    assert Filters().to_query() == View().to_query() == {}


def test_a_link_is_what_the_documentation_shows() -> None:
    chosen = (
        Filters().picking("technique", ["Quantization", "Distillation"]).between((2021, 2024)).picking("code", ["yes"])
    )
    assert chosen.to_query() == {"technique": ["Distillation", "Quantization"], "year": ["2021-2024"], "code": ["yes"]}


def test_toggling_twice_is_nothing() -> None:
    assert Filters().toggling("venue", "ACL").values("venue") == ("ACL",)
    assert Filters().toggling("venue", "ACL").toggling("venue", "ACL") == Filters()


def test_any_change_but_turning_the_page_goes_to_the_first_page() -> None:
    state = State(view=View(page=3))
    assert state.filtering(Filters(search="x")).view.page == 1
    assert state.showing(sort="title").view.page == 1
    assert state.showing(page=4).view.page == 4
