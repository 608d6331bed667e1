"""What a person pastes, a page of GitHub or GitLab, an address or a file → where the document itself is."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from data.errors import InputError, reason
from data.lists.list_source import ListSource

_GITHUB = re.compile(
    r"/(?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?"
    r"(?:/(?P<kind>blob|tree|raw|blame|edit)/(?:refs/(?:heads|tags)/)?(?P<ref>[^/]+)(?:/(?P<file>.+))?)?/?"
)
_RAW = re.compile(r"/(?P<repository>[\w.-]+/[\w.-]+)/(?:refs/(?:heads|tags)/)?(?P<ref>[^/]+)/(?P<file>.+)")
_GITLAB = re.compile(r"(?P<project>/.+?)/-/(?:blob|blame)/(?P<rest>.+)")
_NEWEST = ("HEAD", "main", "master")


def source_of(place: str) -> ListSource:
    """Return where the document behind an address or a file is; its key and title are still to be found.

    Raises InputError for what is neither.
    """
    if "://" not in place:
        if not _is_file(place):
            raise InputError("is neither an address nor a file", file=place, remedy="Write https://… or a path.")
        return ListSource("", "", path=Path(place).resolve())
    try:
        parts = urlsplit(place.strip())
        name = (parts.hostname or "").removeprefix("www.")
    except ValueError as error:
        raise InputError(f"is not an address{reason(error)}", file=place, remedy="Write https://….") from error
    if name in ("github.com", "raw.githubusercontent.com"):
        return _of_github(place, unquote(parts.path), _GITHUB if name == "github.com" else _RAW)
    if name == "gist.github.com":
        return _of_address(f"https://gist.githubusercontent.com{parts.path.rstrip('/')}/raw")
    if page := _GITLAB.fullmatch(parts.path):
        return _of_address(f"https://{parts.netloc}{page['project']}/-/raw/{page['rest']}")
    if name == "gitlab.com" and re.fullmatch(r"(?:/[\w.-]+){2,}/?", parts.path):
        return _of_address(f"https://{parts.netloc}{parts.path.rstrip('/')}/-/raw/HEAD/README.md")
    return _of_address(parts._replace(fragment="").geturl())


def name_of(source: ListSource) -> str:
    """Return the name of the repository or file of a list; a README goes by the folder it is in."""
    if source.repository:
        path = PurePosixPath(source.repository.partition("/")[2], source.file)
    elif source.path:
        path = PurePosixPath(source.path.as_posix())
    else:
        parts = urlsplit(source.url)
        path = PurePosixPath(parts.hostname or "list", unquote(parts.path).strip("/"))
    words = [word for word in path.parts if word not in ("-", "raw", "HEAD", "main", "master", "/")] or ["list"]
    is_readme = path.stem.casefold() == "readme" and len(words) > 1
    return words[-2] if is_readme else PurePosixPath(words[-1]).stem


def _is_file(place: str) -> bool:
    try:
        return Path(place).is_file()
    except OSError:
        # No name of a file is so long.
        return False


def _of_github(place: str, path: str, form: re.Pattern[str]) -> ListSource:
    found = form.fullmatch(path)
    if not found:
        raise InputError(
            "names no repository or file", file=place, remedy="Write https://github.com/owner/name or …/blob/…."
        )
    given = found.groupdict()
    ref, file = given["ref"] or "HEAD", given["file"] or ""
    if given.get("kind") == "tree" or not file:
        file = f"{file.rstrip('/')}/README.md".lstrip("/")
    if re.fullmatch(r"[0-9a-f]{40}", ref):
        return ListSource("", "", repository=given["repository"], commit=ref, file=file)
    return ListSource("", "", repository=given["repository"], branch="" if ref in _NEWEST else ref, file=file)


def _of_address(url: str) -> ListSource:
    return ListSource("", "", url=url)
