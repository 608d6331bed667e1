"""Text from a list → Markdown that shows it as plain characters, on the page (Streamlit) and on GitHub."""

from __future__ import annotations

import re

# Invisible, and no line breaks at it.
WORD_JOINER = "\u2060"
# Streamlit makes icons, links and arrows of these after it has read the Markdown, and GitHub makes links, people and
# issues of them; escaping a sign with a backslash stops neither.
_REWRITTEN = re.compile(
    r":(?=material/|streamlit:)|:(?=//)|w(?=ww\.)|[@#](?=\w)|(?<=\bGH)-(?=\d)|-(?=[->])|<(?=[-=>])|[>=](?=[=>])",
    re.IGNORECASE,
)
# Marks and overrides of direction, zero-width characters, and control characters other than white space.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f]")
# The signs with a meaning in Markdown (CommonMark 2.4) and in Streamlit's additions to it.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@])")


def visible(text: str) -> str:
    """Return `text` on one line, without characters that cannot be seen or that turn the direction of a line."""
    return " ".join(_UNSEEN.sub("", text).split())


def escape_markdown(text: str, longest: int | None = None) -> str:
    """Return `text` so that markup, HTML, formulas, mentions and addresses in it show as plain characters.

    A text of more than `longest` characters is cut there and ends with "…".
    """
    shown = visible(text)
    if longest is not None and len(shown) > longest:
        shown = f"{shown[:longest]}…"
    return _MARKUP.sub(r"\\\1", _REWRITTEN.sub(lambda found: f"{found[0]}{WORD_JOINER}", shown))
