"""A list of lists.yaml → its document: the version that is pinned, or the newest."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from data.errors import InputError
from data.fetch.cache import Cache, sha256
from data.fetch.download import LIMITS, HttpError, Limits, Say, download
from data.fetch.github import GitHub, newest_commit, readme_path
from data.fetch.local_file import read_local
from data.lists.list_source import ListSource

# What may stand before the first tag of an HTML page, and that tag.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s+|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)


@dataclass(frozen=True)
class Fetching:
    """What fetching needs besides the list: a cache, GitHub, limits, the date of today, and who is told."""

    cache: Cache
    github: GitHub
    today: str
    say: Say
    limits: Limits = LIMITS


@dataclass(frozen=True)
class Fetched:
    """The newest version of a list: its document, and where lists.yaml is to say that it is from."""

    source: ListSource
    content: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is an HTML page although its name does not say so: probably not the document that was meant."""
        path = str(self.source.path or urlsplit(self.source.raw_url).path)
        return is_page(self.content) and not path.casefold().endswith((".html", ".htm"))


def is_page(content: bytes) -> bool:
    """Say whether a document begins as an HTML page does; `<div>` and `<h1>` begin many a Markdown list."""
    start = _BEFORE.match(content)
    return bool(_PAGE.match(content, start.end() if start else 0))


def read_source(source: ListSource, cache: Cache | None = None, limits: Limits = LIMITS) -> bytes:
    """Return the document of the version that lists.yaml names; InputError if it cannot be read or fetched.

    A document in the cache needs no network. A document whose hash is not the one in lists.yaml is refused.
    """
    if source.path:
        return _local(source)
    cache = cache or Cache()
    kept = cache.document(source.sha256)
    if kept is not None:
        return kept
    content = download(source.raw_url, limits=limits, cache=cache)
    if source.sha256 and sha256(content) != source.sha256:
        remedy = "Get the newest version with `python -m data fetch`."
        raise InputError("is not the version that lists.yaml names", file=source.raw_url, remedy=remedy)
    return content


def fetch_newest(source: ListSource, fetching: Fetching) -> Fetched:
    """Return the newest version of a list; InputError if it cannot be read or fetched.

    A document with the recorded hash is the recorded version, also where a newer commit is named.
    """
    if source.path:
        return Fetched(source, _local(source))
    newest = _newest(source, fetching)
    content = fetching.cache.document(source.sha256) if source.commit and newest.commit == source.commit else None
    if content is None:
        content = download(newest.raw_url, limits=fetching.limits, cache=fetching.cache, say=fetching.say)
    digest = sha256(content)
    return Fetched(source if digest == source.sha256 else replace(newest, sha256=digest), content)


def find_newest(source: ListSource, fetching: Fetching) -> Fetched:
    """Return the newest version of a list that lists.yaml does not have yet; a README is found in any spelling."""
    try:
        if source.repository and source.commit:
            content = download(source.raw_url, limits=fetching.limits, cache=fetching.cache, say=fetching.say)
            return Fetched(replace(source, sha256=sha256(content), date=fetching.today), content)
        return fetch_newest(source, fetching)
    except HttpError as error:
        path = source.file
        if error.status == 404 and source.repository and path == "README.md":
            with suppress(InputError):
                path = readme_path(fetching.github, source.repository, source.branch, fetching.say)
        if path == source.file:
            raise
        return fetch_newest(replace(source, file=path), fetching)


def _newest(source: ListSource, fetching: Fetching) -> ListSource:
    """Return the source with the commit and date of its newest version, as far as they can be found out."""
    if not source.repository:
        return replace(source, date=fetching.today)
    try:
        commit, date = newest_commit(fetching.github, source.repository, source.branch, source.file, fetching.say)
    except InputError as error:
        fetching.say(f"GitHub does not name the newest commit ({error.problem}): the newest text is taken without it")
        return replace(source, commit="", date=fetching.today)
    # A date that is recorded stays, or the history would have the same version twice.
    return replace(source, commit=commit, date=source.date if commit == source.commit and source.date else date)


def _local(source: ListSource) -> bytes:
    assert source.path
    return read_local(source.path, "Correct the path in lists.yaml or behind --list.")
