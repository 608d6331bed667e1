"""An address → the whole document there: within its limits, tried again, and resumed where it was cut off."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from data.errors import InputError
from data.fetch import headers
from data.fetch.address import check_address, check_redirect, is_local
from data.fetch.cache import Cache, Part, Seen, sha256
from data.fetch.deadline import Deadline, ExpiredError
from data.fetch.limits import LIMITS, Limits
from data.fetch.packing import unpack

Say = Callable[[str], None]
_CHUNK = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_PACKED = ("gzip", "x-gzip", "deflate")
_REMEDY = "Check the address and the connection, or read a local copy with --list KEY=FILE."
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError)
_HOPELESS = (requests.exceptions.SSLError, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)


class HttpError(InputError):
    """An answer that another attempt would not change; `status` is its number."""

    def __init__(self, status: int, reason: str, url: str) -> None:
        self.status = status
        super().__init__(f"cannot be fetched ({status} {reason})", file=url, remedy=_REMEDY)


class _PassingError(Exception):
    """A failure that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def download(
    url: str,
    *,
    limits: Limits = LIMITS,
    cache: Cache | None = None,
    headers: Mapping[str, str] | None = None,
    say: Say | None = None,
) -> bytes:
    """Return the document at `url`, whole; what is cut off, too large or too slow is an InputError, never shorter.

    The cache spares what has not changed since and completes what an earlier download left. `headers` go to the
    host of `url` only, wherever it redirects. `say` hears of every further attempt.
    """
    check_address(url)
    run = _Download(url, limits, cache or Cache(), headers or {})
    try:
        return run.all_attempts(say or (lambda _: None))
    finally:
        run.leave()


class _OneHop(requests.Session):
    """A session that follows no redirect: told not to, the usual one still reads the whole body and the target."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return no target, wherever the answer leads."""


@dataclass
class _Download:
    """One download: the bytes so far, and the mark of the version they belong to."""

    url: str
    limits: Limits
    cache: Cache
    own_headers: Mapping[str, str]

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.limits.total)
        part = self.cache.part(self.url)
        self.content = bytearray(part.content if part else b"")
        self.validator = part.validator if part else ""
        self.length = part.length if part else 0
        self.done = False

    def all_attempts(self, say: Say) -> bytes:
        """Return the document from the first attempt that gives it."""
        try:
            for number in range(1, self.limits.attempts + 1):
                try:
                    return self.deadline.hold(self._attempt)
                except _PassingError as failure:
                    if number == self.limits.attempts:
                        tries = f"{number} attempts" if number > 1 else "1 attempt"
                        raise InputError(
                            f"cannot be fetched ({failure}; {tries})", file=self.url, remedy=_REMEDY
                        ) from failure
                    self._pause(failure, number, say)
        except ExpiredError:
            pass
        raise InputError(f"took longer than {self.limits.total:g} s", file=self.url, remedy=_REMEDY)

    def leave(self) -> None:
        """Keep what a download that did not end can be resumed with."""
        if not self.done and self.validator and self.content:
            self.cache.keep_part(self.url, Part(bytes(self.content), self.validator, self.length))

    def _pause(self, failure: _PassingError, number: int, say: Say) -> None:
        longest = self.limits.first_wait * 2 ** (number - 1)
        wait = failure.wait if failure.wait is not None else longest * random.uniform(0.5, 1)  # noqa: S311 - no secret
        if wait > min(self.limits.longest_wait, self.deadline.left()):
            why = f"{failure}; it would take another {wait:.0f} s to try again"
            raise InputError(f"cannot be fetched ({why})", file=self.url, remedy="Try again later.")
        say(f"{failure}: trying again in {wait:.1f} s")
        time.sleep(wait)

    def _attempt(self) -> bytes:
        url, sent = self.url, {**self._conditions(), **self.own_headers}
        for _ in range(self.limits.redirects + 1):
            try:
                with self._ask(url, sent) as answer:
                    target = answer.headers.get("Location")
                    if not (target and answer.status_code in _REDIRECTS):
                        return self._take(answer)
            except _HOPELESS as error:
                raise InputError(f"cannot be fetched ({_short(error)})", file=self.url, remedy=_REMEDY) from error
            except _BROKEN as error:
                raise _PassingError(_short(error)) from error
            self.deadline.check()
            target = _joined(url, target)
            check_redirect(url, target)
            if urlsplit(target)[:2] != urlsplit(url)[:2]:
                sent = {name: value for name, value in sent.items() if name not in self.own_headers}
            url = target
        raise InputError(f"redirects more than {self.limits.redirects} times", file=self.url, remedy=_REMEDY)

    def _conditions(self) -> dict[str, str]:
        """Return the headers that ask for the rest only, or for nothing where nothing has changed."""
        # A compressed answer could not be resumed, and its length would say nothing of the document's.
        usual = {"Accept-Encoding": "identity", "User-Agent": "surveyor"}
        if self.content and self.validator:
            return usual | {"Range": f"bytes={len(self.content)}-", "If-Range": self.validator}
        seen = self.cache.seen(self.url)
        if self.cache.document(seen.sha256) is None:
            return usual
        marks = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
        return usual | {name: mark for name, mark in marks.items() if mark}

    def _ask(self, url: str, sent: Mapping[str, str]) -> requests.Response:
        with _OneHop() as session:
            # A proxy that the environment names is for the network, not for this machine.
            session.trust_env = not is_local(url)
            return session.get(
                url,
                headers=dict(sent),
                stream=True,
                timeout=(self.limits.connect, self.limits.read),
                auth=_as_it_is,
            )

    def _take(self, answer: requests.Response) -> bytes:
        seen = self.cache.seen(self.url)
        status, kept = answer.status_code, self.cache.document(seen.sha256)
        if status == 304 and kept is not None:
            self.done = True
            return kept
        if status in _BUSY or (status == 403 and headers.is_used_up(answer.headers)):
            raise _PassingError(f"{status} {answer.reason}", headers.wait(answer.headers))
        if status == 416 or (status == 206 and not self._fits(answer)):
            self._start(answer)
            raise _PassingError("the rest does not fit the part that was there")
        if status not in (200, 206):
            raise HttpError(status, answer.reason, self.url)
        if status == 200:
            self._start(answer)
        self._read(answer.raw, self._stated(answer))
        content = self._unpacked(headers.coding(answer.headers))
        if not headers.is_framed(answer.headers) and not content.endswith(b"\n") and (kept or b"\n").endswith(b"\n"):
            raise _PassingError("came without its length, and its last line has no end")
        etag, modified = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        self.cache.keep(self.url, content, Seen(etag, modified, sha256(content)))
        self.done = True
        return content

    def _stated(self, answer: requests.Response) -> int:
        try:
            return headers.length(answer.headers) or 0
        except ValueError as error:
            raise InputError(str(error), file=self.url, remedy=_REMEDY) from error

    def _fits(self, answer: requests.Response) -> bool:
        """Say whether an answer is the rest of what is there, of the same version and the same length."""
        if headers.coding(answer.headers) or headers.mark(answer.headers) != self.validator:
            return False
        start, total = headers.part(answer.headers) or (0, 0)
        return bool(start) and start == len(self.content) and total == (self.length or total)

    def _start(self, answer: requests.Response) -> None:
        plain = answer.status_code == 200 and not headers.coding(answer.headers)
        self.content, self.validator = bytearray(), headers.mark(answer.headers) if plain else ""
        self.length = self._stated(answer) if plain else 0
        self.cache.drop_part(self.url)

    def _read(self, raw: urllib3.HTTPResponse, stated: int) -> None:
        if len(self.content) + stated > self.limits.size:
            raise self._too_large()
        while True:
            # One byte is left for last, because what lies behind it is gone once it is read.
            left = raw.length_remaining
            if left == 1 and _goes_on(raw):
                raise InputError("is longer than its server says", file=self.url, remedy=_REMEDY)
            chunk = raw.read1(min(_CHUNK, left - 1) if left and left > 1 else _CHUNK, decode_content=False)
            self.deadline.check()
            if not chunk:
                break
            self.content += chunk
            if len(self.content) > self.limits.size:
                raise self._too_large()
        if raw.length_remaining:
            raise _PassingError(f"was cut off, {raw.length_remaining} bytes are missing")

    def _unpacked(self, coding: str) -> bytes:
        """Return the document in what was read, which some servers pack unasked."""
        content = bytes(self.content)
        if not content or not coding:
            return content
        if coding not in _PACKED:
            raise InputError(f"is packed as {coding!r}, which was not asked for", file=self.url, remedy=_REMEDY)
        try:
            unpacked = unpack(content, self.limits.size)
        except ValueError as error:
            raise _PassingError(str(error)) from error
        if len(unpacked) > self.limits.size:
            raise self._too_large()
        return unpacked

    def _too_large(self) -> InputError:
        self.validator = ""
        size = f"{self.limits.size / 1_000_000:g} MB"
        return InputError(f"is larger than {size}", file=self.url, remedy="Check that it is a list.")


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise InputError(f"leads to no address ({error})", file=url, remedy=_REMEDY) from error


def _goes_on(raw: urllib3.HTTPResponse) -> bool:
    """Say whether the server has sent more than the one byte that its Content-Length leaves."""
    buffer = getattr(getattr(raw, "_fp", None), "fp", None)
    return len(buffer.peek(2)) > 1 if buffer else False


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send a request as it is: without this, `requests` would add passwords from ~/.netrc."""
    return request


def _short(error: BaseException) -> str:
    """Return what happened without the objects that wrap it."""
    text = str(error)
    known = {"IncompleteRead": "was cut off", "timed out": "timed out", "NameResolution": "unknown host"}
    known |= {"refused": "connection refused", "CERTIFICATE": "its certificate is not valid"}
    return next(
        (said for sign, said in known.items() if sign in text), text.splitlines()[0][:200] if text else "failed"
    )
