"""Words of a list → canonical names, by an alias table: techniques, domains and link labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from data.normalise.title import fold

_REMARK = re.compile(r"(?:(?<!\s)\s++)?+\([^()]*+\)\s*+$")


@dataclass(frozen=True)
class Vocabulary:
    """Canonical names in their order, each with its aliases."""

    names: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Texts of one list with their names; they win over the aliases."""

    @cached_property
    def _lookup(self) -> dict[str, str]:
        known = {fold(spelling): name for name, aliases in self.names.items() for spelling in (name, *aliases)}
        return known | {fold(text): name for text, name in self.meanings.items()}

    @cached_property
    def _told(self) -> Vocabulary | None:
        return Vocabulary({}, self.meanings) if self.meanings else None

    def with_meanings(self, meanings: Mapping[str, str]) -> Vocabulary:
        """Return the vocabulary in which each text, compared folded, has the name beside it."""
        return Vocabulary(self.names, meanings)

    def means(self, text: str) -> bool:
        """Return whether `meanings` has a name for `text`; it then counts before any other meaning."""
        return bool(self._told and self._told.canonical(text))

    @cached_property
    def canonical(self) -> Callable[[str], str]:
        """The canonical name of a text (a remark in brackets at its end ignored), or "" if it has none.

        Lists repeat the same words, so the last answers are remembered.
        """
        return lru_cache(maxsize=20_000)(self._canonical)

    def _canonical(self, text: str) -> str:
        return self._lookup.get(fold(text)) or self._lookup.get(fold(_REMARK.sub("", text)), "")
