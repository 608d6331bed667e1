"""A build is repeatable, does not depend on the order of the lists, and replaces tables only when all went well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.building.pipeline import build
from data.building.summary import describe, ranges
from data.errors import InputError
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.schema import TABLES
from data.tables.paper_tables import make_tables
from tests.conftest import ROOT

ONE = """# One

## Pruning

- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets [[code](https://github.com/some/wide)]
- [[ArXiv](https://arxiv.org/abs/2301.00002)] Narrow Nets
- a note
"""
TWO = """# Two

## Quantization

- Wide nets <br> ICML 2023 [[Paper]](https://arxiv.org/pdf/2301.00001.pdf)
- Deep Nets <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.00003)

## Tools

- tool: does things [[Code]](https://github.com/some/tool)
- Tool again: does things [[Code]](https://github.com/Some/Tool/)
"""


def silent(step: str) -> None:
    """No progress is wanted."""


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, ListSource]:
    for name, text in (("one", ONE), ("two", TWO)):
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return {name: ListSource(name, name.title(), path=tmp_path / f"{name}.md") for name in ("one", "two")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    return tmp_path / "tables"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_build_writes_all_tables(sources: dict[str, ListSource], folder: Path, knowledge: Knowledge) -> None:
    made = build(sources, knowledge, folder, silent)
    tables = made.tables
    assert made.changes is None
    assert sorted(contents(folder)) == sorted(name for name, _ in TABLES.values())
    wide = tables.papers.set_index("id").loc["2301.00001"]
    assert (wide["techniques"], wide["year"], wide["lists"]) == ("Pruning and Sparsity; Quantization", 2023, "one; two")
    assert wide["records"] == "one:5; two:5"
    assert tables.tools[["name", "records"]].to_numpy().tolist() == [["tool", "two:10; two:11"]]


def test_building_twice_changes_nothing(sources: dict[str, ListSource], folder: Path, knowledge: Knowledge) -> None:
    build(sources, knowledge, folder, silent)
    before = contents(folder)
    assert not build(sources, knowledge, folder, silent).changes
    assert contents(folder) == before


def test_the_order_of_the_lists_changes_nothing(
    sources: dict[str, ListSource], folder: Path, knowledge: Knowledge
) -> None:
    build(sources, knowledge, folder, silent)
    before = contents(folder)
    build(dict(reversed(sources.items())), knowledge, folder, silent)
    assert contents(folder) == before


def test_the_summary_says_what_changed_and_what_was_skipped(
    sources: dict[str, ListSource], folder: Path, knowledge: Knowledge, tmp_path: Path
) -> None:
    build(sources, knowledge, folder, silent)
    newer = ONE.replace("[ArXiv]", "[ICLR 2024]").replace(
        "Narrow Nets\n", "Narrow Nets\n- [[ICML](https://arxiv.org/abs/2301.00009)] New Nets\n"
    )
    (tmp_path / "one.md").write_text(newer, "utf-8")
    made = build(sources, knowledge, folder, silent)
    changes = made.changes
    assert changes is not None
    assert changes.added == ("2301.00009",)
    assert changes.cells["venue"] == 1
    text = describe(made.tables, changes)
    assert "Records: 5 papers and 2 tools in 2 lists" in text
    assert "1 records joined another of their paper" in text
    assert "one: 1 × bullet without a link, line 8" in text
    assert "Changes: 1 papers added, 0 removed" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"one\.md: cannot be read"),
        (b"", r"one\.md: is empty"),
        (b"# T\n\n- \xfe", r"one\.md, line 3: byte 0xfe is not UTF-8"),
        (b"# Just a title\n", r"one\.md, line 1: has no entry"),
    ],
)
def test_a_list_that_cannot_be_read_leaves_the_last_good_tables(
    content: bytes | None, message: str, sources: dict[str, ListSource], folder: Path, knowledge: Knowledge
) -> None:
    build(sources, knowledge, folder, silent)
    before = contents(folder)
    path = sources["one"].path
    assert path
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        build(sources, knowledge, folder, silent)
    assert contents(folder) == before


def test_a_broken_old_table_does_not_stop_a_build(
    sources: dict[str, ListSource], folder: Path, knowledge: Knowledge
) -> None:
    (folder / "papers.csv").write_text("not,a\ntable\n", "utf-8")
    assert build(sources, knowledge, folder, silent).changes is None


def test_an_interrupted_build_leaves_whole_tables(tmp_path: Path, folder: Path) -> None:
    """A build is killed at a random moment, many times; each table is the old or the new one, never a part."""
    (tmp_path / "one.md").write_text("# L\n\n## Pruning\n\n" + "".join(_entries(300)), "utf-8")
    lists = tmp_path / "lists.yaml"
    lists.write_text("one:\n  title: One\n  path: one.md\n", "utf-8")
    command = [sys.executable, "-m", "data", "build", "--lists", str(lists), "--to", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    whole = {path.name: path.read_text("utf-8").count("\n") for path in folder.glob("*.csv")}
    for turn in range(6):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5 + 0.12 * turn)
        os.kill(process.pid, signal.SIGKILL if turn % 2 else signal.SIGINT)
        process.wait()
        assert {path.name: path.read_text("utf-8").count("\n") for path in folder.glob("*.csv")} == whole


def _entries(number: int) -> list[str]:
    return [f"- [[ICML](https://arxiv.org/abs/2301.{n:05})] Net number {n}\n" for n in range(number)]


def test_an_unsafe_link_is_left_out_of_every_cell(knowledge: Knowledge) -> None:
    links = "[[Paper]](https://arxiv.org/abs/2301.00001) [[Code]](javascript:alert(1)) [[Video]](data:x)"
    text = f"# L\n\n- T <br> ICML {links}\n"
    tables = make_tables([read_list(text.encode(), "one", knowledge)], knowledge)
    for frame in tables.frames().values():
        assert not frame.astype(str).apply(lambda column: column.str.contains("javascript|data:x")).any(axis=None)
    assert tables.papers["flags"][0] == "unsafe-link"


def test_line_numbers_are_written_as_ranges() -> None:
    assert ranges([3, 1, 2, 7]) == "1–3, 7"
