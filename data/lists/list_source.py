"""Which lists there are and where from: lists.yaml, local files and addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from data.errors import InputError, reason
from data.knowledge.yaml_file import Section, check_keys, parse_yaml, read_yaml, require_section, text, texts
from data.normalise.link import host, is_safe
from data.normalise.title import fold
from data.schema import DATA_FOLDER, DATE, SEPARATOR

# The keys of a list in lists.yaml besides its title.
OPTIONAL = ("repository", "branch", "commit", "date", "sha256", "file", "url", "path", "techniques", "columns")
# Where in an address the path of a file follows the version.
_GITLAB = r"/.+?/-/raw/(?:refs/(?:heads|tags)/)?[^/]+/(?P<file>.+)"
_BEHIND_REF = {
    "raw.githubusercontent.com": r"/[^/]+/[^/]+/(?:refs/(?:heads|tags)/)?[^/]+/(?P<file>.+)",
    "gist.githubusercontent.com": r"/[^/]+/[^/]+/raw(?:/[0-9a-f]{40})?/?(?P<file>[^/]*)",
}
_LOCAL = ("localhost", "127.0.0.1", "::1")
RAW = "https://raw.githubusercontent.com"
# What lists.yaml may give in place of a commit, and GitHub calls the newest version.
NEWEST = "HEAD"


@dataclass(frozen=True)
class ListSource:
    """One list: where it was published, and `path` where a local copy is to be read instead."""

    key: str
    title: str
    repository: str = ""
    branch: str = ""
    commit: str = ""
    """The commit that it is pinned at; empty if none is known, then the newest version is read."""
    date: str = ""
    sha256: str = ""
    file: str = "README.md"
    url: str = ""
    path: Path | None = None
    techniques: tuple[tuple[str, str], ...] = ()
    """Headings of this list, each with the technique that it means."""
    columns: Mapping[str, tuple[str, ...]] | None = None
    """Which columns of a CSV or Parquet file are read as what, where their names do not say it."""

    @property
    def version(self) -> str:
        """The commit that is pinned, else the branch to be read, as GitHub names them in addresses."""
        return self.commit or self.branch or NEWEST

    @property
    def short_commit(self) -> str:
        """The beginning of the commit that it is pinned at, or ""."""
        return self.commit[:10] if self.repository else ""

    @property
    def place(self) -> str:
        """What a person would call the place it is read from."""
        return str(self.path) if self.path else self.raw_url

    @property
    def raw_url(self) -> str:
        """The address of the document itself."""
        return self.url or f"{RAW}/{self.repository}/{quote(self.version)}/{quote(self.file)}"

    @property
    def page_url(self) -> str:
        """The address at which a person can look at the list, or ""."""
        if self.repository:
            return f"https://github.com/{self.repository}/blob/{quote(self.version)}/{quote(self.file)}"
        return self.url

    def line_url(self, line: int) -> str:
        """Return the address of a line of the list as published, or "" for a local file."""
        return f"{self.page_url}?plain=1#L{line}" if self.repository else self.page_url


def load_lists(file: Path = DATA_FOLDER / "lists.yaml") -> dict[str, ListSource]:
    """Read lists.yaml; InputError names the file and line of the first mistake."""
    return _sources(read_yaml(file), file)


def lists_text(file: Path) -> str:
    """Return lists.yaml as it stands, with its line ends; InputError if it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeError) as error:
        remedy = "Make it with `python -m data init`, or save it as UTF-8 text."
        raise InputError(f"cannot be read{reason(error)}", file=file, remedy=remedy) from error


def parse_lists(text: str, file: Path) -> dict[str, ListSource]:
    """Return the lists in `text`, which is or is to be the content of `file`; InputError as `load_lists` raises it."""
    return _sources(parse_yaml(text, file), file)


def _sources(content: Section, file: Path) -> dict[str, ListSource]:
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
    check_keys(section, required=("title",), optional=OPTIONAL, what=f"`{key}`")
    plain = {name for name, value in section.items() if value is not None} - {"path", "techniques", "columns"}
    fields = {name: text(section, name) for name in plain}
    if fields.get("commit") == NEWEST:
        del fields["commit"]
    if "file" in fields:
        fields["file"] = normpath(fields["file"])
    path = folder / text(section, "path") if section.get("path") is not None else None
    source = ListSource(key, path=path, techniques=_techniques(section), columns=_columns(section), **fields)
    mistake = _mistake(source)
    if mistake:
        raise InputError(mistake[0], file=section.file, line=section.line, remedy=mistake[1])
    return source if source.repository or "file" in fields else replace(source, file=_file_of(source))


def _file_of(source: ListSource) -> str:
    """Return the path of a document in the place where it is kept, as far as its path or address says it."""
    if source.path:
        return source.path.name
    path = urlsplit(source.url).path
    found = re.fullmatch(_BEHIND_REF.get(host(source.url), _GITLAB), path)
    file = unquote(found["file"] if found else path.rpartition("/")[2])
    return file if file and _is_inside(file) else source.file


def _is_inside(file: str) -> bool:
    return file.isprintable() and not file.startswith("/") and ".." not in file.split("/")


def _techniques(section: Section) -> tuple[tuple[str, str], ...]:
    if section.get("techniques") is None:
        return ()
    mapping = require_section(section, "techniques")
    meant: dict[str, str] = {}
    for heading in mapping:
        technique = _technique(mapping, heading)
        if meant.setdefault(fold(heading), technique) != technique:
            raise _mistaken(mapping, heading, "appears twice with different techniques", "Keep one of them.")
        if not fold(heading):
            raise _mistaken(mapping, heading, "has no word", "Write the heading as the list has it.")
    return tuple((heading, _technique(mapping, heading)) for heading in mapping)


def _technique(mapping: Section, heading: str) -> str:
    if mapping[heading] is not None and not isinstance(mapping[heading], str):
        raise _mistaken(mapping, heading, "means no text", "Write `Heading: Technique`, in quotes where in doubt.")
    technique = " ".join((mapping[heading] or "").split())
    if not technique:
        raise _mistaken(mapping, heading, "means no technique", "Name one, or delete the line.")
    if SEPARATOR.strip() in technique:
        raise _mistaken(mapping, heading, "means two techniques", f"Name one, without `{SEPARATOR.strip()}`.")
    return technique


def _mistaken(mapping: Section, heading: str, problem: str, remedy: str) -> InputError:
    line = mapping.lines[heading]
    return InputError(f"the heading `{heading}` {problem}", file=mapping.file, line=line, remedy=remedy)


def _columns(section: Section) -> dict[str, tuple[str, ...]] | None:
    """Return the columns by role; each role has one column or a list of them."""
    if section.get("columns") is None:
        return None
    given = require_section(section, "columns")
    return {role: texts(given, role) if isinstance(given[role], list) else (text(given, role),) for role in given}


def _mistake(source: ListSource) -> tuple[str, str] | None:
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", source.key):
        return f"the key `{source.key}` cannot be part of a link", "Use letters, digits and hyphens."
    if not (source.repository or source.url or source.path):
        return (
            f"`{source.key}` does not say where the list is",
            "Add `repository: owner/name`, `url: https://…` or `path: …`.",
        )
    if source.repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", source.repository):
        return f"`{source.repository}` is not a repository", "Write `repository: owner/name`."
    if not _is_inside(source.file):
        return f"`{source.file!r}` is not a file in it", "Write `file: README.md`, or `file: folder/list.md`."
    if source.branch and not re.fullmatch(r"[^\s?*:~^\\\[]+", source.branch):
        return f"`{source.branch}` is not a branch", "Write `branch: main`."
    if source.sha256 and not re.fullmatch(r"[0-9a-f]{64}", source.sha256):
        return f"`{source.sha256}` is not a SHA-256", "Leave `sha256` to `python -m data fetch`."
    if source.date and not re.fullmatch(DATE, source.date):
        return f"`{source.date}` is not a date", "Write `date: YYYY-MM-DD`."
    if source.url and not (is_safe(source.url) and (source.url.startswith("https:") or host(source.url) in _LOCAL)):
        return f"`{source.url}` is not an https address", "Write `url: https://…`."
    return None
