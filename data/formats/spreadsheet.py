"""Papers → CSV that a spreadsheet may open: no cell is taken for a formula."""

from __future__ import annotations

import pandas as pd

from data.schema import FORMULA_STARTS


def to_csv(table: pd.DataFrame) -> bytes:
    """Return every column of `table` as UTF-8 CSV with a byte order mark, so that spreadsheets read the letters right.

    A text that would be taken for a formula gets an apostrophe before it; all other cells are as in the table.
    """
    return table.apply(_defused).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def defused(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it where it would be one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _defused(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_string_dtype(column):
        return column
    return column.where(~column.str.startswith(FORMULA_STARTS), column.map(defused))
