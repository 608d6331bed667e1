"""Lines with pipes → the tokens of a table, also where its second line is missing or malformed.

GitHub's rule (https://github.github.com/gfm/#tables-extension-) asks for a delimiter row with as many cells as the
header. Lists break it: a blank line or a comment splits a table, a column is added to the header alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from data.errors import InputError
from data.ingest.limits import MOST_COLUMNS, Limits
from data.ingest.markdown.table_cells import WIDEST

_PIPE = re.compile(r"(?<!\\)\|")
# A comment that lists put behind the last pipe: GitHub shows nothing of it.
_HIDDEN = re.compile(r"\[//\]:\s*#|\[comment\]:\s*#")
_DELIMITER_CELL = re.compile(r"\s*+:?[-–—=]++\s*+(?::\s*+)?")


@dataclass
class _Row:
    line: int
    cells: list[str]
    head: bool = False


def enable_tables(parser: MarkdownIt) -> None:
    """Let `parser` read tables as lists write them."""
    parser.enable("table")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def split_row(line: str) -> list[str]:
    """Return the cells of a line with pipes; a pipe behind a backslash belongs to its cell."""
    cells = _PIPE.split(line.strip(), maxsplit=WIDEST)
    if len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    if len(cells) > 1 and _HIDDEN.match(cells[-1].strip()):
        del cells[-1]
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begins = _begins(state, start, end, interrupting=silent)
    if begins and not silent:
        _check(state, start)
        rows, state.line = _rows(state, start, end)
        _emit(state, rows, state.line)
    return begins


def _check(state: StateBlock, start: int) -> None:
    """Raise InputError if the table at line `start` is one too many or too wide for the limits in `state.env`."""
    limits, file = state.env.get("limits"), state.env.get("file", "")
    if not isinstance(limits, Limits):
        return
    state.env["tables"] = state.env.get("tables", 0) + 1
    limits.check_tables(state.env["tables"], file, start + 1)
    if _line(state, start).count("|") > MOST_COLUMNS:
        remedy = "Keep only the columns that are about the papers."
        raise InputError(f"has more than {MOST_COLUMNS:,} columns", file=file, line=start + 1, remedy=remedy)


def _begins(state: StateBlock, start: int, end: int, *, interrupting: bool) -> bool:
    line = _line(state, start)
    if "|" not in line or state.is_code_block(start):
        return False
    following = _line(state, start + 1) if start + 1 < end and state.sCount[start + 1] >= state.blkIndent else ""
    if _is_delimiter(following) and not _is_delimiter(line):
        return True
    # Without a delimiter row only lines between pipes are a table: `[Paper](u) | [Code](u)` is a text.
    return not interrupting and line.startswith("|") and len(_PIPE.split(line, maxsplit=2)) > 2


def _rows(state: StateBlock, start: int, end: int) -> tuple[list[_Row], int]:
    """Return the rows from line `start` on and the line behind them."""
    rows: list[_Row] = []
    number = start
    while number < end and _goes_on(state, number, start, end):
        line = _line(state, number)
        if _is_delimiter(line):
            if rows:
                rows[-1].head = True
        else:
            rows.append(_Row(number, split_row(line)))
        number += 1
    return rows, number


def _goes_on(state: StateBlock, number: int, start: int, end: int) -> bool:
    if number == start:
        return True
    if state.sCount[number] < state.blkIndent or not _line(state, number).strip() or state.is_code_block(number):
        return False
    if _line(state, number).startswith("|"):
        return True
    return not any(rule(state, number, end, True) for rule in state.md.block.ruler.getRules("blockquote"))


def _emit(state: StateBlock, rows: list[_Row], after: int) -> None:
    state.push("table_open", "table", 1).map = [rows[0].line if rows else after, after]
    for row in rows:
        kind = "th" if row.head else "td"
        state.push("tr_open", "tr", 1).map = [row.line, row.line + 1]
        for cell in row.cells:
            state.push(f"{kind}_open", kind, 1)
            inline = state.push("inline", "", 0)
            inline.map, inline.content, inline.children = [row.line, row.line + 1], cell, []
            state.push(f"{kind}_close", kind, -1)
        state.push("tr_close", "tr", -1)
    state.push("table_close", "table", -1)


def _is_delimiter(line: str) -> bool:
    if "|" not in line or "-" not in line.replace("–", "-").replace("—", "-"):
        return False
    cells = [cell for cell in split_row(line) if cell]
    return bool(cells) and all(map(_DELIMITER_CELL.fullmatch, cells))


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
