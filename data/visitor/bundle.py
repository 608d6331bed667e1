"""Tables and lists → one ZIP file: a folder that `python -m data build` can rebuild."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

import yaml

from data.errors import InputError
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
    Raises InputError as `require_local_files` does.
    """
    require_local_files(others)
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
                bundle.writestr(_local_path(source), read_source(source))
    return file.getvalue()


def note_zip(text: str) -> bytes:
    """Return a ZIP file that only says why there is nothing else in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("no download.txt", f"There is no download: {text}\n")
    return file.getvalue()


def require_local_files(others: Mapping[str, ListSource]) -> None:
    """Raise InputError if the local file of a list is missing, so that no ZIP can be made."""
    for key, source in others.items():
        if source.path and not source.path.is_file():
            remedy = f"Put it back, or correct `path` of `{key}` in lists.yaml."
            raise InputError("does not exist", file=source.path, remedy=remedy)


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
            named[key] |= {"path": _local_path(source), "file": source.file}
    for document in documents:
        named[document.key] = {"title": document.name, "path": _path(document)}
        if document.columns:
            named[document.key]["columns"] = {role: list(names) for role, names in document.columns.items()}
    return yaml.safe_dump(named, allow_unicode=True, sort_keys=False, width=120)


def _local_path(source: ListSource) -> str:
    """Return the path of a local list in the ZIP: by its key, because two files may have one name."""
    return f"lists/{source.key}{source.path.suffix if source.path else ''}"


def _path(document: Document) -> str:
    """Return the path of a document in the ZIP; of its name only a plain suffix counts, which may tell the format."""
    suffix = re.search(r"\.([A-Za-z0-9]{1,9})$", document.name)
    return f"lists/{document.key}.{suffix[1] if suffix else 'md'}"
