"""What a build did, for the person who ran it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.normalise.ranges import as_range, runs
from data.schema import split
from data.tables.paper_tables import Tables
from data.tables.table import as_text
from data.works.merge import Refusal

MOST_NAMED = 20
_KINDS = (("skipped", "Skipped: ", "parts that are no entries"), ("doubtful", "Doubtful: ", "entries to look at"))


@dataclass(frozen=True)
class Changes:
    """How the tables differ from those before: papers added and removed, cells changed by column, other files."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.cells or self.files)


def compare(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Return how two papers tables differ."""
    old, new = before.set_index("id"), after.set_index("id")
    both = old.index.intersection(new.index)
    unlike = as_text(old.loc[both]) != as_text(new.loc[both])
    cells = {str(name): int(count) for name, count in unlike.sum().items() if count}
    return Changes(tuple(new.index.difference(old.index)), tuple(old.index.difference(new.index)), cells)


def describe(tables: Tables, changes: Changes | None) -> str:
    """Return records, papers, merges, conflicts, flags, skipped parts and changes as text."""
    papers, records = tables.papers, tables.records
    kinds = records["kind"].value_counts()
    entries, named_tools = int(kinds.get("paper", 0)), int(kinds.get("tool", 0))
    with_code = int((papers["code_url"] != "").sum())
    return "\n".join(
        [
            f"Records: {entries} papers and {named_tools} tools in {records['list'].nunique()} lists",
            f"Papers:  {len(papers)} distinct, {with_code} with code listed",
            f"Tools:   {len(tables.tools)} distinct",
            f"Merges:  {entries - len(papers)} records joined another of their paper; {len(tables.refusals)} refused",
            *(f"         {_refused(refusal)}" for refusal in tables.refusals[:MOST_NAMED]),
            *_flag_lines(papers),
            *_note_lines(tables.notes),
            *_change_lines(changes),
        ]
    )


def _refused(refusal: Refusal) -> str:
    first, second, *more = refusal.titles
    others = f" and {len(more)} more" if more else ""
    return f"{refusal.link}: “{first}” and “{second}”{others} share a link, not a title"


def _flag_lines(papers: pd.DataFrame) -> list[str]:
    flags = Counter(flag for cell in papers["flags"] for flag in split(cell))
    conflicts = [f"{flag} {count}" for flag, count in sorted(flags.items()) if flag.endswith("-conflict")]
    others = [f"{flag} {count}" for flag, count in sorted(flags.items()) if not flag.endswith("-conflict")]
    return [f"Conflicts: {', '.join(conflicts) or 'none'}", f"Flags:   {', '.join(others) or 'none'}"]


def _note_lines(notes: pd.DataFrame) -> list[str]:
    said = []
    for kind, name, what in _KINDS:
        of_kind = notes[notes["kind"] == kind]
        by_reason: dict[tuple[str, str], list[int]] = defaultdict(list)
        for key, reason, line in zip(of_kind["list"], of_kind["reason"], of_kind["line"], strict=True):
            by_reason[key, reason].append(int(line))
        said.append(f"{name}{len(of_kind)} {what}")
        said += [
            f"         {key}: {len(lines)} × {why}, line {ranges(lines)}" for (key, why), lines in by_reason.items()
        ]
    return said


def _change_lines(changes: Changes | None) -> list[str]:
    if changes is None:
        return ["Changes: first build"]
    if not changes:
        return ["Changes: none since the last build"]
    cells = ", ".join(f"{name} {count}" for name, count in changes.cells.items()) or "none"
    named = [f"         + {name}" for name in changes.added[:MOST_NAMED]]
    named += [f"         - {name}" for name in changes.removed[:MOST_NAMED]]
    left = max(0, len(changes.added) - MOST_NAMED) + max(0, len(changes.removed) - MOST_NAMED)
    more = [f"         and {left} more"] if left else []
    added, removed = len(changes.added), len(changes.removed)
    files = f"; also changed: {', '.join(changes.files)}" if changes.files else ""
    return [f"Changes: {added} papers added, {removed} removed; cells changed: {cells}{files}", *named, *more]


def ranges(lines: Iterable[int]) -> str:
    """Return line numbers as a short text: 1, 2, 3, 7 becomes `1–3, 7`."""
    return ", ".join(as_range(first, last) for first, last in runs(lines))
