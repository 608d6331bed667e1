"""The process that does one job on the lists of a visitor: it limits itself, does it, and writes the answer.

It takes a pickled `Order` from standard input and writes a pickled `Answer` to standard output. Both are made by
Surveyor alone, never by a visitor. It imports only what the job needs, because pandas would take more time and memory
than reading most documents.
"""

from __future__ import annotations

import gc
import pickle
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from data.errors import InputError

Result_co = TypeVar("Result_co", covariant=True)
Result = TypeVar("Result")


class Job(Protocol[Result_co]):
    """Something to be done; raises InputError for what is wrong with the lists."""

    def run(self) -> Result_co:
        """Do it."""


@dataclass(frozen=True)
class Order(Generic[Result]):
    """A job and what it may cost: seconds of the processor, megabytes while it runs, megabytes of its answer."""

    job: Job[Result]
    seconds: int
    megabytes: int
    most_back: int


@dataclass(frozen=True)
class Answer(Generic[Result]):
    """What came of it, or why it failed; neither where the memory was not enough."""

    result: Result | None = None
    problem: InputError | None = None


def main() -> None:
    """Do one job and write the answer."""
    order = pickle.load(sys.stdin.buffer)  # noqa: S301 - it comes from the process that started this one
    _limit(order)
    # The process ends with the job, so there is nothing to collect.
    gc.disable()
    try:
        written = pickle.dumps(_answer(order), pickle.HIGHEST_PROTOCOL)
        if len(written) > order.most_back * 1_000_000:
            written = pickle.dumps(Answer[object]())
    except MemoryError:
        written = pickle.dumps(Answer[object]())
    sys.stdout.buffer.write(written)


def _answer(order: Order[Result]) -> Answer[Result]:
    try:
        return Answer(order.job.run())
    except InputError as error:
        return Answer(problem=error)


def _limit(order: Order[Result]) -> None:
    """Bound the time of the processor and the memory, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    seconds = int(time.process_time()) + order.seconds + 1
    memory = order.megabytes * 1_000_000
    # At the first limit of time SIGXCPU tells the cause, at the second the process is killed.
    for name, most in (("CPU", (seconds, seconds + 2)), ("DATA", (memory, memory)), ("CORE", (0, 0))):
        with suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), most)
