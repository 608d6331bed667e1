"""What each version of each list held, and since when each paper is listed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data.errors import InputError
from data.lists.list_source import ListSource
from data.normalise.title import match_key
from data.schema import DATE, Version, split
from data.tables.table import read_table, to_frame

# What a paper is found again by.
_NAMED = ("id", "title", "also_titled")
_REMEDY = "Mend the line, or take the last good version from git; a rebuild does not bring it back."


def read_history(path: Path) -> pd.DataFrame:
    """Read and check history.csv: one row per list and version, sorted by date and list.

    Columns: date (YYYY-MM-DD), list, and the counts records, papers and with_code as Int64. Raises InputError with
    line and remedy where the file is missing, breaks the schema, or its counts cannot be.
    """
    if not path.exists():
        return read_table(path, Version)
    try:
        history = read_table(path, Version)
    except InputError as error:
        raise InputError(error.problem, file=path, line=error.line, remedy=_REMEDY) from error
    wrong = history.index[(history["papers"] > history["records"]) | (history["with_code"] > history["papers"])]
    if len(wrong):
        raise InputError(
            "has more papers than records, or more with code than papers",
            file=path,
            line=int(wrong[0]) + 2,
            remedy=_REMEDY,
        )
    return _ordered(history)


def with_versions(
    before: pd.DataFrame, papers: pd.DataFrame, records: pd.DataFrame, sources: Mapping[str, ListSource], today: str
) -> pd.DataFrame:
    """Return the history `before` with a row for the version of each list now read.

    A version that is there already, the same date of the same list, is replaced. A list without a date adds a row
    only where its counts are not those of its last one.
    """
    last = {row["list"]: row for row in before.to_dict("records")}
    entries = records[records["kind"] == "paper"]
    has_code = set(papers.loc[papers["code_url"] != "", "id"])
    rows = []
    for key, source in sources.items():
        listed = entries.loc[entries["list"] == key, "paper"]
        distinct = set(listed)
        counts = {"records": len(listed), "papers": len(distinct), "with_code": len(distinct & has_code)}
        if source.date or key not in last or any(last[key][name] != count for name, count in counts.items()):
            rows.append(Version(source.date or today, key, **counts))
    now = to_frame(rows, Version)
    return _ordered(pd.concat([before, now]).drop_duplicates(["date", "list"], keep="last"))


def with_dates(
    papers: pd.DataFrame, before: pd.DataFrame | None, sources: Mapping[str, ListSource], today: str
) -> pd.DataFrame:
    """Return papers with `added` filled: the date of the earliest version that is known to have them.

    That is the date they had in `before`, the papers of the last build as text (found again by id, else by a title,
    whatever other columns there are), or that of a list as now read, whichever is earlier.
    """
    known = _known(before) if before is not None else {}
    dates = {key: source.date or today for key, source in sources.items()}
    added = [
        min([*_first(known, row), *(dates.get(key, today) for key in split(str(row["lists"])))], default=today)
        for row in papers[[*_NAMED, "lists"]].to_dict("records")
    ]
    return papers.assign(added=pd.Series(added, index=papers.index, dtype=str))


def _first(known: Mapping[str, str], row: Mapping[Hashable, Any]) -> list[str]:  # Any: a row of pandas
    return [known[name] for name in _names(row) if name in known][:1]


def _known(before: pd.DataFrame) -> dict[str, str]:
    dates: dict[str, str] = {}
    for row in before.reindex(columns=[*_NAMED, "added"], fill_value="").to_dict("records"):
        if re.fullmatch(DATE, str(row["added"])):
            for name in _names(row):
                dates[name] = min(dates.get(name, row["added"]), row["added"])
    return dates


def _names(row: Mapping[Hashable, Any]) -> list[str]:  # Any: a row of pandas
    """Return what a paper is found again by: its id, then its titles."""
    titles = (row["title"], *split(str(row["also_titled"])))
    return [f"id {row['id']}", *(f"title {match_key(str(title))}" for title in titles)]


def _ordered(history: pd.DataFrame) -> pd.DataFrame:
    return history.sort_values(["date", "list"], ignore_index=True)


def this_day() -> str:
    """Return the date of today, YYYY-MM-DD, the same wherever a build runs."""
    return datetime.now(UTC).date().isoformat()


def version_dates(history: pd.DataFrame | None, sources: Mapping[str, ListSource]) -> dict[str, str]:
    """Return the date of each list as read: that of lists.yaml, else the last one in the history."""
    rows = [] if history is None else history.to_dict("records")
    last = {str(row["list"]): str(row["date"]) for row in rows}
    return {**last, **{key: source.date for key, source in sources.items() if source.date}}
