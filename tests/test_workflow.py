"""The workflows are ones that GitHub can read, with few rights and commands that exist."""

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

FOLDER = ROOT / ".github" / "workflows"


def load(name: str) -> dict[Any, Any]:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


@pytest.fixture
def workflow() -> dict[Any, Any]:
    """The weekly update."""
    return load("update-lists.yml")


@pytest.fixture
def tests() -> dict[Any, Any]:
    return load("tests.yml")


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
        "test": {"actions": "write"},
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


@pytest.mark.parametrize("name", [file.name for file in FOLDER.iterdir()])
def test_only_githubs_own_actions_are_used_by_major_version(name: str) -> None:
    used = [step["uses"] for step in steps(load(name)) if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


@pytest.mark.parametrize("name", [file.name for file in FOLDER.iterdir()])
def test_no_text_from_outside_is_pasted_into_a_script(name: str) -> None:
    assert not any("${{" in script for script in scripts(load(name)))


def test_the_tests_run_on_every_python_for_every_change(tests: dict[Any, Any]) -> None:
    assert {"push", "pull_request", "workflow_dispatch"} <= {*tests[True]}
    assert tests["permissions"] == {"contents": "read"}
    job = tests["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert scripts(tests) == ["make test"]
    assert next(step for step in job["steps"] if "checkout" in step["uses"])["with"] == {"persist-credentials": False}


def test_the_tests_of_what_is_proposed_are_asked_for(workflow: dict[Any, Any]) -> None:
    """A pull request of a workflow starts no other workflow by itself."""
    job = workflow["jobs"]["test"]
    assert (job["needs"], job["if"]) == ("propose", "needs.propose.outputs.proposed == 'yes'")
    (command,) = [step["run"] for step in job["steps"]]
    assert command == "gh workflow run tests.yml --ref update-lists"
    assert "update-lists" in next(step["run"] for step in steps(workflow, "propose") if step.get("id") == "propose")


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
        "GITHUB_OUTPUT": str(tmp_path / "output"),
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
    assert not (tmp_path / "output").exists()
    (here / "data" / "code.py").write_text("not handed over\n", "utf-8")
    run(**{"papers.csv": "new\n", "patches/two.patch": "new\n"})
    assert (tmp_path / "output").read_text("utf-8") == "proposed=yes\n"
    assert f"pr {command} " in (tmp_path / "said").read_text("utf-8")
    changed = subprocess.run(["git", "show", "--format=", "--name-status", "update-lists"], cwd=remote,
                             capture_output=True, text=True).stdout.split()  # fmt: skip
    assert changed == ["M", "data/papers.csv", "D", "data/patches/one.patch", "M", "data/patches/two.patch"]
