"""Bibliographies and tables of papers: one reader a format, each yielding entries with their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from data.ingest.decoding import decode
from data.ingest.files import bibtex, csl_json, ris
from data.ingest.files.bibliography_item import Part
from data.ingest.files.column_mapping import ColumnMapping, checked_mapping, items, proposed_mapping
from data.ingest.files.csv_sheet import read_csv
from data.ingest.files.parquet_sheet import read_parquet
from data.ingest.files.sheet import Sheet
from data.knowledge.curated import Knowledge


@dataclass(frozen=True)
class Source:
    """A file to read: its bytes, the name that errors give it, and which columns were chosen, if any."""

    content: bytes
    file: str
    knowledge: Knowledge
    columns: ColumnMapping | None = None

    @property
    def text(self) -> str:
        """The content as text with `\\n` line ends; InputError where it is empty or not UTF-8."""
        return decode(self.content, self.file).replace("\r\n", "\n").replace("\r", "\n")


def _rows(source: Source, sheet: Sheet) -> Iterator[Part]:
    chosen = source.columns
    mapping = (
        proposed_mapping(sheet.header, source.knowledge)
        if chosen is None
        else checked_mapping(sheet.header, chosen, source.file)
    )
    return items(sheet, mapping, source.file, source.knowledge)


SHEETS: Mapping[str, Callable[[Source], Sheet]] = {
    "csv": lambda source: read_csv(source.text, source.file),
    "parquet": lambda source: read_parquet(source.content, source.file),
}
# Markdown stands apart, in data.ingest.reader.
READERS: Mapping[str, Callable[[Source], Iterator[Part]]] = {
    "bibtex": lambda source: bibtex.read(source.text),
    "ris": lambda source: ris.read(source.text),
    "csl-json": lambda source: csl_json.read(source.text, source.file),
    "csv": lambda source: _rows(source, SHEETS["csv"](source)),
    "parquet": lambda source: _rows(source, SHEETS["parquet"](source)),
}
