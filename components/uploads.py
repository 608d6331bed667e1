"""How much memory uploads may take before the page has taken them: of one session, and of all together."""

from __future__ import annotations

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from data.visitor import visitor_limits


def bound_uploads(manager: MemoryUploadedFileManager) -> None:
    """Let a manager drop the oldest files of a session, or of all sessions, where they would take too much.

    Streamlit bounds the size of a file, and not how many are sent for a session that never takes them.
    """
    add = manager.add_file

    def add_bounded(session_id: str, file: UploadedFileRec) -> None:
        size = len(file.data)
        _drop_oldest(manager, [session_id], visitor_limits.MOST_UPLOADED - size)
        _drop_oldest(manager, list(manager.file_storage), visitor_limits.MOST_UPLOADED_OF_ALL - size)
        add(session_id, file)

    manager.add_file = add_bounded  # type: ignore[method-assign]


def _drop_oldest(manager: MemoryUploadedFileManager, sessions: list[str], most: int) -> None:
    """Drop the oldest files of the sessions until the others have at most `most` bytes."""
    files = [(session, file) for session in sessions for file in [*manager.file_storage.get(session, {}).values()]]
    together = sum(len(file.data) for _, file in files)
    for session, file in files:
        if together <= most:
            return
        manager.remove_file(session, file.file_id)
        together -= len(file.data)
