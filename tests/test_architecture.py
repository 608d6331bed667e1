"""The house keeps its order: packages import only those above them in the picture of docs/architecture.md."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "architecture.md"
FILES = sorted(path for folder in ("data", "components") for path in (ROOT / folder).rglob("*.py"))
SOURCES = [*FILES, ROOT / "dashboard.py"]
# A command, a view or a component goes by the name of what it shows, measures or runs, or by that of its kind.
COUNTERPARTS = (
    "data/commands", "components/views", "components/charts", "components/facets", "data/measures", "data/findings",
)  # fmt: skip


def package(path: Path) -> str:
    """Return the package of a file as the picture names it: `data/query`, `data/errors`, `components`, `dashboard`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "/".join(parts[:2]) if parts[0] == "data" else parts[0]


def order() -> list[str]:
    """Return the packages of the picture from the top down."""
    block = re.search(r"```packages\n(.*?)```", PICTURE.read_text("utf-8"), re.DOTALL)
    assert block, "docs/architecture.md has no block of packages"
    return [line.split()[0].rstrip("/") for line in block[1].splitlines() if line.strip()]


def imports(path: Path) -> set[str]:
    """Return the packages of ours that a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import, which this test does not follow"
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    found = (ROOT.joinpath(*name.split(".")) for name in names if name.partition(".")[0] in ("data", "components"))
    return {
        package(module) for module in found if module.with_suffix(".py").exists() or (module / "__init__.py").exists()
    }


def test_the_picture_shows_every_package_once() -> None:
    there = {package(path) for path in SOURCES} - {"data/__init__", "data/__main__"}
    shown = order()
    assert sorted(shown) == sorted(there)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_stands_above_it(path: Path) -> None:
    places = {name: number for number, name in enumerate(order())}
    mine = places.get(package(path), len(places))
    below = {name for name in imports(path) - {"data"} if places[name] > mine}
    assert not below, f"{path.relative_to(ROOT)} imports from below: {sorted(below)}"


def test_only_components_import_streamlit_or_plotly() -> None:
    """`data` is what the command line uses too, and must not need a page."""
    code = (
        "import sys, data.commands.command_line, data.visitor.visitor_lists;"
        "print([name for name in ('streamlit', 'plotly') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_each_package_says_what_it_is_for() -> None:
    for init in (path for path in FILES if path.name == "__init__.py"):
        said = ast.get_docstring(ast.parse(init.read_text("utf-8"))) or ""
        assert len(said.split()) >= 5, f"{init.relative_to(ROOT)} does not say what the package is for"


def test_modules_have_names_of_their_own() -> None:
    """Two files of one name are told apart only by their folders; a stranger looks for one and finds the other."""
    named = Counter(path.stem for path in FILES if path.name not in ("__init__.py", "__main__.py"))
    folders = {name: [str(path.parent.relative_to(ROOT)) for path in FILES if path.stem == name] for name in named}
    same = {
        name: where
        for name, where in folders.items()
        if sum(not folder.startswith(COUNTERPARTS) for folder in where) > 1 or len(set(where)) < len(where)
    }
    assert same == {}


def test_data_itself_holds_few_files() -> None:
    assert len([path for path in FILES if path.parent == ROOT / "data"]) <= 8


def test_no_file_and_no_function_is_too_long() -> None:
    """Past 300 lines a file has two jobs, past 40 a function."""
    long_files = [str(path.relative_to(ROOT)) for path in SOURCES if path.read_text("utf-8").count("\n") > 300]
    functions = (
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    long_functions = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, node in functions
        if (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert (long_files, long_functions) == ([], [])
