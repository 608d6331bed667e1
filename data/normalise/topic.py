"""Titles → topics: the finer subjects of topics.yaml, recognised by readable phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations

from data.normalise.title import fold, folded_title

# Bounded, because a word of two stars would take a long one apart in every way.
_PART_OF_WORD = r"\S{0,40}"
_NOTHING = r"(?!)"


class _Patterns:
    """The patterns of a topic, of which a title needs one."""

    def __init__(self, patterns: Iterable[str]) -> None:
        phrases = [[f" {' '.join(words)}(?= )" for words in _phrases(pattern)] for pattern in patterns]
        self._single = re.compile("|".join(one for one, *others in phrases if not others) or _NOTHING)
        # One search after the other takes time in proportion to the title; `.*` between phrases would not.
        self._orders = [
            tuple(map(re.compile, order)) for several in phrases if len(several) > 1 for order in permutations(several)
        ]

    def occur(self, folded: str) -> bool:
        """Return whether one of them occurs in a title, folded and with a space before and after."""
        return bool(self._single.search(folded)) or any(_follow(order, folded) for order in self._orders)


def _follow(phrases: Iterable[re.Pattern[str]], folded: str) -> bool:
    """Return whether phrases occur one after the other without overlap."""
    end = 0
    for phrase in phrases:
        found = phrase.search(folded, end)
        if found is None:
            return False
        end = found.end()
    return True


@dataclass(frozen=True)
class Topic:
    """A subject. A title has it if one of `patterns` occurs in it and none of `unless`.

    A pattern is a phrase of whole words side by side; case, accents and punctuation are ignored. `*` stands for any
    part of a word (`quanti*ation`), or alone for any one word. `a & b` asks for both phrases, in any order and without
    overlap.
    """

    name: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def matches(self, folded: str) -> bool:
        """Return whether a title, folded and with a space before and after, has this topic."""
        return self._wanted.occur(folded) and not self._forbidden.occur(folded)

    @cached_property
    def first_words(self) -> re.Pattern[str]:
        """Words of which a title needs at least one."""
        return re.compile("|".join(_phrases(pattern)[0][0] for pattern in self.patterns) or _NOTHING)

    @cached_property
    def _wanted(self) -> _Patterns:
        return _Patterns(self.patterns)

    @cached_property
    def _forbidden(self) -> _Patterns:
        return _Patterns(self.unless)


class TopicReader:
    """Reads the topics of titles, with the knowledge of topics.yaml."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self.topics = tuple(topics)
        self._starting_with = lru_cache(maxsize=50_000)(self._candidates)
        self.read = lru_cache(maxsize=50_000)(self._read)

    def _read(self, title: str) -> tuple[str, ...]:
        """Return the topics of `title` in the order of topics.yaml."""
        folded = folded_title(title)
        # Trying every topic on every title takes more than twice as long.
        candidates = sorted({number for word in folded.split() for number in self._starting_with(word)})
        padded = f" {folded} "
        return tuple(self.topics[number].name for number in candidates if self.topics[number].matches(padded))

    def _candidates(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the topics that a title with `word` may have."""
        return tuple(number for number, topic in enumerate(self.topics) if topic.first_words.fullmatch(word))


def is_empty(pattern: str) -> bool:
    """Return whether `pattern`, or a side of its `&`, has no letter or digit, so that it would match any title."""
    return not all(map(fold, pattern.split("&")))


def _phrases(pattern: str) -> list[list[str]]:
    """Return the words of each side of `&`, folded, as regular expressions."""
    return [[_word(word) for part in side.split() for word in _folded(part).split()] for side in pattern.split("&")]


def _folded(part: str) -> str:
    return "*".join(map(fold, part.split("*")))


def _word(word: str) -> str:
    return _PART_OF_WORD.join(map(re.escape, word.split("*")))
