"""The document of a list that is a file on this machine."""

from __future__ import annotations

from pathlib import Path

from data.errors import InputError, reason

# Larger than what may be downloaded, because it is the user's own; what has no end, such as /dev/zero, is not read on.
MOST_BYTES = 100_000_000


def read_local(path: Path, remedy: str) -> bytes:
    """Return the content of a file; InputError, with `remedy`, if it cannot be read, or if it is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read{reason(error)}", file=path, remedy=remedy) from error
    if len(content) > MOST_BYTES:
        raise InputError(f"has more than {MOST_BYTES / 1_000_000:g} MB", file=path, remedy="Divide it.")
    return content
