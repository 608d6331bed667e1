"""Findings about one paper listed twice, and about titles that are nearly the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from data.findings.evidence import Entry, Evidence, Row
from data.findings.finding import Finding, quoted
from data.knowledge import Corrections
from data.normalise.title import fold, match_key
from data.schema import split

# Titles at least this alike (rapidfuzz ratio, 0 to 100) and kept apart are worth a look.
NEAR = 85.0
_LARGEST_BLOCK = 60
_RAREST_WORDS = 4


def listed_twice(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers that a list has twice: in one section, or in several."""
    for paper in evidence.flagged("listed-twice"):
        by_list: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in evidence.entries_of(paper):
            by_list[entry.list][entry.section].append(entry)
        for sections in by_list.values():
            yield from _in_list(paper, sections)


def _in_list(paper: Row, sections: Mapping[str, list[Entry]]) -> Iterator[Finding]:
    title, papers = quoted(paper["title"]), (paper["id"],)
    for section, entries in sections.items():
        if len(entries) > 1:
            where = f"{title} stands {len(entries)} times in {quoted(section)}" if section else title
            yield Finding("twice-in-section", where, _records(entries), papers)
    if len(sections) > 1:
        named = ", ".join(quoted(section.rpartition(" > ")[2]) for section in sections)
        entries = [entry for same in sections.values() for entry in same]
        yield Finding("in-several-sections", f"{title} stands in {named}", _records(entries), papers)


def _records(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.record for entry in entries)


def near_titles(evidence: Evidence) -> Iterator[Finding]:
    """Yield near-identical titles of different papers, compared only where they share one of their rarest words."""
    papers = evidence.papers
    titles = dict(zip(papers["id"], papers["title"], strict=True))
    records = dict(zip(papers["id"], papers["records"], strict=True))
    for (one, other), ratio in sorted(_alike({key: fold(title) for key, title in titles.items()}).items()):
        if not is_decided((titles[one], titles[other]), evidence.knowledge.corrections):
            text = f"{quoted(titles[one])} / {quoted(titles[other])} ({ratio:.0f} % alike)"
            yield Finding("near-titles", text, (*split(records[one]), *split(records[other])), (one, other))


def _alike(folded: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return how alike the titles of each pair of ids are, for those that are `NEAR` or more."""
    found: dict[tuple[str, str], float] = {}
    for block in _blocks(folded):
        texts = [folded[key] for key in block]
        ratios = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR)
        for one, other in zip(*ratios.nonzero(), strict=True):
            if one < other:
                found[block[one], block[other]] = float(ratios[one, other])
    return found


def _blocks(folded: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield ids, sorted, whose titles share one of their four rarest words; words in too many titles do not count."""
    words = {key: set(title.split()) for key, title in folded.items()}
    frequency = Counter(word for of_title in words.values() for word in of_title)
    blocks: dict[str, list[str]] = defaultdict(list)
    for key in sorted(words):
        for word in sorted(words[key], key=lambda word: (frequency[word], word))[:_RAREST_WORDS]:
            blocks[word].append(key)
    yield from (block for block in blocks.values() if 1 < len(block) <= _LARGEST_BLOCK)


def is_decided(titles: Collection[str], corrections: Corrections) -> bool:
    """Say whether a person decided that works of these titles are different."""
    keys = set(map(match_key, titles))
    return any(keys <= set(map(match_key, work.titles)) for work in corrections.different_works)
