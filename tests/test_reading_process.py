"""A visitor's document is read by a process of its own, which is ended where it costs too much."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from data.errors import InputError
from data.knowledge.load_knowledge import load_knowledge
from data.visitor import visitor_limits
from data.visitor.apart import reading_cost, run_apart
from data.visitor.checking_job import FindingJob, PatchingJob, check_apart
from data.visitor.reading_job import Found, ReadingJob, unpack
from data.visitor.visitor_lists import Document, merge_documents, read_apart, read_file
from tests.test_visitor_lists import LIST

START = "import data.visitor.child as child; from data.visitor.child import *; "
LOOP = "child._answer = lambda *given: all(True for _ in iter(int, 1)); main()"
SLEEP = "import time; time.sleep(600)"
SWELL = "child._answer = lambda *given: bytearray(600_000_000); main()"
MUCH = "child._answer = lambda *given: Answer(result='x' * 2_000_000); main()"


def command(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", START + code


def job_of(content: bytes, file: str = "a.md") -> ReadingJob:
    return ReadingJob(content, file, "a", None, visitor_limits.limits())


def read_here(job: ReadingJob, waiting: Callable[[], object] = lambda: None) -> Found:
    return job.run()


def problem_of(code: str) -> InputError:
    with pytest.raises(InputError) as raised:
        run_apart(job_of(LIST), "a.md", reading_cost(LIST, "a.md"), command=command(code))
    return raised.value


def test_a_process_reads_the_same_as_the_server_would() -> None:
    sheet = b"title,year\nWide Nets Are Thin,2024\n"
    for content, file in ((LIST, "a.md"), (sheet, "a.csv"), (b"", "a.md"), (b"%PDF-1.7", "a.md")):
        apart, here = read_apart(job_of(content, file)), read_here(job_of(content, file))
        assert str(apart.problem) == str(here.problem)
        assert replace(apart, problem=None, packed=b"") == replace(here, problem=None, packed=b"")
        assert bool(apart.packed) == bool(here.packed)
        assert not apart.packed or unpack(apart.packed) == unpack(here.packed)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the time of the processor")
def test_a_document_that_keeps_the_processor_busy_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "SECONDS", 1)
    assert "takes longer to read than 1 seconds. Divide it" in str(problem_of(LOOP))


def test_a_document_is_ended_at_its_time_while_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "SECONDS_OF_CLOCK", 2)
    found: list[InputError] = []
    reading = threading.Thread(target=lambda: found.append(problem_of(SLEEP)))
    reading.start()
    ticks = 0
    while reading.is_alive():
        time.sleep(0.05)
        ticks += 1
    assert ticks > 10
    assert "takes longer to read than" in str(found[0])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")
def test_a_document_that_takes_too_much_memory_is_refused() -> None:
    assert "takes more memory to read than 70 MB. Divide it" in str(problem_of(SWELL))


def test_a_fault_of_the_reader_is_said_and_reaches_nobody_else() -> None:
    assert "cannot be read, because Surveyor failed. Please report it" in str(problem_of("1 / 0"))


def test_an_answer_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MOST_MEGABYTES_BACK", 1)
    assert "takes more memory to read than" in str(problem_of(MUCH))


def test_a_job_waits_for_another_of_its_size_and_says_so_while_small_files_go_on() -> None:
    """Two large documents at once would take more memory than a small host has."""
    large = reading_cost(bytes(visitor_limits.SMALL_BYTES + 1), "a.md")
    large.lane.enter(lambda: None)
    said: list[str] = []
    waiting = threading.Thread(target=lambda: run_apart(job_of(LIST), "a.md", large, lambda: said.append("waits")))
    try:
        waiting.start()
        assert read_apart(job_of(LIST), lambda: said.append("small waits")).papers == 2
        assert waiting.is_alive()
        assert said == ["waits"]
    finally:
        large.lane.leave()
    waiting.join(30)
    assert not waiting.is_alive()


def test_findings_are_shown_where_patches_cannot_be_made() -> None:
    listed = LIST + b"- [[Arxiv](https://arxiv.org/abs/2301.00003)] Other Nets [[Cde](https://github.com/some/other)]\n"
    document = read_file("a.md", listed, (), read=read_here)
    tables = merge_documents((document,))
    finding = FindingJob(tables.papers, tables.records, tables.notes, {})
    patching = PatchingJob(((document.source, listed), (document.source, b"\xff")))
    checked = check_apart(finding, patching)
    assert [found.kind for found in checked.findings]
    assert checked.patches == {}
    assert checked.problem.startswith("There are no patches: making them is not UTF-8.")


def test_where_no_process_can_be_started_the_server_reads() -> None:
    found = run_apart(job_of(LIST), "a.md", reading_cost(LIST, "a.md"), command=("/no/such/python",))
    assert found.papers == 2


def test_a_visitor_is_told_which_limit_was_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MOST_ENTRIES", 1)
    document = read_file("a.md", LIST, (), read=read_here)
    assert document.problem == "Line 7: has more than 1 entries. Divide it."
    assert (document.content, document.entries) == (b"", 0)


def test_only_a_table_that_other_columns_may_save_is_kept() -> None:
    assert read_file("a.md", b"Prose without any entry.", (), read=read_here).content == b""
    assert read_file("a.csv", b"name,year\nWide Nets,2024\n", (), read=read_here).content


def test_there_is_a_limit_for_the_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MOST_FILES", 1)
    first = read_file("a.md", LIST, (), read=read_here)
    second = read_file("b.md", LIST, (first,), read=read_here)
    assert second.problem.startswith("You have 1 files already, so it was not read. At most 5 MB")
    assert second.content == b""


def test_nothing_of_a_visitor_stays_in_memory_when_the_lists_are_merged() -> None:
    from data.normalise import link, title  # noqa: PLC0415 - here only the caches are asked

    document: Document = read_file("a.md", LIST, (), read=read_here)
    assert len(merge_documents((document,)).papers) == 2
    topics = load_knowledge().topics.read
    caches = (title.folded_title, title.match_key, topics, link.paper_link, link.is_safe, link.code_url)
    assert [cache.cache_info().currsize for cache in caches] == [0] * len(caches)
