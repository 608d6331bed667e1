"""Time and memory of reading one document on the command line: a document that takes too much is an InputError."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from data.errors import InputError
from data.ingest import limits

_REMEDY = "Divide it, or take out what is no list."


@contextmanager
def bounded_cost(file: str) -> Iterator[None]:
    """Raise InputError where the block under `with` takes more time or memory for `file` than a document may.

    The figures are `SECONDS` of the processor and `MEGABYTES` beyond what is in use. Systems without such limits have
    none here: Windows, and macOS for memory. Time is limited in the main thread only, because only that one takes
    signals.
    """
    try:
        with _limited_time(file), _limited_memory():
            yield
    except MemoryError as error:
        problem = f"takes more memory to read than {limits.MEGABYTES:,} MB"
        raise InputError(problem, file=file, remedy=_REMEDY) from error


@contextmanager
def _limited_time(file: str) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise InputError(f"takes longer to read than {limits.SECONDS} seconds", file=file, remedy=_REMEDY)

    usual = signal.signal(signal.SIGPROF, stop)
    # Again and again, for the case that a library takes the first error for one of its own.
    signal.setitimer(signal.ITIMER_PROF, limits.SECONDS, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)


@contextmanager
def _limited_memory() -> Iterator[None]:
    in_use = _bytes_in_use()
    if not in_use:
        yield
        return
    import resource  # noqa: PLC0415 - Windows has none

    usual = resource.getrlimit(resource.RLIMIT_DATA)
    most = in_use + limits.MEGABYTES * 1_000_000
    within = [bound for bound in (most, *usual) if bound != resource.RLIM_INFINITY]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (min(within), usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, usual)


def _bytes_in_use() -> int:
    """Return how much memory for data this process has, as Linux counts it; 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)
    return 0
