"""Masks and counts equal what counting by hand gives: OR inside a facet, AND across, each count under all others."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.facets import NOT_STATED, Index, build_index
from data.filters import Filters
from data.schema import Paper
from data.search import matches, parse, searchable
from data.selection import select
from tests.conftest import paper, papers_frame

TECHNIQUES = ("Pruning", "Quantization", "Survey")
PAPERS = st.lists(
    st.builds(
        dict,
        techniques=st.sets(st.sampled_from(TECHNIQUES)).map(sorted).map(tuple),
        venue=st.sampled_from(["", "ACL", "ICML"]),
        domains=st.sets(st.sampled_from(["Language", "Vision"])).map(sorted).map(tuple),
        code_url=st.sampled_from(["", "https://github.com/a/b"]),
        year=st.none() | st.integers(2020, 2023),
        title=st.sampled_from(["Wide Nets", "Deep nets", "Réseaux profonds"]),
    ),
    max_size=12,
).map(lambda rows: [paper(number, **cells) for number, cells in enumerate(rows)])
FILTERS = st.builds(
    lambda technique, venue, code, years, search: (
        Filters()
        .picking("technique", technique)
        .picking("venue", venue)
        .picking("code", code)
        .between(years)
        .searching(search)
    ),
    st.sets(st.sampled_from([*TECHNIQUES, NOT_STATED])),
    st.sets(st.sampled_from(["ACL", "ICML", NOT_STATED])),
    st.sets(st.sampled_from(["yes", "no"])),
    st.none() | st.sampled_from([(2020, 2021), (2022, 2022)]),
    st.sampled_from(["", "nets", "deep -profonds", "wide"]),
)


def index_of(papers: list[Paper]) -> Index:
    return build_index(papers_frame(*papers), {"technique": TECHNIQUES})


def values_of(row: Paper, facet: str) -> set[str]:
    cells = {
        "technique": row.techniques,
        "venue": (row.venue,),
        "code": ("yes" if row.code_url else "no",),
        "list": row.lists,
        "domain": row.domains,
    }
    return {value or NOT_STATED for value in cells[facet]} or {NOT_STATED}


def admits(row: Paper, filters: Filters, but: str = "") -> bool:
    words = {"Wide Nets": "wide nets", "Deep nets": "deep nets", "Réseaux profonds": "reseaux profonds"}[
        row.title
    ].split()
    wanted = [word for word in filters.search.lower().split() if not word.startswith("-")]
    return (
        all(values_of(row, facet) & set(chosen) for facet, chosen in filters.picks if facet != but)
        and (not filters.years or (row.year is not None and filters.years[0] <= row.year <= filters.years[1]))
        and all(word in words for word in wanted)
        and not ("-profonds" in filters.search and "profonds" in words)
    )


@given(PAPERS, FILTERS)
def test_the_mask_is_what_counting_by_hand_gives(papers: list[Paper], filters: Filters) -> None:
    assert select(index_of(papers), filters).mask.tolist() == [admits(row, filters) for row in papers]


@given(PAPERS, FILTERS)
def test_each_count_is_taken_under_all_other_facets(papers: list[Paper], filters: Filters) -> None:
    index = index_of(papers)
    selection = select(index, filters)
    for name, facet in index.facets.items():
        for option, count in zip(facet.options, selection.counts[name].tolist(), strict=True):
            assert count == sum(option in values_of(row, name) and admits(row, filters, but=name) for row in papers)


def test_options_keep_their_order_and_missing_values_have_their_own() -> None:
    index = index_of([paper(1, techniques=("Zeta",)), paper(2, techniques=("Survey", "Zeta")), paper(3)])
    assert index.facets["technique"].options == ("Survey", "Zeta", NOT_STATED)


def test_an_empty_table_can_be_filtered() -> None:
    selection = select(index_of([]), Filters().picking("technique", ["Survey"]))
    assert selection.size == 0


# Search

TITLES = ["KV Cache Compression for Long Context", "Caché-aware Nets: 4-bit", "Long Nets", "QuIP# and QuIP", "Cachet"]


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
    hits = matches(parse(search), searchable(TITLES))
    assert [place for place, hit in enumerate(hits) if hit] == found


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_searching_never_raises(search: str, titles: list[str]) -> None:
    assert len(matches(parse(search), searchable(titles))) == len(titles)


def test_selecting_does_not_change_the_table() -> None:
    index = index_of([paper(1, techniques=("Survey",)), paper(2)])
    before = index.papers.copy()
    select(index, Filters().picking("technique", ["Survey"]).searching("paper"))
    pd.testing.assert_frame_equal(index.papers, before)
