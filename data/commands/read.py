"""python -m data read: one record per entry of any list, printed."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from data.errors import InputError
from data.fetch.local_file import read_local
from data.formats.spreadsheet import defused
from data.ingest.bounded_cost import bounded_cost
from data.ingest.document import read_document
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from data.record import Record
from data.schema import SEPARATOR

HELP = "print one record for each entry of any list; writes no table"
# What is printed of a record, by its name.
_PRINTED = {
    "line": "line",
    "title": "title",
    "year": "year",
    "venue": "venue.series",
    "venue_listed": "venue_listed",
    "section": "section",
    "techniques": "techniques",
    "paper_url": "paper.url",
    "arxiv_id": "paper.arxiv_id",
    "code_url": "code_url",
    "kind": "kind",
}
READ_KEYS = tuple(_PRINTED)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--format", choices=("json", "csv"), default="json", help="json: one object per line (default)")


def run(chosen: argparse.Namespace) -> int:
    """Print the records of each file; return 1 where one cannot be read."""
    failed = False
    for number, file in enumerate(chosen.files):
        try:
            content = read_local(file, "Check the path.")
            with bounded_cost(str(file)):
                reading = read_document(content, str(file), file.stem, load_knowledge())
        except InputError as error:
            print(f"error: {error}", file=sys.stderr)
            failed = True
            continue
        if chosen.format == "json":
            _print_json(reading.records)
        else:
            _print_csv(reading.records, header=number == 0)
        print(f"{file}: {_counts(reading)}", file=sys.stderr)
    return int(failed)


def _counts(reading: Reading) -> str:
    reasons = Counter(note.reason for note in reading.skipped)
    named = ", ".join(f"{count} × {reason}" for reason, count in reasons.items())
    return f"{len(reading.records)} entries; {len(reading.skipped)} parts skipped ({named or 'none'})"


def _as_read(record: Record) -> dict[str, object]:
    return {name: attrgetter(attribute)(record) for name, attribute in _PRINTED.items()}


def _print_json(records: Iterable[Record]) -> None:
    for record in records:
        print(json.dumps(_as_read(record), ensure_ascii=False))


def _print_csv(records: Iterable[Record], *, header: bool) -> None:
    rows = csv.DictWriter(sys.stdout, READ_KEYS, lineterminator="\n")
    if header:
        rows.writeheader()
    for record in records:
        joined = {"section": " > ".join(record.section), "techniques": SEPARATOR.join(record.techniques)}
        cells = _as_read(record) | joined
        rows.writerow({name: defused(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
