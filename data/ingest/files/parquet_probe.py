"""Looking at the metadata of a Parquet file in a process of its own, because damaged ones can end it."""

from __future__ import annotations

import subprocess
import sys

from data.errors import InputError

SECONDS = 20
_LOOK = """
import io, sys
import pyarrow.parquet as parquet
metadata = parquet.ParquetFile(io.BytesIO(sys.stdin.buffer.read())).metadata
for group in range(metadata.num_row_groups):
    for column in range(metadata.num_columns):
        metadata.row_group(group).column(column)
"""


def require_sound_metadata(content: bytes, file: str, remedy: str) -> None:
    """Raise InputError for metadata that end the process that looks at them, or keep it busy for `SECONDS`.

    What raises an ordinary error is left to the reader, which says more about it.
    """
    command = [sys.executable, "-c", _LOOK]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - all ours
    except subprocess.TimeoutExpired as error:
        raise InputError("has too many columns and row groups to look at", file=file, remedy=remedy) from error
    if done.returncode not in (0, 1):
        raise InputError("cannot be read as Parquet (its metadata are damaged)", file=file, remedy=remedy)
