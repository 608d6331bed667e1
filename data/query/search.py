"""Searching: all words in any order, `"quoted phrase"`, `-without`; case, accents and punctuation ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.normalise.folded_column import fold_column
from data.normalise.title import fold
from data.query.bitmap import Bits, pack

# Quotes and minus signs that phones and word processors write by themselves.
_TYPOGRAPHIC = str.maketrans("“”„«»−", '"""""-')

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

# An arXiv id as people paste it: an address, with `arXiv:` before it, with a version behind it.
_ARXIV = re.compile(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?\b(?P<id>\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?\b",
    re.IGNORECASE,
)

# Between the texts of one paper, so that no phrase reaches from one into the next.
_BREAK = "\n"


@dataclass(frozen=True)
class Query:
    """The terms that a paper must have and must not have; a term is folded text at the beginning of a word."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Searchable:
    """Folded texts with a space at both ends: titles, and titles with other titles, venue, track and arXiv id."""

    titles: pd.Series[str]
    texts: pd.Series[str]

    @classmethod
    def of(cls, papers: pd.DataFrame) -> Searchable:
        """Prepare the texts of a papers table."""
        titles = _prepared(papers["title"])
        texts = titles
        for cells in (papers["also_titled"], papers["venue"] + " " + papers["track"], papers["arxiv_id"]):
            texts = texts + _BREAK + _prepared(cells)
        return cls(titles, texts)


def parse(text: str) -> Query:
    """Return the terms of a search. A quoted term must end where a word ends; a hyphenated word is a phrase."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _TERM.finditer(_ARXIV.sub(r"\g<id>", text.translate(_TYPOGRAPHIC))):
        quoted = found["phrase"] is not None
        term = fold(found["phrase"] if quoted else found["word"])
        if term:
            (unwanted if found["minus"] else wanted).append(f" {term} " if quoted else f" {term}")
    return Query(tuple(wanted), tuple(unwanted))


def matches(query: Query, searchable: Searchable) -> Bits:
    """Return the papers whose texts satisfy `query`."""
    found = np.ones(len(searchable.texts), dtype=np.bool_)
    for term in query.wanted:
        found &= _has(searchable.texts, term)
    for term in query.unwanted:
        found &= ~_has(searchable.texts, term)
    return pack(found)


def in_venues(query: Query, papers: pd.DataFrame) -> bool:
    """Return whether a term of a search occurs in a venue or track of a papers table."""
    venues = _prepared(pd.Series((papers["venue"] + " " + papers["track"]).unique()))
    return any(_has(venues, term).any() for term in (*query.wanted, *query.unwanted))


def by_relevance(query: Query, searchable: Searchable, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return `rows`, papers that satisfy `query`, the most relevant first; equals keep their order.

    More terms in the title itself come first; then more of them as whole words; then all terms next to each
    other in the order of the search, the earlier the better; then the shorter title.
    """
    if not query.wanted:
        return rows
    titles = searchable.titles.iloc[rows]
    words = [term.rstrip() for term in query.wanted]
    phrase = titles.str.find("".join(words)).to_numpy()
    keys = [
        -np.sum([_has(titles, term) for term in query.wanted], axis=0),
        -np.sum([_has(titles, f"{word} ") for word in words], axis=0),
        np.where(phrase < 0, np.iinfo(np.int64).max, phrase),
        titles.str.len().to_numpy(),
    ]
    return rows[np.lexsort(keys[::-1])]


def _prepared(texts: pd.Series[str]) -> pd.Series[str]:
    """Return texts folded, a space at both ends; each distinct one is folded once."""
    places, distinct = pd.factorize(texts)
    folded = pd.Series([f" {text} " for text in fold_column(distinct.tolist())], dtype="str")
    return folded.take(places).reset_index(drop=True)


def _has(texts: pd.Series[str], term: str) -> npt.NDArray[np.bool_]:
    return texts.str.contains(term, regex=False).to_numpy(dtype=np.bool_)
