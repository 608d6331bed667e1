"""The scripts of charts reach the browser from the page itself, whatever the server allows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from components.chart import served


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the script of an app, which Streamlit runs."""
    context = SimpleNamespace(main_script_path=str(tmp_path / "app.py"))
    monkeypatch.setattr(served, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(served.st, "get_option", lambda name: True)
    return tmp_path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    originals = [tmp_path / "scripts" / name for name in ("one.js", "two.css")]
    originals[0].parent.mkdir()
    for file in originals:
        file.write_text(file.name)
    return originals


def test_files_are_copied_once_beside_the_script_of_the_app(app: Path, files: list[Path]) -> None:
    assert served.serve("chart-1", files) == "app/static/chart-1"
    copies = app / "static" / "chart-1"
    assert sorted(file.name for file in copies.iterdir()) == ["one.js", "two.css"]
    files[0].write_text("changed")
    served.serve("chart-1", files)
    assert (copies / "one.js").read_text() == "one.js"
    assert served.serve("chart-2", files) == "app/static/chart-2"
    assert (app / "static" / "chart-2" / "one.js").read_text() == "changed"


def test_copies_are_dated_long_ago_so_that_browsers_keep_them(app: Path, files: list[Path]) -> None:
    served.serve("chart-1", files)
    assert {file.stat().st_mtime for file in (app / "static" / "chart-1").iterdir()} == {served.LONG_AGO}


def test_where_nothing_can_be_written_the_originals_are_served(app: Path, files: list[Path]) -> None:
    (app / "static").write_text("a file in the way")
    address = served.serve("chart-1", files)
    assert address.startswith("component/")
    assert address.endswith(".chart-1")


def test_where_static_files_are_not_served_nothing_is_written(
    app: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served.st, "get_option", lambda name: False)
    assert served.serve("chart-1", files).startswith("component/")
    assert not (app / "static").exists()


def test_a_copy_that_fails_leaves_no_half_of_it(app: Path, files: list[Path]) -> None:
    files[1].unlink()
    assert served.serve("chart-1", files).startswith("component/")
    assert list((app / "static").iterdir()) == []


def test_processes_that_start_at_once_make_one_whole_copy(app: Path, files: list[Path]) -> None:
    files[0].write_text("x" * 5_000_000)
    with ThreadPoolExecutor(8) as several:
        addresses = list(several.map(lambda _: served.serve("chart-1", files), range(16)))
    assert set(addresses) == {"app/static/chart-1"}
    assert [folder.name for folder in (app / "static").iterdir()] == ["chart-1"]
    assert (app / "static" / "chart-1" / "one.js").stat().st_size == 5_000_000


def test_a_version_goes_with_its_content(files: list[Path]) -> None:
    before = served.version(files)
    assert served.version(files) == before
    files[1].write_text("other")
    assert served.version(files) != before
