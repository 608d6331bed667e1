"""Parquet → a sheet, read in portions, never more than its own metadata and our limits allow."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from data.errors import InputError
from data.ingest.files.parquet_errors import parquet_errors
from data.ingest.files.sheet import Row, Sheet, names

MOST_ROWS = 100_000
MOST_BYTES = 500_000_000
REMEDY = "Write a smaller or plainer Parquet file, or CSV."
_PORTION = 5_000
_LONGEST_CELL = 5_000


def read_parquet(content: bytes, file: str) -> Sheet:
    """Return the columns and the rows; a row's line is its number, counted from 1.

    Raises InputError, also while the rows are gone through, for what is no Parquet or exceeds `MOST_ROWS` rows or
    `MOST_BYTES` bytes unpacked.
    """
    import pyarrow as pa  # noqa: PLC0415 - only Parquet files pay for the import
    import pyarrow.parquet as pq  # noqa: PLC0415

    with parquet_errors(file, REMEDY):
        schema = pq.ParquetFile(pa.BufferReader(content)).schema_arrow
        texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        # A dictionary that repeats one long text a million times stays small as long as it stays a dictionary.
        opened = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
    header = names(schema.names, file, None)
    _check_size(opened.metadata, file)
    # Arrow finds columns by name, so of those that share one none can be told from the other.
    numbers = {name: number for number, name in enumerate(header) if schema.names.count(schema.names[number]) == 1}
    return Sheet(
        header,
        lambda wanted: _rows(opened, schema.names, [numbers[name] for name in wanted if name in numbers], file),
    )


def _check_size(metadata: Any, file: str) -> None:
    unpacked = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if metadata.num_rows > MOST_ROWS:
        raise InputError(f"has {metadata.num_rows:,} rows, more than {MOST_ROWS:,}", file=file, remedy=REMEDY)
    if unpacked > MOST_BYTES:
        problem = f"unpacks to {unpacked // 1_000_000:,} MB, more than {MOST_BYTES // 1_000_000} MB"
        raise InputError(problem, file=file, remedy=REMEDY)


def _rows(opened: Any, columns: list[str], numbers: list[int], file: str) -> Iterator[Row]:
    line = 0
    with parquet_errors(file, REMEDY):
        for portion in opened.iter_batches(batch_size=_PORTION, columns=[columns[number] for number in numbers]):
            cells = {number: _texts(portion.column(columns[number])) for number in numbers}
            for row in range(portion.num_rows):
                line += 1
                yield Row(line, [cells[number][row] if number in cells else "" for number in range(len(columns))])


def _texts(column: Any) -> list[str]:  # Any: an array of Arrow, which has no types
    if hasattr(column, "dictionary"):
        known = [_text(value) for value in column.dictionary.to_pylist()]
        return ["" if index is None else known[index] for index in column.indices.to_pylist()]
    return [_text(value) for value in column.to_pylist()]


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value[:1_000]))[:_LONGEST_CELL]
    if value is None or isinstance(value, dict) or value != value:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (value.isoformat() if isinstance(value, datetime.date) else str(value))[:_LONGEST_CELL]
