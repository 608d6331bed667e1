"""Each kind of finding is found where it is, and nowhere else; it says what won, by which rule, and on which lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from components import store
from components.facets.component import MOST_IN_SIGHT
from components.views.sources.patches import fixes
from components.widgets import PAGE_SIZE
from data.findings.all_findings import FINDERS, all_findings, findings_as_table
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.findings.index import index_findings
from data.findings.venue_findings import MONTHS
from data.formats.spreadsheet import to_csv
from data.ingest.reader import read_list
from data.knowledge.corrections import Corrections, Doubt, Titles, WrongLink
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.list_source import load_lists
from data.normalise.link import paper_link
from data.normalise.spelling import right_label
from data.normalise.venue import Venue
from data.patching.make_patch import Fixed
from data.record import Record
from data.schema import FLAGS, KINDS, Note, line_key, split
from data.tables.paper_tables import Tables, make_tables
from data.tables.table import to_frame
from data.works.precedence import CODE_RULES, NO_RULE, RULES, deciding, rank, year_claims
from tests.facets import choose, facets
from tests.ready import texts
from tests.test_app import app, query

ARXIV = "https://arxiv.org/abs/{}".format


def evidence(
    dates: Mapping[str, str] | None = None, corrections: Corrections | None = None, **lists: str
) -> TablesToCheck:
    """The tables of lists given as text by their keys; a line of a list is an entry."""
    known = load_knowledge()
    known = replace(known, corrections=corrections or Corrections())
    tables = make_tables([read_list(text.encode(), key, known) for key, text in lists.items()], known)
    return TablesToCheck(tables.papers, tables.records, tables.notes, known, dates or {})


def found(kind: str, of: TablesToCheck) -> list[Finding]:
    return [finding for finding in all_findings(of) if finding.kind == kind]


def line(title: str, venue: str = "ICML 2024", paper: str = "2401.00001", rest: str = "") -> str:
    return f"- {title} <br> {venue} [[Paper]]({ARXIV(paper)}){rest}\n"


# Wrong links


def test_one_link_under_unlike_titles_is_suspected_until_somebody_settles_it() -> None:
    text = line("Prune the Weights") + line("Junk in Genomes")
    (suspected,) = found("shared-link", evidence(l=text))
    assert suspected.text == "arxiv:2401.00001: “Prune the Weights” / “Junk in Genomes”"
    assert (suspected.records, len(suspected.papers), suspected.lists) == (("l:1", "l:2"), 2, ("l",))
    wrong = WrongLink("Junk in Genomes", "paper", ARXIV("2401.00001"), ARXIV("2401.00009"), "Taken from above.")
    of = evidence(corrections=Corrections(wrong_links=(wrong,)), l=text)
    assert found("shared-link", of) == []
    (settled,) = found("wrong-link", of)
    assert settled.records == ("l:2",)
    assert settled.why == f"Settled: {ARXIV('2401.00009')}. Taken from above."
    apart = Corrections(different_works=(Titles(("Prune the Weights", "Junk in Genomes"), ""),))
    assert found("shared-link", evidence(corrections=apart, l=text)) == []


def test_a_link_that_one_work_has_under_two_titles_is_no_wrong_link() -> None:
    renamed = Corrections(same_work=(Titles(("Prune the Weights", "Junk in Genomes"), "Renamed."),))
    of = evidence(corrections=renamed, l=line("Prune the Weights") + line("Junk in Genomes"))
    assert found("shared-link", of) == []
    assert [f.why for f in found("renamed", of)] == ["Settled: Renamed."]


def test_a_wrong_code_link_is_settled_too() -> None:
    code = "https://github.com/some/other"
    wrong = WrongLink("One", "code", code, "https://github.com/some/one", "Of the entry below.")
    of = evidence(corrections=Corrections(wrong_links=(wrong,)), l=line("One", rest=f" [[Code]]({code})"))
    assert [(f.text, f.records) for f in found("wrong-link", of)] == [(f"“One” links to {code}", ("l:1",))]


# Duplicates


def test_a_paper_twice_in_a_section_and_in_several_sections_are_told_apart() -> None:
    text = f"## A\n{line('One')}{line('One')}## B\n{line('One')}{line('Two', paper='2401.00002')}"
    (twice,), (several,) = (found(kind, evidence(l=text)) for kind in ("twice-in-section", "in-several-sections"))
    assert (twice.text, twice.records) == ("“One” appears 2 times in “A”", ("l:2", "l:3"))
    assert (several.text, several.records) == ("“One” is in “A”, “B”", ("l:2", "l:3", "l:5"))
    assert found("twice-in-section", evidence(l=line("One"), m=line("One"))) == []


def test_titles_that_are_nearly_the_same_are_named_unless_somebody_decided() -> None:
    one, other = (f"Accurate Attention with {word} Bits for Everyone" for word in ("Eight", "Eighty"))
    text = line(one) + line(other, paper="2401.00002")
    (near,) = found("near-titles", evidence(l=text))
    assert near.text == f"“{one}” / “{other}” (99 % alike)"
    assert near.papers == ("2401.00001", "2401.00002")
    decided = Corrections(different_works=(Titles((one, other), ""),))
    assert found("near-titles", evidence(corrections=decided, l=text)) == []


def alike(titles: Iterable[str]) -> set[tuple[str, str]]:
    """The titles, by their ids, of which findings say that they are alike."""
    text = "".join(line(title, paper=f"2401.{number:05}") for number, title in enumerate(titles))
    of = evidence(l=text)
    by_id = dict(zip(of.papers["id"], of.papers["title"], strict=True))
    return {(by_id[f.papers[0]], by_id[f.papers[1]]) for f in found("near-titles", of) if f.papers}


def test_titles_that_differ_in_numbers_or_names_are_not_alike() -> None:
    assert alike(f"Invented paper number {number}" for number in range(60)) == set()
    assert alike(["Abc: Fast and Small Networks for Everyone", "Abd: Fast and Small Networks for Everyone"]) == set()
    assert alike(["Fast and Small Networks I for Everyone", "Fast and Small Networks II for Everyone"]) == set()


def test_a_pair_stays_alike_whatever_else_is_listed() -> None:
    pair = ("Fast and Small Networks for Everyone", "Fast and Small Network for Everyone")
    words = ["".join(letters) for letters in product("abcdefgh", repeat=3)]
    others = [f"Fast and {word} Networks for {word[::-1]} Everyone with {word * 3} and {word * 2}" for word in words]
    assert pair in alike(pair)
    assert pair in alike([*pair, *others])


def test_where_titles_are_too_many_to_compare_a_finding_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [f"Small Networks for {letter * 4} Everyone Alike" for letter in "abcdefg"]
    text = "".join(line(title, paper=f"2401.{number:05}") for number, title in enumerate(titles))
    monkeypatch.setattr("data.findings.duplicate_findings.LARGEST_BLOCK", 6)
    said = [f.text for f in found("near-titles", evidence(l=text)) if not f.papers]
    assert "7 titles with “alike” are too many to compare" in said
    monkeypatch.setattr("data.findings.duplicate_findings.LARGEST_BLOCK", 9)
    monkeypatch.setattr("data.findings.duplicate_findings.MOST_PAIRS", 4)
    some = found("near-titles", evidence(l=text))
    assert [len(f.papers) for f in some] == [0, 2, 2, 2, 2]
    assert some[0].text.startswith("4 pairs of titles are alike; Surveyor")


def test_the_titles_of_a_large_table_are_compared_by_the_rarest_words_first(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [f"Small Networks for {letter * 4} Everyone Alike" for letter in "abcdefg"]
    text = "".join(line(title, paper=f"2401.{number:05}") for number, title in enumerate(titles))
    monkeypatch.setattr("data.findings.duplicate_findings.MOST_COMPARED", 49)
    said = [f.text for f in found("near-titles", evidence(l=text)) if not f.papers]
    assert len(said) > 1
    assert all(one.startswith("7 titles with “") for one in said)
    monkeypatch.setattr("data.findings.duplicate_findings.MOST_TITLES", 6)
    (only,) = found("near-titles", evidence(l=text))
    assert (only.text, only.papers) == ("7 titles are too many to compare", ())


def test_of_very_many_findings_the_first_are_listed_and_a_finding_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    of = evidence(l=line("One", "arXiv 2024") + line("Two", "arXiv 2024"), m=line("One", "ICML") + line("Two", "ICML"))
    monkeypatch.setattr("data.findings.all_findings.MOST_FINDINGS", 2)
    assert [len(one.papers) for one in found("stale-preprint", of)] == [1, 1]
    monkeypatch.setattr("data.findings.all_findings.MOST_FINDINGS", 1)
    first, rest = found("stale-preprint", of)
    assert (len(first.papers), rest.papers) == (1, ())
    assert rest.text == "1 findings of this kind are listed; further ones are left out"


# Venues and years


def test_a_preprint_is_outdated_for_certain_where_another_entry_names_the_venue() -> None:
    of = evidence(l=line("One", "arXiv 2024"), m=line("One", "ICML 2024"))
    (stale,) = found("stale-preprint", of)
    assert (stale.records, stale.won, stale.lists) == (("l:1",), "m:1", ("l",))
    assert stale.why == "The table keeps “ICML 2024”: a published version beats a preprint."


@pytest.mark.parametrize(("arxiv_id", "months"), [("2209.00001", 19), ("2210.00001", None), ("2104.00001", 36)])
def test_an_old_preprint_is_counted_to_the_date_of_its_list(arxiv_id: str, months: int | None) -> None:
    dates = {"l": "2024-04-10", "m": "2022-10-01"}
    entry = line("One", "arXiv", arxiv_id)
    old = found("old-preprint", evidence(dates, l=entry, m=entry))
    assert [f.records for f in old] == ([("l:1",)] if months else [])
    assert all(f"{months} months after" in f.text for f in old)
    assert found("old-preprint", evidence({}, l=entry)) == []
    published = evidence(dates, l=entry, m=line("One", "ICML 2022", arxiv_id))
    assert found("old-preprint", published) == []
    assert MONTHS == 18


def test_venues_that_disagree_name_the_rule_that_decided() -> None:
    cases = {
        ("ICML 2024", "ICML 2024 Workshop on Nets"): "a full paper beats a workshop paper",
        ("ICLR 2024", "ICML"): "a stated year beats no year",
        ("ICLR 2025", "ICML 2024"): "the later year wins",
        ("EMNLP Findings 2024", "EMNLP 2024"): "Findings beats the main track",
    }
    for (winner, loser), rule in cases.items():
        (conflict,) = found("venue-conflict", evidence(l=line("One", loser), m=line("One", winner)))
        assert (conflict.why, conflict.won) == (f"The table keeps “{winner}”: {rule}.", "m:1")
    (equal,) = found("venue-conflict", evidence(l=line("One", "ICLR 2024"), m=line("One", "ICML 2024")))
    assert equal.why == f"The table keeps “ICML 2024”: {NO_RULE}."


venues = st.builds(
    Venue,
    st.sampled_from(["", "ICML", "Somewhere"]),
    st.sampled_from(["", "conference", "preprint"]),
    st.sampled_from(["main", "workshop", "findings", "preprint"]),
    st.none() | st.integers(2020, 2025),
)


@given(st.lists(venues, min_size=2, max_size=5))
def test_the_rule_that_decides_is_one_in_which_the_winner_is_ahead(some: list[Venue]) -> None:
    ordered = sorted(some, key=rank, reverse=True)
    rules = dict(RULES)
    for better, worse in pairwise(ordered):
        words = deciding(better, worse)
        assert words == NO_RULE if rank(better) == rank(worse) else rules[words](better) > rules[words](worse)


def test_years_that_disagree_say_where_each_stands_and_why_one_holds() -> None:
    of = evidence(
        l=f"## 2023\n- [[ArXiv]({ARXIV('2212.00001')})] One\n", m=line("One", "ICML 2024", "2212.00001"),
        n=f"## 2023\n- [[ArXiv]({ARXIV('2212.00002')})] Two\n",
    )  # fmt: skip
    one, two = found("year-conflict", of)
    assert one.text == "“One”: 2022 by the arXiv id; 2023 in the heading; 2024 stated"
    assert (one.why, one.won) == ("The table keeps 2024: stated with the winning venue.", "m:1")
    assert two.why == "The table keeps 2023: the heading above the entry with the winning venue."
    linked = Record("l", 1, (), "paper", "Three", paper=paper_link("https://aclanthology.org/2023.acl-long.1/"))
    assert year_claims(linked) == {2023: "in the link"}


def test_a_venue_that_nobody_knows_is_named_once_with_all_its_papers() -> None:
    text = line("One", "Unheard Meeting 2024") + line("Two", "Unheard Meeting 2024", "2401.00002") + line("Three")
    (unknown,) = found("unknown-venue", evidence(l=text))
    assert (unknown.text, unknown.records) == ("“Unheard Meeting”", ("l:1", "l:2"))


def test_spellings_of_venues_are_held_against_what_their_list_mostly_writes() -> None:
    spelt = ["Arxiv 2024", "ArXiv", "Arxiv", "arXiv", "Arxiv"]
    mostly = "".join(line(f"Net {n}", venue, f"2401.0000{n}") for n, venue in enumerate(spelt))
    found_here = found("venue-spelling", evidence(l=mostly, m=line("One", "ArXiv")))
    assert [(f.text, f.records) for f in found_here] == [
        ("“ArXiv” where the list mostly has “Arxiv”, 1 time", ("l:2",)),
        ("“arXiv” where the list mostly has “Arxiv”, 1 time", ("l:4",)),
    ]
    equal = found("venue-spelling", evidence(l=line("One", "Icml") + line("Two", "ICML", "2401.00002")))
    assert [f.text for f in equal] == ["“Icml” where the list mostly has “ICML”, 1 time"]


# Links


def test_code_links_without_code_are_found_even_where_they_lead_nowhere() -> None:
    text = (
        line("One", rest=" [[Code]](https://github.com/)")
        + line("Two", paper="2401.00002", rest=f" [[Code]]({ARXIV('2401.00002')})")
        + line("Three", paper="2401.00003", rest=" [[Code]](#)")
        + line("Four", paper="2401.00004", rest=" [[Code]](https://github.com/some/four)")
    )
    assert [(f.text, f.records) for f in found("code-placeholder", evidence(l=text))] == [
        ("https://github.com/ in “One”", ("l:1",)),
        (f"{ARXIV('2401.00002')} in “Two”", ("l:2",)),
        ("“Three”: a link leads nowhere", ("l:3",)),
    ]


def test_entries_that_link_different_code_or_ids_say_what_is_kept() -> None:
    codes = [f" [[Code]](https://github.com/{name})" for name in ("some/one", "some/one/tree/dev/deep")]
    (code,) = found("code-conflict", evidence(l=line("One", rest=codes[0]), m=line("One", rest=codes[1])))
    assert code.why == "The table keeps https://github.com/some/one/tree/dev/deep: the deepest path wins."
    (ids,) = found("id-conflict", evidence(l=line("One", "arXiv"), m=line("One", "ICML", "2401.00002")))
    assert ids.text == "“One”: 2401.00001, 2401.00002"
    assert ids.why == "The table keeps 2401.00002: the entry with the winning venue links to it."


@pytest.mark.parametrize(
    ("kept", "other", "rule"),
    [
        ("https://github.com/some/one", "https://some.org/a/b/c", CODE_RULES[0]),
        ("https://github.com/some/one", "https://github.com/some/shared/tree/dev/deep", CODE_RULES[1]),
        ("https://github.com/some/one/tree/dev", "https://github.com/some/other", CODE_RULES[2]),
        ("https://github.com/some/two", "https://github.com/some/one", CODE_RULES[3]),
    ],
)
def test_code_that_disagrees_names_the_rule_that_decided(kept: str, other: str, rule: str) -> None:
    shared = line("Another", paper="2401.00009", rest=" [[Code]](https://github.com/some/shared/tree/dev/deep)")
    lists = {"l": line("One", "arXiv", rest=f" [[Code]]({other})"), "m": line("One", rest=f" [[Code]]({kept})")}
    of = evidence(**lists, n=shared + line("One", "arXiv"))
    (conflict,) = found("code-conflict", of)
    assert conflict.why == f"The table keeps {kept}: {rule}."
    assert conflict.records == ("l:1", "m:1")


def test_only_lines_that_make_a_statement_are_named_with_it() -> None:
    (unknown,) = found("unknown-venue", evidence(l=line("One", "Unheard Meeting 2024"), m=line("One", "arXiv")))
    assert unknown.records == ("l:1",)
    (ids,) = found("id-conflict", evidence(l=line("One"), m=line("One", "ICML 2024", "2401.00002")))
    assert "the venues do not decide, so the last entry by list and line wins" in ids.why


def test_only_a_findings_volume_of_the_anthology_speaks_against_the_main_track() -> None:
    def entry(url: str) -> str:
        return f"- One <br> EMNLP 2023 [[Paper]]({url})\n"

    anthology = "https://aclanthology.org/2023.{}-emnlp.12/".format
    both = evidence(l=entry(anthology("findings")), m=line("One", "arXiv"))
    assert [f.records for f in found("track-conflict", both)] == [("l:1",)]
    assert found("track-conflict", evidence(l=entry("https://example.org/our-findings.pdf"))) == []


@pytest.mark.parametrize(
    ("label", "role", "right"),
    [
        ("Cde", "code", "code"), ("Coed", "code", "code"), ("codee", "code", "code"), ("Papre", "paper", "paper"),
        ("Githb", "code", "github"), ("Code", "code", ""), ("codes", "code", ""), ("Papers", "paper", ""),
        ("pdf", "paper", ""), ("github", "code", ""), ("Codes (fast)", "code", ""), ("Gold", "code", ""),
        ("Cde", "other", ""), ("", "code", ""), ("Page", "project", ""),
    ],
)  # fmt: skip
def test_a_label_is_misspelt_by_one_letter(label: str, role: str, right: str, knowledge: Knowledge) -> None:
    assert right_label(label, role, knowledge.labels, knowledge.venues) == right


def test_misspelt_labels_and_unsafe_links_are_found() -> None:
    of = evidence(l=line("One", rest=" [[Cde]](https://github.com/some/one)") + line("Two", rest=" [[Blog]](data:x)"))
    assert [f.text for f in found("misspelt-label", of)] == ["“Cde” for code in “One”"]
    assert [f.records for f in found("unsafe-link", of)] == [("l:2",)]


# What was not read, and decisions


def test_only_lines_that_look_like_an_entry_count_as_not_read() -> None:
    text = "Some prose.\n\n- [Some Author](https://example.org/some) keeps this list\n- no link\n\n" + line("One")
    (unread,) = found("unreadable", evidence(l=text))
    assert (unread.records, unread.papers) == (("l:3",), ())


def test_an_entry_read_with_doubt_is_about_its_paper() -> None:
    of = evidence(l=line("One"))
    notes = to_frame([Note(line_key("l", 1), "l", 1, "doubtful", "two titles")], Note)
    (doubtful,) = found("doubtful-reading", replace(of, notes=notes))
    assert (doubtful.text, doubtful.papers) == ("“One”: two titles", ("2401.00001",))


def test_statements_that_somebody_doubts_and_idle_decisions_are_named() -> None:
    decisions = Corrections(
        wrong_links=(WrongLink("Gone", "paper", ARXIV("2401.00001"), ARXIV("2401.00009"), ""),),
        same_work=(Titles(("One", "Never Listed"), ""),),
        doubtful=(Doubt("One", "ICML 2024", "Too early."), Doubt("Gone Too", "ICML", "")),
    )
    of = evidence(corrections=decisions, l=line("One"))
    assert [(f.text, f.why) for f in found("doubtful", of)] == [("“One”: “ICML 2024”", "Too early.")]
    assert [f.text for f in found("idle-correction", of)] == ["“Gone”", "“Never Listed”", "“Gone Too”"]


def test_decisions_about_other_lists_are_not_idle() -> None:
    decisions = Corrections(same_work=(Titles(("Never Listed", "Gone"), ""),))
    assert found("idle-correction", evidence(corrections=decisions, l=line("One"))) == []


# All of them


def test_every_kind_is_explained_in_one_sentence() -> None:
    """The documentation repeats them; `test_docs` holds that it does."""
    for name, kind in KINDS.items():
        assert kind.about.endswith("."), name
        assert kind.about.count(". ") == 0, name


def test_no_flag_is_without_a_finding() -> None:
    """What a flag says is said by one kind at least."""
    elsewhere = {"link-mismatch": "wrong-link", "listed-twice": "twice-in-section"}
    assert {elsewhere.get(flag, flag) for flag in FLAGS} <= KINDS.keys()


def test_a_table_without_its_records_still_says_what_its_flags_say(real_tables: Tables, knowledge: Knowledge) -> None:
    bare = TablesToCheck(real_tables.papers, real_tables.records.iloc[:0], real_tables.notes.iloc[:0], knowledge)
    kinds = {finding.kind for finding in all_findings(bare)}
    assert {"stale-preprint", "venue-conflict", "year-conflict", "renamed", "code-conflict"} <= kinds


def test_findings_name_lines_and_papers_that_exist(real_tables: Tables, knowledge: Knowledge) -> None:
    dates = {key: source.date for key, source in load_lists().items()}
    real = TablesToCheck(real_tables.papers, real_tables.records, real_tables.notes, knowledge, dates)
    every = all_findings(real)
    order = list(KINDS)
    assert [order.index(f.kind) for f in every] == sorted(order.index(f.kind) for f in every)
    places, ids = {*real.entries, *real.notes["place"]}, {*real.papers["id"]}
    for finding in every:
        assert places.issuperset(finding.records)
        assert ids.issuperset(finding.papers)
        assert finding.won in {"", *real.entries}
    disagreeing = [f for f in every if f.kind in ("stale-preprint", "venue-conflict", "year-conflict")]
    assert all(f.why and f.won for f in disagreeing)
    kept = {row["id"]: row["venue"] for row in real.papers.to_dict("records")}
    for finding in disagreeing:
        assert real.entries[finding.won].venue.series == kept[finding.papers[0]]
    assert len(FINDERS) == len(set(FINDERS))


def test_an_export_defuses_what_a_spreadsheet_would_run() -> None:
    table = findings_as_table([Finding("renamed", "=cmd()", ("l:1", "l:2"), ("a", "b"), "@why")])
    assert table.to_dict("records") == [
        {"kind": "renamed", "finding": "=cmd()", "decided": "@why", "papers": "a; b", "lines": "l:1; l:2"}
    ]
    assert to_csv(table).decode("utf-8-sig").splitlines()[1] == "renamed,'=cmd(),'@why,a; b,l:1; l:2"


def test_a_shelf_counts_findings_about_any_of_some_papers() -> None:
    some = [Finding("renamed", "", ("l:1",), ("a", "b")), Finding("unreadable", "", ("m:1",)), Finding("doubtful", "")]
    shelf = index_findings(some, {"a": 0, "b": 1, "c": 2})
    assert list(shelf.kinds) == ["renamed", "unreadable", "doubtful"]
    assert {key: mask.tolist() for key, mask in shelf.lists.items()} == {
        "l": [True, False, False],
        "m": [False, True, False],
    }
    for papers, expected in (([1, 0, 0], True), ([0, 1, 1], True), ([0, 0, 1], False)):
        assert shelf.about(np.array(papers, dtype=np.bool_)).tolist() == [expected, False, False]
    assert shelf.about_none.tolist() == [False, True, True]
    assert shelf.having(shelf.kinds, ["renamed", "nonsense"]).tolist() == [True, False, False]
    assert shelf.having(shelf.kinds, ["nonsense"]).all()
    assert index_findings([], {}).about(np.zeros(0, dtype=np.bool_)).size == 0


# On the page


def count(page: AppTest) -> int:
    said = next(title.value for title in page.subheader if "finding" in title.value)
    return int(said.split()[0].replace(",", ""))


def findings_table(page: AppTest) -> list[list[str]]:
    return next(table.value for table in page.table if "Kind" in table.value.columns).to_numpy().tolist()


def page_of(**params: list[str] | str) -> AppTest:
    page = app(view="sources", **params)
    assert not page.exception
    return page


@pytest.fixture(scope="module")
def committed() -> list[Finding]:
    return list(store.load().findings.found)


def test_the_page_shows_all_findings_a_page_at_a_time(committed: list[Finding]) -> None:
    page = page_of()
    assert count(page) == len(committed)
    assert len(findings_table(page)) == PAGE_SIZE
    page.button(key="finding-page-Next").click().run()
    assert query(page)["finding-page"] == ["2"]
    assert len(findings_table(page)) == min(PAGE_SIZE, len(committed) - PAGE_SIZE)
    far = page_of(**{"finding-page": "999999"})
    assert len(findings_table(far)) == len(committed) % PAGE_SIZE or PAGE_SIZE


@pytest.mark.shipped
def test_kinds_and_lists_filter_the_findings_and_stand_in_the_address(committed: list[Finding]) -> None:
    page = page_of(**{"finding": ["year-conflict", "nonsense"], "finding-list": ["efficient-aigc"]})
    wanted = [f for f in committed if f.kind == "year-conflict" and "efficient-aigc" in f.lists]
    assert count(page) == len(wanted)
    choose(page, "finding", "renamed")
    assert query(page)["finding"] == ["year-conflict", "renamed"]
    wanted = [f for f in committed if f.kind in ("year-conflict", "renamed") and "efficient-aigc" in f.lists]
    assert count(page) == len(wanted)


@pytest.mark.shipped
def test_findings_are_of_the_selected_papers(committed: list[Finding]) -> None:
    page = page_of(technique="Survey")
    papers = {row["id"] for row in _papers() if "Survey" in split(row["techniques"])}
    assert count(page) == sum(bool(papers & set(f.papers)) for f in committed)
    assert any("Only findings about the selected papers are shown." in text for text in texts(page))


def _papers() -> list[dict[str, str]]:
    return store.load().index.papers.to_dict("records")


@pytest.mark.shipped
def test_a_selection_without_findings_says_so() -> None:
    page = page_of(finding="idle-correction", paper="", q="kv cache")
    texts = [info.value for info in page.info]
    assert count(page) == 0 or not texts
    quiet = page_of(technique="Survey", finding="misspelt-label")
    assert any("No finding has this kind and list" in info.value for info in quiet.info)


def test_lists_that_a_visitor_brought_have_findings_and_no_patches() -> None:
    of = evidence(l="- [Some Author](https://example.org/some) keeps this list\n" + line("One", "Arxiv 2024"))
    opened = store.in_memory(of.papers, of.records, {}, of.notes)
    assert [finding.kind for finding in opened.findings.found] == ["unreadable", "doubtful-reading"]
    assert opened.patches == {}
    assert [finding.kind for finding in store.in_memory(of.papers, None, {}).findings.found] == []


@pytest.mark.shipped
def test_a_row_links_to_its_lines_and_papers() -> None:
    page = page_of(finding="misspelt-label")
    ((kind, what, papers, lines),) = findings_table(page)
    assert kind == "Label misspelt"
    assert "“Cde” for code" in what
    assert "(<?view=papers&paper=2309.10285>)" in papers
    assert "/blob/" in lines
    assert "?plain=1#L664>)" in lines


def test_many_lists_of_lines_are_a_menu() -> None:
    lists = {f"l{n}": line("One", "arXiv" if n else "ICML") for n in range(MOST_IN_SIGHT + 1)}
    of = evidence(**lists)

    script = AppTest.from_string(
        "import streamlit as st\nfrom components import url\nfrom components.views.sources import findings_table\n"
        "findings_table.draw(st.session_state['store'], url.State())"
    )
    script.session_state["store"] = store.in_memory(of.papers, of.records, {}, of.notes)
    script.run()
    assert not script.exception
    lines = facets(script)["finding_list"]
    assert lines.sent["kind"] == "menu"
    assert lines.counts["l1"] > 0


@pytest.mark.shipped
def test_a_patch_says_what_it_fixes_of_the_findings_of_its_list() -> None:
    page = page_of()
    said = " ".join(markdown.value.replace("\\", "") for markdown in page.markdown)
    for key in ("Efficient AIGC", "LLM Compression"):
        assert f"**Awesome {key}**: fixes " in said
    assert fixes({"venue-spelling": Fixed(1, 3), "misspelt-label": Fixed(1, 1)}, 40) == (
        "fixes 2 of 40 findings: venue spelling 1 (3 edits), label misspelt 1."
    )
