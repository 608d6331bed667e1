"""Tables and lists → one ZIP file: a folder that `python -m data build` can rebuild."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

import yaml

from data.fetch.list_document import read_source
from data.formats.spreadsheet import to_csv
from data.lists.list_source import ListSource
from data.schema import TABLES
from data.tables.paper_tables import Tables
from data.visitor.visitor_lists import Document

_WRITTEN = ("title", "repository", "branch", "commit", "date", "sha256", "file", "url")


def to_zip(tables: Tables, documents: Iterable[Document], others: Mapping[str, ListSource]) -> bytes:
    """Return the tables, lists.yaml and the brought files as ZIP; `others` are the lists merged with them.

    In the tables, texts that a spreadsheet would take for a formula are defused; a build from the lists is exact.
    """
    kept = [document for document in documents if document.entries]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for table, frame in tables.frames().items():
            bundle.writestr(TABLES[table][0], to_csv(frame))
        bundle.writestr("lists.yaml", lists_yaml(kept, others))
        for document in kept:
            bundle.writestr(_path(document), document.content)
        for source in others.values():
            if source.path:
                bundle.writestr(f"lists/{source.path.name}", read_source(source))
    return file.getvalue()


def lists_yaml(documents: Iterable[Document], others: Mapping[str, ListSource]) -> str:
    """Return a lists.yaml of `others` and of the documents, which it expects in the folder `lists` beside it."""
    named: dict[str, dict[str, object]] = {}
    for key, source in others.items():
        pinned = {name: getattr(source, name) for name in _WRITTEN}
        usual = ListSource(key, "")
        named[key] = {name: value for name, value in pinned.items() if value != getattr(usual, name)}
        if source.techniques:
            named[key]["techniques"] = dict(source.techniques)
        if source.columns:
            named[key]["columns"] = {role: list(names) for role, names in source.columns.items()}
        if source.path:
            named[key]["path"] = f"lists/{source.path.name}"
    for document in documents:
        named[document.key] = {"title": document.name, "path": _path(document)}
        if document.columns:
            named[document.key]["columns"] = {role: list(names) for role, names in document.columns.items()}
    return yaml.safe_dump(named, allow_unicode=True, sort_keys=False, width=120)


def _path(document: Document) -> str:
    suffix = document.name.rpartition(".")[2] if "." in document.name else "md"
    return f"lists/{document.key}.{suffix}"
