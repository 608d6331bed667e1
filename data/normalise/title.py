"""Titles: what makes two of them the same, similar, or findable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

# Measured on the two first lists: entries that share an arXiv id and are one work score 90 or more,
# entries that share one by mistake score 62 or less.
SIMILAR = 85.0

_TELLING = re.compile(r"[\d+#]")


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation: words separated by single spaces, signs `+` and `#` kept."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() or char in "+#" else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=200_000)
def match_key(title: str) -> str:
    """Return the form under which equal titles are one work.

    Case, punctuation, white space and markup do not count; digits and the signs `+` and `#` do,
    because they tell papers apart (`QuIP` and `QuIP#`). A title of punctuation only is its own key.
    """
    return fold(title).replace(" ", "") or title.strip()


def similar(one: str, other: str) -> bool:
    """Say whether two titles may belong to one work that both link to.

    Numbers and the signs `+` and `#` must agree; the rest must reach a rapidfuzz ratio of `SIMILAR` (0 to 100).
    """
    if match_key(one) == match_key(other):
        return True
    return _telling(one) == _telling(other) and fuzz.ratio(fold(one), fold(other)) >= SIMILAR


def _telling(title: str) -> list[str]:
    return sorted(word for word in fold(title).split() if _TELLING.search(word))
