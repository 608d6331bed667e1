"""One build at a time in a folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from data.atomic_writing import finish, require_folder, unwritable
from data.errors import InputError

NAME = ".lock"
# The errors of a file system without locks.
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; InputError if another process holds it, or if it cannot be written.

    The system releases the lock of a process that has ended, however it ended. A replacement that was interrupted is
    finished, and files that a killed process left half written are deleted. If the file system has no locks, nothing
    is held.
    """
    require_folder(folder)
    path = folder / NAME
    with ExitStack() as held:
        try:
            held.enter_context(FileLock(path, blocking=False, on_acquired=_sign))
            held.callback(_remove, path)
        except Timeout as error:
            raise _busy(path) from error
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise unwritable(error, folder) from error
        finish(folder)
        for part in (*folder.glob(".*.part"), *folder.glob("*/.*.part")):
            part.unlink(missing_ok=True)
        yield


def _sign(lock: int) -> None:
    """Write into the open file `lock` which process holds it."""
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _busy(path: Path) -> InputError:
    owner = ""
    with suppress(OSError):
        owner = path.read_text("latin-1")[:20]
    who = f"process {owner}" if owner.isascii() and owner.isdigit() else "another process"
    return InputError(f"{who} is writing these tables", file=path.parent, remedy="Wait until it has ended, or stop it.")
