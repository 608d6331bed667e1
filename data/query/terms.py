"""Words and pairs of words in titles as a facet, and the papers whose titles are closest to a title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.normalise.folded_column import fold_column
from data.query.facet import NOT_STATED, Facet, FacetSpec

Numbers = npt.NDArray[np.int64]

# A term that fewer titles have is no option.
FEWEST = 2

TERM = FacetSpec("term", "Title term", lambda papers: papers["title"], "charts")


@dataclass(frozen=True)
class Neighbour:
    """A paper close to another: its row, how alike the titles are (cosine, 0 to 1), and the topics they share."""

    row: int
    similarity: float
    topics: tuple[str, ...]


def term_facet(papers: pd.DataFrame, stop_words: Collection[str]) -> Facet:
    """Return the terms of all titles that at least `FEWEST` papers have, sorted, as a facet.

    Terms are words, and pairs of neighbouring words. Stop words, bare numbers and single letters are left out.
    """
    titles = pa.array(fold_column(papers["title"].tolist()), pa.large_string())
    split = pc.split_pattern(titles, " ")
    words = split.flatten().dictionary_encode()
    known, codes = words.dictionary.to_pylist(), words.indices.to_numpy().astype(np.int64)
    rows = np.repeat(np.arange(len(papers)), pc.list_value_length(split).to_numpy())
    telling = np.array([_tells(word, stop_words) for word in known], dtype=np.bool_)[codes]
    pairs = np.flatnonzero(telling[:-1] & telling[1:] & (rows[:-1] == rows[1:]))
    # A word is its own code; a pair is numbered behind the words by its two codes.
    numbers = [codes[telling], len(known) * (1 + codes[pairs]) + codes[pairs + 1]]
    return _sorted_facet(np.concatenate([rows[telling], rows[pairs]]), np.concatenate(numbers), known, len(papers))


def _tells(word: str, stop_words: Collection[str]) -> bool:
    return word not in stop_words and not word.replace(".", "").isdecimal() and len(word) > 1


def _sorted_facet(rows: Numbers, numbers: Numbers, words: Sequence[str], size: int) -> Facet:
    """Return the facet of terms by their numbers: each once a title, those of fewer than `FEWEST` titles left out."""
    codes, distinct = pd.factorize(numbers)
    each = np.sort(rows * np.int64(len(distinct)) + codes)
    each = each[np.diff(each, prepend=-1) != 0]
    rows, codes = np.divmod(each, max(len(distinct), 1))
    often = np.bincount(codes, minlength=len(distinct)) >= FEWEST
    names = np.array([_named(number, words) for number in distinct[often].tolist()], dtype=object)
    order = np.argsort(names.astype(str)) if len(names) else np.zeros(0, dtype=np.int64)
    renumbered = np.full(len(distinct), -1, dtype=np.int32)
    renumbered[np.flatnonzero(often)[order]] = np.arange(len(order), dtype=np.int32)
    kept = renumbered[codes] >= 0
    return Facet(TERM, tuple(names[order]), rows[kept], renumbered[codes[kept]], size)


def _named(number: int, words: Sequence[str]) -> str:
    first, last = divmod(number, len(words))
    return f"{words[first - 1]} {words[last]}" if first else words[last]


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
