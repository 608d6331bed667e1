"""The commands: python -m data init | fetch | build | read | check | patch."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from data.building.build import build
from data.building.check import breaches, findings
from data.building.history import read_history, version_dates
from data.building.summary import describe
from data.commands import fetch, init, patch
from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.list_document import read_source
from data.findings.find import report
from data.ingest.document import read_document
from data.ingest.reading import Reading
from data.knowledge.curated import load_knowledge
from data.lists.list_source import ListSource, load_lists, with_copies
from data.patching.all_patches import patches
from data.record import Record
from data.schema import DATA_FOLDER, SEPARATOR, TABLES, Version
from data.tables.locking import locked

READ_KEYS = (
    "line",
    "title",
    "year",
    "venue",
    "venue_listed",
    "section",
    "techniques",
    "paper_url",
    "arxiv_id",
    "code_url",
    "kind",
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 something is wrong with the input, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    chosen = _parser().parse_args(arguments)
    try:
        with locked(chosen.to) if "to" in chosen else nullcontext():
            return int(chosen.run(chosen))
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Paper lists to tables.")
    commands = parser.add_subparsers(title="commands", required=True)
    init.add(commands, DATA_FOLDER)
    fetch.add(commands, DATA_FOLDER)
    made = commands.add_parser("build", help="read the lists of lists.yaml and write the tables")
    made.add_argument(
        "--list", action="append", default=[], metavar="KEY=FILE", help="read this list from a local copy (repeatable)"
    )
    made.add_argument("--lists", type=Path, default=DATA_FOLDER / "lists.yaml", help="another lists.yaml")
    made.add_argument(
        "--to", type=Path, default=DATA_FOLDER, metavar="FOLDER", help="where the tables go (default: data)"
    )
    made.set_defaults(run=_build)
    read = commands.add_parser("read", help="print one record per entry of any list; touches no table")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--format", choices=("json", "csv"), default="json", help="json: one object per line (default)")
    read.set_defaults(run=_read)
    checked = commands.add_parser("check", help="check the tables; exit status 1 where they break their schema")
    checked.add_argument(
        "--in",
        dest="folder",
        type=Path,
        default=DATA_FOLDER,
        metavar="FOLDER",
        help="where the tables are (default: data/)",
    )
    checked.add_argument("--lists", type=Path, default=DATA_FOLDER / "lists.yaml", help="another lists.yaml for dates")
    checked.set_defaults(run=_check)
    patch.add(commands, DATA_FOLDER)
    return parser


def _build(chosen: argparse.Namespace) -> int:
    sources = with_copies(load_lists(chosen.lists), patch.copies_of(chosen.list))
    cache = Cache(chosen.lists.parent / ".cache")
    documents: dict[str, bytes] = {}

    def read(source: ListSource) -> bytes:
        return documents.setdefault(source.key, read_source(source, cache))

    def beside() -> dict[Path, bytes | None]:
        return patches(sources, documents, load_knowledge(), chosen.to, _progress)

    tables, changes = build(sources, load_knowledge(), chosen.to, _progress, read=read, beside=beside)
    print(describe(tables.papers, tables.records, tables.tools, tables.notes, tables.refusals, changes))
    return 0


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        print(f"{step} …", file=sys.stderr)


def _read(chosen: argparse.Namespace) -> int:
    failed = False
    write = _json_lines if chosen.format == "json" else _csv_rows
    for number, file in enumerate(chosen.files):
        try:
            reading = read_document(_bytes(file), str(file), file.stem, load_knowledge())
        except InputError as error:
            print(f"error: {error}", file=sys.stderr)
            failed = True
            continue
        write(reading, sys.stdout, header=number == 0)
        reasons = ", ".join(
            f"{count} × {reason}" for reason, count in Counter(s.reason for s in reading.skipped).items()
        )
        print(
            f"{file}: {len(reading.records)} entries; {len(reading.skipped)} parts skipped ({reasons or 'none'})",
            file=sys.stderr,
        )
    return int(failed)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=file, remedy="Check the path.") from error


def _as_read(record: Record) -> dict[str, object]:
    values: tuple[object, ...] = (
        record.line,
        record.title,
        record.year,
        record.venue.series,
        record.venue_listed,
        list(record.section),
        list(record.techniques),
        record.paper.url,
        record.paper.arxiv_id,
        record.code_url,
        record.kind,
    )
    return dict(zip(READ_KEYS, values, strict=True))


def _json_lines(reading: Reading, out: TextIO, *, header: bool) -> None:
    for record in reading.records:
        print(json.dumps(_as_read(record), ensure_ascii=False), file=out)


def _csv_rows(reading: Reading, out: TextIO, *, header: bool) -> None:
    rows = csv.DictWriter(out, READ_KEYS, lineterminator="\n")
    if header:
        rows.writeheader()
    for record in reading.records:
        cells = _as_read(record) | {
            "section": " > ".join(record.section),
            "techniques": SEPARATOR.join(record.techniques),
        }
        rows.writerow(cells)


def _check(chosen: argparse.Namespace) -> int:
    broken = breaches(chosen.folder)
    if broken:
        print("\n".join(f"error: {error}" for error in broken), file=sys.stderr)
        return 1
    dates = version_dates(read_history(chosen.folder / TABLES[Version][0]), load_lists(chosen.lists))
    print(report(findings(chosen.folder, load_knowledge(), dates)))
    return 0
