"""A file of any format → its records and notes."""

from __future__ import annotations

from data.ingest.reader import Reading, read_list
from data.knowledge import Knowledge


def read_document(content: bytes, file: str, key: str, knowledge: Knowledge) -> Reading:
    """Read a list; `file` is its path or address, which tells its format and names it in errors.

    `key` names the list in the records. Raises InputError for an empty document, for bytes that are not UTF-8, and
    for a format that cannot be read; a document without entries gives a Reading without records.
    """
    return read_list(content, key, knowledge, file)
