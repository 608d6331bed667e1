"""Another table, as CSV or Parquet: both give the same papers, and what cannot be opened is said with its remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.errors import InputError
from data.schema import SEPARATOR, Paper, lists
from data.tables.table import as_text, problems, read_table
from tests.benchmarks.synthetic import papers
from tests.conftest import ROOT, paper, papers_frame
from tests.ready import metrics

FRAME = papers_frame(
    paper(1, year=2024, title="One", techniques=("Quantization", "Other"), code_url="https://github.com/a/b"),
    paper(2, title="NA", paper_url="https://arxiv.org/abs/2401.00002", flags=("doubtful",)),
)


def written(frame: pd.DataFrame, folder: Path) -> Path:
    frame.to_parquet(folder / "papers.parquet", index=False)
    return folder / "papers.parquet"


def as_lists(frame: pd.DataFrame) -> pd.DataFrame:
    split = {name: frame[name].map(lambda cell: cell.split(SEPARATOR) if cell else []) for name in lists(Paper)}
    return frame.assign(**split)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame,
        as_text,
        as_lists,
        lambda frame: frame.assign(year=[2024.0, float("nan")]),
        lambda frame: frame.assign(venue=None),
        lambda frame: frame.assign(title=frame["title"].astype("category"), extra=1)[::1],
    ],
    ids=["as Surveyor types it", "text", "lists", "floats", "nulls", "categories and another column"],
)
def test_parquet_gives_the_same_as_csv(change: object, tmp_path: Path) -> None:
    FRAME.to_csv(tmp_path / "papers.csv", index=False)
    file = written(change(FRAME), tmp_path)  # type: ignore[operator]
    pd.testing.assert_frame_equal(read_table(file, Paper), read_table(tmp_path / "papers.csv", Paper))


def test_a_synthetic_table_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    frame = papers(300)
    assert list(problems(frame, Paper, tmp_path / "none.parquet")) == []
    pd.testing.assert_frame_equal(frame, papers(300))
    assert frame["techniques"].str.contains(SEPARATOR).any()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda file: None, "papers.parquet: does not exist. Name a Parquet file"),
        (lambda file: file.write_text("id,title\n"), "papers.parquet: cannot be read as Parquet ("),
        (lambda file: FRAME.drop(columns=["year", "venue"]).to_parquet(file), "has no column `year`, `venue`. Name"),
        (lambda file: FRAME.assign(month="2024-13").to_parquet(file), "`month` is `2024-13` in row 1. Name"),
        (lambda file: FRAME.assign(year=[2024.5, 2024]).to_parquet(file), "`year` is `2024.5`, not a whole number in"),
        (lambda file: FRAME.assign(id="x").to_parquet(file), "the id `x` appears twice in row 2"),
        (lambda file: FRAME.assign(title=[None, "a"]).to_parquet(file), "`title` is empty in row 1"),
    ],
)
def test_parquet_that_cannot_be_used_is_said_with_its_remedy(make: object, what: str, tmp_path: Path) -> None:
    file = tmp_path / "papers.parquet"
    make(file)  # type: ignore[operator]
    with pytest.raises(InputError, match=re.escape(what)):
        read_table(file, Paper)


def test_every_wrong_row_is_named_though_each_value_is_checked_once(tmp_path: Path) -> None:
    wrong = {"flags": ("doubtful", "new", "odd"), "paper_url": "ftp://a.b"}
    frame = as_text(papers_frame(paper(1, **wrong), paper(2), paper(3, **wrong)))
    found = [str(error).partition(": ")[2] for error in problems(frame, Paper, tmp_path / "x.parquet")]
    named = [(re.search(r"is `([^`]*)`", text), text.partition(" in row ")[2][0]) for text in found]
    assert [(match[1], row) for match, row in named if match] == [
        ("ftp://a.b", "1"),
        ("ftp://a.b", "3"),
        ("new", "1"),
        ("odd", "1"),
        ("new", "3"),
        ("odd", "3"),
    ]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.b", True),
        ("HTTP://a.b/c", True),
        ("https://ünï.org/ß", True),
        ("https://user@a.b:80/", True),
        ("https://a.b/c d", False),
        ("https://", False),
        ("https://a.b/<c>", False),
        ("https://[a/", False),
        ("https://a.b/\n", True),
        ("javascript:https://a.b", False),
    ],
)
def test_plain_addresses_pass_as_the_careful_check_says(url: str, safe: bool, tmp_path: Path) -> None:
    frame = as_text(papers_frame(paper(1, paper_url=url)))
    assert (list(problems(frame, Paper, tmp_path / "x.csv")) == []) == safe


def app(monkeypatch: pytest.MonkeyPatch, table: Path) -> AppTest:
    monkeypatch.setenv("SURVEYOR_TABLE", str(table))
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_surveyor_opens_another_table(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, frame = tmp_path / f"mine{suffix}", papers(120)
    frame.to_csv(file, index=False) if suffix == ".csv" else frame.to_parquet(file)
    page = app(monkeypatch, file)
    assert not page.exception
    assert not page.error
    assert metrics(page)[0].value == "120"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("none.parquet", None, "SURVEYOR\\_TABLE"),
        ("none.csv", None, "SURVEYOR\\_TABLE"),
        ("no.parquet", "id\n", "cannot be read as Parquet"),
        ("few.csv", "id\n1\n", "has no column"),
    ],
)
def test_a_table_that_cannot_be_opened_is_named(
    name: str, content: str | None, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    page = app(monkeypatch, tmp_path / name)
    assert not page.exception
    assert name.replace(".", "\\.") in page.error[0].value
    assert what in page.error[0].value
