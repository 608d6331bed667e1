"""What a list folds away about an entry, such as its abstract: told by the words that stand above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from data.normalise.title import fold

# What is folded away under these words is about the entry above, not an entry.
_ASIDES = frozenset(["abstract", "abs", "summary", "tldr", "tl dr", "bibtex", "citation", "bib"])
# Words that only say that something is folded away.
_BESIDE = frozenset(["click", "to", "expand", "show", "view", "see", "read", "the", "here", "for", "full", "paper"])
_FOLD = re.compile(r"<(/?)(details|summary)\b", re.IGNORECASE)


def is_aside(summary: str) -> bool:
    """Say whether `summary`, the line that stays when something is folded away, names an abstract or a citation."""
    if len(summary) > 60:
        return False
    return " ".join(word for word in fold(summary).split() if word not in _BESIDE) in _ASIDES


def without_asides(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the inline tokens of a paragraph without the abstracts and citations that it folds away."""
    left_out = 0
    summaries = _summaries(tokens)
    for position, token in enumerate(tokens):
        tag = _tag(token)
        if tag == "details" and (left_out or is_aside(summaries.get(position, ""))):
            left_out += 1
        if not left_out:
            yield token
        if tag == "/details" and left_out:
            left_out -= 1


def _summaries(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the summary of each tag `<details>`, by its position."""
    found: dict[int, str] = {}
    details, inside = -1, False
    for position, token in enumerate(tokens):
        tag = _tag(token)
        if tag:
            details = position if tag == "details" else details
            inside = tag == "summary" and details >= 0
        elif inside:
            found[details] = found.get(details, "") + token.content
    return found


def _tag(token: Token) -> str:
    """Return `details`, `/details` and the like for such a tag, "" for any other token."""
    found = _FOLD.match(token.content) if token.type == "html_inline" else None
    return found[1] + found[2].lower() if found else ""
