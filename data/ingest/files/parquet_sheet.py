"""Parquet → a sheet, read in portions, never more than its own metadata and our limits allow."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from data.errors import InputError
from data.ingest.files.parquet_errors import parquet_errors
from data.ingest.files.parquet_probe import require_sound_metadata
from data.ingest.files.sheet import Row, Sheet, names

MOST_ROWS = 100_000
MOST_BYTES = 200_000_000
REMEDY = "Write a smaller or plainer Parquet file, or CSV."
_PORTION = 5_000
_LONGEST_CELL = 5_000
_MOST_IN_LIST = 1_000
# A number, or the place of a text in its dictionary.
_VALUE_BYTES = 8


def read_parquet(content: bytes, file: str) -> Sheet:
    """Return the columns and the rows; a row's line is its number, counted from 1.

    Raises InputError, also while the rows are gone through, for what is no Parquet or exceeds `MOST_ROWS` rows or
    `MOST_BYTES` bytes unpacked.
    """
    import pyarrow as pa  # noqa: PLC0415 - only Parquet files pay for the import
    import pyarrow.parquet as pq  # noqa: PLC0415

    require_sound_metadata(content, file, REMEDY)
    with parquet_errors(file, REMEDY):
        plain = pq.ParquetFile(pa.BufferReader(content))
        schema, metadata = plain.schema_arrow, plain.metadata
        _check_size(metadata, file)
        # A dictionary that repeats one long text a million times, also in lists, stays small as long as it stays one.
        opened = pq.ParquetFile(pa.BufferReader(content), read_dictionary=_texts_of(metadata))
    header = names(schema.names, file, None)
    # Arrow finds columns by name, so of those that share one none can be told from the other.
    numbers = {name: number for number, name in enumerate(header) if schema.names.count(schema.names[number]) == 1}
    return Sheet(
        header,
        lambda wanted: _rows(opened, schema.names, [numbers[name] for name in wanted if name in numbers], file),
    )


def _texts_of(metadata: Any) -> list[str]:
    """Return the columns of texts and bytes, also those within lists and structs, by their paths."""
    leaves = map(metadata.schema.column, range(metadata.num_columns))
    return [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]


def _check_size(metadata: Any, file: str) -> None:
    """Raise InputError for more rows than `MOST_ROWS`, or what takes more than `MOST_BYTES` when it is read."""
    if metadata.num_rows > MOST_ROWS:
        raise InputError(f"has {metadata.num_rows:,} rows, more than {MOST_ROWS:,}", file=file, remedy=REMEDY)
    groups = list(map(metadata.row_group, range(metadata.num_row_groups)))
    unpacked = sum(group.total_byte_size for group in groups)
    widest = 0
    for number in range(metadata.num_columns):
        leaf = metadata.schema.column(number)
        chunks = [group.column(number) for group in groups]
        unpacked = max(unpacked, sum(chunk.total_uncompressed_size for chunk in chunks))
        # Values that a page only repeats take their whole size in memory: numbers, and bytes of a fixed length.
        size = leaf.length if leaf.physical_type == "FIXED_LEN_BYTE_ARRAY" else _VALUE_BYTES
        widest = max(widest, size * sum(chunk.num_values for chunk in chunks))
    if max(unpacked, widest) > MOST_BYTES:
        problem = f"unpacks to {max(unpacked, widest) // 1_000_000:,} MB, more than {MOST_BYTES // 1_000_000} MB"
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
    """Return the cells as texts; no text of a dictionary is made more often than once, or longer than a cell."""
    import pyarrow as pa  # noqa: PLC0415 - only Parquet files pay for the import

    kind = column.type
    if pa.types.is_dictionary(kind):
        numbers = column.indices.to_pylist()
        known = {index: _text(column.dictionary[index].as_py()) for index in {*numbers} - {None}}
        return [known.get(index, "") for index in numbers]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _joined(column)
    if pa.types.is_nested(kind):
        return [""] * len(column)
    return [_text(value) for value in column.to_pylist()]


def _joined(column: Any) -> list[str]:
    """Return the texts of each list in one cell."""
    import pyarrow.compute as pc  # noqa: PLC0415

    texts, cells, start = _texts(column.flatten()), [], 0
    for length in pc.list_value_length(column).to_pylist():
        end = start + (length or 0)
        cells.append("; ".join(texts[start : min(end, start + _MOST_IN_LIST)])[:_LONGEST_CELL])
        start = end
    return cells


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        value = value[: 4 * _LONGEST_CELL].decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (value.isoformat() if isinstance(value, datetime.date) else str(value))[:_LONGEST_CELL]
