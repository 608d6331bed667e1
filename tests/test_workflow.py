"""The workflows are ones that GitHub can read, with few rights and commands that exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.commands.command_line import argument_parser
from data.schema import DATA_FOLDER, TABLES
from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
PINS = ROOT / ".github" / "update-requirements.txt"
GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]


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
    named = re.search(r"data/.*\((.+)\)\\.csv", next(script for script in scripts(workflow) if "regextype" in script))
    assert named
    assert {f"{name}.csv" for name in named[1].split("|")} == written


def test_what_is_handed_over_is_unpacked_outside_the_checkout(workflow: dict[Any, Any]) -> None:
    """Over the checkout, a `.git/config` in it would name commands that run with the right to write."""
    download = next(step for step in steps(workflow, "propose") if "download" in step.get("uses", ""))
    assert download["with"]["path"] == "${{ runner.temp }}/update"
    folders = {name: value for step in steps(workflow, "propose") for name, value in step.get("env", {}).items()}
    assert folders["UPDATE"] == download["with"]["path"]
    assert folders["CHANGES"] == download["with"]["path"] + "/changes.md"


def test_only_githubs_own_actions_are_used_each_at_one_commit() -> None:
    """A tag can be moved to other code, a commit cannot; the comment says for people which version it is."""
    used = [line for file in FOLDER.iterdir() for line in re.findall(r"uses: (.+)", file.read_text("utf-8"))]
    assert [line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert len(set(used)) == len({line.split("@")[0] for line in used})


def test_what_it_installs_is_what_the_app_needs_each_file_by_its_hash(workflow: dict[Any, Any]) -> None:
    install = next(script for script in scripts(workflow) if "pip install" in script)
    assert f"--require-hashes --only-binary :all: -r {PINS.relative_to(ROOT)}" in install
    lines = PINS.read_text("utf-8").splitlines()[1:]
    pins = [re.fullmatch(r"(\w+)==(\S+) --hash=sha256:[0-9a-f]{64}", line) for line in lines]
    assert all(pins)
    pinned = {pin[1].replace("_", "-").lower(): pin[2] for pin in pins if pin}
    required = dict(re.findall(r"^(\S+)==(\S+)$", (ROOT / "requirements.txt").read_text("utf-8").lower(), re.M))
    needed = {name: version for name, version in required.items() if name not in ("streamlit", "plotly")}
    assert needed.items() <= pinned.items(), "run .github/pin-requirements"


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


@dataclass(frozen=True)
class Checkout:
    """A repository with lists of old, a remote for it, and a `gh` that writes down what it was told."""

    folder: Path
    workflow: dict[Any, Any]

    def git(self, *words: str) -> str:
        """Run Git as the checkout's owner and return what it says."""
        command = [*GIT, *words]
        return subprocess.run(command, cwd=self.folder / "here", check=True, capture_output=True, text=True).stdout

    def begin(self, open_pull_requests: str = "") -> None:
        """Make the first commit, and `gh`."""
        data = self.folder / "here" / "data"
        subprocess.run(["git", "init", "-q", "--bare", str(self.folder / "remote")], check=True)
        subprocess.run(["git", "clone", "-q", "remote", "here"], cwd=self.folder, check=True, capture_output=True)
        (data / "patches").mkdir(parents=True)
        for name in ("papers.csv", "lists.yaml", "patches/one.patch", "patches/two.patch"):
            (data / name).write_text("old\n", "utf-8")
        self.git("add", ".")
        self.git("commit", "-qm", "Begin")
        tools = self.folder / "tools"
        tools.mkdir()
        answer = f'if [ "$2" = list ]; then printf "%s" "{open_pull_requests}"; fi'
        (tools / "gh").write_text(f'#!/bin/sh\necho "$@" >> {self.folder}/said\n{answer}\n', "utf-8")
        (tools / "gh").chmod(0o755)

    @property
    def update(self) -> Path:
        """The folder of what the reading job handed over."""
        return self.folder / "update"

    def hand_over(self, **files: str) -> None:
        """Unpack an artifact: the patches of old, and these."""
        shutil.rmtree(self.update, ignore_errors=True)
        patches = {f"data/patches/{key}.patch": "old\n" for key in ("one", "two")}
        for name, text in {"changes.md": "What changed\n", **patches, **files}.items():
            (self.update / name).parent.mkdir(parents=True, exist_ok=True)
            (self.update / name).write_text(text, "utf-8")

    def propose(self) -> subprocess.CompletedProcess[str]:
        """Run the scripts of the writing job one after the other, as they stand, until one fails."""
        names = {
            "PATH": f"{self.folder}/tools:/usr/bin:/bin",
            "HOME": str(self.folder),
            "GITHUB_REF_NAME": "main",
            "GITHUB_WORKSPACE": str(self.folder / "here"),
            "UPDATE": str(self.update),
            "CHANGES": str(self.update / "changes.md"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
        }
        for script in [step["run"] for step in steps(self.workflow, "propose") if "run" in step]:
            command = ["bash", "-e", "-c", script]
            done = subprocess.run(command, cwd=self.folder / "here", env=names, capture_output=True, text=True)
            if done.returncode:
                break
        return done

    def proposed(self) -> list[str]:
        """Return what the proposed commit changes."""
        words = ["git", "show", "--format=", "--name-status", "update-lists"]
        return subprocess.run(words, cwd=self.folder / "remote", capture_output=True, text=True).stdout.split()


@pytest.fixture
def checkout(workflow: dict[Any, Any], tmp_path: Path) -> Checkout:
    if not shutil.which("bash") or not shutil.which("git"):
        pytest.skip("needs bash and git")
    return Checkout(tmp_path, workflow)


@pytest.mark.parametrize(("open_pull_requests", "command"), [("", "create"), ("7", "edit")])
def test_a_change_is_proposed_on_one_branch(open_pull_requests: str, command: str, checkout: Checkout) -> None:
    """The last scripts run as they stand, against a repository and a `gh` of this machine."""
    checkout.begin(open_pull_requests)
    checkout.hand_over()
    assert "No list has changed" in checkout.propose().stdout
    assert not (checkout.folder / "said").exists()
    (checkout.folder / "here" / "data" / "code.py").write_text("not handed over\n", "utf-8")
    checkout.hand_over(**{"data/papers.csv": "new\n", "data/patches/two.patch": "new\n"})
    (checkout.update / "data" / "patches" / "one.patch").unlink()
    assert checkout.propose().returncode == 0
    assert f"pr {command} " in (checkout.folder / "said").read_text("utf-8")
    assert checkout.proposed() == ["M", "data/papers.csv", "D", "data/patches/one.patch", "M", "data/patches/two.patch"]


def test_the_first_patches_are_proposed_and_so_is_their_end(checkout: Checkout) -> None:
    checkout.begin()
    checkout.hand_over(**{"data/papers.csv": "new\n"})
    shutil.rmtree(checkout.update / "data" / "patches")
    assert checkout.propose().returncode == 0
    assert checkout.proposed() == ["M", "data/papers.csv", "D", "data/patches/one.patch", "D", "data/patches/two.patch"]
    checkout.git("switch", "-q", "--create", "main", "update-lists")
    checkout.git("branch", "-qD", "update-lists")
    checkout.hand_over(**{"data/patches/my.list_2.patch": "new\n"})
    assert checkout.propose().returncode == 0
    added = [word for word in checkout.proposed() if word != "A"]
    assert added == ["data/patches/my.list_2.patch", "data/patches/one.patch", "data/patches/two.patch"]


UNEXPECTED = [
    ".git/config",
    ".git/hooks/pre-commit",
    ".gitattributes",
    ".github/workflows/update-lists.yml",
    "dashboard.py",
    "data/__init__.py",
    "data/.git/config",
    "data/topics.yaml",
    "data/more.csv",
    "data/papers.csv.py",
    "data/patches/.patch",
    "data/patches/..patch",
    "data/patches/.hidden.patch",
    "data/patches/-one.patch",
    "data/patches/one.patch.py",
    "data/patches/deep/one.patch",
    "data/patches/a\n.patch",
    "data/patches/a b.patch",
    "data/papers.csv/inside",
    "\n::error::a line of its own",
]


@pytest.mark.parametrize("name", UNEXPECTED)
def test_a_file_of_another_name_stops_the_proposal(name: str, checkout: Checkout) -> None:
    checkout.begin()
    before = (checkout.folder / "here" / ".git" / "config").read_bytes()
    checkout.hand_over(**{"data/lists.yaml": "new\n", name: f"[core]\n\tfsmonitor = touch {checkout.folder}/ran\n"})
    done = checkout.propose()
    assert done.returncode == 1
    assert done.stdout.startswith("Nothing is proposed.")
    assert done.stdout.count("\n") == 1
    assert checkout.git("status", "--porcelain", "--ignored") == ""
    assert (checkout.folder / "here" / ".git" / "config").read_bytes() == before
    assert checkout.proposed() == []
    assert {path.name for path in checkout.folder.iterdir()} == {"here", "remote", "tools", "update"}


def link(path: Path, target: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def hard_link(path: Path, target: Path) -> None:
    path.unlink(missing_ok=True)
    path.hardlink_to(target)


def pipe(path: Path, _: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize("make", [link, hard_link, pipe])
@pytest.mark.parametrize("name", ["changes.md", "data/papers.csv", "data/patches/one.patch"])
def test_what_is_no_plain_file_stops_the_proposal(make: Any, name: str, checkout: Checkout) -> None:
    """A link would put what it leads to, such as the token, into the pull request."""
    checkout.begin()
    (checkout.folder / "secret").write_text("secret", "utf-8")
    checkout.hand_over(**{"data/lists.yaml": "new\n"})
    make(checkout.update / name, checkout.folder / "secret")
    assert checkout.propose().returncode == 1
    assert checkout.git("status", "--porcelain", "--ignored") == ""
    assert checkout.proposed() == []


@pytest.mark.parametrize("name", ["data", "data/patches"])
def test_a_folder_that_is_a_link_stops_the_proposal(name: str, checkout: Checkout) -> None:
    checkout.begin()
    checkout.hand_over()
    (checkout.update / name).rename(checkout.folder / "elsewhere")
    (checkout.update / name).symlink_to(checkout.folder / "elsewhere")
    assert checkout.propose().returncode == 1
    assert checkout.git("status", "--porcelain", "--ignored") == ""


def test_what_was_unpacked_beside_its_folder_is_not_taken(checkout: Checkout) -> None:
    checkout.begin()
    checkout.hand_over(**{"data/papers.csv": "new\n", "../data/lists.yaml": "new\n", "../dashboard.py": "new\n"})
    assert checkout.propose().returncode == 0
    assert checkout.proposed() == ["M", "data/papers.csv"]


def test_a_table_that_was_made_executable_is_taken_as_a_plain_file(checkout: Checkout) -> None:
    checkout.begin()
    checkout.hand_over(**{"data/papers.csv": "new\n"})
    (checkout.update / "data" / "papers.csv").chmod(0o777)
    assert checkout.propose().returncode == 0
    assert checkout.git("ls-files", "--stage", "data/papers.csv").startswith("100644 ")
