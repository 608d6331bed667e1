"""Uploads that no page takes do not fill the memory."""

from __future__ import annotations

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from components.uploads import bound_uploads
from data.visitor import visitor_limits


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    monkeypatch.setattr(visitor_limits, "MOST_UPLOADED", 100)
    monkeypatch.setattr(visitor_limits, "MOST_UPLOADED_OF_ALL", 150)
    manager = MemoryUploadedFileManager("/upload")
    bound_uploads(manager)
    return manager


def upload(manager: MemoryUploadedFileManager, session: str, *names: str) -> None:
    for name in names:
        manager.add_file(session, UploadedFileRec(name, name, "text/plain", bytes(40)))


def kept(manager: MemoryUploadedFileManager, session: str) -> list[str]:
    return list(manager.file_storage.get(session, {}))


def test_a_session_keeps_its_latest_files(manager: MemoryUploadedFileManager) -> None:
    upload(manager, "one", "a", "b", "c")
    assert kept(manager, "one") == ["b", "c"]


def test_all_sessions_together_are_bounded(manager: MemoryUploadedFileManager) -> None:
    upload(manager, "one", "a", "b")
    upload(manager, "two", "c", "d")
    assert kept(manager, "one") == ["b"]
    assert kept(manager, "two") == ["c", "d"]


def test_what_the_page_takes_makes_room(manager: MemoryUploadedFileManager) -> None:
    upload(manager, "one", "a", "b")
    manager.remove_file("one", "a")
    upload(manager, "one", "c")
    assert kept(manager, "one") == ["b", "c"]
