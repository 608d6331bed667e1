"""What the page shows stays apart from what is known about papers, and the app imports what it pins."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.conftest import ROOT

OURS = ("data", "components")
FILES = [ROOT / "dashboard.py", *(path for name in OURS for path in sorted((ROOT / name).rglob("*.py")))]


def imports(file: Path) -> Iterator[str]:
    """The names of the packages that a file imports, those within functions included."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_data_never_imports_what_a_person_sees() -> None:
    for file in FILES:
        if file.is_relative_to(ROOT / "data"):
            assert not {*imports(file)} & {"streamlit", "plotly", "components"}, file


def test_the_page_fits_on_a_screen_or_two() -> None:
    assert (ROOT / "dashboard.py").read_text("utf-8").count("\n") <= 100


def test_the_app_imports_exactly_what_it_pins() -> None:
    """A new import that nobody pins would fail only after deploying."""
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    used = {name for file in FILES for name in imports(file)} - {*OURS} - sys.stdlib_module_names
    installed_as = packages_distributions()
    packages = (installed_as.get(name, [name])[0] for name in used)
    assert sorted(map(canonicalize_name, packages)) == sorted(map(canonicalize_name, pinned))
