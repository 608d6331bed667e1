"""The one error that bad input raises: it names the file, the line and the remedy."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

# Characters of each part of a message. Addresses and headers of tables may be longer than anyone reads.
_LONGEST = 500


class InputError(ValueError):
    """Input that cannot be used, explained so that its owner can correct it."""

    def __init__(self, problem: str, *, file: str | Path, line: int | None = None, remedy: str) -> None:
        self.problem, self.file, self.line, self.remedy = _printable(problem), str(file), line, _printable(remedy)
        where = f"{_printable(self.file)}, line {line}" if line else _printable(self.file)
        super().__init__(f"{where}: {self.problem}. {self.remedy}")

    @property
    def brief(self) -> str:
        """The message for a visitor: with the name of the file, without the folders of the server."""
        name = self.file if urlsplit(self.file).scheme in ("http", "https") else Path(self.file).name
        return str(InputError(self.problem, file=name, line=self.line, remedy=self.remedy))

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another."""
        return partial(InputError, file=self.file, line=self.line, remedy=self.remedy), (self.problem,)


def _printable(text: str) -> str:
    """Return `text` cut short, without signs that end a line or steer a terminal: names and addresses may hold them."""
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def reason(error: BaseException) -> str:
    """Return why an operation failed, in brackets after a space, without the paths that the system names; else ""."""
    said = (getattr(error, "strerror", None) if isinstance(error, OSError) else None) or str(error)
    first = next(iter(said.strip().splitlines()), "").strip(" .")[:160]
    return f" ({first})" if first else ""
