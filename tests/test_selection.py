"""Masks and counts equal what counting by hand gives: OR inside a facet, AND across, each count under all others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query.bitmap import count, everything, pack, unpack
from data.query.facet import NOT_STATED
from data.query.facets import Index, build_index
from data.query.filters import Filters
from data.query.search import Searchable, by_relevance, matches, parse
from data.query.selection import select
from data.schema import Paper
from tests.conftest import paper, papers_frame

TECHNIQUES = ("Pruning", "Quantization", "Survey")
DATES = ("2023-05-01", "2024-04-10", "2025-04-10")
PAPERS = st.lists(
    st.builds(
        dict,
        techniques=st.sets(st.sampled_from(TECHNIQUES)).map(sorted).map(tuple),
        venue=st.sampled_from(["", "ACL", "ICML"]),
        domains=st.sets(st.sampled_from(["Language", "Vision"])).map(sorted).map(tuple),
        code_url=st.sampled_from(["", "https://github.com/a/b"]),
        year=st.none() | st.integers(2020, 2023),
        title=st.sampled_from(["Wide Nets", "Deep nets", "Réseaux profonds"]),
        added=st.sampled_from(["", *DATES]),
    ),
    max_size=12,
).map(lambda rows: [paper(number, **cells) for number, cells in enumerate(rows)])
VALUES = {
    "technique": [*TECHNIQUES, NOT_STATED],
    "venue": ["ACL", "ICML", NOT_STATED],
    "code": ["yes", "no"],
    "year": ["2020", "2021", "2022", "2023", NOT_STATED],
    "domain": ["Language", "Vision", NOT_STATED],
}


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    chosen = Filters().searching(draw(st.sampled_from(["", "nets", "deep -profonds", "wide"])))
    for facet, values in VALUES.items():
        chosen = chosen.excluding(facet, draw(st.sets(st.sampled_from(values), max_size=1)))
        chosen = chosen.picking(facet, draw(st.sets(st.sampled_from(values), max_size=2)))
    chosen = chosen.new_since(draw(st.sampled_from(["", *DATES, "2024-06-01"])))
    return chosen.wanting_all("technique", on=draw(st.booleans()))


def index_of(papers: list[Paper]) -> Index:
    return build_index(papers_frame(*papers), {"technique": TECHNIQUES})


def values_of(row: Paper, facet: str) -> set[str]:
    cells = {
        "technique": row.techniques,
        "topic": row.topics,
        "year": (str(row.year or ""),),
        "venue": (row.venue,),
        "code": ("yes" if row.code_url else "no",),
        "list": row.lists,
        "listed-in": (" + ".join(row.lists),),
        "domain": row.domains,
        "venue-type": (row.venue_type,),
        "track": (row.track,),
        "code-host": (row.code_host,),
        "code-owner": ("github.com/a" if row.code_url else "",),
        "flag": row.flags,
        "month": (row.month,),
        "arxiv-year": (row.month[:4],),
        "added": (row.added,),
    }
    return {value or NOT_STATED for value in cells[facet]} or {NOT_STATED}


def admits(row: Paper, filters: Filters, but: str = "") -> bool:
    """Say whether a paper passes all filters but what is picked in one facet, written as a person would say it."""
    title = {"Wide Nets": "wide nets", "Deep nets": "deep nets", "Réseaux profonds": "reseaux profonds"}[row.title]
    wanted = [word for word in filters.search.lower().split() if not word.startswith("-")]
    for facet, chosen in filters.picks:
        has = values_of(row, facet)
        if facet in filters.all_of and not set(chosen) <= has:
            return False
        if facet not in filters.all_of and facet != but and not set(chosen) & has:
            return False
    return (
        not any(values_of(row, facet) & set(values) for facet, values in filters.excluded)
        and all(word in title.split() for word in wanted)
        and not ("-profonds" in filters.search and "profonds" in title)
        and (not filters.since or row.added > filters.since)
    )


@given(PAPERS, any_filters())
def test_the_mask_is_what_counting_by_hand_gives(papers: list[Paper], filters: Filters) -> None:
    selection = select(index_of(papers), filters)
    assert selection.mask.tolist() == [admits(row, filters) for row in papers]
    assert selection.size == sum(admits(row, filters) for row in papers)


@given(PAPERS, any_filters())
def test_each_count_is_taken_under_all_other_facets(papers: list[Paper], filters: Filters) -> None:
    """Where all values are wanted, a count says how many papers one would have with that value, too."""
    index = index_of(papers)
    selection = select(index, filters)
    for name, facet in index.facets.items():
        if name == "term":
            continue  # its options are those of several papers only; see test_trends.py
        for option, counted in zip(facet.options, selection.counts(name).tolist(), strict=True):
            assert counted == sum(option in values_of(row, name) and admits(row, filters, but=name) for row in papers)


def test_what_is_picked_in_a_facet_does_not_limit_its_own_counts_unless_all_are_wanted() -> None:
    index = index_of([paper(1, techniques=("Pruning",)), paper(2, techniques=TECHNIQUES[:2]), paper(3, venue="ACL")])
    chosen = Filters().picking("technique", ["Pruning"])
    any_of, all_of = select(index, chosen), select(index, chosen.wanting_all("technique", on=True))
    assert dict(zip(index.facets["technique"].options, any_of.counts("technique"), strict=True)) == {
        "Pruning": 2,
        "Quantization": 1,
        NOT_STATED: 1,
    }
    assert all_of.counts("technique").tolist() == [2, 1, 0]
    assert any_of.counts("venue").tolist() == [0, 2]


def test_each_filter_limits_by_itself() -> None:
    index = index_of([paper(1, techniques=("Pruning",), title="Wide Nets"), paper(2, venue="ACL", added=DATES[0])])
    chosen = Filters().picking("technique", ["Pruning"]).excluding("venue", ["ACL"]).searching("wide")
    limits = select(index, chosen.new_since("2020-01-01")).limits
    assert {name: unpack(rows, 2).tolist() for name, rows in limits.items()} == {
        "technique": [True, False],
        "not-venue": [True, False],
        "q": [True, False],
        "since": [False, True],
    }


def test_new_since_is_later_than_the_day_and_leaves_out_what_has_no_date() -> None:
    index = index_of([paper(1), *(paper(number, added=date) for number, date in enumerate(DATES, 2))])
    for day, expected in (("2023-04-30", [0, 1, 1, 1]), (DATES[1], [0, 0, 0, 1]), (DATES[2], [0, 0, 0, 0])):
        assert select(index, Filters().new_since(day)).mask.tolist() == [bool(found) for found in expected]


@given(st.lists(st.booleans(), max_size=200))
def test_sets_of_rows_come_back_from_their_bits(rows: list[bool]) -> None:
    mask = np.array(rows, dtype=np.bool_)
    assert unpack(pack(mask), len(rows)).tolist() == rows
    assert (count(pack(mask)), count(everything(len(rows)))) == (sum(rows), len(rows))
    assert count(everything(len(rows)) & ~pack(mask)) == len(rows) - sum(rows)


def test_a_facet_with_many_options_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [paper(number, month=f"20{number % 40:02}-01", techniques=("A", "B")[: number % 3]) for number in range(99)]
    few = index_of(rows)
    expected = {name: facet.counts(facet.having("20")).tolist() for name, facet in few.facets.items()}
    monkeypatch.setattr("data.query.facet.MOST_SETS", 1)
    many = index_of(rows)
    for name, facet in many.facets.items():
        assert facet.counts(facet.having("20")).tolist() == expected[name]
        for option in facet.options:
            assert unpack(facet.having(option), 99).tolist() == unpack(few.facets[name].having(option), 99).tolist()


def test_options_keep_their_order_and_missing_values_have_their_own() -> None:
    index = index_of([paper(1, techniques=("Zeta",)), paper(2, techniques=("Survey", "Zeta")), paper(3)])
    assert index.facets["technique"].options == ("Survey", "Zeta", NOT_STATED)


def test_options_are_sorted_by_size_and_name_or_by_value() -> None:
    index = index_of([paper(n, venue=venue, year=2024 - n) for n, venue in enumerate("ZBZBACCC")])
    assert index.facets["venue"].options == ("C", "B", "Z", "A")
    assert index.facets["venue"].totals.tolist() == [3, 2, 2, 1]
    assert index.facets["year"].options == tuple(str(year) for year in range(2017, 2025))


def test_an_empty_table_can_be_filtered() -> None:
    selection = select(index_of([]), Filters().picking("technique", ["Survey"]))
    assert selection.size == 0


# Search

TITLES = ["KV Cache Compression for Long Context", "Caché-aware Nets: 4-bit", "Long Nets", "QuIP# and QuIP", "Cachet"]


def searchable(titles: list[str]) -> Searchable:
    return Searchable.of(papers_frame(*(paper(number, title=title or "-") for number, title in enumerate(titles))))


def hits(search: str, titles: list[str]) -> list[int]:
    return np.flatnonzero(unpack(matches(parse(search), searchable(titles)), len(titles))).tolist()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("cache", [0, 1, 4]),
        ("context kv", [0]),
        ('"kv cache"', [0]),
        ('"cache kv"', []),
        ("long -context", [2]),
        ('cache -"long context"', [1, 4]),
        ("4-bit", [1]),
        ("CACHÉ", [0, 1, 4]),
        ("quip#", [3]),
        ('"cache"', [0, 1]),
        ("ache", []),
        ("", [0, 1, 2, 3, 4]),
        ('"', [0, 1, 2, 3, 4]),
        ("- !?", [0, 1, 2, 3, 4]),
        ('"long context', [0]),
        ("“kv cache”", [0]),
        ("long −context", [2]),
    ],
)
def test_search(search: str, found: list[int]) -> None:
    assert hits(search, TITLES) == found


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_searching_never_raises(search: str, titles: list[str]) -> None:
    assert set(hits(search, titles)) <= set(range(len(titles)))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("emnlp", [1]),
        ("2306.13649", [0]),
        ("gkd", [0]),
        ("mistakes emnlp", []),
        ('"learning emnlp"', []),
        ("emnlp nets", [1]),
    ],
)
def test_search_finds_venues_arxiv_ids_and_other_titles(search: str, found: list[int]) -> None:
    """Words may stand in different texts of one paper, a phrase stands in one."""
    papers = [
        paper(0, title="On-Policy Distillation", also_titled=("GKD: Learning from Mistakes",), arxiv_id="2306.13649"),
        paper(1, title="Deep Learning Nets", venue="EMNLP", track="findings"),
    ]
    rows = matches(parse(search), Searchable.of(papers_frame(*papers)))
    assert np.flatnonzero(unpack(rows, 2)).tolist() == found


def test_relevance() -> None:
    """The whole phrase first, then whole words, then beginnings of words; words of the title beat the venue."""
    titles = ["Caches of KV", "A KV Cache", "KV Cache", "KV Cached by a Long Cache", "KV Caching"]
    papers = [
        *(paper(number, title=title) for number, title in enumerate(titles)),
        paper(9, title="Nets", venue="KV Cache"),
    ]
    query = parse("kv cach")
    found = by_relevance(query, Searchable.of(papers_frame(*papers)), np.arange(6))
    assert found.tolist()[-1] == 5
    exact = by_relevance(parse("kv cache"), Searchable.of(papers_frame(*papers)), np.arange(6))
    assert [([*titles, "Nets"])[row] for row in exact[:3]] == ["KV Cache", "KV Cached by a Long Cache", "A KV Cache"]


def test_relevance_of_nothing_wanted_keeps_the_order() -> None:
    assert by_relevance(parse("-x"), searchable(["b", "a"]), np.array([1, 0])).tolist() == [1, 0]


def test_selecting_does_not_change_the_table() -> None:
    index = index_of([paper(1, techniques=("Survey",)), paper(2)])
    before = index.papers.copy()
    select(index, Filters().picking("technique", ["Survey"]).searching("paper"))
    pd.testing.assert_frame_equal(index.papers, before)
