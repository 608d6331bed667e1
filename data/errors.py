"""The one error that bad input raises: it names the file, the line and the remedy."""

from __future__ import annotations

from functools import partial
from pathlib import Path


class InputError(ValueError):
    """Input that cannot be used, explained so that its owner can correct it."""

    def __init__(self, problem: str, *, file: str | Path, line: int | None = None, remedy: str) -> None:
        self.problem, self.file, self.line, self.remedy = problem, str(file), line, remedy
        where = f"{file}, line {line}" if line else f"{file}"
        super().__init__(f"{where}: {problem}. {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another."""
        return partial(InputError, file=self.file, line=self.line, remedy=self.remedy), (self.problem,)
