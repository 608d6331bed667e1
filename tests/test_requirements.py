"""What the app imports is pinned in requirements.txt, and nothing else is."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import ROOT

APP = [ROOT / "dashboard.py", *(ROOT / "data").rglob("*.py"), *(ROOT / "components").rglob("*.py")]


def imported(file: Path) -> Iterator[str]:
    """The packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        yield from (name.partition(".")[0] for name in names)


def plain(distribution: str) -> str:
    """The name of a distribution in the one spelling that all others mean (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def needed(files: Iterable[Path]) -> set[str]:
    """The distributions that hold the packages of others that the files import."""
    known = packages_distributions()
    packages = {name for file in files for name in imported(file)} - sys.stdlib_module_names - {"data", "components"}
    return {plain(distribution) for name in packages for distribution in known.get(name, [name])}


def pinned() -> set[str]:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return {plain(line.partition("==")[0]) for line in lines if line and not line.startswith("#")}


def test_what_the_app_imports_is_pinned_and_nothing_else() -> None:
    assert needed(APP) == pinned()


def test_every_requirement_has_an_exact_version() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+(?:\s+#.*)?", line)] == []


def test_a_new_import_is_noticed(tmp_path: Path) -> None:
    """Whether it is installed for something else, as hypothesis is, or not at all."""
    file = tmp_path / "new.py"
    file.write_text("import pandas\n\ndef work():\n    from hypothesis.core import given\n    import nowhere.here\n")
    assert needed([file]) - pinned() == {"hypothesis", "nowhere"}
