"""The tables beside the papers: each is read if it can be; else the page does without it, and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd

from data.building.history import read_history
from data.errors import InputError
from data.lists.list_source import ListSource, load_lists
from data.schema import TABLES, Note, Paper, RecordRow, Version
from data.tables.table import REBUILD, read_table

# The tables that may be in the same folder as the papers.
KINDS = (RecordRow, Version, Note)
LISTS = "lists.yaml"
# What the page does without.
_WITHOUT: Mapping[str, str] = {
    TABLES[RecordRow][0]: "the entries of the lists and most findings",
    TABLES[Version][0]: "the growth of the lists",
    TABLES[Note][0]: "the lines that were left out",
    LISTS: "the titles, versions and addresses of the lists",
}
Read = TypeVar("Read")


@dataclass(frozen=True)
class Beside:
    """The tables beside the papers and the lists; `gaps` says in a sentence or two what is missing, for visitors."""

    records: pd.DataFrame | None
    history: pd.DataFrame | None
    notes: pd.DataFrame | None
    lists: Mapping[str, ListSource]
    gaps: tuple[str, ...]


def read_beside(table: Path, lists: Path, *, complete: bool) -> Beside:
    """Read what stands beside the papers in the file `table`, and lists.yaml.

    Nothing is raised for what is missing or broken.
    With `complete`, all tables are expected, so that a missing one is a gap, too.
    """
    gaps: list[str] = []
    entries, versions, left_out = (table.with_name(TABLES[kind][0]) for kind in KINDS)

    def tried(file: Path, read: Callable[[], Read], *, expected: bool = complete) -> Read | None:
        if not expected and not file.exists():
            return None
        try:
            return read()
        except InputError as error:
            gaps.append(f"{error.brief} Until then the page does without {_WITHOUT[file.name]}.")
            return None

    return Beside(
        records=tried(entries, lambda: _read_records(entries)),
        history=tried(versions, lambda: read_history(versions)),
        notes=tried(left_out, lambda: read_table(left_out, Note)),
        lists=tried(lists, lambda: load_lists(lists), expected=True) or {},
        gaps=tuple(gaps),
    )


def mixed_builds(papers: pd.DataFrame, records: pd.DataFrame | None) -> tuple[str, ...]:
    """Return a sentence for visitors if the papers and the entries are not of one build, else nothing."""
    if records is None or {*papers["id"]} == {*records.loc[records["kind"] == "paper", "paper"]}:
        return ()
    names = " and ".join(TABLES[kind][0] for kind in (Paper, RecordRow))
    return (f"{names} are of different builds. {REBUILD} Until then entries may be missing or belong to other papers.",)


def _read_records(file: Path) -> pd.DataFrame:
    """Return the entries; InputError also where an entry is not named by its list and line."""
    records = read_table(file, RecordRow)
    place = records["list"] + ":" + records["line"].astype(str)
    moved = records["record"].str.replace(r"(:\d+)\.\d+$", r"\1", regex=True) != place
    if moved.any():
        raise InputError("has entries whose `record` does not match their `list` and `line`", file=file, remedy=REBUILD)
    return records
