"""Words and pairs of words in titles as a facet, and the papers whose titles are closest to a title."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.normalise.title import fold
from data.query.facet import NOT_STATED, Facet, FacetSpec

# A term that fewer titles have is no option.
FEWEST = 2

TERM = FacetSpec("term", "Title term", lambda papers: papers["title"], "charts")


@dataclass(frozen=True)
class Neighbour:
    """A paper close to another: its row, how alike the titles are (cosine, 0 to 1), and the topics they share."""

    row: int
    similarity: float
    topics: tuple[str, ...]


def terms(title: str, stop_words: Collection[str]) -> Iterator[str]:
    """Yield each word and each pair of neighbouring words of a title once, stop words and bare numbers left out."""
    words = fold(title).split()
    telling = [word not in stop_words and not word.replace(".", "").isdecimal() and len(word) > 1 for word in words]
    found = [word for word, tells in zip(words, telling, strict=True) if tells]
    told = pairwise(zip(words, telling, strict=True))
    pairs = [f"{one} {two}" for (one, tells), (two, tells_too) in told if tells and tells_too]
    yield from dict.fromkeys([*found, *pairs])


def term_facet(papers: pd.DataFrame, stop_words: Collection[str]) -> Facet:
    """Return the terms of all titles that at least `FEWEST` papers have, sorted, as a facet."""
    places: dict[str, int] = {}
    codes, lengths = array("i"), array("i")
    for title in papers["title"]:
        found = [places.setdefault(term, len(places)) for term in terms(title, stop_words)]
        codes.extend(found)
        lengths.append(len(found))
    every = np.frombuffer(codes, dtype=np.int32) if codes else np.zeros(0, dtype=np.int32)
    rows = np.repeat(np.arange(len(papers)), np.array(lengths, dtype=np.int64))
    often = np.bincount(every, minlength=len(places)) >= FEWEST
    names = np.array(list(places), dtype=object)[often]
    order = np.argsort(names.astype(str)) if len(names) else np.zeros(0, dtype=np.int64)
    renumbered = np.full(len(places), -1, dtype=np.int32)
    renumbered[np.flatnonzero(often)[order]] = np.arange(len(order), dtype=np.int32)
    kept = renumbered[every] >= 0
    return Facet(TERM, tuple(names[order]), rows[kept], renumbered[every[kept]], len(papers))


def related(terms: Facet, topics: Facet, row: int, most: int = 6) -> list[Neighbour]:
    """Return the papers with the closest titles, those that share a topic with paper `row` first.

    Closeness is the cosine of TF-IDF vectors of title terms (Salton & Buckley 1988, Information Processing and
    Management 24, 513-523), each term once a title, with idf = log(papers / papers with the term).
    """
    similarity = _similarity(terms, row)
    similarity[row] = 0
    own = [topics.options[code] for code in topics.codes[topics.rows == row] if topics.options[code] != NOT_STATED]
    shares_topic = np.zeros(terms.size, dtype=np.bool_)
    shares_topic[topics.rows[np.isin(topics.codes, [topics.position[name] for name in own])]] = True
    alike = np.flatnonzero(similarity)
    near = alike[np.lexsort([-similarity[alike], ~shares_topic[alike]])][:most].tolist()
    return [Neighbour(other, float(similarity[other]), _shared(topics, own, other)) for other in near]


def _similarity(terms: Facet, row: int) -> npt.NDArray[np.float64]:
    """Return the cosine of the title of every paper with that of `row`, shape (papers,)."""
    weight = np.log(terms.size / np.maximum(terms.totals, 1)) ** 2
    norms = np.sqrt(np.bincount(terms.rows, weight[terms.codes], minlength=terms.size))
    shared = np.isin(terms.codes, terms.codes[terms.rows == row])
    dot = np.bincount(terms.rows[shared], weight[terms.codes[shared]], minlength=terms.size)
    lengths = norms * norms[row]
    cosine: npt.NDArray[np.float64] = np.divide(dot, lengths, out=np.zeros(terms.size), where=lengths > 0)
    return cosine


def _shared(topic: Facet, own: list[str], row: int) -> tuple[str, ...]:
    theirs = {topic.options[code] for code in topic.codes[topic.rows == row]}
    return tuple(name for name in own if name in theirs)
