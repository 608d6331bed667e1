"""What was read from a file, line by line: found, doubtful, or left out and why."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter

from data.ingest.reading import Reading
from data.record import Record
from data.schema import FLAGS

COLUMNS = ("line", "state", "title", "why", "year", "venue", "techniques", "paper_url", "code_url", "text")
LONGEST_TEXT = 200
# Remarks that make an entry doubtful, besides the doubts of reading it.
_DOUBTS = ("unsafe-link", "code-placeholder")


def line_cells(reading: Reading, content: bytes) -> list[dict[str, object]]:
    """Return the cells of one row for each entry and each part left out, in the order of the lines.

    `state` is found, doubtful or skipped; `why` says what is doubtful or why it was left out; `text` is the line as it
    stands in the file, "" if the file is not text. Other cells are missing if there is nothing to say.
    """
    doubts: dict[int, list[str]] = defaultdict(list)
    for note in reading.doubtful:
        doubts[note.line or 0].append(note.reason)
    rows = [_entry(record, [*doubts.get(record.line, ()), *_remarks(record)]) for record in reading.records]
    rows += [(note.line or 0, {"state": "skipped", "why": note.reason}) for note in reading.skipped]
    rows.sort(key=itemgetter(0))
    texts = _texts(content, [line for line, _ in rows])
    return [{"line": line, **cells, "text": text} for (line, cells), text in zip(rows, texts, strict=True)]


def _entry(record: Record, doubts: list[str]) -> tuple[int, dict[str, object]]:
    return record.line, {
        "state": "doubtful" if doubts else "found",
        "title": record.title if record.kind == "paper" else f"{record.title} (software)",
        "why": "; ".join(doubts),
        "year": record.year,
        "venue": record.venue.series,
        "techniques": ", ".join(record.techniques),
        "paper_url": record.paper.url or None,
        "code_url": record.code_url or None,
    }


def _remarks(record: Record) -> list[str]:
    return [FLAGS[remark].about.rstrip(".") for remark in _DOUBTS if remark in record.remarks]


def _texts(content: bytes, numbers: list[int]) -> list[str]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError:
        return [""] * len(numbers)
    return [text[number - 1].strip()[:LONGEST_TEXT] if number <= len(text) else "" for number in numbers]
