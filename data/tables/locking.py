"""One build at a time in a folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from data.errors import InputError

if sys.platform != "win32":
    import fcntl

NAME = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; InputError where another holds it.

    The system takes a lock back from a process that has ended, however it ended; what one that was killed left half
    written is taken away. Where the system has no such locks there is none.
    """
    file = _own(folder / NAME)
    try:
        for part in (*folder.glob(".*.part"), *folder.glob("*/.*.part")):
            part.unlink(missing_ok=True)
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / NAME).unlink(missing_ok=True)
        file.close()


def _own(path: Path) -> BinaryIO:
    while True:
        try:
            file = path.open("ab+")
        except OSError as error:
            remedy = "Make the folder writable; no table was changed."
            raise InputError(f"cannot be written ({error.strerror})", file=path.parent, remedy=remedy) from error
        try:
            _lock(file)
        except BlockingIOError as error:
            raise _busy(path, file) from error
        # Its former owner may have taken the file away before it was locked here.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                file.truncate(0)
                file.write(str(os.getpid()).encode())
                file.flush()
                return file
        file.close()


def _busy(path: Path, file: BinaryIO) -> InputError:
    with file:
        file.seek(0)
        owner = file.read(20).decode("latin-1")
    who = f"process {owner}" if owner.isascii() and owner.isdigit() else "another process"
    return InputError(f"{who} is writing these tables", file=path.parent, remedy="Wait until it has ended, or stop it.")


def _lock(file: BinaryIO) -> None:
    """Lock a file that is open; BlockingIOError where another process has locked it."""
    if sys.platform == "win32":
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except PermissionError as error:
        raise BlockingIOError from error
    except BlockingIOError:
        raise
    except OSError:
        """This file system knows no locks."""
