"""The URL says everything: filters and view go out and come back the same, and nonsense is dropped without an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.url import State
from components.view import CHOICES, SORTS, VIEWS, View
from data.query.facets import FACETS, build_index
from data.query.filters import LONGEST_SEARCH, Filters, unknown_values, year_ranges
from tests.conftest import paper, papers_frame

FACETS_OF_A_TABLE = build_index(
    papers_frame(
        *(
            paper(n, year=year, techniques=("Pruning",), added="2024-04-10" if n else "")
            for n, year in enumerate((2019, 2021, 2022, 2023, None))
        )
    ),
    {},
).facets

VALUES = st.text(min_size=1, max_size=12)
YEARS = st.integers(1900, 2099).map(str) | st.just("(not stated)")
DATES = st.just("") | st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
NAMES = st.sampled_from([spec.name for spec in FACETS])


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    chosen = Filters().searching(draw(st.text(max_size=LONGEST_SEARCH + 20)))
    for facet in draw(st.lists(NAMES, max_size=4)):
        values = st.lists(YEARS if facet == "year" else VALUES, max_size=4)
        chosen = chosen.excluding(facet, draw(values)).picking(facet, draw(values))
    for spec in FACETS:
        chosen = chosen.wanting_all(spec.name, on=spec.several and draw(st.booleans()))
    return chosen.new_since(draw(DATES))


PERIODS = st.none() | st.tuples(st.integers(1900, 2099), st.integers(1900, 2099)).map(
    lambda pair: (min(pair), max(pair))
)
VIEWS_OF_ANY_KIND = st.builds(
    View,
    view=st.sampled_from(sorted(VIEWS)),
    shares=st.booleans(),
    preprints=st.booleans(),
    over_time=st.sampled_from(list(CHOICES["over-time"])),
    matrix=st.sampled_from(list(CHOICES["matrix"])),
    rising=st.sampled_from(list(CHOICES["rising"])),
    earlier=PERIODS,
    later=PERIODS,
    by=st.sampled_from(list(CHOICES["by"])),
    group=st.lists(VALUES, unique=True, max_size=2).map(tuple),
    sort=st.sampled_from(sorted(SORTS)),
    page=st.integers(1, 99999),
    column=st.lists(VALUES, unique=True, max_size=4).map(tuple),
    paper=VALUES | st.just(""),
    facets=st.sampled_from("ab"),
    pair=st.lists(VALUES, unique=True, max_size=2).map(tuple),
)


@given(filters())
def test_filters_come_back_from_their_query(chosen: Filters) -> None:
    assert Filters.from_query(chosen.to_query()) == chosen


@given(VIEWS_OF_ANY_KIND)
def test_a_view_comes_back_from_its_query(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@given(filters(), filters(), VIEWS_OF_ANY_KIND)
def test_both_selections_and_the_view_share_the_address_without_touching(
    chosen: Filters, versus: Filters, view: View
) -> None:
    state = State(chosen, versus, view)
    assert State.from_query(state.to_query()) == state
    parts = (chosen.to_query(), versus.to_query(), view.to_query())
    assert len(state.to_query()) == sum(map(len, parts))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "year",
                "q",
                "all",
                "not-technique",
                "technique",
                "vs-technique",
                "since",
                "vs-since",
                "x",
                "",
                *View.__dataclass_fields__,
                "over-time",
            ]
        ),
        st.lists(st.text(), max_size=3),
    )
)
def test_any_query_is_read_without_an_error(params: dict[str, list[str]]) -> None:
    state = State.from_query(params, FACETS_OF_A_TABLE)
    assert set(state.filters.values("technique")) <= {"Pruning"}
    assert State.from_query(state.to_query()) == state


@pytest.mark.parametrize(
    ("written", "years"),
    [
        (["2021-2023"], ("2021", "2022", "2023")),
        (["2023-2021"], ("2021", "2022", "2023")),
        (["2023"], ("2023",)),
        (["1990-2020"], ("2019",)),
        (["2019", "2022-2023"], ("2019", "2022", "2023")),
        (["2022", "(not stated)"], ("(not stated)", "2022")),
        (["1990-2000"], ()),
        (["soon"], ()),
        (["20-24"], ()),
        (["2021-2022-2023"], ()),
        ([""], ()),
    ],
)
def test_years_are_single_or_ranges_and_cut_to_those_of_the_table(written: list[str], years: tuple[str, ...]) -> None:
    assert Filters.from_query({"year": written}, FACETS_OF_A_TABLE).values("year") == years


@pytest.mark.parametrize(
    ("values", "ranges"),
    [
        (["2021", "2022", "2023"], ["2021-2023"]),
        (["(not stated)", "2019", "2021"], ["(not stated)", "2019", "2021"]),
        ([], []),
    ],
)
def test_years_that_follow_each_other_are_written_as_a_range(values: list[str], ranges: list[str]) -> None:
    assert year_ranges(values) == ranges


@pytest.mark.parametrize("search", ["$", "-", '"', '""', "- !", "   "])
def test_a_search_without_a_word_is_no_search(search: str) -> None:
    assert Filters().searching(search) == Filters()


@pytest.mark.parametrize(
    ("written", "since"),
    [
        (["2024-04-10"], "2024-04-10"),
        (["2020-01-01", "2024-04-10"], "2024-04-10"),
        (["2024-04-11"], "2024-04-11"),
        (["2024-02-30"], ""),
        (["(not stated)"], ""),
        (["soon"], ""),
        (["2024-04"], ""),
        ([], ""),
    ],
)
def test_since_is_any_day_of_the_calendar(written: list[str], since: str) -> None:
    assert Filters.from_query({"since": written}, FACETS_OF_A_TABLE).since == since
    assert State.from_query({"vs-since": written}, FACETS_OF_A_TABLE).versus.since == since


@pytest.mark.parametrize("written", ["2024-13-01", "2024-04-1", "24-04-10", "2024-04-10T00:00", "(not stated)", ""])
def test_without_a_table_since_is_still_a_date(written: str) -> None:
    assert Filters.from_query({"since": [written]}) == Filters()


def test_what_is_not_limited_does_not_appear() -> None:
    assert Filters().to_query() == View().to_query() == {}


def test_a_link_is_what_the_documentation_shows() -> None:
    chosen = (
        Filters()
        .picking("technique", ["Quantization", "Distillation"])
        .picking("year", ["2021", "2022", "2023", "2024"])
        .picking("code", ["yes"])
        .excluding("topic", ["Surveys"])
        .wanting_all("technique", on=True)
    )
    assert chosen.to_query() == {
        "technique": ["Distillation", "Quantization"],
        "year": ["2021-2024"],
        "code": ["yes"],
        "not-topic": ["Surveys"],
        "all": ["technique"],
    }


@pytest.mark.parametrize(
    "chosen",
    [
        Filters().picking("venue", ["ACL"]),
        Filters().excluding("venue", ["ACL"]),
        Filters().searching("nets"),
        Filters().new_since("2024-04-10"),
    ],
)
def test_one_filter_of_any_kind_is_enough_to_filter(chosen: Filters) -> None:
    assert chosen
    assert not Filters()


def test_toggling_twice_is_nothing() -> None:
    assert Filters().toggling("venue", "ACL").values("venue") == ("ACL",)
    assert Filters().toggling("venue", "ACL").toggling("venue", "ACL") == Filters()


def test_a_value_is_picked_or_left_out_and_never_both() -> None:
    left_out = Filters().picking("venue", ["ACL", "ICML"]).excluding("venue", ["ACL"])
    assert (left_out.values("venue"), left_out.left_out("venue")) == (("ICML",), ("ACL",))
    picked = left_out.picking("venue", ["ACL"])
    assert (picked.values("venue"), picked.left_out("venue")) == (("ACL",), ())


def test_only_a_facet_with_several_values_a_paper_can_want_them_all() -> None:
    assert Filters.from_query({"all": ["venue", "technique", "nonsense"]}).all_of == ("technique",)


def test_facets_that_want_all_are_sorted() -> None:
    chosen = Filters()
    for name in "gcafbed":
        chosen = chosen.wanting_all(name, on=True)
    assert chosen.all_of == tuple("abcdefg")
    assert chosen.wanting_all("c", on=False).all_of == tuple("abdefg")


def test_the_order_of_picking_does_not_matter() -> None:
    names = "gcafbed"
    one, other = Filters(), Filters()
    for name, reverse in zip(names, reversed(names), strict=True):
        one, other = one.picking(name, "ba"), other.picking(reverse, "ab")
    assert one == other
    assert dict(one.picks)["g"] == ("a", "b")


def test_values_that_a_table_lacks_are_named_but_for_years() -> None:
    params = {"technique": ["Pruning", "Nope"], "not-technique": ["Never"], "year": ["1900"], "not-year": ["1901"]}
    assert unknown_values(params, FACETS_OF_A_TABLE) == [("technique", "Nope"), ("technique", "Never")]


def test_of_several_searches_the_last_counts() -> None:
    assert Filters.from_query({"q": ["one", "two three"]}) == Filters(search="two three")


def test_wanting_all_of_nothing_limits_nothing() -> None:
    assert not Filters().wanting_all("technique", on=True)


def test_any_change_but_turning_the_page_goes_to_the_first_page() -> None:
    state = State(view=View(page=3))
    assert state.filtering(Filters(search="x")).view.page == 1
    assert state.showing(sort="title").view.page == 1
    assert state.showing(page=4).view.page == 4


def test_the_facets_set_the_selection_that_the_comparison_edits() -> None:
    state = State(view=View(view="compare", facets="b")).filtering(Filters(search="x"))
    assert (state.filters, state.versus.search) == (Filters(), "x")
    assert state.showing(view="overview").filtering(Filters(search="y")).filters.search == "y"
