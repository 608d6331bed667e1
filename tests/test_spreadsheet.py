"""The download opens in a spreadsheet with every column and without a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.__main__ import main
from data.formats.spreadsheet import to_csv
from data.schema import FORMULA_STARTS, Paper, columns
from tests.conftest import paper, papers_frame


def back(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def test_every_column_is_there() -> None:
    assert tuple(back(to_csv(papers_frame(paper(1)))).columns) == columns(Paper)


@pytest.mark.parametrize("title", ["=cmd()|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_formula_becomes_text(title: str) -> None:
    assert back(to_csv(papers_frame(paper(1, title=title))))["title"][0] == "'" + title


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_no_cell_begins_like_a_formula_and_all_else_is_kept(titles: list[str]) -> None:
    frame = papers_frame(*(paper(number, title=title) for number, title in enumerate(titles)))
    for title, cell in zip(titles, back(to_csv(frame))["title"], strict=True):
        assert not cell.startswith(FORMULA_STARTS)
        assert cell == (f"'{title}" if title.startswith(FORMULA_STARTS) else title)


def test_letters_survive() -> None:
    assert back(to_csv(papers_frame(paper(1, title="Týr – 🏆"))))["title"][0] == "Týr – 🏆"


@pytest.mark.parametrize("title", ["=cmd()|'/c calc'!A1", "+1 is a net", "@SUM(A1)"])
def test_the_command_read_prints_no_formula_either(
    title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = f'title,venue\n"{title}","=ICML()"\n'
    (tmp_path / "list.csv").write_text(rows, "utf-8")
    assert main(["read", str(tmp_path / "list.csv"), "--format", "csv"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert row["title"] == "'" + title
    assert not any(cell.startswith(FORMULA_STARTS) for cell in row.values())
