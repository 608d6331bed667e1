"""A job on a visitor's lists → its result, by a process of its own that is ended where it costs too much."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import InputError
from data.ingest.file_format import format_of
from data.visitor import visitor_limits
from data.visitor.child import Answer, Job, Order, Result

_ROOT = Path(__file__).parents[2]
# Run by name, the module would be called `__main__`, and its answers could not be taken apart here.
CHILD = (sys.executable, "-c", "from data.visitor.child import main; main()")
# Arrow's own allocator reserves a gigabyte, which the limit would count.
_SETTINGS = ("ARROW_DEFAULT_MEMORY_POOL=system", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1")


@dataclass(frozen=True)
class Lane:
    """Jobs that wait for each other, because together they would take too much memory."""

    name: str
    _free: threading.BoundedSemaphore = field(default_factory=threading.BoundedSemaphore)

    def enter(self, waiting: Callable[[], object]) -> None:
        """Wait until the lane is free; `waiting` is called first if it is not."""
        if not self._free.acquire(blocking=False):
            waiting()
            self._free.acquire()

    def leave(self) -> None:
        """Let the next one in."""
        self._free.release()


SMALL, LARGE = Lane("small"), Lane("large")


@dataclass(frozen=True)
class Cost:
    """What a job may cost: seconds of the processor and of the clock, and megabytes; `verb` and `done` name the job."""

    verb: str
    done: str
    remedy: str
    seconds: int
    of_clock: int
    megabytes: int
    lane: Lane


def reading_cost(content: bytes, file: str) -> Cost:
    """Return what reading a document may cost; Parquet needs its own library, which is large."""
    small = len(content) <= visitor_limits.SMALL_BYTES and format_of(content, file) != "parquet"
    megabytes = visitor_limits.SMALL_MEGABYTES if small else visitor_limits.MEGABYTES
    remedy = "Divide it, or take out what is no list."
    seconds, of_clock = visitor_limits.SECONDS, visitor_limits.SECONDS_OF_CLOCK
    return Cost("read", "read", remedy, seconds, of_clock, megabytes, SMALL if small else LARGE)


def merging_cost() -> Cost:
    """Return what merging the lists of a visitor may cost."""
    seconds, of_clock = visitor_limits.SECONDS, visitor_limits.SECONDS_OF_CLOCK
    return Cost("merge", "merged", "Remove a file.", seconds, of_clock, visitor_limits.MEGABYTES, LARGE)


def checking_cost() -> Cost:
    """Return what finding and patching may cost."""
    seconds, of_clock = visitor_limits.CHECK_SECONDS, visitor_limits.CHECK_SECONDS_OF_CLOCK
    return Cost("check", "checked", "Remove a file.", seconds, of_clock, visitor_limits.MEGABYTES, LARGE)


def run_apart(
    job: Job[Result],
    file: str,
    cost: Cost,
    waiting: Callable[[], object] = lambda: None,
    command: tuple[str, ...] = CHILD,
) -> Result:
    """Do a job in a process of its own, within its cost; others go on meanwhile.

    Raises InputError about `file` where the job does, or where a limit is met. Where no process can be started, the
    job is done in this one. `waiting` is called if another job has to end first; `command` starts the process.
    """
    order = Order(job, cost.seconds, cost.megabytes, visitor_limits.MOST_MEGABYTES_BACK)
    cost.lane.enter(waiting)
    try:
        try:
            child = subprocess.Popen(  # noqa: S603 - nothing of a visitor is in the command
                command,
                cwd=_ROOT,
                env={**os.environ, **dict(setting.split("=", 1) for setting in _SETTINGS)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        except OSError:
            return job.run()
        return _result_of(child, order, file, cost)
    finally:
        cost.lane.leave()


def _result_of(child: subprocess.Popen[bytes], order: Order[Result], file: str, cost: Cost) -> Result:
    """Return what the process answers, and end it in any case."""
    try:
        written, _ = child.communicate(pickle.dumps(order, pickle.HIGHEST_PROTOCOL), timeout=cost.of_clock)
    except subprocess.TimeoutExpired:
        raise _too_long(file, cost) from None
    finally:
        child.kill()
        child.communicate()
    if child.returncode == 0 and written:
        found: Answer[Result] = pickle.loads(written)  # noqa: S301 - it comes from the process that was started here
        if found.problem:
            raise found.problem
        if found.result is not None:
            return found.result
        raise _too_large(file, cost)
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        raise _too_long(file, cost)
    raise _too_large(file, cost) if child.returncode < 0 else _failed(file, cost)


def _failed(file: str, cost: Cost) -> InputError:
    remedy = "Please report it, with the file."
    return InputError(f"cannot be {cost.done}, because Surveyor failed", file=file, remedy=remedy)


def _too_long(file: str, cost: Cost) -> InputError:
    return InputError(f"takes longer to {cost.verb} than {cost.seconds} seconds", file=file, remedy=cost.remedy)


def _too_large(file: str, cost: Cost) -> InputError:
    return InputError(f"takes more memory to {cost.verb} than {cost.megabytes} MB", file=file, remedy=cost.remedy)
