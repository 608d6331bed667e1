"""A list that Surveyor writes is read again as it was: every sign of Markdown in a title is only a sign."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.building.changes_markdown import ListedPaper, list_as_markdown
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import load_knowledge

WORDS = st.sampled_from(
    [
        "Wide",
        "nets",
        "of",
        "*all*",
        "**kinds**",
        "<T5>",
        "A*",
        "$n$",
        "`code`",
        "über",
        "网络",
        "x_1",
        "#1",
        "<b>",
    ]
    + ["~~old~~", "C++", "&amp;", "\\\\alpha", "!", "|", "𝓐", "naïve", "2-bit", "https", "(some)", "->", "=", "10%"]
)
TITLES = st.lists(WORDS, max_size=8).map(lambda words: " ".join(["Learning", *words, "for", "deep", "nets"]))
PAPERS = st.builds(
    ListedPaper,
    title=TITLES,
    venue=st.sampled_from(["ICML", "NeurIPS", "arXiv", "TPAMI"]),
    year=st.integers(1990, 2030),
    paper_url=st.integers(1, 99999).map(lambda number: f"https://arxiv.org/abs/2402.{number:05}"),
    code_url=st.sampled_from(["", "https://github.com/some/code", "https://github.com/some_one/a-b.c"]),
)


@given(st.lists(PAPERS, min_size=1, max_size=5))
def test_writing_a_list_and_reading_it_gives_the_same_papers(papers: list[ListedPaper]) -> None:
    reading = read_list(list_as_markdown("A list", papers).encode(), "k", load_knowledge())
    assert [
        ListedPaper(r.title, r.venue.series, r.venue.year, r.paper.url, r.code_url) for r in reading.records
    ] == papers
