"""Every regular expression of the program, found without a list of them, and how it is applied."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from data import schema

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("data", "components") for path in (ROOT / folder).rglob("*.py"))
# `search` looks from every place of the text, as `sub`, `split` and the others do.
_FROM_THE_START = ("match", "fullmatch")
_METHODS = (*_FROM_THE_START, "search", "sub", "subn", "split", "findall", "finditer")


class Found(NamedTuple):
    """A pattern, where it is defined, and whether it is applied by match, fullmatch or search."""

    where: str
    pattern: re.Pattern[str]
    method: str


def patterns() -> list[Found]:
    """Return the patterns of all modules, of calls such as `re.sub(r"…", …)`, and of the rules of the tables."""
    uses = _uses()
    found = [
        Found(f"{module}: {name}", pattern, _method(uses[module, name if isinstance(value, re.Pattern) else "pattern"]))
        for module in map(_module, FILES)
        for name, value in vars(importlib.import_module(module)).items()
        for pattern in _within(value)
        if isinstance(pattern.pattern, str)
    ]
    found += [
        Found(f"{table.__name__}: {column}", re.compile(rule.pattern), "fullmatch")
        for table in schema.TABLES
        for column, rule in schema.rules(table).items()
        if rule.pattern
    ]
    by_pattern = {(one.pattern, one.method): one for one in reversed([*found, *_called()])}
    return sorted(by_pattern.values(), key=lambda one: one.where)


def written_inside_functions() -> list[str]:
    """Return where functions make patterns that no reading of the source can know, as `file: function`."""
    return sorted(
        {
            f"{path.relative_to(ROOT)}: {function.name}"
            for path in FILES
            for function in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(function, ast.FunctionDef)
            for call in _calls(function)
            if not isinstance(call.args[0], ast.Constant | ast.Name)
        }
    )


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one, depth + 1)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls `re.sub(…)`, `re.compile(…)` and so on."""
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        if (
            isinstance(node, ast.Call)
            and isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id == "re"
            and called.attr in ("compile", *_METHODS)
        ):
            yield node


def _called() -> Iterator[Found]:
    for path in FILES:
        for call in _calls(ast.parse(path.read_text("utf-8"))):
            assert isinstance(call.func, ast.Attribute)
            given = call.args[0]
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and call.func.attr != "compile":
                where = f"{path.relative_to(ROOT)}:{call.lineno}"
                yield Found(where, re.compile(given.value), _method({call.func.attr}))


def _uses() -> dict[tuple[str, str], set[str]]:
    """Return by which methods each name of a module is applied there; those of a tuple go by the name `pattern`."""
    uses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
                uses[_module(path), node.value.id].add(node.attr)
    return uses


def _method(used: set[str]) -> str:
    if not used or used - set(_FROM_THE_START):
        return "search"
    return "match" if "match" in used else "fullmatch"
