"""The modules of the page import each other in one direction."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import ROOT

FILES = [ROOT / "dashboard.py", *(ROOT / "components").rglob("*.py")]


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path, modules: set[str]) -> set[str]:
    """The modules of the page that a file imports."""
    lines = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    named = {(line.module or "", alias.name) for line in lines for alias in line.names}
    return {full if (full := f"{module}.{name}") in modules else module for module, name in named} & modules


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {name_of(file) for file in FILES}
    order = TopologicalSorter({name_of(file): imported(file, modules) for file in FILES})
    assert [*order.static_order()][-1] == "dashboard"  # raises on a circle


def test_views_share_nothing_but_what_stands_above_them() -> None:
    modules = {name_of(file) for file in FILES}
    for file in (ROOT / "components" / "views").rglob("*.py"):
        view = name_of(file).split(".")[2:3]
        others = [name for name in imported(file, modules) if name.startswith("components.views.")]
        assert all(name.split(".")[2:3] == view for name in others), file


def test_charts_are_made_without_streamlit() -> None:
    for file in (ROOT / "components" / "charts").rglob("*.py"):
        assert "streamlit" not in file.read_text("utf-8").replace("Streamlit", ""), file
