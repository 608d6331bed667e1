"""`make test` fails where a tracked file still holds the markers of a merge."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


def check(folder: Path, content: str) -> subprocess.CompletedProcess[str]:
    """Run the check in a repository that tracks one file."""
    (folder / "page.css").write_text(content, "utf-8")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "page.css"], check=True)
    command = ["make", "--no-print-directory", "-C", str(folder), "-f", str(ROOT / "Makefile"), "merge-markers"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("marker", ["<" * 7 + " HEAD", "|" * 7 + " base", "=" * 7, ">" * 7 + " main"])
def test_a_marker_of_a_merge_is_found_and_named(marker: str, tmp_path: Path) -> None:
    found = check(tmp_path, f"a {{}}\n{marker}\nb {{}}\n")
    assert found.returncode != 0
    assert f"page.css:2:{marker}" in found.stdout


def test_longer_lines_of_the_same_signs_pass(tmp_path: Path) -> None:
    assert check(tmp_path, "A title\n" + "=" * 8 + "\n> quoted\n").returncode == 0
