"""A file of any format → its records and notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from data.errors import InputError
from data.ingest.draft import Draft
from data.ingest.file_format import MARKDOWN, format_of
from data.ingest.files import READERS, SHEETS, Source
from data.ingest.files.bibliography_item import Item, Remark, techniques, to_draft
from data.ingest.files.column_mapping import ColumnMapping, Columns, propose
from data.ingest.markdown.blocks import Block
from data.ingest.reader import read_list, to_record
from data.ingest.reading import Reading
from data.knowledge.curated import Knowledge
from data.record import Record
from data.schema import Note, place

MOST_ENTRIES = 100_000


def read_document(
    content: bytes, file: str, key: str, knowledge: Knowledge, columns: ColumnMapping | None = None
) -> Reading:
    """Read a list; `file` is its path or address, which tells its format and names it in errors.

    `key` names the list in the records. `columns` says which columns of a CSV or Parquet file are read as what, in
    place of what `proposed_columns` returns. Raises InputError for an empty document, for bytes that are not UTF-8,
    and for a format that cannot be read; a document without entries gives a Reading without records.
    """
    written = format_of(content, file)
    if written == MARKDOWN:
        return read_list(content, key, knowledge, file)
    records: list[Record] = []
    notes: list[Note] = []
    entries, remarks = Counter[int](), Counter[int]()
    for number, part in enumerate(READERS[written](Source(content, file, knowledge, columns))):
        if number >= MOST_ENTRIES:
            raise InputError(f"has more than {MOST_ENTRIES:,} entries", file=file, remedy="Divide it.")
        found = to_draft(part, knowledge) if isinstance(part, Item) else part
        if isinstance(part, Item) and isinstance(found, Draft):
            entries[part.line] += 1
            records.append(replace(_record(found, part, key, knowledge), nth=entries[part.line]))
        elif isinstance(found, Remark):
            remarks[found.line] += 1
            name = place(key, found.line, remarks[found.line])
            notes.append(Note(name, key, found.line, found.kind, found.reason))
    return Reading(tuple(records), tuple(notes))


def proposed_columns(content: bytes, file: str, knowledge: Knowledge) -> Columns | None:
    """Return how the columns of a CSV or Parquet file would be read, with sample values; None for other formats.

    Raises InputError where the file cannot be read.
    """
    opened = SHEETS.get(format_of(content, file))
    return propose(opened(Source(content, file, knowledge)), knowledge) if opened else None


def _record(found: Draft, item: Item, key: str, knowledge: Knowledge) -> Record:
    """Return the entry as a record that stands in each of its sections at once."""
    sections = techniques(item, knowledge)
    headings: list[tuple[str, ...]] = [(section,) for section in sections] or [()]
    records = [to_record(found, Block("entry", item.line, heading), key, knowledge) for heading in headings]
    return replace(
        records[0],
        section=tuple("; ".join(sections).split(" > ")) if sections else (),
        techniques=tuple(dict.fromkeys(name for record in records for name in record.techniques)),
        domains=tuple(dict.fromkeys((*(name for record in records for name in record.domains), *item.domains))),
        venue=replace(records[0].venue, year=item.year or records[0].venue.year),
    )
