"""Wherever writing is interrupted, what is read afterwards is all old or all new, and the next build tidies up."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from data.atomic_writing import JOURNAL, current, finish, replace_files
from data.errors import InputError
from data.schema import Paper
from data.tables.locking import locked
from data.tables.table import read_table, write_tables
from tests.conftest import paper, papers_frame

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

NAMES = ("papers.csv", "records.csv", "tools.csv", "patches/one.patch", "lists.yaml")
GONE = "patches/two.patch"
OPERATIONS = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod")
FAULTS = {"no space": errno.ENOSPC, "I/O error": errno.EIO, "no permission": errno.EACCES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "patches").mkdir()
    for name in (*NAMES, GONE):
        (tmp_path / name).write_text("old", "utf-8")
    return tmp_path


def replace_all(folder: Path) -> None:
    files: dict[Path, Any] = {folder / name: lambda file: file.write(b"new") for name in NAMES}
    replace_files({**files, folder / GONE: None}, folder)


def interrupted(folder: Path, at: int, fault: Callable[[], None]) -> bool:
    """Replace the files in another process, with `fault` at file operation `at`; return whether it came to it."""
    child = os.fork()
    if not child:
        count = 0

        def operation(name: str, arguments: tuple[Any, ...]) -> None:
            nonlocal count
            if name in OPERATIONS and str(folder) in str(arguments):
                count += 1
                if count == at:
                    fault()

        usual = os.fsync

        def fsync(file: int) -> None:
            operation("open", (str(folder),))
            usual(file)

        os.fsync = fsync
        sys.addaudithook(operation)
        try:
            replace_all(folder)
            os._exit(0 if count < at else 3)
        except InputError as error:
            os._exit(4 if "Traceback" in str(error) or not error.remedy else 3)
        except BaseException:  # anything else is a traceback for the person who ran it
            os._exit(5)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 3, 137), f"operation {at}: status {status}"
    return status != 0


def state(folder: Path) -> Mapping[str, str]:
    """Return what a reader finds in each file, "" where there is none."""
    found = {name: current(folder / name) for name in NAMES[:3]} | {"lists.yaml": current(folder / "lists.yaml")}
    return {name: path.read_text("utf-8") for name, path in found.items()}


def kill() -> None:
    os._exit(137)


def failing(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("fault", [kill, *map(failing, FAULTS.values())], ids=["kill", *FAULTS])
def test_no_interruption_leaves_old_and_new_files_mixed(fault: Callable[[], None], folder: Path) -> None:
    seen, at = set[str](), 0
    while True:
        at += 1
        for name in (*NAMES, GONE):
            (folder / name).write_text("old", "utf-8")
        if not interrupted(folder, at, fault):
            break
        contents = set(state(folder).values())
        assert len(contents) == 1, f"operation {at}: {state(folder)}"
        seen |= contents
        finish(folder)
        replace_all(folder)
        for part in folder.rglob("*.part"):  # what a killed process left is taken away by whoever takes the lock
            part.unlink()
        left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        assert left == sorted(NAMES), f"operation {at}"
    assert at > 20
    assert seen == {"old", "new"}


@pytest.mark.parametrize(
    ("number", "remedy"), [(errno.ENOSPC, "Free some space"), (errno.EIO, "Check the disk"), (errno.ENOMEM, "memory")]
)
def test_each_fault_of_the_disk_has_its_remedy(number: int, remedy: str, folder: Path) -> None:
    def write(file: object) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(InputError, match=remedy):
        replace_files({folder / "papers.csv": write}, folder)
    assert set(state(folder).values()) == {"old"}
    assert not list(folder.rglob("*.part"))


def test_a_broken_journal_says_what_to_do(folder: Path) -> None:
    (folder / JOURNAL).write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"\.replacing\.json: cannot be read .* Delete it, and build"):
        current(folder / "papers.csv")


def test_a_table_that_is_not_in_its_place_yet_is_read_all_the_same(tmp_path: Path) -> None:
    """The page and the commands read the new tables from the moment at which they are valid."""
    write_tables({Paper: papers_frame(paper(1))}, tmp_path)
    new = tmp_path / ".papers.csv.1.part"
    (tmp_path / "papers.csv").rename(new)
    write_tables({Paper: papers_frame()}, tmp_path)
    (tmp_path / JOURNAL).write_text(
        json.dumps([[str(tmp_path / "papers.csv"), str(tmp_path / "papers.csv"), str(new)]])
    )
    assert len(read_table(tmp_path / "papers.csv", Paper)) == 1
    with locked(tmp_path):
        assert not (tmp_path / JOURNAL).exists()
    assert len(read_table(tmp_path / "papers.csv", Paper)) == 1
