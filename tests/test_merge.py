"""A false merge is worse than a missed one, and nothing depends on the order of the records."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.knowledge.corrections import Corrections, Titles, WrongLink
from data.normalise.link import paper_link
from data.normalise.title import match_key
from data.record import Record
from data.works.merge import MOST_TITLES_PER_LINK, Merged, merge

NONE = Corrections()
LINES = count(1)


def entry(title: str, link: str = "", key: str = "a") -> Record:
    url = f"https://arxiv.org/abs/{link}" if link[:1].isdigit() else link
    return Record(key, next(LINES), (), "paper", title, paper=paper_link(url))


def titles(merged: Merged) -> list[set[str]]:
    return sorted(({record.title for record in group.records} for group in merged.groups), key=sorted)


def test_same_title_is_one_work_whatever_it_links_to() -> None:
    merged = merge(
        [entry("A Net", "2401.00001"), entry("a net!", "https://openreview.net/forum?id=x"), entry("A NET")], NONE
    )
    assert len(merged.groups) == 1


def test_same_link_and_similar_title_is_one_work() -> None:
    merged = merge(
        [entry("Quantising All the Weights", "2401.00001"), entry("Quantizing All the Weights", "2401.00001v2")], NONE
    )
    assert len(merged.groups) == 1
    assert not merged.refusals


def test_similar_titles_without_a_common_link_stay_apart() -> None:
    merged = merge(
        [entry("Quantising All the Weights", "2401.00001"), entry("Quantizing All the Weights", "2401.00002")], NONE
    )
    assert len(merged.groups) == 2


def test_same_link_with_another_title_is_refused_and_said() -> None:
    merged = merge([entry("Prune the Weights", "2401.00001"), entry("Junk in Genomes", "2401.00001")], NONE)
    assert len(merged.groups) == 2
    assert [refusal.link for refusal in merged.refusals] == ["arxiv:2401.00001"]
    assert all("link-mismatch" in group.remarks for group in merged.groups)


MIDDLE = "mmmm the Weights of Large Language Models and of Small ones mmmm"


def alike(first: str, last: str) -> str:
    """A title that is like `MIDDLE`; two of them with other letters both first and last are not alike."""
    return f"{first}{MIDDLE[len(first) : len(MIDDLE) - len(last)]}{last}"


def groups_of(*titles_of_links: tuple[str, ...]) -> list[set[str]]:
    records = [entry(title, f"2401.0000{link}") for link, named in enumerate(titles_of_links) for title in named]
    return titles(merge(records, NONE))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_merges_are_never_chained_through_a_refusal(order: tuple[int, ...]) -> None:
    """The middle one is like both others, which are not alike: two of them may be one work, never all three."""
    three = (alike("aaaa", ""), MIDDLE, alike("", "zzzz"))
    assert groups_of(tuple(three[n] for n in order)) == [{three[0], MIDDLE}, {three[2]}]


def test_the_most_alike_are_merged_first() -> None:
    less, more = alike("aaaaa", ""), alike("", "zz")
    assert groups_of((less, MIDDLE, more)) == [{less}, {MIDDLE, more}]


def test_of_titles_that_are_equally_alike_the_first_by_name_are_merged() -> None:
    one, other = alike("aaaa", ""), alike("", "zzzz")
    assert groups_of((MIDDLE, other), (one, MIDDLE), (one, other)) == [{one, MIDDLE}, {other}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "RPTQ: Reorder-based Post-training Quantization for Models",
            "FPTQ: Fine-grained Post-Training Quantization for Models",
        ),
        ("Efficient Methods for Large Nets, Part I", "Efficient Methods for Large Nets, Part II"),
        (
            "Dual-Space Knowledge Distillation for Large Models",
            "Direct Preference Knowledge Distillation for Large Models",
        ),
    ],
)
def test_a_neighbours_link_copied_by_mistake_merges_nothing(one: str, other: str) -> None:
    merged = merge([entry(one, "2401.00001"), entry(other, "2401.00001")], NONE)
    assert len(merged.groups) == 2
    assert merged.refusals


def test_numbers_and_signs_keep_versions_apart_even_under_one_link() -> None:
    merged = merge(
        [entry("SmoothQuant: Accurate Nets", "2401.00001"), entry("SmoothQuant+: Accurate Nets", "2401.00001")], NONE
    )
    assert len(merged.groups) == 2


def test_a_correction_puts_a_wrong_link_right_before_merging() -> None:
    wrong = WrongLink(
        "Mine", "paper", "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002", "because"
    )
    merged = merge([entry("Mine", "2401.00001"), entry("Theirs", "2401.00001")], Corrections(wrong_links=(wrong,)))
    assert not merged.refusals
    mine = next(group for group in merged.groups if group.records[0].title == "Mine")
    assert mine.records[0].paper.arxiv_id == "2401.00002"
    assert mine.remarks == ("link-mismatch",)


def test_a_correction_puts_a_wrong_code_link_right() -> None:
    listed, right = "https://github.com/some/other", "https://github.com/some/mine"
    wrong = WrongLink("Mine", "code", listed, right, "because")
    records = [replace(entry(title, "2401.00001"), code_url=listed) for title in ("Mine", "Theirs")]
    groups = merge(records, Corrections(wrong_links=(wrong,))).groups
    assert [(group.records[0].code_url, group.remarks) for group in groups] == [
        (right, ("link-mismatch",)),
        (listed, ("link-mismatch",)),
    ]


def test_the_records_of_a_group_stand_in_the_order_of_lists_and_lines() -> None:
    titles_of = ("Quantising All the Weights", "Quantizing All the Weights")
    records = [entry(titles_of[n % 2], "2401.00001", key) for n, key in enumerate("bbaab")]
    (group,) = merge(records, NONE).groups
    assert list(group.records) == sorted(records, key=lambda record: record.order)


def test_a_refused_title_marks_all_records_of_its_work() -> None:
    one, other = "Quantising All the Weights", "Quantizing All the Weights"
    shared = [entry(one, "2401.00001"), entry(other, "2401.00001"), entry(other, "2401.00002")]
    groups = merge([*shared, entry("Junk in Genomes", "2401.00002")], NONE).groups
    assert [(len(group.records), group.remarks) for group in groups] == [
        (3, ("link-mismatch",)),
        (1, ("link-mismatch",)),
    ]


def test_a_renamed_work_is_one_by_decision() -> None:
    renamed = Corrections(same_work=(Titles(("New Name", "Old Name"), "because"),))
    assert len(merge([entry("Old name", "2401.00001"), entry("New Name", "2401.00009")], renamed).groups) == 1


def test_a_renamed_work_is_told_apart_by_its_present_title() -> None:
    decided = Corrections(
        same_work=(Titles(("Quantising All the Weights", "Quantisings All the Weights"), "because"),),
        different_works=(Titles(("Quantising All the Weights", "Quantizing All the Weights"), "because"),),
    )
    records = [entry("Quantisings All the Weights", "2401.00001"), entry("Quantizing All the Weights", "2401.00001")]
    assert len(merge(records, decided).groups) == 2
    assert len(merge(records, Corrections(same_work=decided.same_work)).groups) == 1


def test_works_decided_to_be_different_stay_apart() -> None:
    apart = Corrections(
        different_works=(Titles(("Quantising All the Weights", "Quantizing All the Weights"), "because"),)
    )
    merged = merge(
        [entry("Quantising All the Weights", "2401.00001"), entry("Quantizing All the Weights", "2401.00001")], apart
    )
    assert len(merged.groups) == 2


def test_a_decided_pair_is_not_reported_again() -> None:
    apart = Corrections(different_works=(Titles(("Prune the Weights", "Junk in Genomes"), "because"),))
    merged = merge([entry("Prune the Weights", "2401.00001"), entry("Junk in Genomes", "2401.00001")], apart)
    assert not merged.refusals
    assert not any(group.remarks for group in merged.groups)


@pytest.mark.parametrize("titles", [MOST_TITLES_PER_LINK, MOST_TITLES_PER_LINK + 1])
def test_a_link_that_everybody_has_merges_nothing(titles: int) -> None:
    """It keeps merging linear, and a link under so many titles is nobody's own."""
    unlike = [entry(f"{chr(97 + n) * 9} Nets", "2401.00001") for n in range(titles - 1, 0, -1)]
    merged = merge([*unlike, entry("bbbbbbbb Nets", "2401.00001")], NONE)
    assert len(merged.groups) == (titles if titles > MOST_TITLES_PER_LINK else titles - 1)
    assert {len(refusal.titles) for refusal in merged.refusals} == {titles if titles > MOST_TITLES_PER_LINK else 2}
    assert all(list(refusal.titles) == sorted(refusal.titles, key=match_key) for refusal in merged.refusals)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Net", "Nets", "A Net", "Pruning", "Net 2", "Net+"]),
            st.integers(1, 4),
            st.sampled_from("ab"),
        )
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_records_does_not_matter(rows: list[tuple[str, int, str]], shuffler: random.Random) -> None:
    records = [entry(title, f"2401.0000{number}", key) for title, number, key in rows]
    shuffled = list(records)
    shuffler.shuffle(shuffled)
    assert merge(records, NONE) == merge(shuffled, NONE)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Net", "Nets", "Pruning Nets", "Pruning Net", "x"]), st.integers(1, 3)), max_size=12
    )
)
def test_every_record_is_in_exactly_one_group(rows: list[tuple[str, int]]) -> None:
    records = [entry(title, f"2401.0000{number}") for title, number in rows]
    placed = [record.key for group in merge(records, NONE).groups for record in group.records]
    assert sorted(placed) == sorted(record.key for record in records)


@pytest.mark.parametrize("role", ["paper", "code"])
def test_only_the_named_title_is_corrected(role: str) -> None:
    wrong = WrongLink("Mine", role, "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002", "because")
    merged = merge([entry("Theirs", "2401.00001")], Corrections(wrong_links=(wrong,)))
    assert merged.groups[0].records[0].paper.arxiv_id == "2401.00001"
