"""Which lists there are and where from: lists.yaml, local files and addresses."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from data.errors import InputError
from data.normalise.link import host, is_safe
from data.schema import DATE
from data.yaml_file import Section, check_keys, read_yaml, require_section, text, texts

HERE = Path(__file__).parent
TIMEOUT_SECONDS = 30
MOST_BYTES = 20_000_000
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ListSource:
    """One list: where it was published, and `path` where a local copy is to be read instead."""

    key: str
    title: str
    repository: str = ""
    commit: str = "HEAD"
    date: str = ""
    file: str = "README.md"
    url: str = ""
    path: Path | None = None
    columns: Mapping[str, tuple[str, ...]] | None = None
    """Which columns of a CSV or Parquet file are read as what, where their names do not say it."""

    @property
    def version(self) -> str:
        """The beginning of the commit that it is pinned at, or ""."""
        return self.commit[:10] if self.repository and self.commit != "HEAD" else ""

    @property
    def place(self) -> str:
        """What a person would call the place it is read from."""
        return str(self.path) if self.path else self.raw_url

    @property
    def raw_url(self) -> str:
        """The address of the document itself."""
        return self.url or f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{quote(self.file)}"

    @property
    def page_url(self) -> str:
        """The address at which a person can look at the list, or ""."""
        if self.repository:
            return f"https://github.com/{self.repository}/blob/{self.commit}/{quote(self.file)}"
        return self.url

    def line_url(self, line: int) -> str:
        """Return the address of a line of the list as published, or "" for a local file."""
        return f"{self.page_url}?plain=1#L{line}" if self.repository else self.page_url

    def read(self) -> bytes:
        """Return the content of the list; InputError where it cannot be had."""
        if self.path:
            try:
                return self.path.read_bytes()
            except (OSError, ValueError) as error:
                remedy = "Correct the path in lists.yaml or behind --list."
                raise InputError(
                    f"cannot be read ({getattr(error, 'strerror', error)})", file=self.path, remedy=remedy
                ) from error
        return _download(self.raw_url)


def load_lists(file: Path = HERE / "lists.yaml") -> dict[str, ListSource]:
    """Read lists.yaml; InputError names the file and line of the first mistake."""
    content = read_yaml(file)
    if not content:
        raise InputError("names no list", file=file, line=1, remedy="Add a key, a title and a repository.")
    return {key: _source(key, require_section(content, key), file.parent) for key in content}


def with_copies(sources: Mapping[str, ListSource], copies: Mapping[str, Path]) -> dict[str, ListSource]:
    """Return `sources`, those named in `copies` read from local files instead."""
    for key in copies:
        if key not in sources:
            raise InputError(f"there is no list `{key}`", file="--list", remedy=f"lists.yaml has {', '.join(sources)}.")
    return {key: replace(source, path=copies.get(key, source.path)) for key, source in sources.items()}


def _source(key: str, section: Section, folder: Path) -> ListSource:
    check_keys(
        section,
        required=("title",),
        optional=("repository", "commit", "date", "file", "url", "path", "columns"),
        what=f"`{key}`",
    )
    plain = {name for name, value in section.items() if value is not None} - {"path", "columns"}
    fields = {name: text(section, name) for name in plain}
    path = folder / text(section, "path") if section.get("path") is not None else None
    source = ListSource(key, path=path, columns=_columns(section), **fields)
    mistake = _mistake(source)
    if mistake:
        raise InputError(mistake[0], file=section.file, line=section.line, remedy=mistake[1])
    return source


def _columns(section: Section) -> dict[str, tuple[str, ...]] | None:
    """Return the columns by role; each role has one column or a list of them."""
    if section.get("columns") is None:
        return None
    given = require_section(section, "columns")
    return {role: texts(given, role) if isinstance(given[role], list) else (text(given, role),) for role in given}


def _mistake(source: ListSource) -> tuple[str, str] | None:
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", source.key):
        return f"the key `{source.key}` cannot stand in links", "Use letters, digits and hyphens."
    if not (source.repository or source.url or source.path):
        return (
            f"`{source.key}` does not say where the list is",
            "Add `repository: owner/name`, `url: https://…` or `path: …`.",
        )
    if source.repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", source.repository):
        return f"`{source.repository}` is not a repository", "Write `repository: owner/name`."
    if source.date and not re.fullmatch(DATE, source.date):
        return f"`{source.date}` is not a date", "Write `date: YYYY-MM-DD`."
    if source.url and not (is_safe(source.url) and (source.url.startswith("https:") or host(source.url) in _LOCAL)):
        return f"`{source.url}` is not an https address", "Write `url: https://…`."
    return None


def _download(url: str) -> bytes:
    """Return the whole document at `url`; what is cut off or too large is an error, never a shorter list."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - https, checked by _mistake
            content: bytes = answer.read(MOST_BYTES + 1)
            missing = answer.length or 0
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error if isinstance(error, urllib.error.HTTPError) else getattr(error, "reason", error)
        remedy = "Check the address and the connection, or read a local copy with --list KEY=FILE."
        raise InputError(f"cannot be fetched ({reason})", file=url, remedy=remedy) from error
    if len(content) > MOST_BYTES:
        raise InputError(f"is larger than {MOST_BYTES // 1_000_000} MB", file=url, remedy="Check that it is a list.")
    if missing:
        raise InputError(f"was cut off, {missing} bytes are missing", file=url, remedy="Fetch it again.")
    return content
