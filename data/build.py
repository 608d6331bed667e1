"""Lists → tables: read, merge, check, and replace the tables only when all of it succeeded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.errors import InputError
from data.ingest.reader import Reading, Skipped, read_list, require_entries
from data.knowledge import Knowledge
from data.lists import ListSource
from data.merge import Refusal, merge
from data.normalise.link import code_key
from data.record import Record
from data.resolve import resolve
from data.schema import TABLES, Paper, RecordRow, RowType, Tool
from data.table import problems, read_table, to_frame, write_tables

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tables:
    """The three tables as frames, and what a build wants to tell."""

    papers: pd.DataFrame
    records: pd.DataFrame
    tools: pd.DataFrame
    skipped: tuple[Skipped, ...]
    refusals: tuple[Refusal, ...]

    def frames(self) -> dict[RowType, pd.DataFrame]:
        """Return the frames by the type of their rows."""
        return {Paper: self.papers, RecordRow: self.records, Tool: self.tools}


@dataclass(frozen=True)
class Changes:
    """How papers.csv differs from the one before: ids added and removed, and cells changed by column."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    cells: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.cells)


def read_sources(sources: Mapping[str, ListSource], knowledge: Knowledge, progress: Progress) -> list[Reading]:
    """Read every list; InputError where one cannot be had, is not UTF-8, or holds no entry."""
    readings = []
    for number, (key, source) in enumerate(sources.items(), 1):
        progress(f"Reading list {number} of {len(sources)}: {source.title}")
        readings.append(require_entries(read_list(source.read(), key, knowledge, source.place), source.place))
    return readings


def make_tables(readings: Iterable[Reading], knowledge: Knowledge) -> Tables:
    """Return the tables that the readings give, whatever their order."""
    readings = list(readings)
    records = [record for reading in readings for record in reading.records]
    merged = merge((record for record in records if record.kind == "paper"), knowledge.corrections)
    papers = resolve(merged.groups, knowledge.corrections)
    paper_of = {record: paper.id for paper in papers for record in paper.records}
    rows = sorted((_row(record, paper_of.get(record.key, "")) for record in records), key=lambda row: (row.list, row.line or 0))
    return Tables(
        papers=to_frame(papers, Paper),
        records=to_frame(rows, RecordRow),
        tools=to_frame(_tools(records), Tool),
        skipped=tuple(sorted((s for reading in readings for s in reading.skipped), key=lambda s: (s.list, s.line))),
        refusals=merged.refusals,
    )


def build(sources: Mapping[str, ListSource], knowledge: Knowledge, folder: Path, progress: Progress) -> tuple[Tables, Changes | None]:
    """Read the lists and replace the tables in `folder`.

    Returns the tables and how they differ from those before (None for a first build). Raises InputError,
    the old tables untouched, where a list cannot be read or the new tables would break their schema.
    """
    readings = read_sources(sources, knowledge, progress)
    progress("Merging")
    tables = make_tables(readings, knowledge)
    for table, frame in tables.frames().items():
        for problem in problems(_as_text(frame), table, folder / TABLES[table][0]):
            raise problem
    changes = compare(_before(folder / TABLES[Paper][0]), tables.papers)
    progress("Writing")
    write_tables(tables.frames(), folder)
    return tables, changes


def compare(before: pd.DataFrame | None, after: pd.DataFrame) -> Changes | None:
    """Return how two papers tables differ; None where there is nothing to compare with."""
    if before is None:
        return None
    old, new = before.set_index("id"), after.set_index("id")
    both = old.index.intersection(new.index)
    unlike = _as_text(old.loc[both]) != _as_text(new.loc[both])
    cells = {str(name): int(count) for name, count in unlike.sum().items() if count}
    return Changes(tuple(new.index.difference(old.index)), tuple(old.index.difference(new.index)), cells)


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(str).fillna("")


def _before(path: Path) -> pd.DataFrame | None:
    try:
        return read_table(path, Paper)
    except InputError:
        return None


def _row(record: Record, paper: str) -> RecordRow:
    return RecordRow(
        record=record.key,
        list=record.list,
        line=record.line,
        section=" > ".join(record.section),
        heading_year=record.heading_year,
        kind=record.kind,
        title=record.title,
        venue_listed=record.venue_listed,
        year_listed=record.venue.year,
        paper_url=record.paper.url,
        arxiv_id=record.paper.arxiv_id,
        code_url=record.code_url,
        links=record.links_json(),
        paper=paper,
    )


def _tools(records: Iterable[Record]) -> list[Tool]:
    """Return one row for each distinct address of software, named as its first entry names it."""
    by_code: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda record: (record.list, record.line)):
        if record.kind == "tool" and record.code_url:
            by_code[code_key(record.code_url)].append(record)
    rows = (
        Tool(same[0].title, same[0].code_url, tuple(sorted({r.list for r in same})), tuple(r.key for r in same))
        for same in by_code.values()
    )
    return sorted(rows, key=lambda tool: (tool.name.casefold(), tool.url))


def summary(tables: Tables, changes: Changes | None) -> str:
    """Return what a build did, for a person: records, papers, merges, conflicts, flags, skipped parts and changes."""
    kinds = tables.records["kind"].value_counts()
    entries, papers = int(kinds.get("paper", 0)), len(tables.papers)
    flags = Counter(flag for cell in tables.papers["flags"] for flag in cell.split("; ") if flag)
    conflicts = sum("-conflict" in cell for cell in tables.papers["flags"])
    return "\n".join(
        [
            f"Records: {entries} papers and {int(kinds.get('tool', 0))} tools in {tables.records['list'].nunique()} lists",
            f"Papers:  {papers} distinct, {int((tables.papers['code_url'] != '').sum())} with code listed",
            f"Tools:   {len(tables.tools)} distinct",
            f"Merges:  {entries - papers} records joined another record of their paper; {len(tables.refusals)} pairs refused",
            *(f"         {r.link}: “{r.titles[0]}” and “{r.titles[1]}” share a link, not a title" for r in tables.refusals),
            f"Conflicts: {conflicts} papers",
            "Flags:   " + (", ".join(f"{flag} {count}" for flag, count in sorted(flags.items())) or "none"),
            *_skipped_lines(tables.skipped),
            *_change_lines(changes),
        ]
    )


def _skipped_lines(skipped: tuple[Skipped, ...]) -> list[str]:
    by_reason: dict[tuple[str, str], list[int]] = defaultdict(list)
    for part in skipped:
        by_reason[part.list, part.reason].append(part.line)
    rows = [f"         {key}: {len(lines)} × {reason}, line {ranges(lines)}" for (key, reason), lines in by_reason.items()]
    return [f"Skipped: {len(skipped)} parts that are no entries", *rows]


def _change_lines(changes: Changes | None) -> list[str]:
    if changes is None:
        return ["Changes: first build"]
    if not changes:
        return ["Changes: none since the last build"]
    cells = ", ".join(f"{name} {count}" for name, count in changes.cells.items()) or "none"
    named = [f"         {sign} {name}" for sign, names in (("+", changes.added), ("-", changes.removed)) for name in names[:20]]
    return [f"Changes: {len(changes.added)} papers added, {len(changes.removed)} removed; cells changed: {cells}", *named]


def ranges(lines: Iterable[int]) -> str:
    """Return line numbers as a short text: 1, 2, 3, 7 becomes `1–3, 7`."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
