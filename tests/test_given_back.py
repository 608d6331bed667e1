"""Memory is given back: by tables that others replaced, and by charts that a session drew before."""

from __future__ import annotations

import gc
import os
import shutil
import weakref
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo
from streamlit.testing.v1 import AppTest

from components import memory, store
from components.charts.elements import Figure
from components.held_lists import Place, SessionLists, put
from data.schema import DATA_FOLDER
from data.visitor import visitor_limits
from data.visitor.visitor_lists import merge_documents, read_file
from tests.conftest import ROOT
from tests.load.documents import long_list


def test_what_is_loaded_is_no_work_for_the_garbage_collection(tmp_path: Path) -> None:
    """A full collection holds the interpreter's lock, and goes through what never changes while all wait."""
    loaded = store.load(_copied(tmp_path))
    assert gc.get_freeze_count() > 10_000
    assert not any(one is loaded.lists for one in gc.get_objects())


def test_tables_that_were_replaced_are_given_back(tmp_path: Path) -> None:
    """Set aside from garbage collection, they must not stay for ever, not even where a cycle holds them."""
    folder = _copied(tmp_path)
    cycle = _Cycle(store.load(folder))
    _load_again(folder, 1)
    gone = weakref.ref(cycle)
    del cycle
    _load_again(folder, 2)
    assert gone() is None


def test_a_session_holds_no_chart_that_it_drew_before() -> None:
    """Streamlit keeps what a chart calls when it is clicked, of each figure that was ever drawn in a session."""
    before = _figures()
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for technique in ("Quantization", "Distillation", "Survey"):
        page.query_params["technique"] = technique
        page.run()
        assert not page.exception
    assert _figures() == before


def test_a_patch_that_was_built_anew_is_shown_without_other_tables(tmp_path: Path) -> None:
    folder = _copied(tmp_path)
    shutil.copytree(DATA_FOLDER / "patches", folder / "patches")
    key, before = next(iter(store.load(folder).patches.items()))
    file = folder / "patches" / f"{key}.patch"
    file.write_bytes(before + b" \n")
    os.utime(file, (1, 1))
    assert store.load(folder).patches[key] == before + b" \n"
    file.unlink()
    assert key not in store.load(folder).patches


@dataclass
class Session:
    """What Streamlit keeps of somebody who left: files, charts, and what a download is made of."""

    id: str
    held: Place
    closed: bool = False

    def shutdown(self) -> None:
        self.closed = True


def test_a_session_is_closed_when_its_time_to_come_back_is_over() -> None:
    """Streamlit by itself keeps it until somebody else leaves, with all lists that the visitor added."""
    storage = MemorySessionStorage(ttl_seconds=1)
    session = Session("a", Place())
    gone = weakref.ref(session.held)
    storage.save(SessionInfo(client=None, session=session))  # type: ignore[arg-type]
    assert memory.forget_expired(storage, earlier=0) == 1
    assert not session.closed
    assert memory.forget_expired(storage, earlier=1.1) == 0
    assert session.closed
    del session
    memory.give_back()
    assert gone() is None


def own_list(nth: int) -> bytes:
    return b"# Mine\n\n- [[ICML](https://arxiv.org/abs/2301.0000%d)] Nets number %d Are Thin\n" % (nth, nth)


def test_documents_that_are_removed_are_given_back() -> None:
    """Also by what the page keeps for a click: callbacks, and the download that is made when it is asked for."""
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    page.query_params["view"] = "add"
    page.run()
    page.file_uploader[0].set_value([("mine.md", own_list(1), "text/plain")]).run()
    (document,) = page.session_state["visitor-lists"].lists.documents
    gone = weakref.ref(document)
    del document
    next(button for button in page.button if button.label == "Remove all").click().run()
    gc.collect()
    assert gone() is None


def test_what_a_visitor_holds_is_packed() -> None:
    """A list of 2,000 entries took 13 MB as objects."""
    content = long_list(2_000)
    document = read_file("long.md", content, (), read=lambda job, waiting: job.run())
    tables = merge_documents((document,))
    kept = SessionLists((document,), tables=tables)
    assert document.entries == 2_000
    assert kept.size < 4_000_000


def test_lists_that_were_used_least_recently_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """All visitors together hold no more than the server can."""
    read = lambda job, waiting: job.run()  # noqa: E731 - a reader in this process
    places = [Place(), Place(), Place()]
    documents = [read_file("mine.md", own_list(nth), (), read=read) for nth in range(3)]
    monkeypatch.setattr(visitor_limits, "MOST_MEGABYTES_OF_ALL", 2.5 * documents[0].size / 1e6)
    for place, document in zip(places, documents, strict=True):
        put(place, SessionLists((document,)))
    assert [place.dropped for place in places] == [True, False, False]
    assert [len(place.lists.documents) for place in places] == [0, 1, 1]
    put(places[0], SessionLists((documents[0],)))
    assert [place.dropped for place in places] == [False, True, False]


class _Cycle:
    """Something that holds tables and itself."""

    def __init__(self, held: store.Store) -> None:
        self.held, self.itself = held, self


def _load_again(folder: Path, changed: int) -> None:
    os.utime(folder / "papers.csv", (changed, changed))
    store.load(folder)


def _figures() -> int:
    gc.collect()
    return sum(isinstance(one, Figure) for one in gc.get_objects())


def _copied(folder: Path) -> Path:
    for file in (*DATA_FOLDER.glob("*.csv"), *DATA_FOLDER.glob("*.yaml")):
        shutil.copy(file, folder)
    return folder
