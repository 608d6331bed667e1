"""Words and pairs of words in titles as a facet, and the papers whose titles are closest to a title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.normalise.folded_column import fold_column
from data.query.facet import NOT_STATED, Codes, Facet, FacetSpec

# How many titles are taken apart at a time, so that a large table needs little memory.
_PORTION = 100_000

# A term that fewer titles have is no option.
FEWEST = 2

# About how many titles examples are taken from.
_SAMPLE = 2_000

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
    words, codes, rows = _words(papers["title"])
    telling = np.array([_tells(word, stop_words) for word in words], dtype=np.bool_)[codes]
    ahead = np.flatnonzero(telling[:-1] & telling[1:] & (rows[:-1] == rows[1:]))
    # A pair is numbered by the codes of its words; its code follows those of the words.
    pairs, distinct = pd.factorize(codes[ahead] * np.int64(len(words)) + codes[ahead + 1])
    every = np.concatenate([codes[telling], len(words) + pairs.astype(np.int32)])
    size = len(words) + len(distinct)
    of_row = np.concatenate([rows[telling], rows[ahead]])
    # A large table has tens of millions of these, and what follows needs as much room again.
    del codes, rows, telling, ahead, pairs
    of_row, number = _each_once(of_row, every, size)
    often = np.flatnonzero(np.bincount(number, minlength=size) >= FEWEST).tolist()
    names = {code: words[code] if code < len(words) else _pair(distinct[code - len(words)], words) for code in often}
    often.sort(key=names.__getitem__)
    renumbered = np.full(size, -1, dtype=np.int32)
    renumbered[often] = np.arange(len(often), dtype=np.int32)
    kept = renumbered[number] >= 0
    return Facet(
        TERM, tuple(names[code] for code in often), of_row[kept].astype(np.int64), renumbered[number[kept]], len(papers)
    )


def example_terms(titles: pd.Series[str], stop_words: Collection[str]) -> list[str]:
    """Return two frequent terms of titles that share no word; there are fewer if the titles have fewer.

    Pairs of words come before single ones. Of many titles, only some are looked at.
    """
    some = titles.iloc[:: max(1, len(titles) // _SAMPLE)].to_frame("title")
    terms = term_facet(some, stop_words)
    most = dict(zip(terms.options, terms.totals.tolist(), strict=True))
    ranked = sorted(most, key=lambda term: (" " not in term, -most[term], term))
    others = (term for term in ranked if not {*term.split()} & {*ranked[0].split()})
    return [*ranked[:1], *islice(others, 1)]


def _words(titles: pd.Series[str]) -> tuple[list[str], Codes, Codes]:
    """Return the distinct words of all titles; and of each word of each title its code and its row."""
    places: dict[str, int] = {}
    codes, rows = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for start in range(0, len(titles), _PORTION):
        folded = pa.array(fold_column(titles.iloc[start : start + _PORTION].tolist()), pa.string())
        split = pc.split_pattern(folded, " ")
        words = split.flatten().dictionary_encode()
        known = [places.setdefault(word, len(places)) for word in words.dictionary.to_pylist()]
        codes.append(np.array(known, dtype=np.int32)[words.indices.to_numpy()])
        lengths = pc.list_value_length(split).to_numpy()
        rows.append(np.repeat(np.arange(start, start + len(lengths), dtype=np.int32), lengths))
    return list(places), np.concatenate(codes), np.concatenate(rows)


def _tells(word: str, stop_words: Collection[str]) -> bool:
    return word not in stop_words and not word.replace(".", "").isdecimal() and len(word) > 1


def _each_once(rows: Codes, codes: Codes, size: int) -> tuple[Codes, Codes]:
    """Return rows and their codes, of which there are `size`, each pair of them once, sorted."""
    each = rows * np.int64(size) + codes
    each.sort()
    each = each[np.concatenate([np.ones(min(1, len(each)), dtype=np.bool_), each[1:] != each[:-1]])]
    which = (each // max(size, 1)).astype(np.int32)
    each -= which * np.int64(size)
    return which, each.astype(np.int32)


def _pair(number: int, words: Sequence[str]) -> str:
    first, second = divmod(int(number), len(words))
    return f"{words[first]} {words[second]}"


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
