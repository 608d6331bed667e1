"""Text from a list → Markdown that shows it as plain characters, on the page (Streamlit) and on GitHub."""

from __future__ import annotations

import re

from data.normalise.unseen import visible

# Invisible, and no line breaks at it.
WORD_JOINER = "\u2060"
# Streamlit makes icons, links and arrows of these after it has read the Markdown, and GitHub makes links, people and
# issues of them; escaping a sign with a backslash stops neither.
_REWRITTEN = re.compile(
    r":(?=material/|streamlit:)|:(?=//)|w(?=ww\.)|[@#](?=\w)|(?<=\bGH)-(?=\d)|-(?=[->])|<(?=[-=>])|[>=](?=[=>])",
    re.IGNORECASE,
)
# The signs with a meaning in Markdown (CommonMark 2.4) and in Streamlit's additions to it.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@])")


def escape_markdown(text: str, longest: int | None = None) -> str:
    """Return `text` so that markup, HTML, formulas, mentions and addresses in it show as plain characters.

    A text of more than `longest` characters is cut there and ends with "…".
    """
    shown = visible(text)
    if longest is not None and len(shown) > longest:
        shown = f"{shown[:longest]}…"
    return _MARKUP.sub(r"\\\1", _REWRITTEN.sub(lambda found: f"{found[0]}{WORD_JOINER}", shown))
