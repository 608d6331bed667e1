"""Several files replaced as one: all of them are new or none is, also where the machine stops in between.

New files are written beside the old ones. Then one rename puts a journal in place that names them, and from that
moment they are the valid ones, all at once: `current` leads to each of them wherever it stands. Moving them into their
places only tidies up. Where that is interrupted, the next command that writes there finishes it.
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.errors import InputError
from data.interrupts import uninterrupted

JOURNAL = ".replacing.json"
Write = Callable[[BinaryIO], object]


@dataclass(frozen=True)
class Move:
    """One file of a replacement: `part` is to take the place of `target`; None takes `target` away."""

    target: Path
    part: Path | None


def replace_files(files: Mapping[Path, Write | None], folder: Path) -> None:
    """Write every file, and make all of them valid at once when they are complete on disk; None takes a file away.

    `folder` holds the journal and is named in errors; a folder in it is made where it is missing. What a symbolic link
    leads to is replaced, not the link, and a file keeps its mode. Ctrl-C and termination wait while the files change
    places.

    Raises InputError if a file cannot be written, all old files valid; and where the new files are valid but one
    cannot be moved into its place.
    """
    finish(folder)
    parts = [_part(folder / JOURNAL)]
    try:
        moves: dict[Path, Move] = {}
        for named, write in files.items():
            target = _resolved(named, folder) if write else named
            moves[named] = Move(target, _part(target) if write else None)
            if write:
                parts.append(_part(target))
                _write(parts[-1], write, target, folder)
        _write(parts[0], lambda file: file.write(_as_json(moves)), folder / JOURNAL, folder)
        with uninterrupted():
            parts[0].replace(folder / JOURNAL)
            parts.clear()
            finish(folder)
    except OSError as error:
        raise unwritable(error, folder) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def finish(folder: Path) -> None:
    """Move the files that an interrupted replacement left beside their targets into their places.

    Raises InputError if one cannot be moved; the new files stay the valid ones.
    """
    moves = pending(folder)
    if not moves:
        return
    _sync(folder)
    for move in moves.values():
        try:
            if move.part is None:
                move.target.unlink(missing_ok=True)
            else:
                with suppress(FileNotFoundError):
                    move.part.replace(move.target)
        except OSError as error:
            problem = f"cannot be put in its place ({error.strerror or error})"
            remedy = f"The new files are complete and used. Make {move.target.parent} writable, and build again."
            raise InputError(problem, file=move.target, remedy=remedy) from error
    for changed in {move.target.parent for move in moves.values()}:
        _sync(changed)
    with suppress(OSError):
        (folder / JOURNAL).unlink(missing_ok=True)


def pending(folder: Path) -> dict[Path, Move]:
    """Return what an interrupted replacement in `folder` has still to move, by path; empty where there is none.

    Raises InputError if the journal cannot be read.
    """
    file = folder / JOURNAL
    try:
        listed = json.loads(file.read_text("utf-8"))
        return {Path(named): Move(Path(target), Path(part) if part else None) for named, target, part in listed}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError) as error:
        remedy = "Delete it, and build the tables again with `python -m data build`."
        raise InputError(f"cannot be read ({error})", file=file, remedy=remedy) from error


def current(path: Path, folder: Path | None = None) -> Path:
    """Return where the valid content of `path` stands: there, or in a new file that is not in its place yet.

    `folder` holds the journal; unless named, it is the folder of `path`. Raises InputError if the journal cannot be
    read.
    """
    move = pending(folder or path.parent).get(path.absolute())
    return move.part if move and move.part and move.part.exists() else path


def require_folder(folder: Path) -> None:
    """Raise InputError if `folder` is no folder, with how to make it."""
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "does not exist"
        remedy = f"Make it with `mkdir -p {shlex.quote(str(folder))}`, or name another; no table was changed."
        raise InputError(problem, file=folder, remedy=remedy)


_REMEDIES = {
    errno.ENOSPC: "Free some space on the disk",
    errno.EDQUOT: "Free some of your space on the disk",
    errno.EIO: "Check the disk",
    errno.ENOMEM: "Free some memory",
    errno.EMFILE: "Close some files",
    errno.EROFS: "Choose a folder that can be written",
    errno.ELOOP: "Mend the symbolic link",
    errno.EISDIR: "Move the folder of that name away",
}


def unwritable(error: OSError, folder: Path) -> InputError:
    """Return the error of a file in `folder` that cannot be written, with the remedy for its cause."""
    remedy = f"{_REMEDIES.get(error.errno or 0, 'Make the folder writable')}; no table was changed."
    file = Path(os.fsdecode(error.filename)) if error.filename else folder
    named = file.with_name(file.name[1:].rsplit(".", 2)[0]) if file.suffix == ".part" else file
    return InputError(f"cannot be written ({error.strerror or error})", file=named, remedy=remedy)


def _resolved(path: Path, folder: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise InputError(f"cannot be written ({error})", file=folder, remedy="Mend the symbolic link.") from error


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _write(part: Path, write: Write, target: Path, folder: Path) -> None:
    if target.parent.parent == folder.resolve():
        target.parent.mkdir(exist_ok=True)
    require_folder(target.parent)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    with part.open("wb") as file:
        if target.exists():
            shutil.copymode(target, part)
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _as_json(moves: Mapping[Path, Move]) -> bytes:
    listed = [
        (str(named.absolute()), str(move.target.absolute()), str(move.part.absolute()) if move.part else None)
        for named, move in moves.items()
    ]
    return json.dumps(listed, ensure_ascii=True).encode()


def _sync(folder: Path) -> None:
    """Have the names in a folder written to disk, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
