"""Tables on disk: replaced atomically, and checked by every rule of the schema when they are read."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from operator import attrgetter, methodcaller
from pathlib import Path

import pandas as pd

from data.atomic_writing import Write, current, replace_files
from data.errors import InputError, reason
from data.normalise.link import is_safe
from data.schema import SEPARATOR, TABLES, Row, RowType, Rule, columns, lists, numbers, rules
from data.tables.parquet_table import REMEDY as PARQUET_REMEDY
from data.tables.parquet_table import SUFFIX, read_parquet

REBUILD = "Rebuild it with `python -m data build`, or take the last good version from git."
_PLAINLY_SAFE = r"https?://[A-Za-z0-9.-]+(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?"


def to_frame(rows: Iterable[Row], table: RowType) -> pd.DataFrame:
    """Return rows of `table` as a frame: text columns of dtype str with "" for unknown, numbers as Int64."""
    names = columns(table)
    frame = pd.DataFrame(map(attrgetter(*names), rows), columns=list(names))
    for name in lists(table):
        frame[name] = frame[name].map(SEPARATOR.join)
    return _typed(frame, table)


def read_table(path: Path, table: RowType) -> pd.DataFrame:
    """Read and check a table; the frame is as `to_frame` returns it, shape (rows, columns of the schema).

    Raises InputError with file, line and remedy where the file is missing, is not CSV, or breaks the schema.
    """
    frame = read_raw(path, table)
    first = next(problems(frame, table, path), None)
    if first:
        raise first
    return _typed(frame, table)


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with every cell as the text that is written to the file."""
    return frame.astype(str).fillna("")


def read_raw(path: Path, table: RowType) -> pd.DataFrame:
    """Read a table as text; only its columns are checked."""
    file = current(path)
    frame = read_parquet(file) if path.suffix == SUFFIX else _read_csv(file)
    missing = [name for name in columns(table) if name not in frame.columns]
    if missing:
        named = ", ".join(f"`{name}`" for name in missing)
        raise InputError(f"has no column {named}", file=path, line=_line_of(path, -1), remedy=_remedy(path))
    if not isinstance(frame.index, pd.RangeIndex):
        raise InputError("has rows with more cells than the header", file=path, line=_ragged_line(path), remedy=REBUILD)
    if path.suffix != SUFFIX:
        _require_whole(file, frame, path)
    return frame[list(columns(table))]


def _require_whole(file: Path, frame: pd.DataFrame, path: Path) -> None:
    """Raise InputError where a row has fewer cells than the header, or the last one ends without a line break.

    So ends a file that was cut off. Missing cells are read as empty ones, which other rules may allow.
    """
    ends = not len(frame) or _last_byte(file) in b"\r\n"
    if ends and not (frame.iloc[:, -1] == "").any():
        return
    if line := _ragged_line(file):
        raise InputError(
            "has fewer cells than the header; the file may be cut off", file=path, line=line, remedy=REBUILD
        )
    if not ends:
        remedy = f"{REBUILD} If it is whole, end it with a line break."
        raise InputError("ends without a line break; it may be cut off", file=path, line=len(frame) + 1, remedy=remedy)


def _last_byte(file: Path) -> bytes:
    with file.open("rb") as opened:
        opened.seek(-1, os.SEEK_END)
        return opened.read(1)


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path, dtype=str, keep_default_na=False, na_filter=False, skip_blank_lines=False, encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise InputError("does not exist", file=path, remedy=REBUILD) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", file=path, line=_undecodable_line(path), remedy=REBUILD) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            f"is not a table{reason(error)}", file=path, line=_ragged_line(path), remedy=REBUILD
        ) from error
    except OSError as error:
        raise InputError(f"cannot be read{reason(error)}", file=path, remedy=REBUILD) from error


def problems(frame: pd.DataFrame, table: RowType, path: Path) -> Iterator[InputError]:
    """Yield every violation of the schema in a frame of text cells, as an error that names its line."""
    key = TABLES[table][1]
    named = frame[key.split()].agg(" ".join, axis=1) if " " in key else frame[key]
    for row in frame.index[named.duplicated()]:
        yield _problem(path, int(row), f"the {key} `{named[row]}` appears twice", "Keep one of the rows.")
    for name, rule in rules(table).items():
        for row, what in _breaches(frame[name], rule, many=name in lists(table), number=name in numbers(table)):
            yield _problem(path, row, f"`{name}` {what}", _remedy(path))


def write_tables(
    frames: Mapping[RowType, pd.DataFrame], folder: Path, others: Mapping[Path, bytes | None] | None = None
) -> None:
    """Write all tables to `folder` and other files to their paths (None deletes one), or change nothing.

    Raises InputError, all old files in place, where the folder or a file cannot be written.
    """
    files: dict[Path, Write | None] = {
        folder / TABLES[table][0]: partial(frame.to_csv, index=False, lineterminator="\n", encoding="utf-8")
        for table, frame in frames.items()
    }
    for path, content in (others or {}).items():
        files[path] = None if content is None else methodcaller("write", content)
    replace_files(files, folder)


def _typed(frame: pd.DataFrame, table: RowType) -> pd.DataFrame:
    whole = numbers(table)
    return frame.assign(
        **{name: pd.to_numeric(frame[name], errors="coerce").astype("Int64") for name in whole},
        **{name: frame[name].astype(str) for name in frame.columns if name not in whole},
    )[list(columns(table))]


def _breaches(cells: pd.Series[str], rule: Rule, *, many: bool, number: bool) -> Iterator[tuple[int, str]]:
    """Yield (row, what is wrong); each distinct cell is checked once, because a table may have a million rows."""
    if rule.required:
        yield from ((row, "is empty") for row, _ in _cells(cells[cells == ""]))
    if not (number or rule.pattern or rule.allowed or rule.url or rule.links):
        return
    filled = pd.Series(cells.unique(), dtype="str")
    filled = filled[filled != ""]
    values, known = filled.str.split(SEPARATOR).explode() if many else filled, ", ".join(rule.allowed)
    checks: tuple[tuple[object, Callable[[], pd.Series[str]], str], ...] = (
        (number, lambda: filled[~filled.str.fullmatch("[0-9]{1,9}")], "is `{}`, not a whole number"),
        (rule.pattern, lambda: values[~values.str.fullmatch(rule.pattern)], "is `{}`"),
        (rule.allowed, lambda: values[~values.isin(rule.allowed)], f"is `{{}}`, which is none of {known}"),
        (rule.url, lambda: _unsafe(values), "is `{}`, not an http or https address"),
        (rule.links, lambda: filled[~filled.map(_are_links).astype(bool)], "is not a list of links in JSON"),
    )
    for applies, wrong, what in checks:
        if applies:
            yield from ((row, what.format(value)) for row, value in _having(cells, filled, wrong()))


def _having(cells: pd.Series[str], distinct: pd.Series[str], wrong: pd.Series[str]) -> Iterator[tuple[int, str]]:
    """Yield (row, value) for each row whose cell is wrong; `wrong` holds values by the index of `distinct` cells."""
    if len(wrong):
        values = wrong.groupby(distinct[wrong.index].to_numpy()).agg(list).to_dict()
        for row, cell in _cells(cells[cells.isin(list(values))]):
            yield from ((row, value) for value in values[cell])


def _unsafe(urls: pd.Series[str]) -> pd.Series[str]:
    """Return the addresses that are not safe; plain ones, nearly all, are passed without taking them apart."""
    unclear = urls[~urls.str.fullmatch(_PLAINLY_SAFE)]
    return unclear[[not is_safe(url) for url in unclear]]


def _are_links(cell: str) -> bool:
    try:
        links = json.loads(cell)
    except ValueError:
        return False
    return isinstance(links, list) and all(
        isinstance(link, dict) and all(isinstance(link.get(key), str) for key in ("label", "url", "role"))
        for link in links
    )


def _cells(cells: pd.Series[str]) -> Iterator[tuple[int, str]]:
    return zip(cells.index.tolist(), cells.tolist(), strict=True)


def _problem(path: Path, row: int, what: str, remedy: str) -> InputError:
    line = _line_of(path, row)
    return InputError(what if line else f"{what} in row {row + 1}", file=path, line=line, remedy=remedy)


def _remedy(path: Path) -> str:
    return PARQUET_REMEDY if path.suffix == SUFFIX else REBUILD


def _line_of(path: Path, row: int) -> int | None:
    """Return the line on which data row `row`, counted from 0, starts; cells may hold line breaks.

    A Parquet file has no lines: None.
    """
    if path.suffix == SUFFIX:
        return None
    if not path.exists():
        return row + 2
    with path.open(encoding="utf-8", newline="") as file, suppress(csv.Error):
        reader, start = csv.reader(file), 1
        for index, _ in enumerate(reader):
            if index == row + 1:
                return start
            start = reader.line_num + 1
    return row + 2


def _ragged_line(path: Path) -> int | None:
    """Return the first line whose number of cells differs from the header's, or None."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        try:
            width = len(next(reader, []))
            return next((reader.line_num for cells in reader if len(cells) != width), None)
        except csv.Error:
            # A cell longer than the reader takes, such as behind a quotation mark that is never closed.
            return None


def _undecodable_line(path: Path) -> int | None:
    """Return the line of the first byte that is not UTF-8, or None."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return None
