"""The command line, as a person or a script meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.__main__ import main
from data.commands.command_line import COMMANDS, argument_parser
from data.commands.read import READ_KEYS
from tests.conftest import ROOT

LIST = """# My list

## Pruning

- Wide Nets <br> ICML 2023 [[Paper]](https://arxiv.org/abs/2301.00001v3) [[Code]](https://github.com/some/wide.git)
- a note
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine.md").write_text(LIST, "utf-8")
    return tmp_path / "mine.md"


def test_read_prints_one_object_per_entry(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(mine)]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "line": 5,
        "title": "Wide Nets",
        "year": 2023,
        "venue": "ICML",
        "venue_listed": "ICML 2023",
        "section": ["My list", "Pruning"],
        "techniques": ["Pruning and Sparsity"],
        "paper_url": "https://arxiv.org/abs/2301.00001",
        "arxiv_id": "2301.00001",
        "code_url": "https://github.com/some/wide",
        "kind": "paper",
    }
    assert "1 entries; 1 parts skipped (1 × bullet without a link)" in printed.err


def test_read_as_csv_has_one_header_for_all_files(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(mine), str(mine), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == READ_KEYS
    assert [row["section"] for row in rows] == ["My list > Pruning"] * 2


def test_a_file_that_cannot_be_read_does_not_stop_the_others(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "no/such/file.md", str(mine)]) == 1
    printed = capsys.readouterr()
    assert "error: no/such/file.md: cannot be read (No such file or directory). Check the path." in printed.err
    assert "Wide Nets" in printed.out


def test_build_check_and_rebuild(mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lists.yaml").write_text("mine:\n  title: Mine\n  repository: me/mine\n", "utf-8")
    command = ["build", "--lists", str(tmp_path / "lists.yaml"), "--list", f"mine={mine}", "--to", str(tmp_path)]
    assert main(command) == 0
    assert "Papers:  1 distinct, 1 with code listed" in capsys.readouterr().out
    assert main(command) == 0
    assert "Changes: none since the last build" in capsys.readouterr().out
    assert main(["check", "--in", str(tmp_path)]) == 0
    (tmp_path / "papers.csv").write_text("id\n", "utf-8")
    assert main(["check", "--in", str(tmp_path)]) == 1
    assert "papers.csv, line 1: has no column" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "message"), [("mine", "`mine` is not KEY=FILE"), ("other=x", "there is no list `other`")]
)
def test_a_wrong_copy_is_explained(
    given: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lists.yaml").write_text("mine:\n  title: Mine\n  path: mine.md\n", "utf-8")
    assert main(["build", "--lists", str(tmp_path / "lists.yaml"), "--list", given, "--to", str(tmp_path)]) == 1
    assert message in capsys.readouterr().err


def test_ctrl_c_while_modules_are_imported_is_one_line(tmp_path: Path) -> None:
    """The first library that is imported interrupts."""
    (tmp_path / "pandas.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "data", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 130
    assert done.stderr.strip() == "Stopped. The tables are complete: all old or all new."


def test_each_command_has_help_options_and_an_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    for name, command in COMMANDS.items():
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"python -m data {name}" in capsys.readouterr().out
        assert command.HELP in argument_parser().format_help().replace("\n" + " " * 24, " ")
    with pytest.raises(SystemExit) as ended:
        main(["fetch", "--most", "-1"])
    assert ended.value.code == 2
    assert "is less than 0" in capsys.readouterr().err


def test_whoever_stops_reading_ends_the_command_quietly(mine: Path) -> None:
    mine.write_text(LIST.replace("- a note\n", "") + LIST.splitlines()[4] * 2_000, "utf-8")
    command = [sys.executable, "-m", "data", "read", str(mine)] + [str(mine)] * 200
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stderr
    child.stdout.close()
    assert "Traceback" not in child.stderr.read()
    child.wait()
