"""Mutation testing, run by hand with `make mutation`: small changes of the code that a test should notice.

Every change is made in memory and never on disk. What no test notices is printed with its line; it is either a test
that is missing or a change that makes no difference. `make mutation MODULES=data/query/filters.py` tries only this one.
"""

from __future__ import annotations

import ast
import os
import signal
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from data.knowledge.load_knowledge import load_knowledge

# What takes long is done once; each mutant is tried in a copy of this process.
load_knowledge()
for library in ("numpy", "pandas", "pyarrow", "plotly", "streamlit.testing.v1", "hypothesis", "rapidfuzz.process"):
    __import__(library)
QUICK = settings(deadline=None, database=None, derandomize=True, max_examples=40, phases=[Phase.generate])
settings.register_profile("mutation", QUICK)

MODULES = {
    "data/works/merge.py": ("test_merge", "test_resolve"),
    "data/works/resolve.py": ("test_resolve", "test_merge", "test_findings"),
    "data/query/filters.py": ("test_filters", "test_selection"),
    "data/query/facet.py": ("test_selection", "test_filters", "test_tallies"),
    "data/query/selection.py": ("test_selection",),
    "data/measures/tallies.py": ("test_tallies", "test_trends"),
}
SECONDS = 60  # of computing, after which a change counts as noticed
# Left out are the tests that start another process, which would run the code as it is.
CHOSEN = ["-xq", "-pno:cacheprovider", "-pno:xdist", "--hypothesis-profile=mutation", "-knot can_be_built"]
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Div: ast.Mult, ast.Mult: ast.Div, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.Not: ast.UAdd, ast.Invert: ast.UAdd, ast.USub: ast.UAdd,
}  # fmt: skip
RENAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list", "set": "list"}


def changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield the small changes of a node, each as a field and its new value."""
    if (kind := type(getattr(node, "op", None))) in SWAPPED:
        yield "op", SWAPPED[kind]()
    for field in ("ops", "keywords", "elts", "ifs"):
        whole = getattr(node, field, [])
        for at, part in enumerate(whole if len(whole) > 1 or field != "elts" else []):
            instead = [SWAPPED[type(part)]()] if field == "ops" else []
            yield field, [*whole[:at], *instead, *whole[at + 1 :]]
    if isinstance(node, ast.If | ast.IfExp):
        yield "test", ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.Name) and node.id in RENAMED:
        yield "id", RENAMED[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "value", not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        yield "value", node.value + ("XX" if isinstance(node.value, str) else 1)
    body = node.body if isinstance(node, ast.If | ast.For | ast.FunctionDef) else []
    for at, statement in enumerate(body):
        calls = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if calls or isinstance(statement, ast.Continue | ast.AugAssign):
            yield "body", [*body[:at], ast.Pass(), *body[at + 1 :]]


def parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it that run: no annotations, decorators or texts that stand by themselves."""
    yield node
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns", "decorator_list"):
            for part in value if isinstance(value, list) else [value]:
                text = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
                if isinstance(part, ast.AST) and not text:
                    yield from parts(part)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line of each change, what it makes of its statement, and the changed source."""
    tree = ast.parse(source)
    for node in parts(tree):
        for field, value in list(changes(node)):
            before = getattr(node, field)
            setattr(node, field, value)
            said = f"{ast.unparse(node)[:90]} ({field})".replace("\n", " ")
            yield getattr(node, "lineno", 0), said, ast.unparse(ast.fix_missing_locations(tree))
            setattr(node, field, before)


def is_noticed(file: str, source: str, tests: tuple[str, ...]) -> bool:
    """Return whether the tests fail, or do not end, with another source of a file."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    usual = SourceFileLoader.get_code
    module, code = file[:-3].replace("/", "."), compile(source, file, "exec")
    SourceFileLoader.get_code = lambda self, name: code if name == module else usual(self, name)  # type: ignore
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os._exit(int(pytest.main([*CHOSEN, *(f"tests/{name}.py" for name in tests)])))


for name in sys.argv[1:] or MODULES:
    original = Path(name).read_text("utf-8")
    if is_noticed(name, original, MODULES[name]):
        sys.exit(f"{name}: its tests fail without any change")
    noticed = []
    for line, text, changed in mutants(original):
        noticed.append(is_noticed(name, changed, MODULES[name]))
        if not noticed[-1]:
            print(f"{name}, line {line}: {text}", flush=True)
    print(f"{name}: {len(noticed)} changes, {sum(noticed)} noticed", flush=True)
