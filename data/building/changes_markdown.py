"""Changes → Markdown for a pull request; papers → a Markdown list. Titles are written as plain characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.building.changes import Change, PaperChanges
from data.normalise.link import is_safe

# A pull request takes 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST = 300
_JOINER = "\u2060"
# GitHub makes people, issues and addresses of these even where the sign is escaped.
_REFERENCE = re.compile(r"(?<=[@#])(?=\w)|(?<=://)|(?<=\bGH-)(?=\d)|(?<=\bwww)(?=\.)", re.IGNORECASE)
# It takes seven digits and more for a commit.
_COMMIT = re.compile(r"[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE)
# A link to an issue would be shown there, except through the address that GitHub keeps for this.
_NOTIFYING = re.compile(
    r"https?://(?:www\.)?github\.com(?::\d+)?/(?![\w.-]+/?$|[\w.-]+/[\w.-]+(?:/?$|/(?:blob|tree|raw)/))",
    re.IGNORECASE,
)
# The signs with a meaning in Markdown, in its plainest form (CommonMark 2.4).
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&=^:])")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f]")


@dataclass(frozen=True)
class ListedPaper:
    """A paper as a list shows it; empty where nothing is known."""

    title: str
    venue: str = ""
    year: int | None = None
    paper_url: str = ""
    code_url: str = ""


def changes_as_markdown(versions: Sequence[str], changes: PaperChanges, most: int) -> str:
    """Return versions of lists and what happened to papers as Markdown, at most 60,000 characters.

    `versions` holds a text a list; of each kind of change the count and the first `most` are told.
    """
    lines = [*(f"- {escape_markdown(version)}" for version in versions), ""]
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


def list_as_markdown(title: str, papers: Iterable[ListedPaper]) -> str:
    """Return papers as a list in the shape `- T <br> V 2024 [[Paper]](u) [[Code]](u)`, which Surveyor reads again."""
    return "\n".join([f"# {_plain(title)}", "", *map(_entry, papers), ""])


def _entry(paper: ListedPaper) -> str:
    links = (("Paper", paper.paper_url), ("Code", paper.code_url))
    shown = [f"[[{label}]](<{url}>)" for label, url in links if is_safe(url)]
    when = " ".join(filter(None, (_plain(paper.venue), str(paper.year or ""))))
    return " ".join(["-", _plain(paper.title), "<br>", *filter(None, [when]), *shown])


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(_UNSEEN.sub(" ", text).split())


def escape_markdown(text: str) -> str:
    """Return `text` so that GitHub shows it as plain characters: no markup, nobody named, no issue linked."""
    one_line = _one_line(text)
    short = one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST]}…"
    apart = _COMMIT.sub(rf"\g<0>{_JOINER}", _REFERENCE.sub(_JOINER, short))
    return _MARKUP.sub(r"\\\1", apart)


def _item(change: Change) -> str:
    lines = ", ".join(_link(record, address) for record, address in change.lines[:5])
    detail = _link(change.detail.partition("://")[2] or change.detail, change.detail)
    return "- " + " · ".join(part for part in (_link(change.title, change.url), detail, lines) if part)


def _link(label: str, url: str) -> str:
    if not is_safe(url) or re.search(r"[<>\s\\]", url):
        return escape_markdown(label)
    return f"[{escape_markdown(label)}](<{_NOTIFYING.sub('https://redirect.github.com/', url)}>)"
