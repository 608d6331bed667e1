"""HTML stands for the Markdown it could have been written in, whatever is left open in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ingest.entry.badges import badge_repository, badge_words
from data.ingest.markdown.blocks import blocks
from data.ingest.reading import Reading

ENTRY = "[Wide Nets Are Thin](https://arxiv.org/abs/2301.00001) ICML 2023 [code](https://github.com/some/wide)"
AS_HTML = (
    '<a href="https://arxiv.org/abs/2301.00001">Wide Nets Are Thin</a> ICML 2023 '
    '<a href="https://github.com/some/wide">code</a>'
)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (f"- {ENTRY}", f"<ul><li>{AS_HTML}</li></ul>"),
        (f"- {ENTRY}", f"- {AS_HTML}"),
        (f"- {ENTRY}", f"<ol>\n<li>{AS_HTML}\n</ol>".replace("<ol>\n", "<ol>")),
        ("## Nets", "<h2>Nets</h2>"),
        ("**Nets** and _more_", "<p><b>Nets</b> and <em>more</em></p>"),
        ("A &amp; B<br>C", "<div>A &amp; B<br/>C</div>"),
    ],
)
def test_html_gives_the_blocks_that_markdown_gives(markdown: str, html: str) -> None:
    def plain(text: str) -> list[tuple[str, str, list[str]]]:
        return [(b.kind, b.text.strip(), [link.url for link in b.links]) for b in blocks(text)]

    assert plain(html) == plain(markdown)


def test_lines_are_those_of_the_file() -> None:
    text = "# A\n\n<ul>\n  <li>one</li>\n\n  <li>\n    two</li>\n</ul>\n\n<p>\n\n three"
    assert [(b.line, b.text.strip()) for b in blocks(text) if b.kind != "heading"] == [
        (4, "one"),
        (6, "two"),
        (12, "three"),
    ]


def test_a_sign_that_opens_no_tag_is_text(read: Callable[..., Reading]) -> None:
    reading = read(
        "# A list\n\n<ul><li><a href='https://arxiv.org/abs/2301.00001'>Nets for p < 0.05 &lt; 1</a></li></ul>"
    )
    assert [record.title for record in reading.records] == ["Nets for p < 0.05 < 1"]


@given(st.lists(st.sampled_from(["<", "</", "<!--", "-->", "<a ", "<td>", '"', "'", "=", ">", "x", "\n", "<p>"])))
def test_whatever_stands_in_html_has_a_line_of_the_file(parts: list[str]) -> None:
    text = "<p>" + "".join(parts)
    assert all(1 <= block.line <= text.count("\n") + 1 for block in blocks(text))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://img.shields.io/badge/Conference-ICLR'24-blue", ("Conference", "ICLR'24")),
        ("https://img.shields.io/badge/arXiv-2301.00001-b31b1b.svg?style=flat", ("arXiv", "2301.00001")),
        ("https://img.shields.io/badge/ACM%20MM-2023_oral-green", ("ACM MM", "2023 oral")),
        ("https://img.shields.io/badge/semi--supervised-my__set", ("semi-supervised", "my_set")),
        ("https://img.shields.io/static/v1?label=Paper&message=CVPR%202023&color=red", ("Paper", "CVPR 2023")),
        ("https://example.org/picture.png", ()),
    ],
)
def test_the_address_of_a_badge_tells_its_words(url: str, words: tuple[str, ...]) -> None:
    assert badge_words(url) == words


def test_a_badge_that_counts_stars_names_the_repository() -> None:
    assert badge_repository("https://img.shields.io/github/stars/some/wide.svg?style=social") == (
        "https://github.com/some/wide"
    )
    assert badge_repository("https://img.shields.io/github/last-commit/some/w.i-de") == "https://github.com/some/w.i-de"
    assert badge_repository("https://img.shields.io/badge/code-wide-blue") == ""
