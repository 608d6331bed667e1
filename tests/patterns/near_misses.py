"""Texts that a pattern nearly matches, each with a part that can be repeated at will."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from re import _constants as c  # the parse tree of a pattern is nowhere else
from re import _parser
from typing import Any, NamedTuple

from tests.patterns.steps import source

REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
CHARACTERS = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
# A repeat of fewer times cannot grow far enough to matter.
_LONG = 20
_OF_CATEGORY = {
    c.CATEGORY_DIGIT: "1",
    c.CATEGORY_NOT_DIGIT: "a",
    c.CATEGORY_SPACE: " ",
    c.CATEGORY_NOT_SPACE: "a",
    c.CATEGORY_WORD: "aA1",
    c.CATEGORY_NOT_WORD: " -",
}


class NearMiss(NamedTuple):
    """`before`, then `pump` as often as wanted, then `after`."""

    before: str
    pump: str
    after: str

    def grown(self, length: int) -> str:
        """Return the text with about `length` characters of pumps."""
        return self.before + self.pump * (length // len(self.pump) + 1) + self.after


def near_misses(pattern: re.Pattern[str], tries: int = 5) -> Iterator[NearMiss]:
    """Yield near-misses of a pattern, the same ones each time."""
    maker = _Maker(random.Random(747))  # not for secrets
    tree = _parser.parse(pattern.pattern, pattern.flags)
    letters = sorted(maker.alphabet(tree))
    seen: set[NearMiss] = set()
    for before, body in [("", tree), *maker.repeats(tree, "")]:
        pumps = {maker.sample(body) for _ in range(tries)}
        pumps |= {maker.sample(body) + maker.sample(body) for _ in range(tries)}
        pumps |= {before, *maker.random.sample(letters, min(len(letters), 4))}
        for pump in sorted(filter(None, pumps)):
            for start in sorted({before, ""}):
                for after in ("\0", "", maker.random.choice(letters or [""])):
                    found = NearMiss(start, pump, after)
                    if found not in seen:
                        seen.add(found)
                        yield found


class _Maker:
    """Makes texts that parts of a parse tree match."""

    def __init__(self, chance: random.Random) -> None:
        self.random = chance

    def sample(self, tree: Any, groups: dict[int, str] | None = None) -> str:
        """Return a text that `tree` matches, look-around left aside."""
        groups = {} if groups is None else groups
        text = ""
        for kind, argument in tree:
            if kind in CHARACTERS:
                text += self._character(kind, argument)
            elif kind is c.BRANCH:
                text += self.sample(self.random.choice(argument[1]), groups)
            elif kind is c.SUBPATTERN:
                inner = self.sample(argument[3], groups)
                groups[argument[0]] = inner
                text += inner
            elif kind in REPEATS:
                least, most, body = argument
                text += "".join(self.sample(body, groups) for _ in range(self._times(least, most)))
            elif kind is c.ATOMIC_GROUP:
                text += self.sample(argument, groups)
            elif kind is c.GROUPREF:
                text += groups.get(argument, "")
        return text

    def repeats(self, tree: Any, before: str) -> Iterator[tuple[str, Any]]:
        """Yield each long repeat: a text that leads there, and what is repeated."""
        for kind, argument in tree:
            if kind in REPEATS and (argument[1] is c.MAXREPEAT or argument[1] >= _LONG):
                yield before, argument[2]
            for inner in _inside(kind, argument):
                yield from self.repeats(inner, before)
            before += self.sample([(kind, argument)])

    def alphabet(self, tree: Any) -> set[str]:
        """Return characters that parts of `tree` match."""
        found = set()
        for kind, argument in tree:
            if kind in CHARACTERS:
                found |= {self._character(kind, argument) for _ in range(3)}
            for inner in _inside(kind, argument):
                found |= self.alphabet(inner)
        return found

    def _times(self, least: int, most: int) -> int:
        return min(least + (self.random.randint(0, 1) if most > least else 0), 12)

    def _character(self, kind: Any, argument: Any) -> str:
        if kind is c.LITERAL:
            return chr(argument)
        if kind is not c.IN or argument[0][0] is c.NEGATE:
            fits = re.compile(source(kind, argument))
            return next((char for char in self.random.sample("aA1 -.,;:x([\"'", 13) if fits.match(char)), "\u00fc")
        what, value = self.random.choice(argument)
        if what is c.LITERAL:
            return chr(value)
        return chr(self.random.choice(value)) if what is c.RANGE else self.random.choice(_OF_CATEGORY[value])


def _inside(kind: Any, argument: Any) -> list[Any]:
    """Return the trees within one part of a tree."""
    if kind is c.BRANCH:
        return list(argument[1])
    if kind is c.SUBPATTERN:
        return [argument[3]]
    if kind in REPEATS:
        return [argument[2]]
    if kind is c.ATOMIC_GROUP:
        return [argument]
    return [argument[1]] if kind in (c.ASSERT, c.ASSERT_NOT) else []
