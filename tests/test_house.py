"""What the page shows stays apart from what is known about papers, and the page itself stays short."""

from __future__ import annotations

import ast

from tests.conftest import ROOT


def test_data_never_imports_what_a_person_sees() -> None:
    """Within functions neither: the command line has no page."""
    for file in sorted((ROOT / "data").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not {name.partition(".")[0] for name in names} & {"streamlit", "plotly", "components"}, file


def test_the_page_can_be_read_from_top_to_bottom() -> None:
    assert (ROOT / "dashboard.py").read_text("utf-8").count("\n") <= 100
