"""history.csv grows by a row a version, and papers keep the date at which a list first had them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from data.building.history import read_history, with_dates
from data.building.last_build import read_last_build
from data.building.pipeline import build
from data.errors import InputError
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.schema import DATA_FOLDER, Paper
from tests.conftest import paper, papers_frame

HEAD = "date,list,records,papers,with_code\n"
ENTRY = "- [[ICML](https://arxiv.org/abs/2301.{0:05})] Net number {0}{1}\n"


def entries(*numbers: int, code: tuple[int, ...] = ()) -> str:
    lines = (ENTRY.format(n, f" [[code](https://github.com/some/net{n})]" if n in code else "") for n in numbers)
    return "# L\n\n## Pruning\n\n" + "".join(lines)


def run(folder: Path, knowledge: Knowledge, today: str, **lists: tuple[str, str]) -> pd.DataFrame:
    sources = {}
    for key, (date, text) in lists.items():
        (folder / f"{key}.md").write_text(text, "utf-8")
        sources[key] = ListSource(key, key.title(), date=date, path=folder / f"{key}.md")
    build(sources, knowledge, folder, lambda _: None, today=today)
    return read_history(folder / "history.csv")


def test_a_version_counts_entries_papers_and_code_of_its_list(tmp_path: Path, knowledge: Knowledge) -> None:
    history = run(
        tmp_path, knowledge, "2026-01-05", one=("2025-01-01", entries(1, 1, 2)), two=("", entries(2, 3, code=(2,)))
    )
    assert history.to_numpy().tolist() == [["2025-01-01", "one", 3, 2, 1], ["2026-01-05", "two", 2, 2, 1]]


def test_the_same_version_replaces_its_row_and_a_newer_one_adds_one(tmp_path: Path, knowledge: Knowledge) -> None:
    run(tmp_path, knowledge, "2026-01-05", one=("2025-01-01", entries(1)))
    first = (tmp_path / "history.csv").read_bytes()
    run(tmp_path, knowledge, "2026-02-05", one=("2025-01-01", entries(1)))
    assert (tmp_path / "history.csv").read_bytes() == first
    history = run(tmp_path, knowledge, "2026-02-05", one=("2025-06-01", entries(1, 2)))
    assert history[["date", "papers"]].to_numpy().tolist() == [["2025-01-01", 1], ["2025-06-01", 2]]


def test_a_list_without_a_date_adds_a_row_only_where_its_counts_change(tmp_path: Path, knowledge: Knowledge) -> None:
    run(tmp_path, knowledge, "2026-01-05", one=("", entries(1)))
    assert len(run(tmp_path, knowledge, "2026-01-06", one=("", entries(1)))) == 1
    history = run(tmp_path, knowledge, "2026-01-07", one=("", entries(1, 2)))
    assert history["date"].tolist() == ["2026-01-05", "2026-01-07"]


def test_a_paper_keeps_the_date_of_the_first_version_that_had_it(tmp_path: Path, knowledge: Knowledge) -> None:
    run(tmp_path, knowledge, "2026-01-05", one=("2025-01-01", entries(1)), two=("2024-01-01", entries(1, 2)))
    run(tmp_path, knowledge, "2026-01-06", one=("2025-06-01", entries(1, 3)), two=("2025-07-01", entries(2, 3, 4)))
    papers = read_last_build(tmp_path).tables[Paper]
    assert papers["added"].tolist() == ["2024-01-01", "2024-01-01", "2025-06-01", "2025-07-01"]


def test_an_older_list_that_comes_later_dates_its_papers_back(tmp_path: Path, knowledge: Knowledge) -> None:
    new, old = ("2025-05-05", entries(1, 2)), ("2024-01-01", entries(1))
    run(tmp_path, knowledge, "2026-01-05", new=new)
    run(tmp_path, knowledge, "2026-01-05", new=new, old=old)
    papers = read_last_build(tmp_path).tables[Paper]
    assert papers["added"].tolist() == ["2024-01-01", "2025-05-05"]


def test_a_paper_that_got_another_id_is_known_by_a_title() -> None:
    before = papers_frame(paper(1, id="wide-nets-1", title="Wide nets", added="2020-01-01"))
    now = papers_frame(paper(2, title="Wider", also_titled=("Wide Nets!",)), paper(3))
    dates = with_dates(now, before, {"some-list": ListSource("some-list", "L", date="2021-01-01")}, "2026-01-01")
    assert dates["added"].tolist() == ["2020-01-01", "2021-01-01"]


def test_dates_outlive_a_table_of_an_older_schema(tmp_path: Path, knowledge: Knowledge) -> None:
    run(tmp_path, knowledge, "2026-01-05", one=("2024-01-01", entries(1)))
    file = tmp_path / "papers.csv"
    pd.read_csv(file, dtype=str).drop(columns="track").to_csv(file, index=False)
    run(tmp_path, knowledge, "2026-01-05", one=("2025-01-01", entries(1)))
    papers = read_last_build(tmp_path).tables[Paper]
    assert papers["added"].tolist() == ["2024-01-01"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2025-02-31,one,1,1,1\n2025-13-01,one,1,1,1\n", "line 3: `date` is `2025-13-01`"),
        ("2025-01-01,one,1,1,1\n2025-01-01,one,2,2,2\n", "line 3: the date list `2025-01-01 one` appears twice"),
        ("2025-01-01,one,1,2,1\n", "line 2: has more papers than records"),
        ("2025-01-01,one,2,1,2\n", "line 2: has more papers than records, or more with code"),
        ("2025-01-01,one,2,,2\n", "line 2: `papers` is empty"),
        ("2025-01-01,one,2,-1,2\n", "line 2: `papers` is `-1`, not a whole number"),
        ("2025-01-01,,2,1,1\n", "line 2: `list` is empty"),
    ],
)
def test_a_broken_history_names_its_line_and_stops_a_build(
    rows: str, message: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    (tmp_path / "history.csv").write_text(HEAD + rows, "utf-8")
    with pytest.raises(InputError, match=re.escape(f"history.csv, {message}") + ".*git"):
        run(tmp_path, knowledge, "2026-01-05", one=("2025-01-01", entries(1)))
    assert (tmp_path / "history.csv").read_text("utf-8") == HEAD + rows
    assert not (tmp_path / "papers.csv").exists()


def test_a_missing_history_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not exist\. Rebuild it"):
        read_history(tmp_path / "history.csv")


@pytest.mark.shipped
def test_the_shipped_lists_have_their_version() -> None:
    history = read_history(DATA_FOLDER / "history.csv")
    assert ["2024-04-10", "efficient-aigc", 240, 224] in history[
        ["date", "list", "records", "papers"]
    ].to_numpy().tolist()
    assert ["2025-04-10", "llm-compression", 698, 684] in history[
        ["date", "list", "records", "papers"]
    ].to_numpy().tolist()
