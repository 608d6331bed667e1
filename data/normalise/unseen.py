"""Text without characters that nobody sees, or that turn the direction of a line."""

from __future__ import annotations

import re

# Control characters other than white space (C0, DEL and C1), soft hyphens, fillers, zero-width characters, marks and
# overrides of direction, and tag characters.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def without_unseen(text: str) -> str:
    """Return `text` without control characters, and others that are not seen; white space and line breaks stay."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)


def visible(text: str) -> str:
    """Return `text` on one line, without characters that cannot be seen or that turn the direction of a line."""
    return " ".join(without_unseen(text).split())
