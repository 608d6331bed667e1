"""The one error that bad input raises: it names the file, the line and the remedy."""

from __future__ import annotations

from pathlib import Path


class InputError(ValueError):
    """Input that cannot be used, said so that its owner can mend it."""

    def __init__(self, problem: str, *, file: str | Path, line: int | None = None, remedy: str) -> None:
        self.problem, self.file, self.line, self.remedy = problem, str(file), line, remedy
        where = f"{file}, line {line}" if line else f"{file}"
        super().__init__(f"{where}: {problem}. {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another."""
        return _again, (self.problem, self.file, self.line, self.remedy)


def _again(problem: str, file: str, line: int | None, remedy: str) -> InputError:
    return InputError(problem, file=file, line=line, remedy=remedy)
