"""An answer of a server → how long it asks to wait, and the whole document in its body."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Mapping

import requests
import urllib3

from data.errors import InputError, reason

REMEDY = "Check the address and the connection, or read a local copy with --list KEY=FILE."
_CHUNK = 65_536
_PACKED = ("gzip", "x-gzip", "deflate")
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class PassingError(Exception):
    """A failure that another attempt may mend; `wait` is what the server asks for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def is_used_up(headers: Mapping[str, str]) -> bool:
    """Say whether the allowance of GitHub's API is used up."""
    return headers.get("X-RateLimit-Remaining") == "0"


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, given as a number or as a date; None if it does not ask.

    GitHub names the second at which it answers again, counted from 1970.
    """
    again = headers.get("X-RateLimit-Reset", "")
    if is_used_up(headers) and re.fullmatch("[0-9]{1,12}", again):
        return max(0.0, float(again) - time.time())
    try:
        return urllib3.Retry().parse_retry_after(headers.get("Retry-After", ""))
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def is_framed(headers: Mapping[str, str]) -> bool:
    """Say whether a body that is cut off would be noticed: its length is known, or its end is marked."""
    chunked = "chunked" in headers.get("Transfer-Encoding", "").casefold()
    return chunked or "Content-Length" in headers or _coding(headers) != ""


def read_document(answer: requests.Response, url: str, most: int, check: Callable[[], None]) -> bytes:
    """Return the document in the body of `answer`, unpacked, of at most `most` bytes.

    `url` is named in errors; `check` is called after each part and may raise. Raises PassingError if the end is
    missing, and InputError if the document is larger than `most`, longer than its server says, or packed in an
    unknown way.
    """
    coding = _coding(answer.headers)
    if coding and coding not in _PACKED:
        raise InputError(f"is compressed as {coding!r}, which was not requested", file=url, remedy=REMEDY)
    content = _read(answer, url, most, check)
    if not (content and coding):
        return content
    unpacked = _unpack(content, most)
    if len(unpacked) > most:
        raise _too_large(url, most)
    return unpacked


def _read(answer: requests.Response, url: str, most: int, check: Callable[[], None]) -> bytes:
    stated = answer.headers.get("Content-Length", "0").strip()
    if not re.fullmatch(r"([0-9]{1,18})(?:\s*,\s*\1)*", stated):
        raise InputError("has an invalid Content-Length", file=url, remedy=REMEDY)
    if int(stated.partition(",")[0]) > most:
        raise _too_large(url, most)
    content = bytearray()
    while chunk := _next(answer.raw, url):
        check()
        content += chunk
        if len(content) > most:
            raise _too_large(url, most)
    if answer.raw.length_remaining:
        raise PassingError(f"was cut off, {answer.raw.length_remaining} bytes are missing")
    return bytes(content)


def _next(raw: urllib3.HTTPResponse, url: str) -> bytes:
    """Return the next part of a body; the last byte comes alone, because what follows it is lost once it is read."""
    left = raw.length_remaining
    if left == 1 and _goes_on(raw):
        raise InputError("is longer than its server says", file=url, remedy=REMEDY)
    return raw.read1(min(_CHUNK, left - 1) if left and left > 1 else _CHUNK, decode_content=False)


def _goes_on(raw: urllib3.HTTPResponse) -> bool:
    """Say whether the server has sent more than the one byte that its Content-Length leaves."""
    buffer = getattr(getattr(raw, "_fp", None), "fp", None)
    return len(buffer.peek(2)) > 1 if buffer else False


def _coding(headers: Mapping[str, str]) -> str:
    """Return how the body is packed, which some servers do unasked; "" if it is not."""
    named = headers.get("Content-Encoding", "").strip().casefold()
    return "" if named == "identity" else named


def _unpack(content: bytes, most: int) -> bytes:
    """Return what is packed in `content`, of more than `most` bytes only the first `most` + 1."""
    unpacked = bytearray()
    while content and len(unpacked) <= most:
        stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        try:
            unpacked += stream.decompress(content, most + 1 - len(unpacked))
        except zlib.error as error:
            raise PassingError(f"cannot be unpacked{reason(error)}") from error
        if not stream.eof and len(unpacked) <= most:
            raise PassingError("was cut off, the end of what is packed is missing")
        # A file may be packed in several streams, and be filled up with zeros.
        content = stream.unused_data.lstrip(b"\0")
    return bytes(unpacked)


def _too_large(url: str, most: int) -> InputError:
    return InputError(f"is larger than {most / 1_000_000:g} MB", file=url, remedy="Check that it is a list.")
