"""Lists are read on every core where that pays, with the same result, and stop at once when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.building.read_lists import read_lists
from data.errors import InputError
from data.knowledge.load_knowledge import load_knowledge
from data.lists import parallel
from data.lists.list_source import ListSource
from tests.conftest import ROOT


def source(folder: Path, number: int, text: str = "") -> ListSource:
    file = folder / f"{number}.md"
    file.write_text(text or f"- [[ICML](https://arxiv.org/abs/2301.{number:05})] Wide Nets {number}\n", "utf-8")
    return ListSource(f"list-{number}", f"List {number}", path=file)


def test_every_core_reads_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {f"list-{number}": source(tmp_path, number) for number in range(5)}
    one = read_lists(sources, load_knowledge(), lambda _: None)
    said: list[str] = []
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert read_lists(sources, load_knowledge(), said.append) == one
    assert said[-1] == "  5 of 5, list-4: 1 entries, 0 parts skipped, 0 doubtful"


def test_an_error_elsewhere_is_the_same_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    sources = {"a": source(tmp_path, 1), "b": source(tmp_path, 2, "nothing to read")}
    with pytest.raises(InputError, match=r"2\.md, line 1: has no entry that Surveyor can read\. Check"):
        read_lists(sources, load_knowledge(), lambda _: None)


BUILD = """
import sys
from pathlib import Path
from data.lists import parallel
from data.__main__ import main
parallel.LARGE = 0
sys.stderr.isatty = lambda: True
sys.exit(main(["build", "--lists", sys.argv[1], "--to", str(Path(sys.argv[1]).parent)]))
"""


@pytest.mark.parametrize("wait", [0, 0.02, 0.5])
def test_ctrl_c_while_every_core_reads_leaves_all_as_it_was(wait: float, tmp_path: Path) -> None:
    entries = "".join(f"- [[ICML](https://arxiv.org/abs/2301.{n:05})] Wide Nets {n}\n" for n in range(3_000))
    named = []
    for number in range(4):
        source(tmp_path, number, entries)
        named.append(f"list-{number}: {{title: List {number}, path: {number}.md}}\n")
    (tmp_path / "lists.yaml").write_text("".join(named), "utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    command = [sys.executable, "-c", BUILD, str(tmp_path / "lists.yaml")]
    build = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert build.stderr
    while "Reading list 4 of 4" not in (line := build.stderr.readline()):
        assert line
    time.sleep(wait)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=60)
    assert build.returncode == 130
    assert said.splitlines()[-1] == "Stopped. The tables are complete: all old or all new."
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == before
