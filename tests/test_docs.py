"""The documentation is complete, and the house keeps its one direction."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from components.view import CHOICES, SORTS, VIEWS, View
from data.commands.command_line import argument_parser
from data.commands.read import READ_KEYS
from data.ingest.file_format import MARKDOWN, SUFFIXES
from data.ingest.files.column_mapping import ROLES
from data.lists.list_source import OPTIONAL
from data.query.facets import FACETS
from data.schema import FLAGS, Note, Paper, RecordRow, RowType, Tool, Version, columns
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("table", [Paper, RecordRow, Tool, Note, Version])
def test_every_column_is_documented(table: RowType) -> None:
    assert [name for name in columns(table) if f"`{name}`" not in README] == []


def test_every_flag_parameter_order_and_command_is_documented() -> None:
    named = [
        *FLAGS,
        *(spec.name for spec in FACETS),
        "q",
        "all",
        *(field.name.replace("_", "-") for field in fields(View)),
        *VIEWS,
        *SORTS,
        *(value for values in CHOICES.values() for value in values),
        *READ_KEYS,
        *(set(SUFFIXES.values()) - {MARKDOWN}),
        *ROLES,
    ]
    assert [name for name in named if f"`{name}`" not in README and f"`{name}=" not in README] == []
    options = re.findall(r"\{([a-z,]+)\}", argument_parser().format_usage())[0].split(",")
    assert [name for name in options if f"python -m data {name}" not in README] == []


def test_every_option_of_the_command_line_and_key_of_lists_yaml_is_documented() -> None:
    commands = next(action.choices for action in argument_parser()._actions if isinstance(action.choices, dict))
    options = {option for parser in commands.values() for action in parser._actions for option in action.option_strings}
    assert [option for option in options - {"-h", "--help"} if option not in README] == []
    assert [name for name in OPTIONAL if not re.search(rf"`{name}[`:]|^  {name}:", README, re.M)] == []


def test_the_flags_mean_the_same_everywhere() -> None:
    for flag, meaning in FLAGS.items():
        written = re.sub(r"(\w+\.yaml)", r"`\1`", meaning.about)
        assert f"| `{flag}` | {written} |" in README


def test_the_two_commands_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"^make (\w+)", README, re.M):
        assert re.search(rf"^{command}:", makefile, re.M)


def imports(file: Path) -> set[str]:
    tree = ast.walk(ast.parse(file.read_text("utf-8")))
    return {
        name
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }


def test_data_never_imports_what_a_person_sees() -> None:
    for file in (ROOT / "data").rglob("*.py"):
        assert not {name.split(".")[0] for name in imports(file)} & {"streamlit", "plotly", "components"}, file


def test_the_house_keeps_its_sizes() -> None:
    """A file over 300 lines or a function over 40 has two jobs."""
    for file in [ROOT / "dashboard.py", *(ROOT / "data").rglob("*.py"), *(ROOT / "components").rglob("*.py")]:
        text = file.read_text("utf-8")
        assert text.count("\n") <= 300, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{file}: {node.name}"
    assert (ROOT / "dashboard.py").read_text("utf-8").count("\n") <= 100
