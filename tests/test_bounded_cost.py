"""On the command line, too, a document may cost only so much time and memory, and says which limit it met."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from data.__main__ import main
from data.errors import InputError
from data.fetch import local_file
from data.fetch.local_file import read_local
from data.ingest import limits
from data.ingest.bounded_cost import bounded_cost

ENTRY = "- [A title of a paper](https://arxiv.org/abs/2401.00001)\n"
LISTS = "one:\n  title: One\n  path: one.md\n"
COMMANDS = {
    "read": ["read", "one.md"],
    "build": ["build", "--lists", "lists.yaml", "--to", "."],
    "fetch": ["fetch", "--lists", "lists.yaml", "--to", "."],
    "patch": ["patch", "one", "--lists", "lists.yaml"],
    "init": ["init", "one.md", "--lists", "new/lists.yaml", "--to", "new"],
}
takes_signals = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no limit for processor time")
takes_limits = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")


def endless() -> None:
    while True:
        pass


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "lists.yaml").write_text(LISTS, "utf-8")
    (tmp_path / "one.md").write_text("# L\n\n" + ENTRY * 3_000, "utf-8")
    return tmp_path


@takes_signals
def test_a_document_that_takes_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    usual = signal.getsignal(signal.SIGPROF)
    with (
        pytest.raises(InputError, match=r"a\.md: takes longer to read than 0\.2 sec.* Divide it"),
        bounded_cost("a.md"),
    ):
        endless()
    assert signal.getsignal(signal.SIGPROF) == usual
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


@takes_signals
def test_a_library_that_swallows_the_error_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def library() -> None:
        try:
            endless()
        except ValueError:
            endless()

    monkeypatch.setattr(limits, "SECONDS", 0.1)
    with pytest.raises(InputError), bounded_cost("a.md"):
        library()


@takes_limits
def test_a_document_that_takes_too_much_memory_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415 - Windows has none

    monkeypatch.setattr(limits, "MEGABYTES", 100)
    usual = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(InputError, match=r"a\.md: takes more memory to read than 100 MB"), bounded_cost("a.md"):
        bytearray(300_000_000)
    assert resource.getrlimit(resource.RLIMIT_DATA) == usual
    with bounded_cost("a.md"):
        bytearray(50_000_000)


@takes_signals
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_reads_has_a_limit_of_time(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    assert main(COMMANDS[command]) == 1
    assert "takes longer to read than 0.01 seconds. Divide it, or take out what is no list." in capsys.readouterr().err
    assert not [*folder.rglob("papers.csv")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_reads_has_a_limit_for_a_local_file(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(local_file, "MOST_BYTES", 100_000)
    assert main(COMMANDS[command]) == 1
    assert "one.md: has more than 0.1 MB. Divide it." in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_file_without_end_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_file, "MOST_BYTES", 5_000_000)
    with pytest.raises(InputError, match="has more than 5 MB"):
        read_local(Path("/dev/zero"), "Check the path.")


def test_init_looks_for_a_title_only_in_what_may_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.md").write_text("# L\n\n" + "[" * 2_001, "utf-8")
    assert main(COMMANDS["init"]) == 1
    assert "line 3: the line opens more than 2,000 square brackets" in capsys.readouterr().err
