"""The weekly update is a workflow that GitHub can read, with few rights and commands that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from data.commands.command_line import argument_parser
from data.schema import DATA_FOLDER, TABLES
from tests.conftest import ROOT

FILE = ROOT / ".github" / "workflows" / "update-lists.yml"


@pytest.fixture
def workflow() -> dict[Any, Any]:
    return yaml.safe_load(FILE.read_text("utf-8"))


def steps(workflow: dict[Any, Any], *jobs: str) -> list[dict[str, Any]]:
    return [step for job in jobs or workflow["jobs"] for step in workflow["jobs"][job]["steps"]]


def scripts(workflow: dict[Any, Any]) -> list[str]:
    return [step["run"] for step in steps(workflow) if "run" in step]


def test_it_runs_weekly_and_by_hand(workflow: dict[Any, Any]) -> None:
    when = workflow[True]  # YAML takes the key `on` for a truth value.
    assert "workflow_dispatch" in when
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["schedule"][0]["cron"])


def test_what_reads_lists_may_not_write_and_what_writes_runs_no_code(workflow: dict[Any, Any]) -> None:
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "fetch": {"contents": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
    }
    assert workflow["jobs"]["propose"]["needs"] == "fetch"
    checkout = next(step for step in steps(workflow, "fetch") if "checkout" in step.get("uses", ""))
    assert checkout["with"] == {"persist-credentials": False}
    assert not any(re.search(r"python|pip|make", step.get("run", "")) for step in steps(workflow, "propose"))
    assert not any("setup" in step.get("uses", "") for step in steps(workflow, "propose"))


def test_what_is_handed_over_are_tables_and_no_code(workflow: dict[Any, Any]) -> None:
    upload = next(step for step in steps(workflow, "fetch") if "upload" in step.get("uses", ""))
    download = next(step for step in steps(workflow, "propose") if "download" in step.get("uses", ""))
    assert upload["with"]["name"] == download["with"]["name"]
    assert set(upload["with"]["path"].split()) == {"changes.md", "data/lists.yaml", "data/*.csv", "data/patches/"}
    written = {path.name for path in DATA_FOLDER.glob("*.csv")}
    assert written == {name for name, _ in TABLES.values()}


def test_it_uses_only_githubs_own_actions_by_major_version(workflow: dict[Any, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


def test_no_text_from_outside_is_pasted_into_a_script(workflow: dict[Any, Any]) -> None:
    assert not any("${{" in script for script in scripts(workflow))


def test_its_commands_exist(workflow: dict[Any, Any]) -> None:
    commands = [line for script in scripts(workflow) for line in script.splitlines() if "python -m data" in line]
    assert commands
    for line in commands:
        argument_parser().parse_args(shlex.split(line)[3:])
    assert (ROOT / "requirements.txt").exists()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_its_scripts_are_whole(workflow: dict[Any, Any]) -> None:
    for script in scripts(workflow):
        assert subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True).stderr == ""


@pytest.mark.skipif(not shutil.which("bash") or not shutil.which("git"), reason="needs bash and git")
@pytest.mark.parametrize(("open_pull_requests", "command"), [("", "create"), ("7", "edit")])
def test_a_change_is_proposed_on_one_branch(
    open_pull_requests: str, command: str, workflow: Any, tmp_path: Any
) -> None:
    """The last scripts run as they stand, against a repository and a `gh` of this machine."""
    clear, propose = [step["run"] for step in steps(workflow, "propose") if "run" in step]
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    remote, here = tmp_path / "remote", tmp_path / "here"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    subprocess.run(["git", "clone", "-q", str(remote), str(here)], check=True, capture_output=True)
    (here / "data" / "patches").mkdir(parents=True)
    for name in ("papers.csv", "lists.yaml", "patches/one.patch", "patches/two.patch"):
        (here / "data" / name).write_text("old\n", "utf-8")
    subprocess.run([*git, "add", "."], cwd=here, check=True)
    subprocess.run([*git, "commit", "-qm", "Begin"], cwd=here, check=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    said = f'#!/bin/sh\necho "$@" >> {tmp_path}/said\nif [ "$2" = list ]; then printf "%s" "{open_pull_requests}"; fi\n'
    (tools / "gh").write_text(said, "utf-8")
    (tools / "gh").chmod(0o755)
    environment = {
        "PATH": f"{tools}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "GITHUB_REF_NAME": "main",
    }

    def run(**downloaded: str) -> str:
        bash = ["bash", "-e", "-c"]
        subprocess.run([*bash, clear], cwd=here, env=environment, check=True)
        (here / "data" / "patches").mkdir()
        for name, text in downloaded.items():
            (here / "data" / name).write_text(text, "utf-8")
        return subprocess.run(
            [*bash, propose], cwd=here, env=environment, check=True, capture_output=True, text=True
        ).stdout

    patches = {f"patches/{key}.patch": "old\n" for key in ("one", "two")}
    assert "No list has changed" in run(**patches)
    assert not (tmp_path / "said").exists()
    (here / "data" / "code.py").write_text("not handed over\n", "utf-8")
    run(**{"papers.csv": "new\n", "patches/two.patch": "new\n"})
    assert f"pr {command} " in (tmp_path / "said").read_text("utf-8")
    changed = subprocess.run(["git", "show", "--format=", "--name-status", "update-lists"], cwd=remote,
                             capture_output=True, text=True).stdout.split()  # fmt: skip
    assert changed == ["M", "data/papers.csv", "D", "data/patches/one.patch", "M", "data/patches/two.patch"]
