"""Committed tables → every finding that a maintainer should look at."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from data.errors import InputError
from data.knowledge import Corrections, link_key
from data.normalise.link import code_url, paper_link
from data.normalise.title import fold, match_key
from data.schema import FLAGS, TABLES, Paper, RecordRow, RowType, Tool, split
from data.table import problems, read_raw

# Titles at least this alike (rapidfuzz ratio, 0 to 100) and kept apart are worth a look.
NEAR = 85.0
_LARGEST_BLOCK = 60
# Shown by findings of its own, with the links concerned.
_SHOWN_ABOVE = ("code-placeholder",)


@dataclass(frozen=True)
class Finding:
    """Something to look at: what kind, what it is, and the entries concerned as list:line."""

    kind: str
    text: str
    records: tuple[str, ...] = ()


def breaches(folder: Path) -> list[InputError]:
    """Return every way in which the tables in `folder` break their schema or do not fit together."""
    found: list[InputError] = []
    frames: dict[RowType, pd.DataFrame] = {}
    for table, (name, _) in TABLES.items():
        try:
            frames[table] = read_raw(folder / name, table)
        except InputError as error:
            found.append(error)
            continue
        found += problems(frames[table], table, folder / name)
    if len(frames) == len(TABLES) and not found:
        found += _misfits(frames, folder)
    return found


def findings(folder: Path, corrections: Corrections) -> list[Finding]:
    """Return what a maintainer should look at, from tables that hold their schema."""
    papers, records = (read_raw(folder / TABLES[table][0], table) for table in (Paper, RecordRow))
    entries = records[records["kind"] == "paper"]
    return [
        *_shared_links(entries, corrections),
        *_near_titles(papers, corrections),
        *_placeholders(entries),
        *_flagged(papers),
        *_idle_corrections(entries, corrections),
    ]


def _misfits(frames: dict[RowType, pd.DataFrame], folder: Path) -> Iterator[InputError]:
    entries = frames[RecordRow].query("kind == 'paper'")
    claimed = {(record, str(row.id)) for row in frames[Paper].itertuples() for record in split(str(row.records))}
    merged = set(zip(entries["record"], entries["paper"], strict=True))
    for record, paper in sorted(claimed ^ merged):
        where = TABLES[RecordRow if (record, paper) in merged else Paper][0]
        yield InputError(
            f"record {record} and paper {paper} are joined here only",
            file=folder / where,
            remedy="Rebuild with `python -m data build`.",
        )
    named = {record for cell in frames[Tool]["records"] for record in split(cell)}
    for record in sorted(named - set(frames[RecordRow]["record"])):
        yield InputError(
            f"record {record} is unknown", file=folder / TABLES[Tool][0], remedy="Rebuild with `python -m data build`."
        )


def _shared_links(entries: pd.DataFrame, corrections: Corrections) -> Iterator[Finding]:
    """One link under several papers: a wrong link or a rename, settled or not."""
    sharing: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in entries.itertuples():
        if key := paper_link(str(row.paper_url)).key:
            sharing[key][str(row.paper)].append((str(row.record), str(row.title)))
    for key, papers in sharing.items():
        keys = {match_key(items[0][1]) for items in papers.values()}
        if len(papers) < 2 or _decided(keys, corrections):
            continue
        listed = [item for items in papers.values() for item in items]
        settled = any(
            corrections.right_link(title, "paper", key.replace("arxiv:", "https://arxiv.org/abs/"))
            for _, title in listed
        )
        titles = " / ".join(f"“{title}”" for title in dict.fromkeys(items[0][1] for items in papers.values()))
        kind = "wrong link, corrected" if settled else "same link, unlike titles"
        yield Finding(kind, f"{key}: {titles}", tuple(record for record, _ in listed))


def _near_titles(papers: pd.DataFrame, corrections: Corrections) -> Iterator[Finding]:
    """Near-identical titles of different papers, compared only where they share one of their rarest words."""
    titles = dict(zip(papers["id"], papers["title"], strict=True))
    records = dict(zip(papers["id"], papers["records"], strict=True))
    for one, other in sorted(_sharing_rare_words(titles)):
        pair = frozenset((match_key(titles[one]), match_key(titles[other])))
        ratio = fuzz.ratio(fold(titles[one]), fold(titles[other]), score_cutoff=NEAR)
        if ratio and not _decided(pair, corrections):
            text = f"“{titles[one]}” / “{titles[other]}” ({ratio:.0f} % alike)"
            yield Finding("near-identical titles kept apart", text, (*split(records[one]), *split(records[other])))


def _decided(keys: Collection[str], corrections: Corrections) -> bool:
    """Say whether a person decided that works of these title keys are different."""
    return any(set(keys) <= set(map(match_key, work.titles)) for work in corrections.different_works)


def _sharing_rare_words(titles: dict[str, str]) -> set[tuple[str, str]]:
    """Return pairs of ids whose titles share one of their four rarest words; words in too many titles do not count."""
    words = {key: set(fold(title).split()) for key, title in titles.items()}
    frequency = Counter(word for of_title in words.values() for word in of_title)
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, of_title in words.items():
        for word in sorted(of_title, key=lambda word: (frequency[word], word))[:4]:
            blocks[word].append(key)
    small = (block for block in blocks.values() if len(block) <= _LARGEST_BLOCK)
    return {pair for block in small for pair in combinations(sorted(block), 2)}


def _placeholders(entries: pd.DataFrame) -> Iterator[Finding]:
    for row in entries.itertuples():
        for link in json.loads(str(row.links) or "[]"):
            if link["role"] == "code" and not code_url(link["url"]):
                text = f"{link['url']} in “{row.title!s}”"
                yield Finding("placeholder or paper as code link", text, (str(row.record),))


def _flagged(papers: pd.DataFrame) -> Iterator[Finding]:
    for flag in sorted(FLAGS.keys() - set(_SHOWN_ABOVE)):
        for row in papers.itertuples():
            if flag in split(str(row.flags)):
                yield Finding(flag, f"“{row.title!s}”", tuple(split(str(row.records))))


def _idle_corrections(entries: pd.DataFrame, corrections: Corrections) -> Iterator[Finding]:
    """Corrections that meet no entry any more."""
    keys = {match_key(title) for title in entries["title"]}
    links = {
        (match_key(str(r.title)), role, link_key(role, str(url)))
        for r in entries.itertuples()
        for role, url in _role_urls(r)
    }
    idle = [
        w.title
        for w in corrections.wrong_links
        if (match_key(w.title), w.role, link_key(w.role, w.listed)) not in links
    ]
    for work in (*corrections.same_work, *corrections.different_works):
        idle += [title for title in work.titles if match_key(title) not in keys]
    idle += [doubt.title for doubt in corrections.doubtful if match_key(doubt.title) not in keys]
    yield from (Finding("correction without an entry", f"“{title}”") for title in idle)


def _role_urls(row: object) -> Iterable[tuple[str, object]]:
    return (("paper", getattr(row, "paper_url", "")), ("code", getattr(row, "code_url", "")))


def report(found: Iterable[Finding]) -> str:
    """Return findings as text, grouped by kind, each with its explanation where it has one."""
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_kind[finding.kind].append(finding)
    lines = []
    for kind, same in by_kind.items():
        lines.append(f"{kind} ({len(same)})" + (f": {FLAGS[kind]}" if kind in FLAGS else ""))
        lines += [
            f"  {finding.text}" + (f" [{', '.join(finding.records)}]" if finding.records else "") for finding in same
        ]
    return "\n".join([*lines, f"{sum(map(len, by_kind.values()))} findings"])
