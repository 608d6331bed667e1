"""Every command line in README, CONTRIBUTING and docs is run as a newcomer would, in a copy and without a network.

Most run just as they are written. `FORMS` names the others, which would start a server, install something or take
minutes, with the form in which they are run here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.web import Web, answer, serving

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".cache", ".*_cache", "__pycache__", ".hypothesis", "screenshots")

# What a command line looks like that is not run as it is, and what is run in its place.
FORMS = (
    # These install things or start a server: make only says what it would run.
    (r"\bmake\b", "make -n"),
    # Needs a network where a package is missing; with these options it only looks whether the pinned ones are there.
    (r"pip install -r", "pip install --dry-run --no-index --no-deps -r"),
    (r"-m venv", "-m venv --without-pip --upgrade"),
    # Each of these ends once it has understood its options.
    (r"pip install pre-commit$", "pip install pre-commit --help"),
    (r"(streamlit run .*|ruff .*|mypy|pytest(?! tests/).*)$", r"\1 --help"),
    (r"(pytest tests/.*)$", r"\1 --collect-only"),
    # They may install a Chromium and an nginx: the shell only reads them.
    (r"^(tests/browser/ensure-\w+)$", r"sh -n \1"),
    # An unknown name is refused before any benchmark runs, so that only this one is named shows the others are known.
    (r"(-m tests.benchmarks .*)$", r"\1 nothing 2>&1 | grep 'is called nothing;'"),
    # The list itself is not here to be changed.
    (r"git apply", "git apply --stat"),
    # pre-commit is nothing that the tests install; `test_the_hooks_run_tools_that_are_there` looks at its hooks.
    (r"^.venv/bin/pre-commit install$", "test -f .pre-commit-config.yaml"),
)

# The lists of the copy; commands name the first one.
KEYS = ("efficient-aigc", "llm-compression")
LIST = """# A list of nets

## Pruning

- Wide Nets Are Thin <br> ICML 2023 [[Paper]](https://arxiv.org/abs/2301.0000{0}) [[Code]](https://github.com/)
- Deep Nets Are Flat <br> ICLR 2024 [[Paper]](https://arxiv.org/abs/2401.0000{0})
"""
BIBLIOGRAPHY = "@article{wide, title = {Wide Nets Are Thin}, year = {2023}, url = {https://arxiv.org/abs/2301.00001}}\n"


def commands() -> list[str]:
    """Return the lines of all `sh` blocks without their comments, each command of a chain by itself, once."""
    blocks = [block for page in PAGES for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    joined = (re.sub(r"\\\n\s*", "", block) for block in blocks)
    lines = (re.sub(r"\s+# .*", "", line).strip() for block in joined for line in block.splitlines())
    return list(dict.fromkeys(part.strip() for line in lines for part in line.split("&&") if part.strip()))


def form(command: str) -> str:
    """Return what is run in place of a command line."""
    for pattern, replacement in FORMS:
        command = re.sub(pattern, replacement, command)
    return command


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, web: Web) -> Path:
    """A copy of the repository with an environment, whose lists are on this machine, after a build."""
    copy = tmp_path_factory.mktemp("clone") / "surveyor"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    lists = {key: web.on(f"/{key}.md", answer(LIST.format(number).encode())) for number, key in enumerate(KEYS, 1)}
    yaml = "".join(f"{key}:\n  title: {key}\n  url: {url}\n" for key, url in lists.items())
    (copy / "data" / "lists.yaml").write_text(yaml, "utf-8")
    (copy / "path" / "to").mkdir(parents=True)
    (copy / "path" / "to" / "list.md").write_text(LIST.format(3), "utf-8")
    (copy / "path" / "to" / "papers.bib").write_text(BIBLIOGRAPHY, "utf-8")
    run("python -m data build", copy)
    shutil.copy(copy / "data" / "patches" / "efficient-aigc.patch", copy)
    run("git init --quiet", copy)
    return copy


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line; every address that is not on this machine is out of reach."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SURVEYOR_"))}
    environment |= {
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
    }
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_runs(command: str, clone: Path, web: Web, tmp_path: Path) -> None:
    """Addresses in it lead to lists on this machine."""
    there = tmp_path / "surveyor"
    shutil.copytree(clone, there)
    (there / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    for number, url in enumerate(re.findall(r"https://\S+", command), 4):
        command = command.replace(url, web.on(f"/new{number}.md", answer(LIST.format(number).encode())))
    if "-m venv" in command:
        (there / ".venv").unlink()
    run(form(command), there)


def test_the_hooks_run_tools_that_are_there() -> None:
    """The hooks of pre-commit name no other repository, and each begins with a tool of .venv or a target of make."""
    config = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"repo: (.*)", config) == ["local"]
    entries = re.findall(r"entry: (.*)", config)
    assert len(entries) >= 4
    for entry in entries:
        tool, *arguments = entry.split()
        if tool == "make":
            run(f"make -n {' '.join(arguments)}", ROOT)
        else:
            run(f"{tool.replace('.venv', sys.prefix)} {' '.join(arguments)} --help", ROOT)


def test_all_pages_have_their_commands_in_blocks_that_are_read() -> None:
    assert len(commands()) > 25
    assert not [page.name for page in PAGES if re.search(r"```(bash|shell|console)", page.read_text("utf-8"))]
