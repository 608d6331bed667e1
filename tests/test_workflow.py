"""The weekly update is a workflow that GitHub can read, with few rights and commands that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from data.__main__ import _parser
from tests.conftest import ROOT

FILE = ROOT / ".github" / "workflows" / "update-lists.yml"


@pytest.fixture
def workflow() -> dict[Any, Any]:
    return yaml.safe_load(FILE.read_text("utf-8"))


def scripts(workflow: dict[Any, Any]) -> list[str]:
    return [step["run"] for step in workflow["jobs"]["update"]["steps"] if "run" in step]


def test_it_runs_weekly_and_by_hand(workflow: dict[Any, Any]) -> None:
    when = workflow[True]  # YAML takes the key `on` for a truth value.
    assert "workflow_dispatch" in when
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["schedule"][0]["cron"])


def test_it_may_only_push_and_propose(workflow: dict[Any, Any]) -> None:
    assert workflow["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert all("permissions" not in job for job in workflow["jobs"].values())


def test_it_uses_only_githubs_own_actions_by_major_version(workflow: dict[Any, Any]) -> None:
    used = [step["uses"] for step in workflow["jobs"]["update"]["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


def test_no_text_from_outside_is_pasted_into_a_script(workflow: dict[Any, Any]) -> None:
    assert not any("${{" in script for script in scripts(workflow))


def test_its_commands_exist(workflow: dict[Any, Any]) -> None:
    commands = [line for script in scripts(workflow) for line in script.splitlines() if "python -m data" in line]
    assert commands
    for line in commands:
        _parser().parse_args(shlex.split(line)[3:])
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
    """The last script runs as it stands, against a repository and a `gh` of this machine."""
    script = scripts(workflow)[-1]
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    remote, here = tmp_path / "remote", tmp_path / "here"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    subprocess.run(["git", "clone", "-q", str(remote), str(here)], check=True, capture_output=True)
    (here / "data").mkdir()
    (here / "data" / "papers.csv").write_text("old\n", "utf-8")
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
        "RUNNER_TEMP": "/tmp",
        "GITHUB_REF_NAME": "main",
    }

    def run() -> str:
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=here, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert "No list has changed" in run()
    assert not (tmp_path / "said").exists()
    (here / "data" / "papers.csv").write_text("new\n", "utf-8")
    run()
    assert f"pr {command} " in (tmp_path / "said").read_text("utf-8")
    pushed = subprocess.run(["git", "show", "update-lists:data/papers.csv"], cwd=remote, capture_output=True, text=True)
    assert pushed.stdout == "new\n"
