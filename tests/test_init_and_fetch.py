"""Lists of one's own: from an address to tables, kept up to date, and never half written."""

from __future__ import annotations

import http.server
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

import data.lists
from data.__main__ import main
from data.building.history import read_history
from data.fetch.cache import sha256
from data.lists.list_source import load_lists
from tests.conftest import ROOT
from tests.web import Web, answer, serving

COMMITS = ["a" * 40, "b" * 40, "c" * 40]


def markdown(*numbers: int, venue: str = "ArXiv", code: tuple[int, ...] = ()) -> bytes:
    entries = (
        f"- [[{venue}](https://arxiv.org/abs/2301.{n:05})] Net number {n}"
        + (f" [[code](https://github.com/some/net{n})]" if n in code else "")
        for n in numbers
    )
    return ("# Small nets\n\n## Pruning\n\n" + "\n".join(entries) + "\n").encode()


@dataclass
class Room:
    """A folder with lists.yaml and tables, a GitHub on this machine, and the command line."""

    folder: Path
    web: Web

    @property
    def lists(self) -> Path:
        return self.folder / "lists.yaml"

    def run(self, command: str, *arguments: str) -> int:
        return main([command, *arguments, "--lists", str(self.lists), "--to", str(self.folder)])

    def repository(self, name: str, content: bytes, commit: str = COMMITS[0], date: str = "2025-01-02") -> str:
        """A repository at a commit, as GitHub shows it; returns the address of its page."""
        said = [{"sha": commit, "commit": {"committer": {"date": f"{date}T10:00:00Z"}}}]
        self.web.on(f"/repos/{name}/commits?path=README.md&per_page=1", answer(json.dumps(said).encode()))
        self.web.on(f"/raw/{name}/{commit}/README.md", answer(content))
        return f"https://github.com/{name}"

    def contents(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in sorted(self.folder.iterdir()) if file.is_file()}

    def papers(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "papers.csv", dtype=str, keep_default_na=False)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with serving() as web:
        monkeypatch.setenv("GITHUB_API_URL", web.address)
        monkeypatch.setenv("GITHUB_TOKEN", "secret")
        monkeypatch.setattr(data.lists.list_source, "RAW", f"{web.address}/raw")
        monkeypatch.setattr("data.fetch.download.time.sleep", lambda _: None)
        yield Room(tmp_path, web)


def test_init_writes_lists_and_tables_and_says_what_it_read(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    (room.folder / "own list.md").write_bytes(b"- a remark\n\n" + markdown(1, 2))
    pages = [room.repository("me/Small_Nets", markdown(2, 3)), room.web.on("/deep.md", answer(markdown(4)))]
    assert room.run("init", *pages, str(room.folder / "own list.md")) == 0
    lists = load_lists(room.lists)
    assert {key: source.title for key, source in lists.items()} == {
        "small-nets": "Small nets", "deep": "Small nets", "own-list": "Small nets"
    }  # fmt: skip
    github = lists["small-nets"]
    assert (github.repository, github.commit, github.date) == ("me/Small_Nets", COMMITS[0], "2025-01-02")
    assert github.sha256 == sha256(markdown(2, 3))
    assert lists["own-list"].path == room.folder / "own list.md"
    assert "  path: own list.md\n" in room.lists.read_text("utf-8")
    assert len(room.papers()) == 4
    said = capsys.readouterr()
    assert "own-list: 2 entries, 1 parts skipped, 0 doubtful" in said.err
    assert "make run" in said.out
    assert (
        room.web.asked["/repos/me/Small_Nets/commits?path=README.md&per_page=1"][0]["Authorization"] == "Bearer secret"
    )
    assert "Authorization" not in room.web.asked[f"/raw/me/Small_Nets/{COMMITS[0]}/README.md"][0]


def test_what_init_wrote_is_built_and_fetched_without_change(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.run("init", room.repository("me/nets", markdown(1, 2)), room.web.on("/deep.md", answer(markdown(4))))
    before = room.contents()
    room.web.answers.clear()
    assert room.run("build") == 0
    assert room.contents() == before
    room.repository("me/nets", markdown(1, 2))
    room.web.on("/deep.md", answer(markdown(4)))
    assert room.run("fetch") == 0
    assert room.contents() == before
    assert "nets: no new version since 2025-01-02" in capsys.readouterr().out


def test_lists_that_are_there_are_kept_unless_asked(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (room.repository(f"me/{name}", markdown(n)) for n, name in enumerate(("one", "two"), 1))
    room.run("init", first)
    mine = room.lists.read_text("utf-8").replace("one:", "one: # the first") + "  # the end\n"
    room.lists.write_text(mine, "utf-8")
    before = room.contents()
    assert room.run("init", second) == 1
    assert "exists already. Add to it with --add" in capsys.readouterr().err
    assert room.run("init", "--add", first) == 1
    assert "is listed already, as `one`" in capsys.readouterr().err
    assert room.contents() == before
    assert room.run("init", "--add", second) == 0
    assert room.lists.read_text("utf-8").startswith(mine + "\ntwo:\n")
    assert [*read_history(room.folder / "history.csv")["list"]] == ["one", "two"]
    capsys.readouterr()
    assert room.run("init", "--force", second) == 0
    assert "Changes: first build" in capsys.readouterr().out
    assert [*load_lists(room.lists)] == ["two"]
    assert [*read_history(room.folder / "history.csv")["list"]] == ["two"]
    assert len(room.papers()) == 1


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"gone", 404, r"cannot be fetched \(404"),
        (b"<!DOCTYPE html><title>Sign in</title>", 200, "is an HTML page, not a list"),
        (b"# A title\n\nand a text\n", 200, "has no entry"),
        (b"", 200, "is empty"),
        (b"# \xff", 200, "is not UTF-8"),
    ],
)
def test_an_init_that_fails_writes_nothing(
    content: bytes, status: int, message: str, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = room.repository("me/nets", markdown(1)), room.web.on("/bad.md", answer(content, status))
    assert room.run("init", good, bad) == 1
    assert re.search(message, capsys.readouterr().err)
    assert room.contents() == {}


def test_a_readme_in_another_spelling_is_found(room: Room) -> None:
    room.web.on("/repos/me/nets/readme", answer(b'{"path": "readme.markdown"}'))
    said = [{"sha": COMMITS[0], "commit": {"committer": {"date": "2025-01-02T10:00:00Z"}}}]
    room.web.on("/repos/me/nets/commits?path=README.md&per_page=1", answer(b"[]"))
    room.web.on("/repos/me/nets/commits?path=readme.markdown&per_page=1", answer(json.dumps(said).encode()))
    room.web.on(f"/raw/me/nets/{COMMITS[0]}/readme.markdown", answer(markdown(1)))
    assert room.run("init", "https://github.com/me/nets") == 0
    assert load_lists(room.lists)["nets"].file == "readme.markdown"


def test_a_commit_in_an_address_is_the_version_that_is_read(room: Room) -> None:
    room.web.on(f"/raw/me/nets/{COMMITS[1]}/README.md", answer(markdown(1)))
    assert room.run("init", f"https://github.com/me/nets/blob/{COMMITS[1]}/README.md") == 0
    source = load_lists(room.lists)["nets"]
    assert (source.commit, source.sha256) == (COMMITS[1], sha256(markdown(1)))
    assert room.web.asked.keys() == {f"/raw/me/nets/{COMMITS[1]}/README.md"}


@pytest.mark.parametrize("readme", [b'{"path": "README.md"}', b"{}"])
def test_a_repository_without_a_readme_says_so(readme: bytes, room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.web.on("/repos/me/nets/readme", answer(readme))
    assert room.run("init", "https://github.com/me/nets") == 1
    assert "/raw/me/nets/HEAD/README.md: cannot be fetched (404 Not Found)" in capsys.readouterr().err


def test_fetching_without_lists_says_how_to_get_some(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.run("fetch") == 1
    assert "lists.yaml: cannot be read" in (said := capsys.readouterr().err)
    assert "python -m data init" in said


def started(room: Room) -> None:
    """Two lists at their first versions, with a remark in lists.yaml."""
    room.run("init", room.repository("me/one", markdown(1, 2, 3, 4)), room.repository("me/two", markdown(9)))
    room.lists.write_text(room.lists.read_text("utf-8").replace("me/one", "me/one  # mine"), "utf-8")


def test_fetch_records_the_newest_version_and_tells_what_changed(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    started(room)
    before = room.lists.read_text("utf-8")
    newer = markdown(2, 3, 4, 5, 6, venue="ICML 2024", code=(2,)).replace(b"number 3", b"no. 3")
    room.repository("me/one", newer, COMMITS[1], "2025-06-07")
    diff = room.folder / "diff.md"
    capsys.readouterr()
    assert room.run("fetch", "--diff-file", str(diff), "--most", "1") == 0
    expected = before.replace(COMMITS[0], COMMITS[1], 1).replace("2025-01-02", "2025-06-07", 1)
    expected = expected.replace(sha256(markdown(1, 2, 3, 4)), sha256(newer))
    assert room.lists.read_text("utf-8") == expected
    said = capsys.readouterr().out
    for line in (
        "one: 2025-01-02 → 2025-06-07 (commit bbbbbbbbbb)", "two: no new version since 2025-01-02",
        "Papers: 5 → 6, 1 with code listed", "Papers added: 2", "  and 1 more", "Papers removed: 1",
        "Published since: 3", "Code link appeared: 1", "Title changed: 1",
    ):  # fmt: skip
        assert line in said.splitlines()
    assert f"blob/{COMMITS[1]}/README.md?plain=1#L8" in said
    assert "## Papers removed: 1" in diff.read_text("utf-8")
    history = read_history(room.folder / "history.csv")
    assert history.loc[history["list"] == "one", ["date", "papers"]].to_numpy().tolist() == [
        ["2025-01-02", 4], ["2025-06-07", 5]
    ]  # fmt: skip
    assert room.papers().set_index("id")["added"].to_dict()["2301.00005"] == "2025-06-07"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (markdown(1, 2), "has 2 of the 4 entries that were there. If it is right, run this again with --accept"),
        (markdown(*range(50, 90)), "has 0 of the 4 entries that were there. If it is right"),
        (b"<!doctype html>\n\n" + markdown(1, 2, 3, 4), "is an HTML page, not a list"),
        (b"# Only a title\n\ntext\n", "has no entry"),
        (b"", "is empty"),
        (markdown(1, 2, *range(50, 90)), "has 2 of the 4 entries that were there"),
        (None, "cannot be fetched (404 Not Found)"),
    ],
)
def test_a_fetch_that_fails_or_looks_wrong_changes_nothing(
    content: bytes | None, message: str, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    """The good new version of the other list is named, and not written either."""
    started(room)
    before = room.contents()
    room.repository("me/one", content or b"", COMMITS[1])
    if content is None:
        room.web.answers.pop(f"/raw/me/one/{COMMITS[1]}/README.md")
    room.repository("me/two", markdown(9, 10), COMMITS[2])
    assert room.run("fetch", "--diff-file", str(room.folder / "diff.md")) == 1
    said = capsys.readouterr().err
    assert message in said
    assert "List 2 of 2: Small nets" in said
    assert "2 entries, 0 parts skipped" in said
    assert "Nothing was written." in said
    assert room.contents() == before


@pytest.mark.parametrize("records", [None, b"", b"not,a\ntable\n"])
def test_without_the_former_entries_their_number_counts(
    records: bytes | None, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    started(room)
    if records is None:
        (room.folder / "records.csv").unlink()
    else:
        (room.folder / "records.csv").write_bytes(records)
    room.repository("me/one", markdown(1, 2), COMMITS[1])
    assert room.run("fetch") == 1
    assert "has 2 papers where there were 4. If it is right" in capsys.readouterr().err
    room.repository("me/one", markdown(1, 2, 3), COMMITS[1])
    assert room.run("fetch") == 0


def test_entries_that_go_by_another_title_or_link_are_still_there(room: Room) -> None:
    started(room)
    newer = markdown(1, 2, 3, 4).replace(b"Net number 1", b"Nets").replace(b"Net number 2", b"Other nets")
    room.repository("me/one", newer.replace(b"2301.00003", b"2305.00003"), COMMITS[1])
    assert room.run("fetch") == 0


def test_what_looks_wrong_can_be_accepted_and_what_is_no_list_cannot(room: Room) -> None:
    started(room)
    room.repository("me/one", markdown(1), COMMITS[1])
    assert room.run("fetch", "--accept") == 0
    assert len(room.papers()) == 2
    before = room.contents()
    room.repository("me/one", b"# Only a title\n", COMMITS[2])
    assert room.run("fetch", "--accept") == 1
    assert room.contents() == before


def test_only_the_named_lists_are_fetched(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    started(room)
    room.repository("me/one", markdown(1, 2, 3), COMMITS[1])
    room.repository("me/two", markdown(9, 10), COMMITS[1])
    assert room.run("fetch", "two") == 0
    assert [source.commit for source in load_lists(room.lists).values()] == COMMITS[:2]
    assert room.run("fetch", "three") == 1
    assert "there is no list `three`. lists.yaml has one, two." in capsys.readouterr().err


def test_without_the_api_the_newest_text_is_taken_with_its_date(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    started(room)
    before = room.contents()
    room.web.on("/repos/me/one/commits?path=README.md&per_page=1", answer(b"limit", 403, X_RateLimit_Remaining="0"))
    room.web.on("/raw/me/one/HEAD/README.md", answer(markdown(1, 2, 3, 4)))
    assert room.run("fetch") == 0
    assert "GitHub does not name the newest commit" in capsys.readouterr().err
    assert room.contents() == before
    room.web.on("/raw/me/one/HEAD/README.md", answer(markdown(1, 2, 3, 4, 5)))
    assert room.run("fetch") == 0
    source = load_lists(room.lists)["one"]
    assert (source.commit, source.sha256) == ("", sha256(markdown(1, 2, 3, 4, 5)))


def test_a_list_without_a_known_commit_says_so_in_plain_words(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = markdown(1).replace(b"Net number 1", b"Net number 1 [[code](https://github.com/)]")
    (room.folder / "mine.md").write_bytes(wrong)
    room.web.on("/raw/me/one/HEAD/README.md", answer(wrong))
    assert room.run("init", "https://github.com/me/one", str(room.folder / "mine.md")) == 0
    today = datetime.now(UTC).date().isoformat()
    header = (room.folder / "patches" / "one.patch").read_text("utf-8").splitlines()
    assert header[0] == f"# Small nets (me/one, as of {today}): fixes what is certain, and nothing else."
    assert header[1] == f"# Apply it to README.md as of {today}: git apply one.patch"
    header = (room.folder / "patches" / "mine.patch").read_text("utf-8").splitlines()
    assert header[1] == "# Apply it to mine.md as read: git apply mine.patch"
    assert "HEAD" not in room.lists.read_text("utf-8") + capsys.readouterr().out


@pytest.mark.parametrize(
    "said", [b"{}", b"[]", b"no json", b"[" * 9999, b'[{"sha": "../x", "commit": {"committer": {"date": "x"}}}]']
)
def test_an_api_that_says_something_else_is_not_believed(said: bytes, room: Room) -> None:
    room.web.on("/repos/me/one/commits?path=README.md&per_page=1", answer(said))
    room.web.on("/raw/me/one/HEAD/README.md", answer(markdown(1)))
    assert room.run("init", "https://github.com/me/one") == 0
    assert load_lists(room.lists)["one"].commit == ""


def test_a_version_that_was_pinned_by_hand_keeps_its_date(room: Room) -> None:
    room.repository("me/one", markdown(1), COMMITS[0], "2025-01-02")
    room.lists.write_text(
        f"one:\n  title: One\n  repository: me/one\n  commit: {COMMITS[0]}\n  date: 2025-01-01\n"
        "  techniques:\n    pruning: Thinning\n",
        "utf-8",
    )
    assert room.run("fetch") == 0
    source = load_lists(room.lists)["one"]
    assert (source.date, source.sha256) == ("2025-01-01", sha256(markdown(1)))
    assert room.papers()["techniques"].tolist() == ["Thinning"]


def test_an_address_that_has_not_changed_is_not_sent_again(room: Room) -> None:
    url = room.web.on("/deep.md", answer(markdown(1), ETag='"v1"'), answer(b"", 304))
    room.run("init", url)
    before = room.contents()
    assert room.run("fetch") == 0
    assert room.contents() == before
    assert room.web.asked["/deep.md"][1]["If-None-Match"] == '"v1"'


def test_tables_that_cannot_be_written_leave_the_lists_as_they_are(room: Room) -> None:
    started(room)
    room.repository("me/one", markdown(1, 2, 3, 4, 5), COMMITS[1])
    before = room.contents()
    (room.folder / "diff.md").mkdir()
    assert room.run("fetch", "--diff-file", str(room.folder / "diff.md")) == 1
    assert room.contents() == before


def test_lists_that_a_person_changes_meanwhile_are_not_overwritten(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    started(room)
    room.repository("me/one", b"", COMMITS[1])
    edited = room.lists.read_text("utf-8") + "# a remark\n"

    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        room.lists.write_text(edited, "utf-8")
        answer(markdown(1, 2, 3, 4, 5))(handler)

    room.web.on(f"/raw/me/one/{COMMITS[1]}/README.md", give)
    assert room.run("fetch") == 1
    assert "lists.yaml: was changed in the meantime. Run this again." in capsys.readouterr().err
    assert room.lists.read_text("utf-8") == edited


@pytest.mark.parametrize("command", ["build", "fetch"])
def test_ctrl_c_leaves_everything_as_it_was(command: str, tmp_path: Path) -> None:
    """The child is interrupted while it waits for its second list, and says so in one line."""
    (tmp_path / "one.md").write_bytes(markdown(1, 2))
    lists = tmp_path / "lists.yaml"
    lists.write_text("one:\n  title: One\n  path: one.md\n", "utf-8")
    room = Room(tmp_path, Web(""))
    assert room.run("build") == 0
    with serving() as web:
        url = web.on("/slow.md", lambda handler: web.over.wait(20) and None)
        (tmp_path / "one.md").write_bytes(markdown(1, 2, 3))
        lists.write_text(lists.read_text("utf-8") + f"two:\n  title: Two\n  url: {url}\n", "utf-8")
        before = room.contents()
        child = subprocess.Popen(
            [sys.executable, "-m", "data", command, "--lists", str(lists), "--to", str(tmp_path)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        while not web.asked["/slow.md"] and child.poll() is None:
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "Stopped" in err
    assert "Traceback" not in err
    assert out == ""
    assert room.contents() == before
