"""The tables of the last build, each read once: they date papers, show what changed, and tell a mishap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from data.atomic_writing import current
from data.building.history import read_history
from data.building.summary import Changes, compare
from data.normalise.title import match_key
from data.record import Record
from data.schema import TABLES, Paper, RecordRow, RowType, Version, columns
from data.tables.paper_tables import Tables
from data.tables.table import as_text, problems, to_frame


@dataclass(frozen=True)
class LastBuild:
    """What was in a folder before a build; empty before the first one."""

    tables: Mapping[RowType, pd.DataFrame] = field(default_factory=dict)
    """As text, with the columns that they had; a table that is missing or cannot be read is left out."""
    history: pd.DataFrame = field(default_factory=lambda: to_frame([], Version))
    """history.csv, checked: a build continues it, and could not make it again."""

    @cached_property
    def papers(self) -> pd.DataFrame | None:
        """papers.csv as text; None if there is none, or if it breaks the schema of today."""
        frame, names = self.tables.get(Paper), list(columns(Paper))
        if frame is None or not {*names} <= {*frame.columns}:
            return None
        return None if any(problems(frame[names], Paper, Path(TABLES[Paper][0]))) else frame[names]

    def changes(self, tables: Tables) -> Changes | None:
        """Return how `tables` differ from those of the last build; None if there is nothing to compare with."""
        if self.papers is None:
            return None
        before = {**self.tables, Version: self.history}
        others = [
            TABLES[table][0]
            for table, frame in tables.frames().items()
            if table is not Paper and not (table in before and as_text(before[table]).equals(as_text(frame)))
        ]
        return replace(compare(self.papers, tables.papers), files=tuple(others))

    def doubt(self, key: str, records: Sequence[Record]) -> str:
        """Return why a version of the list `key` with `records` looks wrong, "" if it does not.

        It looks wrong if half of the entries of the last build are gone: neither their title nor a link of theirs is
        there any more. If the entries are not known, their number in the history counts.
        """
        before = self._entries.get(key, ())
        now = {name for record in records for name in _names(record.title, record.paper.url, record.code_url)}
        kept = sum(not names.isdisjoint(now) for names in before)
        if before and kept * 2 <= len(before):
            return f"has {kept} of the {len(before)} entries that were there"
        papers = sum(record.kind == "paper" for record in records)
        listed = self.history.loc[self.history["list"] == key, "records"].tolist()
        if not before and listed and papers * 2 <= listed[-1]:
            return f"has {papers} papers where there were {listed[-1]}"
        return ""

    @cached_property
    def _entries(self) -> Mapping[str, Sequence[frozenset[str]]]:
        """The entries of each list, as their titles and links."""
        entries: dict[str, list[frozenset[str]]] = defaultdict(list)
        rows = self.tables.get(RecordRow, pd.DataFrame())
        rows = rows.reindex(columns=["list", "title", "paper_url", "code_url"], fill_value="")
        for key, title, *urls in rows.itertuples(index=False, name=None):
            entries[key].append(frozenset(_names(title, *urls)))
        return entries


def read_last_build(folder: Path) -> LastBuild:
    """Return the tables in `folder`; InputError if history.csv is there and broken."""
    history = folder / TABLES[Version][0]
    read = {table: _read(folder / name) for table, (name, _) in TABLES.items() if table is not Version}
    tables = {table: frame for table, frame in read.items() if frame is not None}
    return LastBuild(tables, read_history(history)) if history.exists() else LastBuild(tables)


def _read(file: Path) -> pd.DataFrame | None:
    try:
        frame = pd.read_csv(
            current(file), dtype=str, keep_default_na=False, na_filter=False, skip_blank_lines=False, encoding="utf-8"
        )
    except (OSError, ValueError):
        return None
    return frame if isinstance(frame.index, pd.RangeIndex) else None


def _names(title: str, *urls: str) -> Iterable[str]:
    return filter(None, (match_key(title), *urls))
