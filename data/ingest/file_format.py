"""Which format a file has: by its suffix, else by how it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from data.ingest.files.csv_sheet import has_title_column

Format = Literal["markdown", "bibtex", "ris", "csl-json", "csv", "parquet"]
MARKDOWN: Format = "markdown"
SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN, ".mkd": MARKDOWN,
        ".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex",
        ".ris": "ris",
        ".json": "csl-json", ".csljson": "csl-json", ".jsonl": "csl-json",
        ".csv": "csv", ".tsv": "csv", ".tab": "csv",
        ".parquet": "parquet", ".pq": "parquet",
    }
)  # fmt: skip
_BEGINNINGS: tuple[tuple[Format, re.Pattern[str]], ...] = (
    ("bibtex", re.compile(r"(?:\s|%[^\n]*\n)*+@\s*+[A-Za-z]++\s*+[{(]")),
    ("ris", re.compile(r"\s*+TY {1,2}- ")),
    ("csl-json", re.compile(r'\s*+(?:\[\s*+\{|\{\s*+")')),
)


def format_of(content: bytes, file: str) -> Format:
    """Return the format by the suffix of `file`, a path or an address, else by the content."""
    try:
        path = urlsplit(file).path if "://" in file else file
    except ValueError:
        path = file
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if content[:4] == b"PAR1":
        return "parquet"
    beginning = content[:50_000].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    named = next((name for name, pattern in _BEGINNINGS if pattern.match(beginning)), None)
    return named or ("csv" if has_title_column(beginning) else MARKDOWN)
