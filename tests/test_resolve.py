"""Which statement wins, and that what lost stays visible as a flag."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.knowledge.corrections import Corrections, Doubt, Titles
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.normalise.link import paper_link
from data.normalise.title import match_key
from data.record import Record
from data.schema import Paper
from data.works.merge import Group
from data.works.resolve import resolve, slug
from tests.conftest import ROOT

NONE = Corrections()


@pytest.fixture
def entry(knowledge: Knowledge):  # type: ignore[no-untyped-def]
    lines = iter(range(1, 100))

    def make(venue: str = "", link: str = "2305.00001", key: str = "a", **more: object) -> Record:
        record = Record(key, next(lines), (), "paper", "A Net", venue, knowledge.venues.read(venue))
        url = link if ":" in link else f"https://arxiv.org/abs/{link}" if link else ""
        return replace(record, paper=paper_link(url), **more)  # type: ignore[arg-type]

    return make


def one(*records: Record, corrections: Corrections = NONE) -> Paper:
    return resolve([Group(records)], replace(load_knowledge(), corrections=corrections))[0]


@pytest.mark.parametrize(
    ("listed", "winner"),
    [
        (("ArXiv 2024", "ICLR 2023"), ("ICLR", "main", 2023)),
        (("ICML 2023 Workshop X", "ArXiv 2024"), ("ICML", "workshop", 2023)),
        (("ICML", "ICML 2023 Workshop X"), ("ICML", "main", None)),
        (("EMNLP 2023", "EMNLP Findings 2023"), ("EMNLP", "findings", 2023)),
        (("ICML", "ICLR 2024"), ("ICLR", "main", 2024)),
        (("Some Venue 2024", "ArXiv 2024"), ("Some Venue", "", 2024)),
        (("OpenReview", "ICASSP 2024"), ("ICASSP", "main", 2024)),
    ],
)
def test_the_winning_venue(listed: tuple[str, str], winner: tuple[str, str, int | None], entry) -> None:  # type: ignore[no-untyped-def]
    for order in (listed, listed[::-1]):
        paper = one(*(entry(venue, link="") for venue in order))
        assert (paper.venue, paper.track, paper.year) == winner


def test_the_year_is_stated_else_of_the_heading_else_of_the_arxiv_id(entry) -> None:  # type: ignore[no-untyped-def]
    assert one(entry("ICLR 2024", heading_year=2023)).year == 2024
    assert one(entry("ICLR", heading_year=2022)).year == 2022
    assert one(entry("ICLR")).year == 2023
    assert one(entry("ICLR", link="")).year is None


def test_the_heading_is_that_over_the_winning_entry_else_over_another(entry) -> None:  # type: ignore[no-untyped-def]
    assert one(entry("ICLR", heading_year=2022), entry(heading_year=2021, key="b")).year == 2022
    assert one(entry("ICLR"), entry(heading_year=2021, key="b"), entry(key="c")).year == 2021


def test_the_earliest_arxiv_id_wins_where_the_winning_entry_has_none(entry) -> None:  # type: ignore[no-untyped-def]
    listed = [entry("ArXiv", link=link, key="b") for link in ("", "2305.00002", "2305.00001", "2305.00003")]
    assert one(entry("ICLR", link=""), *listed).arxiv_id == "2305.00001"
    assert (one(entry("ICLR", link="")).arxiv_id, one(entry("ICLR", link="")).code_url) == ("", "")


def test_several_values_are_sorted_and_other_titles_written_as_first_listed(entry) -> None:  # type: ignore[no-untyped-def]
    titles = ("A Net", "Zeta", "Beta", "BETA", "Delta", "Gamma")
    records = (replace(entry(key=key), title=title) for key, title in zip("fedcba", titles, strict=True))
    paper = one(*(replace(record, techniques=tuple("gfedcba")) for record in records))
    assert (paper.lists, paper.techniques) == (tuple("abcdef"), tuple("abcdefg"))
    assert (paper.title, paper.also_titled) == ("Gamma", ("A Net", "Beta", "Delta", "Zeta"))


def test_any_code_beats_none(entry) -> None:  # type: ignore[no-untyped-def]
    assert one(entry(), entry(key="b", code_url="https://aka.ms/x")).code_url == "https://aka.ms/x"


def test_of_code_links_that_no_rule_tells_apart_the_first_in_the_alphabet_wins(entry) -> None:  # type: ignore[no-untyped-def]
    listed = (entry(key="b", code_url=f"https://github.com/{letter}/x") for letter in "gcafbed")
    assert one(entry("ICLR 2024"), *listed).code_url == "https://github.com/a/x"


def test_a_preprint_beside_a_published_entry_is_stale(entry) -> None:  # type: ignore[no-untyped-def]
    assert "stale-preprint" in one(entry("ArXiv"), entry("ICLR 2023", key="b")).flags
    assert "stale-preprint" not in one(entry("ArXiv"), entry("Arxiv 2023", key="b")).flags


@pytest.mark.parametrize(
    ("flag", "first", "second"),
    [
        ("year-conflict", {"venue": "ICLR 2023"}, {"venue": "ICLR 2024"}),
        ("year-conflict", {"venue": "Arxiv 2025"}, {"venue": "Arxiv 2025"}),
        (
            "year-conflict",
            {"venue": "ACL", "heading_year": 2022, "link": "https://aclanthology.org/2023.acl-demo.54/"},
            {"link": ""},
        ),
        ("year-conflict", {"venue": "ACL", "link": "https://aclanthology.org/2022.acl-long.1/"}, {}),
        ("venue-conflict", {"venue": "ICLR 2023"}, {"venue": "ICML 2023"}),
        ("venue-conflict", {"venue": "EMNLP 2023"}, {"venue": "EMNLP Findings 2023"}),
        ("code-conflict", {"code_url": "https://github.com/a/b"}, {"code_url": "https://github.com/c/d"}),
        ("stale-preprint", {"venue": "TMLR"}, {"venue": "ArXiv"}),
        ("id-conflict", {"link": "2305.00001"}, {"link": "2305.00002"}),
        (
            "track-conflict",
            {"venue": "ACL 2023", "link": "https://aclanthology.org/2023.findings-acl.15"},
            {"link": ""},
        ),
        ("listed-twice", {}, {"key": "a"}),
        ("unknown-venue", {"venue": "Some Venue"}, {}),
        ("code-placeholder", {"remarks": ("code-placeholder",)}, {}),
    ],
)
def test_what_lost_stays_visible(flag: str, first: dict[str, object], second: dict[str, object], entry) -> None:  # type: ignore[no-untyped-def]
    paper = one(entry(**first), entry(**{"key": "b", **second}))
    assert flag in paper.flags


def test_entries_that_agree_carry_no_flag(entry) -> None:  # type: ignore[no-untyped-def]
    same = {"venue": "ICLR 2023", "code_url": "https://github.com/a/b"}
    silent = entry("ICLR 2023", link="", key="c")
    assert one(entry(**same), entry(key="b", **{**same, "code_url": "https://github.com/A/B"}), silent).flags == ()


def test_what_merging_remarked_is_flagged_too(entry) -> None:  # type: ignore[no-untyped-def]
    records = (entry("Some Venue", remarks=("code-placeholder",)), entry(key="a"))
    (paper,) = resolve([Group(records, ("link-mismatch",))], load_knowledge())
    assert paper.flags == ("code-placeholder", "link-mismatch", "listed-twice", "unknown-venue")


def test_the_more_specific_code_link_wins(entry) -> None:  # type: ignore[no-untyped-def]
    repository, folder = "https://github.com/a/b", "https://github.com/a/b/tree/main/sub"
    assert one(entry(code_url=repository), entry(key="b", code_url=folder)).code_url == folder
    assert one(entry(code_url="https://aka.ms/x"), entry(key="b", code_url=repository)).code_url == repository


def test_code_that_many_papers_share_is_the_general_one(entry, knowledge: Knowledge) -> None:  # type: ignore[no-untyped-def]
    framework, own = "https://github.com/big/framework", "https://github.com/some/own"
    others = [Group((replace(entry(code_url=framework, link=f"2305.1000{n}"), title=f"Other {n}"),)) for n in range(3)]
    mixed = Group((entry(code_url=framework), entry(key="b", code_url=own)))
    papers = {paper.title: paper for paper in resolve([*others, mixed], knowledge)}
    assert papers["A Net"].code_url == own


def test_a_renamed_work_goes_by_its_present_title(entry) -> None:  # type: ignore[no-untyped-def]
    renamed = Corrections(same_work=(Titles(("New Net", "A Net"), "because"),))
    paper = one(entry("ICLR 2024"), replace(entry("ArXiv", key="b"), title="New Net"), corrections=renamed)
    assert (paper.title, paper.also_titled) == ("New Net", ("A Net",))
    assert "renamed" in paper.flags


def test_the_topics_are_those_of_all_titles(entry) -> None:  # type: ignore[no-untyped-def]
    old, new = "Eviction by Age", "Small Nets: A Survey"
    records = (replace(entry(), title=old), replace(entry("ICLR 2024", key="b"), title=new))
    assert one(*records).topics == ("KV cache eviction", "Surveys")


def test_the_month_is_that_of_the_arxiv_id_that_wins(entry) -> None:  # type: ignore[no-untyped-def]
    paper = one(entry("ArXiv"), entry("ICLR", link="2401.00002", key="b"))
    assert (paper.arxiv_id, paper.month, paper.year) == ("2401.00002", "2024-01", 2024)
    assert (paper.paper_url, paper.added) == ("https://arxiv.org/abs/2401.00002", "")


def test_the_link_is_that_of_the_winning_entry_else_of_the_first_that_has_one(entry) -> None:  # type: ignore[no-untyped-def]
    assert one(entry("ICLR", link=""), entry("", link="", key="b"), entry(key="c")).paper_url.endswith("/2305.00001")
    assert one(entry("ICLR", link="")).paper_url == ""


def test_a_present_title_is_written_as_decided_else_as_first_listed(entry) -> None:  # type: ignore[no-untyped-def]
    renamed = Corrections(same_work=(Titles(("New Net", "A Net"), "because"),))

    def titled(*titles: str) -> str:
        records = (replace(entry(key=key), title=title) for key, title in zip("abc", titles, strict=False))
        return one(*records, corrections=renamed).title

    assert titled("A Net", "new net", "NEW NET") == "new net"
    assert titled("NEW NET", "New Net") == "New Net"
    assert titled("A Net") == "A Net"


def test_a_doubt_is_flagged_only_where_the_venue_is_stated(entry) -> None:  # type: ignore[no-untyped-def]
    doubts = Corrections(doubtful=(Doubt("A Net", "ACL 2023", "because"),))
    assert "doubtful" in one(entry("ACL 2023"), corrections=doubts).flags
    assert "doubtful" in one(entry("ACL 2023"), entry("ICLR", key="b"), corrections=doubts).flags
    assert "doubtful" not in one(entry("ACL 2024"), corrections=doubts).flags


def test_the_id_is_the_arxiv_id_and_unique_where_two_works_claim_it(entry, knowledge: Knowledge) -> None:  # type: ignore[no-untyped-def]
    twice = Group((entry(), entry(key="b")))
    once = Group((replace(entry("ICLR 2024"), title="Another Thing"),))
    assert {paper.title: paper.id for paper in resolve([once, twice], knowledge)} == {
        "A Net": "2305.00001",
        "Another Thing": "another-thing-2024",
    }


def test_an_arxiv_id_goes_to_the_work_with_more_entries_else_to_the_first_title(entry, knowledge: Knowledge) -> None:  # type: ignore[no-untyped-def]
    def titled(title: str, entries: int) -> Group:
        return Group(tuple(replace(entry(), title=title) for _ in range(entries)))

    for sizes, winner in (((1, 2), "Beta"), ((1, 1), "Alpha")):
        groups = [titled("Beta", sizes[1]), titled("Alpha", sizes[0])]
        for given_groups in (groups, groups[::-1]):
            ids = {paper.title: paper.id for paper in resolve(given_groups, knowledge)}
            assert ids[winner] == "2305.00001"
            assert len(set(ids.values())) == 2


def test_long_titles_get_slugs_that_depend_on_nothing_else() -> None:
    long = "A Very Long Title about the Compression of Many Large Language Models by"
    one, other = slug(f"{long} Pruning", 2024), slug(f"{long} Distilling", 2024)
    assert one != other
    assert one.startswith("a-very-long-title-about-the-compression-")


def test_a_title_of_48_letters_is_not_cut() -> None:
    assert slug("x" * 48, 2024) == "x" * 48 + "-2024"
    assert len(slug("x" * 24 + " " + "y" * 24, 2024)) == 24 + len("-abcdef-2024")


def test_a_slug_keeps_the_signs_that_tell_titles_apart() -> None:
    assert slug("QuIP#: Even Better", 2024) == "quipsharp-even-better-2024"
    assert slug("SmoothQuant+", None) == "smoothquantplus"


ALIKE = (
    "C#", "Csharp", "C sharp", "C+", "Cplus", "Llama 3.1 Report", "Llama 3 1 Report", "1 2.3", "1.2 3", "1.2.3",
    "!!!", "???", "1 2 3", "Survey", "Survey 2024", "Survey 2024 2024", "1.2024", "1 2024", "٣.٤", "٣ ٤",
)  # fmt: skip


def test_titles_that_differ_in_signs_or_in_the_year_have_slugs_of_their_own() -> None:
    for (one, year), (other, other_year) in combinations(product(ALIKE, (None, 2023, 2024)), 2):
        assert match_key(one) == match_key(other) or slug(one, year) != slug(other, other_year)
    assert slug("Survey", 2024) == "survey-2024"
    assert slug("!!!", None) != ""
    assert slug("X", 2024) == "x-2024"
    assert slug("Nets from 1990 to 2010, 1990-2010", 2011) == "nets-from-1990-to-2010-1990-2010-2011"
    assert slug("Llama 3.1 Report", 2024) == "llama-3-1-report-2024"
    assert slug("Llama 3 1 Report", 2024) == "llama-3-1-report-f1cd65-2024"


TITLES = st.text("abc 12.+#-!", max_size=12) | st.text(max_size=12) | st.sampled_from(ALIKE)
YEARS = st.none() | st.integers(1990, 2030)


@given(TITLES, YEARS, TITLES, YEARS)
def test_different_works_have_different_slugs(one: str, year: int | None, other: str, other_year: int | None) -> None:
    assert match_key(one) == match_key(other) or slug(one, year) != slug(other, other_year)


def built(folder: Path, lists: dict[str, list[str]]) -> dict[str, str]:
    """Build lists of titles with `python -m data build`; return the ids of the papers by title."""
    folder.mkdir()
    for key, titles in lists.items():
        entries = (f"- [[Paper](https://example.org/{match_key(title)})] {title}\n" for title in titles)
        (folder / f"{key}.md").write_text("# A list\n\n## 2024\n\n" + "".join(entries), "utf-8")
    declared = "".join(f"{key}:\n  title: {key}\n  path: {key}.md\n" for key in lists)
    (folder / "lists.yaml").write_text(declared, "utf-8")
    command = [sys.executable, "-m", "data", "build", "--lists", str(folder / "lists.yaml"), "--to", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert subprocess.run([sys.executable, "-m", "data", "check", "--in", str(folder)], cwd=ROOT).returncode == 0
    papers = pd.read_csv(folder / "papers.csv", dtype=str)
    return dict(zip(papers["title"], papers["id"], strict=True))


def test_papers_without_arxiv_id_whose_titles_differ_only_in_signs_can_be_built(tmp_path: Path) -> None:
    """Their ids do not depend on the order of the lists, nor on what else is listed."""
    pairs = ["Llama 3.1 Report", "Llama 3 1 Report", "Learning C#", "Learning Csharp"]
    ids = built(tmp_path / "one", {"a": pairs[:2], "b": pairs[2:]})
    assert set(ids) == set(pairs)
    assert len(set(ids.values())) == len(pairs)
    assert built(tmp_path / "two", {"b": pairs[2:], "a": pairs[:2]}) == ids
    assert built(tmp_path / "three", {"a": [pairs[1], pairs[3]]}) == {title: ids[title] for title in pairs[1::2]}
