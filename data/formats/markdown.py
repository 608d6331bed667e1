"""Changes → Markdown for a pull request. Titles come from lists, so they are written as plain characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.changes import Change, PaperChanges
from data.normalise.link import is_safe

# A pull request takes 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST = 300
_JOINER = "\u2060"
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&=^:])")
# GitHub makes people, issues and addresses of these even where the sign is escaped.
_REFERENCE = re.compile(r"(?<=[@#])(?=\w)|(?<=://)|(?<=\bGH-)(?=\d)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f]")


def changes_as_markdown(versions: Sequence[str], changes: PaperChanges, most: int) -> str:
    """Return versions of lists and what happened to papers as Markdown, at most 60,000 characters.

    `versions` holds a text a list; of each kind of change the count and the first `most` are told.
    """
    lines = [*(f"- {escape_markdown(version)}" for version in versions), ""]
    lines += [] if changes else ["The papers have not changed.", ""]
    for kind, found in changes.kinds.items():
        lines += [f"## {kind}: {len(found)}", "", *map(_item, found[:most])]
        lines += [f"- … and {len(found) - most} more"] if len(found) > most else []
        lines.append("")
    text = ""
    for line in lines:
        if len(text) + len(line) > MOST_CHARACTERS:
            return f"{text}\n… and more, see the tables.\n"
        text += f"{line}\n"
    return text


def escape_markdown(text: str) -> str:
    """Return `text` so that GitHub shows it as plain characters: no markup, nobody named, no issue linked."""
    one_line = " ".join(_UNSEEN.sub(" ", text).split())
    short = one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST]}…"
    return _SIGNS.sub(r"\\\1", _REFERENCE.sub(_JOINER, short))


def _item(change: Change) -> str:
    lines = ", ".join(_link(record, address) for record, address in change.lines[:5])
    detail = _link(change.detail.partition("://")[2] or change.detail, change.detail)
    return "- " + " · ".join(part for part in (_link(change.title, change.url), detail, lines) if part)


def _link(label: str, url: str) -> str:
    if not is_safe(url) or re.search(r"[<>\s\\]", url):
        return escape_markdown(label)
    return f"[{escape_markdown(label)}](<{url}>)"
