"""CSL-JSON (Zotero, Pandoc, Crossref), and the lines that `python -m data read` prints → items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from data.errors import InputError
from data.ingest.entry.link_roles import SaidRole
from data.ingest.files.bibliography_item import Item, Kind, Part, Remark, field_links, plain, subjects
from data.normalise.year import year_in

REMEDY = "Export it as CSL JSON: an array of items, each with a title."
_GAP = re.compile(r"[\s,]*")
_ARRAY = re.compile(r"\s*(?:\{\s*\"(?:items|references|data)\"\s*:\s*)?\[")
_KINDS: Mapping[str, Kind] = {
    "software": "software", "tool": "software", "dataset": "dataset",
    "webpage": "page", "post": "page", "post-weblog": "page",
    "document": "misc", "collection": "volume", "periodical": "volume",
}  # fmt: skip
_VENUES = (
    "container-title", "venue_listed", "venue", "collection-title", "event-title", "event", "container-title-short",
    "publisher",
)  # fmt: skip
_MENTIONS = ("note", "status", "genre", "number")
_LINKS: Mapping[SaidRole, tuple[str, ...]] = {
    "paper": ("arxiv", "arxiv_id", "DOI", "URL", "paper_url"),
    "code": ("code", "code_url", "github", "repository"),
    "": ("note", "annote", "archive_location", "source"),
}


def read(text: str, file: str) -> Iterator[Part]:
    """Yield the items of an array, of an object that holds it, or of objects one after another.

    Raises InputError with the line where the text is not JSON, nests too deep, or holds no items.
    """
    opening = _ARRAY.match(text)
    at = _GAP.match(text, opening.end() if opening else 0).end()  # type: ignore[union-attr] # it always matches
    line, counted = 1, 0
    decode = json.JSONDecoder(parse_int=str, parse_float=str, strict=False).raw_decode
    while at < len(text) and text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decode(text, at)
        except json.JSONDecodeError as error:
            raise InputError(f"is not JSON ({error.msg})", file=file, line=error.lineno, remedy=REMEDY) from error
        except RecursionError as error:
            raise InputError("nests too deep", file=file, line=line, remedy=REMEDY) from error
        yield _item(line, value) if isinstance(value, dict) else Remark(line, "value that is no item")
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
    if opening and at >= len(text):
        line += text.count("\n", counted, len(text.rstrip()))
        raise InputError("ends within its array", file=file, line=line, remedy="Fetch or export it again.")


def _item(line: int, fields: Mapping[str, Any]) -> Item:  # Any: JSON
    def texts(*names: str) -> tuple[str, ...]:
        return tuple(text for name in names for text in _texts(fields.get(name)))

    return Item(
        line,
        next(iter(texts("title")), ""),
        _KINDS.get(str(fields.get("type") or fields.get("kind")), "paper"),
        next(filter(None, (_year(fields.get(name)) for name in ("issued", "year", "event-date", "submitted"))), None),
        texts(*_VENUES),
        texts(*_MENTIONS),
        tuple(field_links(_LINKS, texts)),
        sections=texts("techniques", "categories"),
        keywords=subjects(texts("keyword", "keywords")),
    )


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a field: Crossref writes arrays where CSL has one text."""
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and (tidy := plain(text)):
            yield tidy


def _year(date: Any) -> int | None:
    """Return the year of a CSL date: date parts, or a text of any kind."""
    if isinstance(date, dict):
        parts = date.get("date-parts") or date.get("raw") or date.get("literal") or date.get("year") or ""
        while isinstance(parts, list):
            parts = parts[0] if parts else ""
        date = parts
    return year_in(str(date)[:100]) if isinstance(date, str | int) else None
