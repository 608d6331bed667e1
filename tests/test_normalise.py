"""Raw text becomes one clean value, whatever its spelling; what is not stated is never invented."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.normalise.link import arxiv_month, code_key, code_url, host, is_safe, paper_link
from data.normalise.title import fold, match_key, similar
from data.normalise.venue import Venue
from data.normalise.year import heading_year, year_in

# Venues


@pytest.mark.parametrize(
    ("listed", "series", "track", "year"),
    [
        ("ArXiv", "arXiv", "preprint", None),
        ("Arxiv 2024", "arXiv", "preprint", 2024),
        ("OpenReview 2023", "OpenReview", "preprint", 2023),
        ("ACL Findings 2024", "ACL", "findings", 2024),
        ("ACL 2024 Findings", "ACL", "findings", 2024),
        ("ICML 2023 Workshop ES-FoMO", "ICML", "workshop", 2023),
        ("NeurIPS 2023 on Efficient Natural Language and Speech Processing", "NeurIPS", "workshop", 2023),
        ("Efficient Systems for Foundation Models Workshop @ ICML 2024", "ICML", "workshop", 2024),
        ("NAACL Student Research Workshop (SRW) 2025", "NAACL", "workshop", 2025),
        ("AAAI EIW Workshop 2024", "AAAI", "workshop", 2024),
        ("EMNLP 2024 Industry Track", "EMNLP", "industry", 2024),
        ("ICML 2024 Tutorial", "ICML", "tutorial", 2024),
        ("IJCAI 2024 (Survey Track)", "IJCAI", "survey", 2024),
        ("ICLR 2023 TinyPapers", "ICLR", "tiny papers", 2023),
        ("NAACL 2024 Abstract", "NAACL", "abstract", 2024),
        ("NeurIPS 2024 Datasets and Benchmarks Track", "NeurIPS", "datasets and benchmarks", 2024),
        ("MLSys 2024 (Best Paper 🏆)", "MLSys", "main", 2024),
        ("TMLR (Featured Certification 🌟)", "TMLR", "main", None),
        ("IEEE Computer Architecture Letters 2023", "IEEE CAL", "main", 2023),
        ("USENIX ATC 2024", "USENIX ATC", "main", 2024),
        ("NIPS'17", "NeurIPS", "main", 2017),
        ("ICLR24", "ICLR", "main", 2024),
        ("Nature", "Nature", "main", None),
        ("Nature Machine Intelligence 2023", "Nature Machine Intelligence", "main", 2023),
        ("Submitted to ICLR 2024", "", "", 2024),
        ("Some New Venue 2024", "Some New Venue", "", 2024),
        ("", "", "", None),
    ],
)
def test_venue(listed: str, series: str, track: str, year: int | None, knowledge: Knowledge) -> None:
    venue = knowledge.venues.read(listed)
    assert (venue.series, venue.track, venue.year) == (series, track, year)


def test_an_unknown_venue_keeps_its_name_and_gets_no_type(knowledge: Knowledge) -> None:
    assert knowledge.venues.read("Journal of Nothing 2024") == Venue("Journal of Nothing", "", "", 2024)


@given(st.text(max_size=60))
def test_reading_a_venue_never_raises(text: str) -> None:
    load_knowledge().venues.read(text)


# Years


@pytest.mark.parametrize(
    ("text", "year"), [("ICLR 2024", 2024), ("'98", 1998), ("2401.12345", None), ("12024", None), ("none", None)]
)
def test_year_in(text: str, year: int | None) -> None:
    assert year_in(text) == year


def test_a_heading_is_a_year_only_by_itself() -> None:
    assert heading_year("📅 2024") == 2024
    assert heading_year("Highlights of 2024") is None


# Titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("QLoRA: Efficient", "QLORA - *efficient*"),
        ("KV-Cache", "kv cache"),
        ("Naïve Nets", "naive nets"),
        ("A  B", "A B"),
    ],
)
def test_case_punctuation_accents_and_space_do_not_count(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SVD-LLM: Truncation", "SVD-LLM V2: Truncation"),
        ("SageAttention", "SageAttention2"),
        ("GPTQ", "GPTQv2"),
        ("QuIP", "QuIP#"),
        ("SmoothQuant", "SmoothQuant+"),
        ("2-bit Nets", "4-bit Nets"),
        ("LLMLingua", "LLMLingua-2"),
        ("BitNet a4.8", "BitNet a48"),
        ("कि", "का"),
    ],
)
def test_digits_and_signs_tell_papers_apart(one: str, other: str) -> None:
    long = ": a title that is the same in both, long enough to be alike by any measure of likeness"
    assert match_key(one) != match_key(other)
    assert not similar(one + long, other + long)


def test_a_changed_letter_is_similar_and_another_subject_is_not() -> None:
    assert similar("Quantising Weight and Key Cache Gains More", "Quantizing Weight and Key Cache Gains More")
    assert not similar("Junk in the Weights of Large Models", "Pruning Small Weights Impairs Hard Tasks")


@given(st.text(max_size=80))
@example("𝓐 1\u0301.2")
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


# Links


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2305.18403",
        "http://arxiv.org/abs/2305.18403v2",
        "https://www.arxiv.org/pdf/2305.18403.pdf",
        "https://arxiv.org/pdf/2305.18403?",
        "https://browse.arxiv.org/abs/2305.18403",
        "https://arxiv.org/pdf/2305.18403v1.pdf#page=2",
        " https://arxiv.org/abs/2305.18403\n",
    ],
)
def test_all_spellings_of_an_arxiv_link_are_one(url: str) -> None:
    link = paper_link(url)
    assert (link.url, link.arxiv_id) == ("https://arxiv.org/abs/2305.18403", "2305.18403")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://openreview.net/forum?id=xrk9g5vcXR", "https://openreview.net/pdf?id=xrk9g5vcXR"),
        ("https://aclanthology.org/2023.findings-acl.15/", "https://aclanthology.org/2023.findings-acl.15.pdf"),
        ("https://doi.org/10.1145/3579371.3589038", "https://dl.acm.org/doi/abs/10.1145/3579371.3589038"),
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://example.org/a?casa_token=secret", "https://example.org/a"),
    ],
)
def test_links_to_one_paper_have_one_key(one: str, other: str) -> None:
    assert paper_link(one).key == paper_link(other).key


def test_the_letters_of_an_openreview_id_count() -> None:
    assert paper_link("https://openreview.net/forum?id=aB").key != paper_link("https://openreview.net/forum?id=ab").key


@pytest.mark.parametrize(
    "url", ["https://notarxiv.org/abs/2404.01089", "https://example.org/?x=arxiv.org/abs/2404.01089"]
)
def test_another_host_is_not_arxiv(url: str) -> None:
    assert paper_link(url).arxiv_id == ""


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "https://", "x"]
)
def test_only_http_and_https_get_through(url: str) -> None:
    assert not is_safe(url)
    assert paper_link(url).url == ""
    assert code_url(url) == ""


@given(
    st.text(max_size=60) | st.text(max_size=40).map("https://".__add__) | st.text(max_size=20).map("http://[".__add__)
)
def test_links_never_raise_and_come_out_safe(url: str) -> None:
    host(url)
    for tidy in (paper_link(url).url, code_url(url)):
        assert tidy == "" or is_safe(tidy)


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2402.05445", "2024-02"),
        ("0704.0001", "2007-04"),
        ("cs/0703123", "2007-03"),
        ("2413.00001", ""),
        ("9912.12345", ""),
        ("x", ""),
    ],
)
def test_month_of_an_arxiv_id(arxiv_id: str, month: str) -> None:
    assert arxiv_month(arxiv_id) == month


@pytest.mark.parametrize(
    ("listed", "tidy"),
    [
        ("https://github.com/VITA-Group/Junk.git", "https://github.com/VITA-Group/Junk"),
        ("http://www.github.com/some/code/", "https://github.com/some/code"),
        ("https://github.com/some/code/tree/main", "https://github.com/some/code"),
        ("https://github.com/some/code/tree/main/sub/folder", "https://github.com/some/code/tree/main/sub/folder"),
        ("https://github.com/", ""),
        ("https://github.com", ""),
        ("https://arxiv.org/abs/2410.03765", ""),
        ("https://openreview.net/forum?id=abc", ""),
        ("https://github.com/owner", ""),
        ("https://aka.ms/LLMLingua", "https://aka.ms/LLMLingua"),
        ("https://petals.ml/", "https://petals.ml/"),
    ],
)
def test_code_url(listed: str, tidy: str) -> None:
    assert code_url(listed) == tidy


def test_owner_and_name_of_a_repository_ignore_case_and_folders_do_not() -> None:
    assert code_key("https://github.com/htqin/IR-QLoRA") == code_key("https://github.com/Htqin/ir-qlora")
    assert code_key("https://github.com/a/b/tree/main/Sub") != code_key("https://github.com/a/b/tree/main/sub")
