"""Two builds never write the same tables, and one that was killed is in nobody's way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.__main__ import main
from data.errors import InputError
from data.tables.locking import locked
from tests.conftest import ROOT

HOLD = """
import sys, time
from pathlib import Path
from data.tables.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holding(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_build_says_who_is_at_work_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.md").write_text("- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets\n", "utf-8")
    (tmp_path / "lists.yaml").write_text("one: {title: One, path: one.md}\n", "utf-8")
    command = ["build", "--lists", str(tmp_path / "lists.yaml"), "--to", str(tmp_path)]
    child = holding(tmp_path)
    try:
        assert main(command) == 1
        said = capsys.readouterr().err
        assert f"process {child.pid} is writing these tables. Wait until it has ended, or stop it." in said
        assert not (tmp_path / "papers.csv").exists()
    finally:
        child.kill()
        child.wait()
    assert main(command) == 0
    assert not (tmp_path / ".lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_what_a_killed_build_left_is_taken_away(tmp_path: Path) -> None:
    child = holding(tmp_path)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    (tmp_path / "patches").mkdir()
    left = [tmp_path / f".papers.csv.{child.pid}.part", tmp_path / "patches" / f".one.patch.{child.pid}.part"]
    for file in left:
        file.write_text("half", "utf-8")
    assert (tmp_path / ".lock").exists()
    with locked(tmp_path):
        assert not any(file.exists() for file in left)
        assert (tmp_path / ".lock").read_text("utf-8") == str(os.getpid())
    assert [file.name for file in tmp_path.iterdir()] == ["patches"]


def test_a_folder_that_is_not_there_says_how_to_make_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.md").write_text("- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets\n", "utf-8")
    (tmp_path / "lists.yaml").write_text("one: {title: One, path: one.md}\n", "utf-8")
    nowhere = tmp_path / "no where"
    assert main(["build", "--lists", str(tmp_path / "lists.yaml"), "--to", str(nowhere)]) == 1
    said = capsys.readouterr().err
    assert f"{nowhere}: does not exist. Make it with `mkdir -p '{nowhere}'`, or name another" in said
    assert "writable" not in said
    assert not nowhere.exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"file: is not a folder\. Make it with"), locked(tmp_path / "file"):
        pass


def test_a_file_system_without_locks_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unknown)
    with locked(tmp_path):
        (tmp_path / "papers.csv").write_text("written", "utf-8")


def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    said = r"cannot be written \(Permission denied\)\. Make the folder writable"
    with pytest.raises(InputError, match=said), locked(tmp_path):
        pass


def test_the_same_process_does_not_write_twice_at_once(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(InputError, match=f"process {os.getpid()} is writing"), locked(tmp_path):
        pass
