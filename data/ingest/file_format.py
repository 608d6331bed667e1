"""Which format a file has: by its suffix, else by how it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit

from data.ingest.files.csv_sheet import has_title_column

MARKDOWN = "markdown"
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), MARKDOWN),
        **dict.fromkeys((".bib", ".bibtex", ".biblatex"), "bibtex"),
        **dict.fromkeys((".ris",), "ris"),
        **dict.fromkeys((".json", ".csljson", ".jsonl"), "csl-json"),
        **dict.fromkeys((".csv", ".tsv", ".tab"), "csv"),
        **dict.fromkeys((".parquet", ".pq"), "parquet"),
    }
)
_BEGINNINGS = (
    ("bibtex", re.compile(r"(?:\s|%[^\n]*\n)*+@\s*[A-Za-z]+\s*[{(]")),
    ("ris", re.compile(r"\s*TY {1,2}- ")),
    ("csl-json", re.compile(r"\s*(?:\[\s*\{|\{\s*\")")),
)


def format_of(content: bytes, file: str) -> str:
    """Return markdown, bibtex, ris, csl-json, csv or parquet: by the suffix of `file`, else by the content."""
    suffix = PurePosixPath(_path(file)).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if content[:4] == b"PAR1":
        return "parquet"
    beginning = content[:50_000].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    named = next((name for name, pattern in _BEGINNINGS if pattern.match(beginning)), "")
    return named or ("csv" if has_title_column(beginning) else MARKDOWN)


def _path(file: str) -> str:
    try:
        return urlsplit(file).path if "://" in file else file
    except ValueError:
        return file
