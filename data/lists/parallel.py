"""The same work on many lists: one after the other, or large ones on every core."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from data.interrupts import uninterrupted
from data.knowledge.load_knowledge import Knowledge, load_knowledge

Given = TypeVar("Given")
Result = TypeVar("Result")
Progress = Callable[[str], None]
Work = Callable[[Given, Knowledge], Result]

# Below this many bytes to read a further process costs more than it saves.
LARGE = 2_000_000


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the search for cycles: records hold none, and looking for them is a third of a large build."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def parallel_map(
    work: Work[Given, Result], inputs: Sequence[Given], knowledge: Knowledge, size: int
) -> Iterator[Result]:
    """Yield the result of `work` for each of `inputs`, in their order, on every core if that is faster.

    `work` is a function of a module. `size` says how much work there is, in bytes of lists to be read.
    """
    # Another process loads the curated knowledge by itself, so it can work with no other.
    if size < LARGE or len(inputs) < 2 or knowledge is not load_knowledge() or (os.cpu_count() or 1) < 2:
        yield from (work(given, knowledge) for given in inputs)
        return
    pool = ProcessPoolExecutor(min(os.cpu_count() or 1, len(inputs)), initializer=_leave_ctrl_c)
    try:
        # Ctrl-C while processes are made would be lost: Python passes over what a hook of a fork raises.
        with uninterrupted():
            results = pool.map(partial(_there, work), inputs)
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_ctrl_c() -> None:
    """Leave Ctrl-C to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _there(work: Work[Given, Result], given: Given) -> Result:
    return work(given, load_knowledge())
