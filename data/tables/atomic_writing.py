"""Several files replaced together: all of them or none, whatever interrupts."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from data.errors import InputError
from data.interrupts import uninterrupted

Write = Callable[[BinaryIO], object]


def replace_files(files: Mapping[Path, Write | None], folder: Path) -> None:
    """Write every file and put it in its place once all are complete on disk; None takes a file away.

    `folder` is named in errors; a folder in it is made where it is missing. What a symbolic link leads to is replaced,
    not the link, and a file keeps its mode.

    Raises InputError, all old files in place, where one cannot be written. Ctrl-C and termination wait for the
    moment in which the files change places.
    """
    try:
        files = {target.resolve() if write else target: write for target, write in files.items()}
        parts = {target: _part(target) if write else None for target, write in files.items()}
    except (OSError, RuntimeError) as error:
        raise InputError(f"cannot be written ({error})", file=folder, remedy="Mend the symbolic link.") from error
    try:
        for target, write in files.items():
            if write:
                if target.parent.parent == folder.resolve():
                    target.parent.mkdir(exist_ok=True)
                require_folder(target.parent)
                _write(_part(target), write, target)
        with uninterrupted():
            _swap(parts)
    except OSError as error:
        raise unwritable(error, folder) from error
    finally:
        for part in filter(None, parts.values()):
            part.unlink(missing_ok=True)


def require_folder(folder: Path) -> None:
    """Raise InputError, with the command that makes it, if `folder` is no folder."""
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "does not exist"
        remedy = f"Make it with `mkdir -p {shlex.quote(str(folder))}`, or name another; no table was changed."
        raise InputError(problem, file=folder, remedy=remedy)


def unwritable(error: OSError, folder: Path) -> InputError:
    """Return the error of a file in `folder` that cannot be written."""
    remedy = "Make the folder writable; no table was changed."
    return InputError(f"cannot be written ({error.strerror or error})", file=error.filename or folder, remedy=remedy)


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _write(part: Path, write: Write, target: Path) -> None:
    with part.open("wb") as file:
        if target.exists():
            shutil.copymode(target, part)
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _swap(parts: Mapping[Path, Path | None]) -> None:
    """Put every part in the place of its target, or take it away; where one fails, those before it are put back."""
    before = {target: target.read_bytes() if target.exists() else None for target in parts}
    try:
        for target, part in parts.items():
            if part:
                part.replace(target)
            else:
                target.unlink(missing_ok=True)
    except BaseException:
        for target, content in before.items():
            if content is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(content)
        raise
