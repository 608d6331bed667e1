"""Which stretches of text are names of people."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    """
    af al bin da de dela del den der di dos du e el ibn ii iii jr jr. la le mc sr st ten ter van von y zu
    """.split()  # noqa: SIM905 - as a list it would be long
)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.`´-]*(?:['’.`´-]{1,2}[^\W\d_'’.`´-]+)*\.?")
_NOTHING_MORE = re.compile(r"\b(?:et\.?\s?al\b\.?|and others)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+|^(?:and|&|by|authors?:?)\s+|\s*[,;]\s*", re.IGNORECASE)
_SIGNS = str.maketrans("", "", "*†‡∗¹²³⁴⁵⁶§¶")
_NO_NAME_ENDS = tuple(
    """
    able aware based ical ics ism ities ity ive ization ment ments ness ology ous sion tion tions ware
    """.split()  # noqa: SIM905 - as a list it would be long
)
_MOST_WORDS = 5
_LONGEST = 2000


@dataclass(frozen=True)
class NameReader:
    """Tells names from other words, knowing words that occur in titles and in no name."""

    title_words: frozenset[str]
    organisations: frozenset[str]

    def names(self, text: str) -> int:
        """Return how many names `text` consists of, 0 where it holds anything else; `et al.` counts as one more."""
        if len(text) > _LONGEST:
            return 0
        rest = _NOTHING_MORE.sub("", text)
        names = [name for name in _AND.split(rest.strip(" .,:;()")) if name and name.strip(" .,;")]
        count = len(names) if names and all(self._is_name(name) for name in names) else 0
        return count + (count > 0 and rest != text)

    def is_affiliation(self, text: str) -> bool:
        """Say whether a short text names where somebody works."""
        words = text.lower().split()
        return len(words) <= 8 and any(word.strip(".,") in self.organisations for word in words)

    def _is_name(self, text: str) -> bool:
        words = text.translate(_SIGNS).strip(" .,;").split()
        if not 1 <= len(words) <= _MOST_WORDS:
            return False
        if not any(char.islower() for char in text):
            initials = all(len(word.rstrip(".")) == 1 for word in words)
            return initials and words[0].isupper() and (len(words) == 1 or words[0].endswith("."))
        return all(map(self._is_part_of_name, words)) and not all(word in _PARTICLES for word in words)

    def _is_part_of_name(self, word: str) -> bool:
        if word.lower() in _PARTICLES:
            return True
        bare = word.strip("()\"'")
        if len(bare.rstrip(".")) == 1:
            return bare[0].isupper()
        if not _NAME.fullmatch(bare) or not bare[0].isupper() or self._is_title_word(bare.lower().rstrip(".")):
            return False
        letters = bare.replace(".", "").replace("-", "")
        return len(letters) <= 3 or not letters.isupper()

    def _is_title_word(self, word: str) -> bool:
        return any(
            part in self.title_words or (len(part) > 5 and part.endswith(_NO_NAME_ENDS)) for part in word.split("-")
        )
