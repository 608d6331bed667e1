"""What Arrow raises where a file is no Parquet or is damaged → the error that Surveyor shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import InputError, reason


@contextmanager
def parquet_errors(file: str | Path, remedy: str) -> Iterator[None]:
    """Raise InputError with `remedy` where the block under `with` cannot read `file` as Parquet or cannot find it."""
    import pyarrow as pa  # noqa: PLC0415 - only Parquet files pay for the import

    try:
        yield
    except InputError:
        # It says already what is wrong, in the words of Surveyor.
        raise
    except FileNotFoundError as error:
        raise InputError("does not exist", file=file, remedy=remedy) from error
    # Besides its own errors, damaged cells give ValueError, such as for text that is not UTF-8, and LookupError.
    except (pa.ArrowException, OSError, ValueError, LookupError, MemoryError, ArithmeticError) as error:
        raise InputError(f"cannot be read as Parquet{reason(error)}", file=file, remedy=remedy) from error
