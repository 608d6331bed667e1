"""What the headers of an answer say, none of them believed without a look."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Headers = Mapping[str, str]


def length(headers: Headers) -> int | None:
    """Return the length that is stated, None where none is; ValueError where it is no length."""
    if "Content-Length" not in headers:
        return None
    stated = {given.strip() for given in headers["Content-Length"].split(",")}
    if len(stated) > 1 or not all(map(_is_number, stated)):
        raise ValueError("has a Content-Length that is none")
    return int(stated.pop()[:18])


def is_framed(headers: Headers) -> bool:
    """Say whether a body that is cut off would be noticed: its length is known, or its end is marked."""
    chunked = "chunked" in headers.get("Transfer-Encoding", "").casefold()
    return chunked or "Content-Length" in headers or coding(headers) != ""


def coding(headers: Headers) -> str:
    """Return how the body is packed, "" where it is not."""
    named = headers.get("Content-Encoding", "").strip().casefold()
    return "" if named == "identity" else named


def mark(headers: Headers) -> str:
    """Return what marks the version byte for byte: the strong ETag, else when it was changed, else ""."""
    etag = headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")


def part(headers: Headers) -> tuple[int, int] | None:
    """Return where the part begins that an answer holds and how long the whole is, None where it does not say."""
    found = re.fullmatch(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})", headers.get("Content-Range", "").strip())
    return (int(found[1]), int(found[3])) if found and int(found[2]) + 1 == int(found[3]) else None


def is_used_up(headers: Headers) -> bool:
    """Say whether the allowance of GitHub's API is used up."""
    return headers.get("X-RateLimit-Remaining") == "0"


def wait(headers: Headers) -> float | None:
    """Return the seconds that the server asks to wait, given as a number or as a date; None where it does not.

    GitHub names the second at which it answers again, counted from 1970.
    """
    again = headers.get("X-RateLimit-Reset", "")
    if is_used_up(headers) and _is_number(again):
        return max(0.0, float(again[:12]) - time.time())
    given = headers.get("Retry-After", "").strip()
    if _is_number(given):
        return float(given[:9])
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
