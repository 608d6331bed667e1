"""A Parquet file → the text cells that the CSV file would hold, so that both are checked by the same rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet

from data.ingest.files.parquet_errors import parquet_errors
from data.schema import SEPARATOR

SUFFIX = ".parquet"
REMEDY = "Name a Parquet file with the columns of papers.csv, such as one that pandas writes."


def read_parquet(path: Path) -> pd.DataFrame:
    """Return every column of a Parquet file as text, "" for what is missing; lists of texts are joined by `"; "`.

    Raises InputError if the file is missing or is not Parquet.
    """
    with parquet_errors(path, REMEDY):
        # In one piece: taking a page of rows out of many pieces costs more than the whole rest of the page.
        table = pyarrow.parquet.read_table(path).combine_chunks()
    frame: pd.DataFrame = table.to_pandas(ignore_metadata=True)
    return frame.apply(_as_text)


def _as_text(cells: pd.Series[Any]) -> pd.Series[str]:  # Any: a column of any type
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        # Whole numbers with gaps are written as 2024.0.
        cells = cells.astype("Int64")
    if pd.api.types.is_object_dtype(cells):
        cells = cells.map(_joined)
    return cells.astype(str).fillna("")


def _joined(cell: object) -> object:
    return cell if isinstance(cell, str) or not hasattr(cell, "__iter__") else SEPARATOR.join(map(str, cell))
