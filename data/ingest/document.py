"""A file of any format → its records and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.ingest.decoding import decode
from data.ingest.draft import Draft
from data.ingest.file_format import MARKDOWN, format_of
from data.ingest.files import bibtex, csl_json, ris
from data.ingest.files.bibliography_item import Item, ItemReader, Part, Remark
from data.ingest.files.column_mapping import ColumnMapping, Columns, items, propose
from data.ingest.files.csv_sheet import read_csv
from data.ingest.files.parquet_sheet import read_parquet
from data.ingest.files.sheet import Sheet
from data.ingest.limits import LIMITS, Limits
from data.ingest.reader import read_list
from data.ingest.reading import Collector, Reading
from data.ingest.record_maker import RecordMaker
from data.knowledge.load_knowledge import Knowledge
from data.normalise.unseen import visible
from data.record import Record


def read_document(
    content: bytes,
    file: str,
    key: str,
    knowledge: Knowledge,
    columns: ColumnMapping | None = None,
    limits: Limits = LIMITS,
) -> Reading:
    """Read a list; `file` is its path or address, which tells its format and names it in errors.

    `key` names the list in the records. `columns` says which columns of a CSV or Parquet file are read as what, in
    place of what `proposed_columns` returns. Raises InputError for an empty document, for bytes that are not UTF-8,
    for a format that cannot be read, and for a document beyond `limits`; a document without entries gives a Reading
    without records.
    """
    if format_of(content, file) == MARKDOWN:
        return read_list(content, key, knowledge, file, limits)
    drafts, records, collector = ItemReader(knowledge), RecordMaker(key, knowledge), Collector(key)
    for number, part in enumerate(_parts(content, file, knowledge, columns, limits), 1):
        limits.check_entries(number, file, part.line)
        found = drafts.draft(part) if isinstance(part, Item) else part
        if isinstance(found, Remark):
            collector.note(found.line, found.kind, found.reason)
        elif isinstance(part, Item):
            collector.add(_record(found, part, drafts.sections(part), records))
    return collector.reading()


def proposed_columns(content: bytes, file: str, knowledge: Knowledge) -> Columns | None:
    """Return how the columns of a CSV or Parquet file would be read, with sample values; None for other formats.

    Raises InputError if the file cannot be read.
    """
    sheet = _sheet(content, file)
    return propose(sheet, knowledge) if sheet else None


def _parts(
    content: bytes, file: str, knowledge: Knowledge, columns: ColumnMapping | None, limits: Limits
) -> Iterator[Part]:
    """Yield the entries of a file that is not Markdown, and what could not be read."""
    if sheet := _sheet(content, file):
        return items(sheet, columns, file, knowledge)
    text = _text(content, file)
    match format_of(content, file):
        case "bibtex":
            return bibtex.read(text, file, limits)
        case "ris":
            return ris.read(text)
        case _:
            return csl_json.read(text, file)


def _sheet(content: bytes, file: str) -> Sheet | None:
    """Return a CSV or Parquet file as a sheet, None for other formats."""
    written = format_of(content, file)
    if written == "csv":
        return read_csv(_text(content, file), file)
    return read_parquet(content, file) if written == "parquet" else None


def _text(content: bytes, file: str) -> str:
    return decode(content, file).replace("\r\n", "\n").replace("\r", "\n")


def _record(found: Draft, item: Item, sections: tuple[str, ...], maker: RecordMaker) -> Record:
    """Return the entry as a record that stands in each of its sections at once."""
    sections = tuple(map(visible, sections))
    records = [maker.record(found, item.line, (section,) if section else ()) for section in sections or ("",)]
    return replace(
        records[0],
        section=tuple("; ".join(sections).split(" > ")) if sections else (),
        techniques=tuple(dict.fromkeys(name for record in records for name in record.techniques)),
        domains=tuple(dict.fromkeys((*(name for record in records for name in record.domains), *item.domains))),
        venue=replace(records[0].venue, year=item.year or records[0].venue.year),
    )
