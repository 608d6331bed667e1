"""What references stand for: `[label]` is short, but the address that is written once for it may be long."""

from __future__ import annotations

from collections import UserDict
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from data.ingest.limits import Limits

Target = dict[str, Any]  # of markdown-it: address, title, lines


class References(UserDict[str, Target]):
    """The targets of a document's references by their labels; counts the characters of those that are used.

    Raises InputError, with the line of the block that is read, where they are more than `limits` allow.
    """

    def __init__(self, limits: Limits, file: str) -> None:
        super().__init__()
        self.line = 0
        self._limits, self._file, self._used = limits, file, 0

    def __getitem__(self, label: str) -> Target:
        """Return the target of a label, and count it."""
        target = super().__getitem__(label)
        self._used += len(target["href"]) + len(target["title"])
        self._limits.check_expanded(self._used, "references", self._file, self.line)
        return target


def enable_counting(parser: MarkdownIt) -> None:
    """Let `parser` tell `References`, where they are in its environment, which line it reads."""
    parser.core.ruler.at("inline", _inline)


def _inline(state: StateCore) -> None:
    """Read the text of each block, as markdown-it's rule of the same name does."""
    references = state.env.get("references")
    for token in state.tokens:
        if token.type == "inline":
            if isinstance(references, References):
                references.line = token.map[0] + 1 if token.map else 0
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
