"""How many steps a pattern takes: Python's patterns run on a machine that counts, with the same order of attempts.

A stopwatch would judge the machine; steps are the same everywhere. The machine follows sre: alternatives from left to
right, greedy and lazy repeats, possessive ones and atomic groups that give nothing back, look-around and references.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from re import _constants as c  # the parse tree of a pattern is nowhere else
from re import _parser
from typing import Any

Test = Callable[[str], bool]
Groups = dict[Any, int]


class TooManyStepsError(Exception):
    """The pattern took more steps than allowed."""


@lru_cache(maxsize=4096)
def _holds(kind: Any, argument: Any, flags: int) -> Test:
    """Return whether a character is of one literal, category or set, asked of `re` itself."""
    return _character(re.compile(source(kind, argument), flags & (re.I | re.A | re.S)))


def _character(pattern: re.Pattern[str]) -> Test:
    known: dict[str, bool] = {}

    def test(char: str) -> bool:
        if char not in known:
            known[char] = pattern.match(char) is not None
        return known[char]

    return test


_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"


def source(kind: Any, argument: Any) -> str:
    """Return one literal, set or category of a parse tree as a pattern again."""
    if kind is c.LITERAL:
        return _escaped(argument)
    if kind is c.NOT_LITERAL:
        return f"[^{_escaped(argument)}]"
    if kind is c.ANY:
        return "."
    parts = []
    for what, value in argument:
        if what is c.NEGATE:
            parts.append("^")
        elif what is c.LITERAL:
            parts.append(_escaped(value))
        elif what is c.RANGE:
            parts.append(f"{_escaped(value[0])}-{_escaped(value[1])}")
        else:
            parts.append(_CATEGORIES[value])
    return f"[{''.join(parts)}]"


class Program:
    """A pattern as instructions; `steps` runs it and counts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.flags = pattern.flags
        self.code: list[tuple[Any, ...]] = []
        self._add(_parser.parse(pattern.pattern, pattern.flags))
        self.code.append(("match",))

    # Instructions

    def _add(self, tree: Any) -> None:
        for kind, argument in tree:
            self._one(kind, argument)

    def _one(self, kind: Any, argument: Any) -> None:
        code = self.code
        if kind in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN):
            argument = tuple(argument) if kind is c.IN else argument
            code.append(("char", _holds(kind, argument, self.flags)))
        elif kind is c.BRANCH:
            self._branch(argument[1])
        elif kind is c.SUBPATTERN:
            group, add, remove, tree = argument
            before, self.flags = self.flags, (self.flags | add) & ~remove
            if group:
                code.append(("open", group))
            self._add(tree)
            if group:
                code.append(("close", group))
            self.flags = before
        elif kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            self._repeat(*argument, lazy=kind is c.MIN_REPEAT)
        elif kind is c.POSSESSIVE_REPEAT:
            self._within("atomic", lambda: self._repeat(*argument, lazy=False))
        elif kind is c.ATOMIC_GROUP:
            self._within("atomic", lambda: self._add(argument))
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            direction, tree = argument
            width = tree.getwidth()[0] if direction < 0 else 0
            self._within("look", lambda: self._add(tree), width, kind is c.ASSERT)
        elif kind is c.AT:
            code.append(("at", argument))
        elif kind is c.GROUPREF:
            code.append(("again", argument))
        else:
            raise NotImplementedError(f"{kind} in a pattern")

    def _branch(self, trees: Any) -> None:
        ends = []
        for number, tree in enumerate(trees):
            last = number == len(trees) - 1
            split = len(self.code)
            if not last:
                self.code.append(())
            self._add(tree)
            if not last:
                ends.append(len(self.code))
                self.code.append(())
                self.code[split] = ("split", split + 1, len(self.code))
        for end in ends:
            self.code[end] = ("jump", len(self.code))

    def _repeat(self, least: int, most: int, tree: Any, *, lazy: bool) -> None:
        for _ in range(least):
            self._add(tree)
        if most is c.MAXREPEAT:
            start = len(self.code)
            self.code.append(())
            self.code.append(("mark", start))
            self._add(tree)
            self.code.append(("moved", start))
            self.code.append(("jump", start))
            self._split(start, lazy=lazy)
            return
        splits = []
        for _ in range(most - least):
            splits.append(len(self.code))
            self.code.append(())
            self._add(tree)
        for split in splits:
            self._split(split, lazy=lazy)

    def _split(self, at: int, *, lazy: bool) -> None:
        inside, after = at + 1, len(self.code)
        self.code[at] = ("split", after, inside) if lazy else ("split", inside, after)

    def _within(self, name: str, add: Callable[[], None], *more: object) -> None:
        start = len(self.code)
        self.code.append(())
        add()
        self.code.append(("match",))
        self.code[start] = (name, len(self.code), *more)

    # Running

    def match(self, text: str, most: int = 1_000_000) -> int | None:
        """Return where a match at the beginning of `text` ends, or None."""
        self._taken, self._most, self._text = 0, most, text
        found = self._run(0, 0, {})
        return found[0] if found else None

    def steps(self, text: str, method: str, most: int) -> int:
        """Return the steps of `match`, `fullmatch` or `search` on `text`; TooManyStepsError past `most`."""
        self._taken, self._most, self._text = 0, most, text
        if method != "search":
            self._run(0, 0, {}, full=method == "fullmatch")
            return self._taken
        start = 0
        while start <= len(text):
            end = self._run(0, start, {})
            if end is None:
                start += 1
            else:  # finditer, sub and split go on behind what was found
                start = max(end[0], start + 1)
        return self._taken

    def _run(self, pc: int, at: int, groups: Groups, *, full: bool = False) -> tuple[int, Groups] | None:
        text, code = self._text, self.code
        stack = [(pc, at, groups)]
        while stack:
            pc, at, groups = stack.pop()
            while True:
                self._taken += 1
                if self._taken > self._most:
                    raise TooManyStepsError
                step = code[pc]
                name = step[0]
                if name == "char":
                    if at >= len(text) or not step[1](text[at]):
                        break
                    pc, at = pc + 1, at + 1
                elif name == "split":
                    stack.append((step[2], at, groups))
                    pc = step[1]
                elif name == "jump":
                    pc = step[1]
                elif name == "match":
                    if full and at < len(text):
                        break
                    return at, groups
                elif name == "mark":
                    groups = {**groups, ("mark", step[1]): at}
                    pc += 1
                elif name == "moved":
                    if groups[("mark", step[1])] == at:
                        break
                    pc += 1
                elif name in ("open", "close"):
                    groups = {**groups, (name, step[1]): at}
                    pc += 1
                elif name == "again":
                    word = text[groups.get(("open", step[1]), 0) : groups.get(("close", step[1]), 0)]
                    if not text.startswith(word, at):
                        break
                    self._taken += len(word)
                    pc, at = pc + 1, at + len(word)
                elif name == "atomic":
                    found = self._run(pc + 1, at, groups)
                    if found is None:
                        break
                    at, groups = found
                    pc = step[1]
                elif name == "look":
                    found = self._run(pc + 1, at - step[2], groups) if at >= step[2] else None
                    if (found is not None) is not step[3]:
                        break
                    pc = step[1]
                elif self._stands(step[1], at):
                    pc += 1
                else:
                    break
        return None

    def _stands(self, where: Any, at: int) -> bool:
        text = self._text
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            multiline = self.flags & re.M and where is c.AT_BEGINNING
            return at == 0 or bool(multiline and text[at - 1] == "\n")
        if where in (c.AT_END, c.AT_END_STRING):
            if where is c.AT_END and self.flags & re.M:
                return at == len(text) or text[at] == "\n"
            return at == len(text) or (where is c.AT_END and text[at:] == "\n")
        word = [bool(re.match(r"\w", text[i : i + 1])) if 0 <= i < len(text) else False for i in (at - 1, at)]
        return (word[0] != word[1]) is (where is c.AT_BOUNDARY)
