"""A list with every sign of Markdown escaped is read as it was meant: in a title a sign is only a sign."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from data.ingest.reader import read_list
from data.knowledge.load_knowledge import load_knowledge


@dataclass(frozen=True)
class ListedPaper:
    title: str
    venue: str
    year: int | None
    paper_url: str
    code_url: str


def escaped(text: str) -> str:
    """CommonMark takes a backslash before any ASCII punctuation."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def list_as_markdown(title: str, papers: Iterable[ListedPaper]) -> str:
    """Papers as a list in the shape `- T <br> V 2024 [[Paper]](u) [[Code]](u)`."""
    lines = [
        f"- {escaped(one.title)} <br> {escaped(one.venue)} {one.year} [[Paper]](<{one.paper_url}>)"
        + (f" [[Code]](<{one.code_url}>)" if one.code_url else "")
        for one in papers
    ]
    return "\n".join([f"# {title}", "", *lines, ""])


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
