"""What trying one input may cost: processor time and memory in proportion to its size."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Reading takes some 5 µs a byte, of dense links, 10; a busy machine takes twice as long, and the tables a part of that.
SECONDS, SECONDS_A_BYTE = 1.0, 0.000_1
MEGABYTES = 300


class TooExpensiveError(AssertionError):
    """Raised while an input is tried that takes too long."""


@contextmanager
def within_limits(size: int, least: float = SECONDS) -> Iterator[None]:
    """Raise an error where the block under `with` takes more time than an input of `size` bytes may."""
    seconds = least + SECONDS_A_BYTE * size

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooExpensiveError(f"takes more than {seconds:.1f} s for {size:,} bytes")

    usual = signal.signal(signal.SIGPROF, stop)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)
    if time.process_time() - began > seconds:
        stop(0, None)


def limit_memory() -> None:
    """Let this process take no more than `MEGABYTES` beyond what it has."""
    with open("/proc/self/statm") as file:
        in_use = int(file.read().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (in_use + MEGABYTES * 1_000_000, resource.RLIM_INFINITY))
