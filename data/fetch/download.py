"""An address → the whole document there: within its limits, and tried again where that may help."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import urllib3

from data.errors import InputError
from data.fetch.address import Resolve, check_address, is_local, redirect_target
from data.fetch.answer import REMEDY, PassingError, asked_wait, is_framed, is_used_up, read_document
from data.fetch.cache import Cache, Seen, sha256
from data.fetch.connection import CheckedAdapter, Names

Say = Callable[[str], None]
Result = TypeVar("Result")
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError)
_HOPELESS = (requests.exceptions.SSLError, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)


@dataclass(frozen=True)
class Limits:
    """The bounds of one download; times in seconds, sizes in bytes."""

    connect: float = 10
    read: float = 20
    """Longest silence of a server."""
    total: float = 120
    """From the first attempt to the last byte, waiting between attempts included."""
    size: int = 20_000_000
    """Of the document, after decompression."""
    redirects: int = 5
    attempts: int = 5
    first_wait: float = 1
    """Before the second attempt; doubled for each further one, and drawn between a half and the whole of it."""
    longest_wait: float = 60
    """A server that asks to be left alone for longer is an error."""


LIMITS = Limits()
# For questions to GitHub's API, whose answers are not needed.
BRIEF = Limits(total=30, attempts=3)


class HttpError(InputError):
    """An answer that another attempt would not change; `status` is its number."""

    def __init__(self, status: int, reason: str, url: str) -> None:
        self.status = status
        super().__init__(f"cannot be fetched ({status}{' ' * bool(reason)}{reason})", file=url, remedy=REMEDY)


def download(
    url: str,
    *,
    limits: Limits = LIMITS,
    cache: Cache | None = None,
    headers: Mapping[str, str] | None = None,
    say: Say | None = None,
    resolve: Resolve | None = None,
) -> bytes:
    """Return the document at `url`, whole; what is cut off, too large or too slow is an InputError, never shorter.

    A document that has not changed comes from the cache. `headers` are sent to the host of `url` only, not to where it
    redirects. `say` is told of every further attempt, in another thread. `resolve` gives the IP addresses of a host
    (default: as the system knows them); an attempt asks it once for each name.
    """
    check_address(url)
    run = _Download(url, limits, cache or Cache(), headers or {}, say or (lambda _: None), resolve)
    try:
        return within(limits.total, run.all_attempts)
    except TimeoutError as error:
        raise run.too_slow() from error


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what `work` returns; TimeoutError after `seconds`, even while it waits for a name or for slow headers.

    The thread that works is then left behind, and must end by itself.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome.result(seconds)


@dataclass
class _Download:
    """One download: what is asked for, how, and until when."""

    url: str
    limits: Limits
    cache: Cache
    own_headers: Mapping[str, str]
    say: Say
    resolve: Resolve | None = None

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.limits.total

    def all_attempts(self) -> bytes:
        """Return the document from the first attempt that gives it."""
        number = 1
        while True:
            try:
                return self._attempt()
            except PassingError as failure:
                if number == self.limits.attempts:
                    tries = f"{number} attempts" if number > 1 else "1 attempt"
                    raise self._error(f"cannot be fetched ({failure}; {tries})") from failure
                self._pause(failure, number)
            number += 1

    def _pause(self, failure: PassingError, number: int) -> None:
        longest = self.limits.first_wait * 2 ** (number - 1)
        wait = failure.wait if failure.wait is not None else longest * random.uniform(0.5, 1)  # noqa: S311 - no secret
        if wait > min(self.limits.longest_wait, self.end - time.monotonic()):
            why = f"{failure}; it would take another {wait:.0f} s to try again"
            raise InputError(f"cannot be fetched ({why})", file=self.url, remedy="Try again later.")
        self.say(f"{failure}: trying again in {wait:.1f} s")
        time.sleep(wait)

    def check_time(self) -> None:
        """Raise InputError if no time is left."""
        if time.monotonic() > self.end:
            raise self.too_slow()

    def too_slow(self) -> InputError:
        """Return the error of a download that took too long."""
        return self._error(f"took longer than {self.limits.total:g} s")

    def _attempt(self) -> bytes:
        url, sent, names = self.url, {**self._conditions(), **self.own_headers}, Names(self.resolve)
        for _ in range(self.limits.redirects + 1):
            self.check_time()
            try:
                with self._ask(url, sent, names) as answer:
                    target = answer.headers.get("Location")
                    if not (target and answer.status_code in _REDIRECTS):
                        return self._take(answer)
            except _HOPELESS as error:
                raise self._error(f"cannot be fetched ({_short(error)})") from error
            except _BROKEN as error:
                raise PassingError(_short(error)) from error
            origin, url = url, redirect_target(url, target, names)
            if urlsplit(origin)[:2] != urlsplit(url)[:2]:
                sent = self._conditions()
        raise self._error(f"redirects more than {self.limits.redirects} times")

    def _conditions(self) -> dict[str, str]:
        """Return the headers of a request, which ask for the document only if it has changed."""
        # The stated length of a packed answer is not that of the document.
        usual = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "surveyor"}
        seen = self.cache.seen(self.url)
        if self.cache.document(seen.sha256) is None:
            return usual
        marks = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
        return usual | {name: mark for name, mark in marks.items() if mark}

    def _ask(self, url: str, sent: Mapping[str, str], names: Names) -> requests.Response:
        """Send one request as it is; a session would add passwords from ~/.netrc and read the body of a redirect."""
        with requests.Session() as session:
            # A proxy that the environment names is for the network, not for this machine.
            session.trust_env = not is_local(url)
            settings = session.merge_environment_settings(url, {}, True, None, None)
            request = requests.Request("GET", url, headers=dict(sent)).prepare()
            timeout = (self.limits.connect, self.limits.read)
            outside = url is not self.url and not is_local(self.url)
            return CheckedAdapter(names, outside=outside).send(request, timeout=timeout, **settings)

    def _take(self, answer: requests.Response) -> bytes:
        status, headers = answer.status_code, answer.headers
        kept = self.cache.document(self.cache.seen(self.url).sha256)
        if status == 304 and kept is not None:
            return kept
        if status in _BUSY or (status == 403 and is_used_up(headers)):
            raise PassingError(f"{status} {answer.reason}".strip(), asked_wait(headers))
        if status != 200:
            raise HttpError(status, answer.reason, self.url)
        content = read_document(answer, self.url, self.limits.size, self.check_time)
        if not is_framed(headers) and not content.endswith(b"\n") and (kept or b"\n").endswith(b"\n"):
            raise PassingError("came without its length, and its last line has no end")
        etag, modified = (headers.get(name, "") for name in ("ETag", "Last-Modified"))
        self.cache.keep(self.url, content, Seen(etag, modified, sha256(content)))
        return content

    def _error(self, problem: str) -> InputError:
        return InputError(problem, file=self.url, remedy=REMEDY)


def _short(error: BaseException) -> str:
    """Return what went wrong in a few words."""
    text = str(error)
    known = {"IncompleteRead": "was cut off", "timed out": "timed out", "NameResolution": "unknown host"}
    known |= {"refused": "connection refused", "CERTIFICATE": "its certificate is not valid"}
    return next(
        (said for sign, said in known.items() if sign in text), text.strip().partition("\n")[0][:200] or "failed"
    )
