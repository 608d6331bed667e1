"""Titles: when two of them are equal or similar, and how they are folded for searching."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

# Measured on the two first lists: entries that share an arXiv id and are one work score 92 or more, entries that
# share one by mistake 62 or less, and different works whose links could be mistaken for each other up to 89.
SIMILAR = 90.0

_TELLING = re.compile(r"[\d+#]|^[ivx]+$")
_NOT_A_WORD = re.compile(r"[^a-z0-9+#.]|(?<!\d)\.|\.(?!\d)")
_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_POINT = "\ue000"


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation: words separated by single spaces.

    The signs `+` and `#` and decimal points stay, because they tell names apart.
    """
    if text.isascii():
        return " ".join(_NOT_A_WORD.sub(" ", text.lower()).split())
    # Styled letters fold only once they are decomposed, and folding may compose again.
    caseless = unicodedata.normalize("NFKD", text.replace(_POINT, " ")).casefold()
    plain = "".join(char for char in unicodedata.normalize("NFKD", caseless) if not unicodedata.combining(char))
    kept = (char if _counts(char) else " " for char in _DECIMAL_POINT.sub(_POINT, plain))
    return " ".join("".join(kept).replace(_POINT, ".").split())


def _counts(char: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit, a vowel sign, `+`, `#` or a decimal point."""
    # A variation selector, which only says how an emoji is drawn, counts as a mark in Unicode.
    is_mark = unicodedata.category(char) in ("Mc", "Mn") and not "\ufe00" <= char <= "\ufe0f"
    return char.isalnum() or char in "+#" or char == _POINT or is_mark


# Merging and topics fold the same titles; what people type into the search is not kept.
folded_title = lru_cache(maxsize=200_000)(fold)


@lru_cache(maxsize=200_000)
def match_key(title: str) -> str:
    """Return the form in which the titles of one work are equal.

    Case, punctuation, white space and markup are ignored. Digits and the signs `+` and `#` are kept, because they
    tell papers apart (`QuIP` and `QuIP#`). A title without letters or digits is its own key.
    """
    return folded_title(title).replace(" ", "") or title.strip()


def forget_titles() -> None:
    """Give back the memory of the titles that were folded."""
    folded_title.cache_clear()
    match_key.cache_clear()


def similar(one: str, other: str) -> bool:
    """Return whether two titles that share a link may belong to one work.

    Their numbers (Roman ones too), the signs `+` and `#` and the names before a colon must be equal, and the rapidfuzz
    ratio (0 to 100) of the titles at least `SIMILAR`.
    """
    if match_key(one) == match_key(other):
        return True
    return named_alike(one, other) and telling(one) == telling(other) and fuzz.ratio(fold(one), fold(other)) >= SIMILAR


def named_alike(one: str, other: str) -> bool:
    """Return whether two titles have the same name before a colon; also where one of them has no colon."""
    names = [title.partition(":")[0] for title in (one, other) if ":" in title]
    return len(names) < 2 or match_key(names[0]) == match_key(names[1])


def telling(title: str) -> list[str]:
    """Return the words of a title that tell works apart, sorted: numbers, Roman ones too, and words with `+` or `#`."""
    return sorted(word for word in fold(title).split() if _TELLING.search(word))
