"""A time limit that also holds where Python waits in the system: for names, connections and slow headers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class ExpiredError(Exception):
    """The time is over."""


class Deadline:
    """A moment in the future that can be asked for, and that work in another thread can be held to."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._stopped = False

    def left(self) -> float:
        """Return the seconds until the deadline, 0 where it has passed or the work was given up."""
        return 0.0 if self._stopped else max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise ExpiredError where no time is left."""
        if not self.left():
            raise ExpiredError

    def hold(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns; ExpiredError at the deadline, whatever `work` is waiting for.

        The work runs in a thread that is left behind then, and ends at its next `check`.
        """
        results: list[Result] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            except BaseException as error:
                errors.append(error)

        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        try:
            worker.join(self.left())
        finally:
            self._stopped = self._stopped or worker.is_alive()
        if errors:
            raise errors[0]
        if not results:
            raise ExpiredError
        return results[0]
