"""Files change places together, and an interruption waits until they have."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from data.atomic_writing import replace_files
from data.errors import InputError


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_waits_until_all_files_are_in_place(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal arrives after the first move, also where a library's thread could take it."""
    usual, heard = Path.replace, []
    monkeypatch.setattr(Path, "replace", lambda part, target: (usual(part, target), signal.raise_signal(number)))
    before = signal.signal(number, lambda *_: heard.append([file.read_text("utf-8") for file in targets]))
    targets = [tmp_path / name for name in ("one", "two")]
    for target in targets:
        target.write_text("old", "utf-8")
    try:
        replace_files({target: lambda file: file.write(b"new") for target in targets}, tmp_path)
    finally:
        signal.signal(number, before)
    assert heard == [["new", "new"]] * 3
    assert sorted(tmp_path.iterdir()) == targets


def test_an_interruption_while_parts_are_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old", "utf-8")

    def stop(file: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_files({tmp_path / "one": lambda file: file.write(b"new"), tmp_path / "two": stop}, tmp_path)
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("one", "old")]


def test_files_of_different_folders_are_put_back_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "one").write_text("old", "utf-8")
    (tmp_path / "b" / "two").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        replace_files(
            {tmp_path / "a" / "one": lambda f: f.write(b"new"), tmp_path / "b" / "two": lambda f: f.write(b"new")},
            tmp_path,
        )
    assert (tmp_path / "a" / "one").read_text("utf-8") == "old"
    assert len([*(tmp_path / "b").iterdir()]) == 1


def test_another_thread_replaces_files_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=replace_files, args=({tmp_path / "x": lambda f: f.write(b"new")}, tmp_path))
    thread.start()
    thread.join()
    assert (tmp_path / "x").read_text("utf-8") == "new"


@pytest.mark.skipif(os.name != "posix", reason="needs links and modes")
def test_links_and_modes_stay(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "here").mkdir()
    file, link = tmp_path / "kept" / "lists.yaml", tmp_path / "here" / "lists.yaml"
    file.write_text("old", "utf-8")
    file.chmod(0o600)
    link.symlink_to("../kept/lists.yaml")
    replace_files({link: lambda f: f.write(b"new")}, tmp_path / "here")
    assert link.is_symlink()
    assert (file.read_text("utf-8"), file.stat().st_mode & 0o777) == ("new", 0o600)
    assert [*file.parent.iterdir()] == [file]


def test_a_link_that_leads_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to("x")
    with pytest.raises(InputError, match="cannot be written"):
        replace_files({tmp_path / "x": lambda f: f.write(b"new")}, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_a_file_in_a_folder_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"two: does not exist\. Make it with `mkdir -p .*one/two`"):
        replace_files({tmp_path / "one" / "two" / "x": lambda f: f.write(b"new")}, tmp_path)
    assert [*tmp_path.iterdir()] == []
