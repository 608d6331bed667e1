"""CSV with any separator → a sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from data.errors import InputError, reason
from data.ingest.files.bibliography_item import Remark
from data.ingest.files.sheet import Row, Sheet, names
from data.normalise.title import fold
from data.schema import FORMULA_STARTS

SEPARATORS = (",", ";", "\t", "|")
# A last row of our own: where it does not come back as a row, a quotation mark before it is still open.
_END = "\ue000\ue001\ue002"
# Excel writes the separator into the first line.
_SEP_LINE = re.compile(r"sep=(.?)(?:\n|$)", re.IGNORECASE)
# What divides no cells: where a first line names it, the separator is found as if it named none.
_NO_SEPARATOR = re.compile(rf"[\w \r\"{_END}]?")


def read_csv(text: str, file: str) -> Sheet:
    """Return the header, which is the first row that is not empty, and the rows below.

    Raises InputError with its line, also while the rows are gone through, where a quotation mark is never closed.
    """
    named = _SEP_LINE.match(text)
    separator = named[1] if named and not _NO_SEPARATOR.fullmatch(named[1]) else _separator(text, named)
    rows = _rows(text, separator, file)
    line, header = next((row for row in rows if not (named and row[0] == 1)), (1, []))
    return Sheet(names([cell.strip() for cell in header], file, line), lambda wanted: _fitted(rows, len(header)))


def has_title_column(text: str) -> bool:
    """Say whether the first row that is not empty looks like a header with a column for titles."""
    header = _header(text, _separator(text))
    return len(header) > 1 and any(fold(cell[:100]).split()[-1:] == ["title"] for cell in header)


def _separator(text: str, sep_line: re.Match[str] | None = None) -> str:
    """Return the separator that divides the first row, below the line that names one, into the most cells."""
    text = text[sep_line.end() :] if sep_line else text
    return max(SEPARATORS, key=lambda separator: len(_header(text, separator)))


def _header(text: str, separator: str) -> list[str]:
    # A header is short: where it is not, the text is no table.
    lines = io.StringIO(text[:50_000].lstrip("\n"), newline="")
    try:
        return next(iter(csv.reader(lines, delimiter=separator)), [])
    except csv.Error:
        return []


def _rows(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty with their first lines."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}\n", newline=""), delimiter=separator)
    line = 1
    try:
        for row in reader:
            if row == [_END]:
                return
            if any(map(str.strip, row)):
                yield line, row
            first, line = line, reader.line_num + 1
    except csv.Error as error:
        raise _open_quotation(file, line, reason(error)) from error
    raise _open_quotation(file, first, "")


def _open_quotation(file: str, line: int, why: str) -> InputError:
    remedy = "Close it, or write a quotation mark within quotes twice."
    return InputError(f"has a quotation mark that is never closed{why}", file=file, line=line, remedy=remedy)


def _fitted(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row | Remark]:
    for line, cells in rows:
        if any(map(str.strip, cells[width:])):
            yield Remark(line, f"row of {len(cells)} cells under a header of {width}")
            continue
        if len(cells) < width:
            yield Remark(line, f"row of {len(cells)} cells under a header of {width}", "doubtful")
        yield Row(line, [_bare(cell) for cell in [*cells, *[""] * width][:width]])


def _bare(cell: str) -> str:
    """Return the cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell
