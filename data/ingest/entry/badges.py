"""Badges, the small labelled images of shields.io and its like: what they say and the repository they count for."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

_STATIC = re.compile(r"/badge/(?P<words>[^?#]+?)(?:\.svg|\.png)?(?:[?#]|$)", re.IGNORECASE)
_COUNTED = re.compile(
    r"/github/(?:stars|forks|watchers|last-commit|license|issues|contributors)/"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.svg|\.png)?(?:[/?#]|$)",
    re.IGNORECASE,
)
# Written twice in the address of a badge, these stand for themselves.
_DOUBLED = {"--": "\ue000", "__": "\ue001"}
_COLOUR = re.compile(r"[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+(?:green|red|yellow|blue|grey|gray)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def badge_words(url: str) -> tuple[str, ...]:
    """Return what a badge says: its label and its message, as far as its address tells (shields.io/badges)."""
    if found := _STATIC.search(url[:500]):
        return _split(unquote(found["words"]))
    if "/static/v1" in url:
        query = parse_qs(urlsplit(url).query)
        return tuple(filter(None, (" ".join(query.get(key, [""])[0].split()) for key in ("label", "message"))))
    return ()


def badge_repository(url: str) -> str:
    """Return the address of the repository whose stars a badge counts, or ""."""
    found = _COUNTED.search(url[:500])
    return f"https://github.com/{found['owner']}/{found['name']}" if found else ""


def _split(words: str) -> tuple[str, ...]:
    for doubled, sign in _DOUBLED.items():
        words = words.replace(doubled, sign)
    parts = words.split("-")
    if len(parts) > 1 and _COLOUR.fullmatch(parts[-1].strip()):
        del parts[-1]
    read = (part.replace("_", " ").replace("\ue000", "-").replace("\ue001", "_") for part in parts)
    return tuple(filter(None, (" ".join(part.split()) for part in read)))
