"""A text from a list is shown in Markdown as plain characters: on the page, and on GitHub."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats.markdown_text import WORD_JOINER, escape_markdown
from data.normalise.unseen import visible, without_unseen


@pytest.mark.parametrize(
    "text", ["$x$", "*a*", ":red[b]", "<script>", "[a](b)", "`c`", "a | b", "# h", "- x", "1. y", ":smile:", "~~s~~"]
)
def test_markdown_is_shown_and_not_interpreted(text: str) -> None:
    escaped = escape_markdown(text)
    assert escaped.replace("\\", "") == text
    assert not any(escaped[place] in "$*<[`|#~:" and escaped[place - 1] != "\\" for place in range(1, len(escaped)))


@pytest.mark.parametrize(
    "text",
    [":material/home:", ":streamlit:", "www.evil.com", "https://evil.com", "a@b.c", "a -- b", "a -> b", "a >= b"],
)
def test_what_streamlit_rewrites_after_reading_markdown_is_kept_apart(text: str) -> None:
    """Its rewriting happens on plain texts, where a backslash is no more; an invisible character keeps it off."""
    shown = escape_markdown(text).replace("\\", "")
    assert shown != text
    assert shown.replace(WORD_JOINER, "") == text


@pytest.mark.parametrize("text", ["@someone", "me/l#12", "GH-3"])
def test_what_github_links_is_kept_apart(text: str) -> None:
    shown = escape_markdown(text).replace("\\", "")
    assert shown != text
    assert shown.replace(WORD_JOINER, "") == text


def test_a_long_text_can_be_cut() -> None:
    assert escape_markdown("x" * 999, longest=300) == "x" * 300 + "…"
    assert escape_markdown("x" * 300, longest=300) == "x" * 300


UNSEEN = "\u061c\u00ad\u3164\U000e0041\U000e007f\x80\x9b\u202e\u2066\u200f\ufeff\x1b"


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_is_not_shown(sign: str) -> None:
    assert visible(f"Wide{sign}Nets") == "WideNets"
    assert escape_markdown(f"Wide{sign}Nets") == "WideNets"


@given(st.text())
def test_nothing_else_is_left_out(text: str) -> None:
    kept = without_unseen(text)
    assert without_unseen(kept) == kept
    assert all(letter in kept for letter in text if letter.isalnum() and letter not in "\u3164\u115f\u1160\uffa0")
    assert all(letter in kept for letter in text if letter.isspace())
