"""Tables come back as they were written; a broken one names file, line and remedy; writing is all or nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.schema import DATA_FOLDER, FLAGS, VENUE_TYPES, Paper, RecordRow, Version, columns
from data.tables.table import read_table, to_frame, write_tables
from tests.conftest import paper, papers_frame

WORD = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=";"), min_size=1, max_size=12
)
WORDS = st.lists(WORD.map(str.strip).filter(bool), max_size=3).map(tuple)
PAPERS = st.lists(
    st.builds(
        paper,
        st.integers(0, 99999),
        title=WORD,
        year=st.none() | st.integers(1950, 2099),
        venue=WORD,
        venue_type=st.sampled_from(("", *VENUE_TYPES)),
        techniques=WORDS,
        also_titled=WORDS,
        flags=st.lists(st.sampled_from(sorted(FLAGS)), unique=True).map(tuple),
    ),
    unique_by=lambda row: row.id,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAPERS)
def test_read_gives_back_what_write_wrote(tmp_path: Path, papers: list[Paper]) -> None:
    frame = papers_frame(*papers)
    write_tables({Paper: frame}, tmp_path)
    pd.testing.assert_frame_equal(read_table(tmp_path / "papers.csv", Paper), frame)


def write(folder: Path, *papers: Paper) -> Path:
    write_tables({Paper: papers_frame(*papers)}, folder)
    return folder / "papers.csv"


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"papers\.csv: does not exist\. Rebuild it with `python -m data build`"):
        read_table(tmp_path / "papers.csv", Paper)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1))
    pd.read_csv(file).drop(columns=["venue", "year"]).to_csv(file, index=False)
    with pytest.raises(InputError, match=r"papers\.csv, line 1: has no column `year`, `venue`"):
        read_table(file, Paper)


def test_a_duplicate_id_names_the_second_line(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1), paper(2))
    file.write_text(file.read_text("utf-8") + file.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    with pytest.raises(InputError, match=r"papers\.csv, line 4: the id `2401\.00001` appears twice"):
        read_table(file, Paper)


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"paper_url": "javascript:alert(1)"}, "`paper_url` is `javascript:alert(1)`, not an http or https address"),
        ({"venue_type": "magazine"}, "`venue_type` is `magazine`, which is none of conference, journal, preprint"),
        ({"month": "2024-13"}, "`month` is `2024-13`"),
        ({"title": ""}, "`title` is empty"),
        ({"flags": ("no-such-flag",)}, "`flags` is `no-such-flag`"),
    ],
)
def test_a_breach_of_the_schema_names_its_line(cells: dict[str, object], what: str, tmp_path: Path) -> None:
    file = write(tmp_path, paper(1), paper(2, **cells))
    with pytest.raises(InputError, match=re.escape(f"papers.csv, line 3: {what}")):
        read_table(file, Paper)


def test_the_line_is_right_after_cells_with_line_breaks(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1, title="two\nlines"), paper(2, venue_type="magazine"))
    with pytest.raises(InputError, match="line 4"):
        read_table(file, Paper)


def test_a_year_that_is_no_number_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1, year=2024))
    file.write_text(file.read_text("utf-8").replace(",2024,", ",soon,"), "utf-8")
    with pytest.raises(InputError, match="line 2: `year` is `soon`, not a whole number"):
        read_table(file, Paper)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is not a table"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"id,title\n1,2,3\n", "line 2|has no column"),
        (b"\x00\x01\x02", "has no column|is not a table"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(content: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "papers.csv").write_bytes(content)
    with pytest.raises(InputError, match=what):
        read_table(tmp_path / "papers.csv", Paper)


def test_a_row_with_too_many_cells_names_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1), paper(2))
    file.write_text(file.read_text("utf-8") + "one,two" + "," * len(columns(Paper)) + "\n", "utf-8")
    with pytest.raises(InputError, match="line 4"):
        read_table(file, Paper)


def test_na_and_empty_are_two_things(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1, title="NA", venue="None"))
    read = read_table(file, Paper)
    assert (read["title"][0], read["venue"][0], read["track"][0]) == ("NA", "None", "")


def test_a_failing_write_leaves_all_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second table cannot be written, so the first is not replaced either, and nothing lies about."""
    file = write(tmp_path, paper(1))
    before = file.read_bytes()
    calls = iter([None, OSError("disk full")])

    def fsync(handle: int) -> None:
        if error := next(calls):
            raise error

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InputError, match="disk full"):
        write_tables({Paper: papers_frame(paper(2)), RecordRow: to_frame([], RecordRow)}, tmp_path)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["papers.csv"]


def test_a_table_that_cannot_be_replaced_puts_the_others_back(tmp_path: Path) -> None:
    file = write(tmp_path, paper(1))
    before = file.read_bytes()
    (tmp_path / "records.csv").mkdir()
    with pytest.raises(InputError, match=r"cannot be written .*no table was changed"):
        write_tables({Paper: papers_frame(paper(2)), RecordRow: to_frame([], RecordRow)}, tmp_path)
    assert file.read_bytes() == before


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: does not exist\. Make it with"):
        write_tables({Paper: papers_frame(paper(1))}, tmp_path / "nowhere")


@pytest.mark.parametrize("year", ["0", "99999999999999999999", "20240"])
def test_a_year_that_cannot_be_is_refused(year: str, tmp_path: Path) -> None:
    file = write(tmp_path, paper(1, year=2024))
    file.write_text(file.read_text("utf-8").replace(",2024,", f",{year},"), "utf-8")
    with pytest.raises(InputError, match="line 2: `year` is"):
        read_table(file, Paper)


@pytest.mark.parametrize("links", ["oops", "[1,2]", '{"a": 1}'])
def test_links_must_be_a_list_of_links(links: str, tmp_path: Path) -> None:
    row = RecordRow("l:1", "l", 1, "", None, "paper", "T", "", None, "", "", "", links, (), (), (), "x")
    write_tables({RecordRow: to_frame([row], RecordRow)}, tmp_path)
    with pytest.raises(InputError, match="line 2: `links` is not a list of links in JSON"):
        read_table(tmp_path / "records.csv", RecordRow)


def test_a_row_with_too_few_cells_and_a_blank_line_are_refused(tmp_path: Path) -> None:
    for extra in ("2401.99999,Short\n", "\n"):
        file = write(tmp_path, paper(1))
        file.write_text(file.read_text("utf-8") + extra, "utf-8")
        with pytest.raises(InputError, match="line 3: "):
            read_table(file, Paper)


@pytest.mark.parametrize(("cut", "why"), [(1, "ends without a line break"), (12, "has fewer cells than the header")])
def test_a_table_that_was_cut_off_is_refused_with_its_last_line(tmp_path: Path, cut: int, why: str) -> None:
    """Missing cells would be read as empty ones, and a number that was cut as a smaller one."""
    file = tmp_path / "history.csv"
    file.write_bytes((DATA_FOLDER / "history.csv").read_bytes()[:-cut])
    with pytest.raises(InputError, match=rf"history\.csv, line 3: {why}"):
        read_table(file, Version)
