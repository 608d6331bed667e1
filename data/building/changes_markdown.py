"""Changes → Markdown for a pull request, with titles as plain characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from data.building.changes import Change, PaperChanges
from data.formats.markdown_text import WORD_JOINER, escape_markdown
from data.normalise.link import is_safe, public
from data.normalise.unseen import without_unseen

# A pull request takes 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST = 300
# GitHub takes seven digits and more for a commit.
_COMMIT = re.compile(r"[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE)
# The pages of GitHub to which a link tells nobody: a user, a repository and its files.
_QUIET = re.compile(r"/(?:[\w.-]+/?|[\w.-]+/[\w.-]+/?|[\w.-]+/[\w.-]+/(?:blob|tree|raw)/.*)")


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
    detail = public(change.detail)
    detail = _link(detail.partition("://")[2] or detail, detail)
    return "- " + " · ".join(part for part in (_link(change.title, change.url), detail, lines) if part)


def _link(label: str, url: str) -> str:
    if not is_safe(url) or re.search(r"[<>\s\\]", url):
        return _escaped(label)
    return f"[{_escaped(label)}](<{_quiet(public(url))}>)"


def _quiet(url: str) -> str:
    """Return `url`, or the address that GitHub keeps for it where it would show the link at an issue or a person."""
    parts = urlsplit(url)
    if _plain_host(parts.hostname or "") != "github.com":
        return url
    rest = url.partition("://")[2].removeprefix(parts.netloc)
    if _QUIET.fullmatch(rest) and not {".", ".."} & set(unquote(parts.path).split("/")):
        return url
    return f"https://redirect.github.com{rest}"


def _plain_host(name: str) -> str:
    """Return a host as a browser asks for it: escapes and letters of other scripts resolved, without dots or `www.`."""
    name = unicodedata.normalize("NFKC", without_unseen(unquote(name))).casefold().replace("\u3002", ".").strip(".")
    return ".".join(map(_from_punycode, name.split("."))).removeprefix("www.")


def _from_punycode(label: str) -> str:
    """Return a part of a host as it is read (RFC 3492); as it is, where it is not written in punycode."""
    with suppress(UnicodeError):
        return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
    return label
