"""Findings about one paper listed twice, and about titles that are nearly the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from rapidfuzz import fuzz, process

from data.findings.entries import TablesToCheck
from data.findings.finding import Finding, Row, lines_of, quoted
from data.knowledge.corrections import Corrections
from data.normalise.title import folded_title, match_key, named_alike, telling
from data.record import Record
from data.schema import split

# Titles of different papers that are at least this alike (rapidfuzz ratio, 0 to 100) are worth a look.
NEAR = 85.0

# What is not compared in a large table, so that the work stays bounded; a finding says so each time.
MOST_TITLES = 200_000  # in the table
LARGEST_BLOCK = 2000  # titles with one word
MOST_COMPARED = 100_000_000  # pairs of titles, about 6 s
MOST_PAIRS = 5000  # found


def listed_twice(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers that a list has twice: in one section, or in several."""
    for paper, entries in tables.flagged("listed-twice"):
        by_list: dict[str, dict[tuple[str, ...], list[Record]]] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            by_list[entry.list][entry.section].append(entry)
        for sections in by_list.values():
            yield from _in_list(paper, sections)


def _in_list(paper: Row, sections: Mapping[tuple[str, ...], list[Record]]) -> Iterator[Finding]:
    title, papers = quoted(paper["title"]), (paper["id"],)
    for section, entries in sections.items():
        if len(entries) > 1:
            where = f"{title} appears {len(entries)} times in {quoted(' > '.join(section))}" if section else title
            yield Finding("twice-in-section", where, lines_of(entries), papers)
    if len(sections) > 1:
        named = ", ".join(quoted("".join(section[-1:])) for section in sections)
        entries = [entry for same in sections.values() for entry in same]
        yield Finding("in-several-sections", f"{title} is in {named}", lines_of(entries), papers)


def near_titles(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield near-identical titles of different papers, and the words by which too many titles were not compared.

    Titles are compared that share half of the words of the longer one and have the same numbers and the same name
    before a colon (see `data.normalise.title.similar`). So whether two are alike does not depend on other papers.
    """
    if len(tables.papers) > MOST_TITLES:
        yield Finding("near-titles", f"{len(tables.papers):,} titles are too many to compare")
        return
    titles = dict(zip(tables.papers["id"], tables.papers["title"], strict=True))
    records = dict(zip(tables.papers["id"], tables.papers["records"], strict=True))
    found: dict[tuple[str, str], float] = {}
    compared = 0
    for word, block in _blocks(titles):
        compared += len(block) ** 2
        if len(block) > LARGEST_BLOCK or compared > MOST_COMPARED:
            yield Finding("near-titles", f"{len(block):,} titles with {quoted(word)} are too many to compare")
        else:
            found |= islice(_alike(block, titles), MOST_PAIRS)
        if len(found) >= MOST_PAIRS:
            yield Finding("near-titles", f"{MOST_PAIRS:,} pairs of titles are alike; Surveyor did not look for more")
            break
    for (one, other), ratio in sorted(found.items())[:MOST_PAIRS]:
        if not is_decided((titles[one], titles[other]), tables.knowledge.corrections):
            text = f"{quoted(titles[one])} / {quoted(titles[other])} ({ratio:.0f} % alike)"
            yield Finding("near-titles", text, (*split(records[one]), *split(records[other])), (one, other))


def _alike(block: Sequence[str], titles: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield how alike the titles of each pair of ids are, for those that are `NEAR` or more."""
    texts = [folded_title(titles[key]) for key in block]
    words = [{*text.split()} for text in texts]
    ratios = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR)
    for one, other in np.argwhere(np.triu(ratios, 1)):
        enough = 2 * len(words[one] & words[other]) >= max(len(words[one]), len(words[other]))
        if enough and named_alike(titles[block[one]], titles[block[other]]):
            yield (block[one], block[other]), float(ratios[one, other])


def _blocks(titles: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield words with the ids, sorted, of titles that have them and the same numbers; the rarest words first.

    Titles that share half of the words of the longer one share one of the rarer half of each: no pair is missed.
    """
    words = {key: set(folded_title(title).split()) for key, title in titles.items()}
    frequency = Counter(word for of_title in words.values() for word in of_title)
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in sorted(words):
        numbers = telling(titles[key])
        for word in sorted(words[key], key=lambda word: (frequency[word], word))[: len(words[key]) // 2 + 1]:
            blocks[word, *numbers].append(key)
    by_size = sorted(blocks.items(), key=lambda item: (len(item[1]), item[0]))
    yield from ((word, block) for (word, *_), block in by_size if len(block) > 1)


def is_decided(titles: Collection[str], corrections: Corrections) -> bool:
    """Say whether a person decided that works of these titles are different."""
    keys = set(map(match_key, titles))
    return any(keys <= set(map(match_key, work.titles)) for work in corrections.different_works)
