"""Memory is given back to the system when visitors have left."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading
import time
from contextlib import suppress

import pyarrow as pa
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.uploads import bound_uploads

SECONDS = 5.0
# Streamlit lets a visitor come back for two minutes. Who lost the connection is back within seconds.
EARLIER_SECONDS = 30.0
# glibc keeps freed memory in a pool for each thread, and every run of the page is a thread.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_MOST_POOLS, _LARGE = 2, 131_072


@st.cache_resource(show_spinner=False)
def watch() -> None:
    """Begin to give memory back, once for this process; nothing happens where no server runs."""
    if Runtime.exists():
        keep_few_pools()
        if isinstance(manager := Runtime.instance().uploaded_file_mgr, MemoryUploadedFileManager):
            bound_uploads(manager)
        threading.Thread(target=_watch, args=(Runtime.instance(),), daemon=True, name="memory").start()


def keep_few_pools() -> None:
    """Let the allocator keep less of what is freed, where it is glibc's."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_ARENA_MAX, _MOST_POOLS)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Collect garbage, and return what is free to the system."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def forget_expired(storage: MemorySessionStorage, earlier: float = EARLIER_SECONDS) -> int:
    """Close the sessions whose time to come back is over `earlier` seconds from now, and return how many are kept.

    Streamlit does that only when the next session ends. It must be called from the thread of Streamlit's event loop.
    """
    expired = storage._cache.expire(time.monotonic() + earlier)  # type: ignore[attr-defined]
    for _, info in expired:
        info.session.shutdown()
    return len(storage.list())


def _watch(runtime: Runtime) -> None:
    before = 0
    while True:
        time.sleep(SECONDS)
        try:
            now = asyncio.run_coroutine_threadsafe(_sessions(runtime), runtime._get_async_objs().eventloop).result()
        except (AttributeError, RuntimeError):
            # The server ends, or another version of Streamlit keeps its sessions elsewhere.
            return
        if now < before:
            give_back()
        before = now


async def _sessions(runtime: Runtime) -> int:
    """Return the number of sessions that are open or may come back."""
    manager = runtime._session_mgr
    return manager.num_active_sessions() + forget_expired(manager._session_storage)  # type: ignore[attr-defined]
