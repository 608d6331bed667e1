"""Searching titles: all words in any order, `"quoted phrase"`, `-without`; case, accents and punctuation ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.normalise.title import fold

# Quotes and minus signs that phones and word processors write by themselves.
_TYPOGRAPHIC = str.maketrans("“”„«»−", '"""""-')

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Query:
    """What a title must have and must not have; each term is folded text that must begin a word."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """Return the terms of a search. A quoted term also ends at a word's end; a hyphenated word is a phrase."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _TERM.finditer(text.translate(_TYPOGRAPHIC)):
        quoted = found["phrase"] is not None
        term = fold(found["phrase"] if quoted else found["word"])
        if term:
            (unwanted if found["minus"] else wanted).append(f" {term} " if quoted else f" {term}")
    return Query(tuple(wanted), tuple(unwanted))


def searchable(titles: Iterable[str]) -> list[str]:
    """Return titles as `matches` wants them: folded, a space at both ends."""
    return [f" {fold(title)} " for title in titles]


def matches(query: Query, prepared: list[str]) -> npt.NDArray[np.bool_]:
    """Return which of the prepared titles satisfy `query`, shape (titles,)."""
    found = (
        all(term in title for term in query.wanted) and not any(term in title for term in query.unwanted)
        for title in prepared
    )
    return np.fromiter(found, dtype=np.bool_, count=len(prepared))
