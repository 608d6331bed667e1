"""Each table beside the papers may be missing or broken: every view opens and says what to do, without a path."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import store
from components.view import VIEWS
from data.schema import DATA_FOLDER, TABLES
from tests.test_app import app

BESIDE = ("records.csv", "notes.csv", "history.csv", "lists.yaml")
HEADERS = {name: (DATA_FOLDER / name).read_text("utf-8").partition("\n")[0] for name, _ in TABLES.values()}


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def no_rows(file: Path) -> None:
    file.write_text(f"{HEADERS.get(file.name, '# no list')}\n", "utf-8")


def cut_off(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] + b'\n"' + b"x" * 200_000)


def not_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00\x9d" * 100)


def other_columns(file: Path) -> None:
    file.write_text("a,b\n1,2,3\n", "utf-8")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: tuple[Callable[[Path], None], ...] = (missing, empty, no_rows, cut_off, not_text, other_columns, a_folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("papers.csv", "tools.csv", *BESIDE):
        shutil.copy(DATA_FOLDER / name, tmp_path)
    shutil.copytree(DATA_FOLDER / "patches", tmp_path / "patches")
    original = store.load
    monkeypatch.setattr(store, "load", lambda: original(tmp_path))
    return tmp_path


def shown(page: AppTest) -> str:
    kinds = (page.info, page.warning, page.error, page.markdown, page.caption)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def open_views(folder: Path) -> dict[str, AppTest]:
    pages = {view: app(view=view) for view in VIEWS}
    for view, page in pages.items():
        assert not page.exception, view
        assert not page.error, view
        assert str(folder) not in shown(page), view
    return pages


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", BESIDE)
def test_every_view_opens_without_a_table_and_says_how_to_mend_it(
    name: str, damage: Callable[[Path], None], folder: Path
) -> None:
    damage(folder / name)
    for page in open_views(folder).values():
        if damage is no_rows and name != "lists.yaml":
            told = [info.value for info in page.info if "Until then" in info.value]
            assert all("different builds" in text for text in told)
            assert bool(told) == (name == "records.csv")
            continue
        said = page.info[0].value.replace("\\", "")
        assert said.startswith(name)
        assert "Until then the page does without" in said


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_view_needs_the_table_of_software(damage: Callable[[Path], None], folder: Path) -> None:
    damage(folder / "tools.csv")
    for page in open_views(folder).values():
        assert "Until then" not in shown(page)


def test_all_may_be_broken_at_once(folder: Path) -> None:
    for name in BESIDE:
        not_text(folder / name)
    shutil.rmtree(folder / "patches")
    for page in open_views(folder).values():
        assert page.info[0].value.count("Until then") == len(BESIDE)


@pytest.mark.parametrize("line", ["2024-02-31,llm-compression,9,9,9", "2024-01-01,nobody,1,1,0"])
def test_a_history_of_strange_versions_takes_no_view_down(line: str, folder: Path) -> None:
    with (folder / "history.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    open_views(folder)


def test_entries_that_are_not_where_their_names_say_are_left_out(folder: Path) -> None:
    text = (folder / "records.csv").read_text("utf-8")
    (folder / "records.csv").write_text(text.replace("\nefficient-aigc:", "\nefficient-aigc:9", 1), "utf-8")
    assert "`record` does not match their `list` and `line`" in shown(open_views(folder)["sources"])


def test_a_link_with_more_than_label_address_and_role_is_read(folder: Path) -> None:
    text = (folder / "records.csv").read_text("utf-8")
    more = text.replace('""label"": ', '""more"": ""x"", ""label"": ')
    assert more != text
    (folder / "records.csv").write_text(more, "utf-8")
    open_views(folder)


def patches_gone(patches: Path) -> None:
    shutil.rmtree(patches)


def patches_a_file(patches: Path) -> None:
    shutil.rmtree(patches)
    patches.write_bytes(b"x")


def patches_empty(patches: Path) -> None:
    for patch in patches.iterdir():
        patch.write_bytes(b"")


def patches_damaged(patches: Path) -> None:
    for patch in patches.iterdir():
        patch.write_bytes(b"\xff\x00" * 999)


def patches_folders(patches: Path) -> None:
    for patch in patches.iterdir():
        a_folder(patch)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (patches_gone, False),
        (patches_a_file, False),
        (patches_empty, True),
        (patches_damaged, True),
        (patches_folders, True),
    ],
)
def test_patches_may_be_missing_or_broken(damage: Callable[[Path], None], said: bool, folder: Path) -> None:
    damage(folder / "patches")
    sources = open_views(folder)["sources"]
    assert ("llm-compression.patch is broken. Rebuild it" in shown(sources)) == said
    assert not any("patch" in str(button.key) for button in sources.get("download_button"))


def test_broken_papers_are_explained_without_the_path_of_the_server(folder: Path) -> None:
    not_text(folder / "papers.csv")
    page = app()
    assert not page.exception
    assert page.error[0].value.replace("\\", "").startswith("papers.csv, line 1: is not UTF-8 text")
    assert str(folder) not in shown(page)


def test_a_fault_that_nobody_foresaw_tells_visitors_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(store, "load", fail)
    page = app()
    assert len(page.exception) == 1
    assert "/secret" not in page.exception[0].value
    assert not page.exception[0].stack_trace


def test_tables_of_different_builds_are_told(folder: Path) -> None:
    """Somebody copied one table and not the other; every count would still look right."""
    lines = (folder / "papers.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "papers.csv").write_text("".join(lines[:-1]), "utf-8")
    assert "papers.csv and records.csv are of different builds" in shown(open_views(folder)["overview"])
