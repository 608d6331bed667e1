"""A visitor's document → what was read, by a process of its own that is ended where it costs too much."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from data.errors import InputError
from data.knowledge.load_knowledge import load_knowledge
from data.visitor import visitor_limits
from data.visitor.reading_child import Answer, Question, answer

_ROOT = Path(__file__).parents[2]
# Run by name, the module would be called `__main__`, and its answers could not be taken apart here.
_CHILD = (sys.executable, "-c", "from data.visitor.reading_child import main; main()")
_AT_ONCE = threading.BoundedSemaphore(visitor_limits.AT_ONCE)
_REMEDY = "Divide it, or take out what is no list."

Reader = Callable[[bytes, str, str, Mapping[str, tuple[str, ...]] | None], Answer]


def read_here(content: bytes, file: str, key: str, columns: Mapping[str, tuple[str, ...]] | None = None) -> Answer:
    """Read a document in this process, within the limits of its parts."""
    return answer(Question(content, file, key, columns, visitor_limits.limits()), load_knowledge())


def read_apart(
    content: bytes,
    file: str,
    key: str,
    columns: Mapping[str, tuple[str, ...]] | None = None,
    command: tuple[str, ...] = _CHILD,
) -> Answer:
    """Read a document in a process of its own, within the limits of time and memory; others go on meanwhile.

    Nothing is raised: a limit that is met is the problem of the answer. Where no process can be started, the document
    is read in this one. `command` starts the process.
    """
    question = Question(
        content,
        file,
        key,
        columns,
        visitor_limits.limits(),
        visitor_limits.SECONDS,
        visitor_limits.MEGABYTES,
        visitor_limits.MOST_MEGABYTES_BACK,
    )
    with _AT_ONCE:
        try:
            child = subprocess.Popen(  # noqa: S603 - nothing of a visitor is in the command
                command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError:
            return read_here(content, file, key, columns)
        return _answer_of(child, question)


def _answer_of(child: subprocess.Popen[bytes], question: Question) -> Answer:
    """Return what the process answers, and end it in any case."""
    try:
        written, _ = child.communicate(pickle.dumps(question), timeout=visitor_limits.SECONDS_OF_CLOCK)
    except subprocess.TimeoutExpired:
        return _too_long(question.file)
    finally:
        child.kill()
        child.communicate()
    if child.returncode == 0 and written:
        found = pickle.loads(written)  # noqa: S301 - it comes from the process that was started here
        assert isinstance(found, Answer)
        return _too_large(question.file) if found.too_large else found
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        return _too_long(question.file)
    return _too_large(question.file) if child.returncode < 0 else _failed(question.file)


def _failed(file: str) -> Answer:
    remedy = "Please report it, with the file."
    return Answer(problem=InputError("cannot be read, because Surveyor failed", file=file, remedy=remedy))


def _too_long(file: str) -> Answer:
    problem = f"takes longer to read than {visitor_limits.SECONDS} seconds"
    return Answer(problem=InputError(problem, file=file, remedy=_REMEDY))


def _too_large(file: str) -> Answer:
    problem = f"takes more memory to read than {visitor_limits.MEGABYTES} MB"
    return Answer(problem=InputError(problem, file=file, remedy=_REMEDY))
