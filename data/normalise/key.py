"""Keys of lists, made of their names."""

from __future__ import annotations

import re
from collections.abc import Collection

from data.normalise.title import fold


def list_key(name: str, taken: Collection[str]) -> str:
    """Return a name in small letters and hyphens, `list` where none is left, numbered where it is among `taken`."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "list"
    numbered = (key, *(f"{key}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in numbered if name not in taken)
