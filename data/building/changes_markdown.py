"""Changes → Markdown for a pull request, with titles as plain characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.building.changes import Change, PaperChanges
from data.formats.markdown_text import WORD_JOINER, escape_markdown
from data.normalise.link import is_safe

# A pull request takes 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST = 300
# GitHub takes seven digits and more for a commit.
_COMMIT = re.compile(r"[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE)
# A link to an issue would be shown there, except through the address that GitHub keeps for this.
_NOTIFYING = re.compile(
    r"https?://(?:www\.)?github\.com(?::\d+)?/(?![\w.-]+/?$|[\w.-]+/[\w.-]+(?:/?$|/(?:blob|tree|raw)/))",
    re.IGNORECASE,
)


def changes_as_markdown(versions: Sequence[str], changes: PaperChanges, most: int) -> str:
    """Return versions of lists and what happened to papers as Markdown, at most 60,000 characters.

    `versions` holds a text a list; of each kind of change the count and the first `most` are told.
    """
    lines = [*(f"- {_escaped(version)}" for version in versions), ""]
    lines += [] if changes else ["The papers have not changed.", ""]
    for kind, found in changes.items():
        lines += [f"## {kind}: {len(found)}", "", *map(_item, found[:most])]
        lines += [f"- … and {len(found) - most} more"] if len(found) > most else []
        lines.append("")
    text = ""
    for line in lines:
        if len(text) + len(line) > MOST_CHARACTERS:
            return f"{text}\n… and more, see the tables.\n"
        text += f"{line}\n"
    return text


def _escaped(text: str) -> str:
    return _COMMIT.sub(rf"\g<0>{WORD_JOINER}", escape_markdown(text, _LONGEST))


def _item(change: Change) -> str:
    lines = ", ".join(_link(record, address) for record, address in change.lines[:5])
    detail = _link(change.detail.partition("://")[2] or change.detail, change.detail)
    return "- " + " · ".join(part for part in (_link(change.title, change.url), detail, lines) if part)


def _link(label: str, url: str) -> str:
    if not is_safe(url) or re.search(r"[<>\s\\]", url):
        return _escaped(label)
    return f"[{_escaped(label)}](<{_NOTIFYING.sub('https://redirect.github.com/', url)}>)"
