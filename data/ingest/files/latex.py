"""LaTeX in the fields of BibTeX → plain Unicode."""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

LONGEST = 5_000
_DEEPEST = 50
_DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_COMMAND = re.compile(r"\\([a-zA-Z]+\*?|.)\s*|[{}$]", re.DOTALL)
_LOGO = re.compile(r"\\((?:La|Bib)?TeX)\b(?:\{\})?")
_DOLLAR = re.compile(r"(?<!\\)\$")
_OPEN_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.?)$")
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([#$%&_{}~])|\\textasciitilde\s*(?:\{\})?|\\sim\b|\$|\{|\}")


def to_text(latex: str) -> str:
    """Return `latex` as plain text; what is broken, very long or nests very deep only loses its markup."""
    if "\\" not in latex and "$" not in latex:
        return _without_braces(latex)
    if len(latex) > LONGEST or _depth(latex) > _DEEPEST:
        return _stripped(latex)
    words = latex.split(" ")
    # Word by word is quicker, because words recur; markup that spans words needs the whole.
    if all(map(_stands_alone, words)):
        return " ".join(_converted(word) if _is_marked_up(word) else _without_braces(word) for word in words)
    return _converted(latex)


def to_url(latex: str) -> str:
    """Return the address in a field: `\\url` and the escapes of `_`, `%`, `~` and other signs undone."""
    named = _LINK.search(latex)
    bare = (named[1] or named[2] or "") if named else latex
    return _ESCAPED.sub(lambda found: found[1] or ("" if found[0] in "${}" else "~"), bare).strip()


def links_in(latex: str) -> str:
    """Return `latex` with `\\url{…}` and `\\href{…}{…}` replaced by the addresses, for a search for addresses."""
    found = _LINK.sub(lambda link: f" {link[1] or link[2] or ''} ", latex)
    return _ESCAPED.sub(lambda sign: sign[1] or ("" if sign[0] in "${}" else "~"), found)


def without_links(latex: str) -> str:
    """Return `latex` without its links, for the words around them."""
    return _LINK.sub(" ", latex)


def _is_marked_up(word: str) -> bool:
    return "\\" in word or "$" in word


def _stands_alone(word: str) -> bool:
    even = word.count("{") == word.count("}") and word.count("$") % 2 == 0
    return not _is_marked_up(word) or (even and not _OPEN_COMMAND.search(word))


def _without_braces(text: str) -> str:
    if not any(sign in text for sign in "{}-`'~"):
        return text
    text = text.replace("{", "").replace("}", "")
    for written, meant in _DASHES:
        text = text.replace(written, meant)
    return text


def _stripped(latex: str) -> str:
    return _without_braces(_COMMAND.sub(lambda found: found[1] if found[1] and not found[1].isalpha() else "", latex))


@lru_cache(maxsize=10_000)
def _converted(latex: str) -> str:
    # A per cent sign starts a comment in LaTeX; in a title it is meant, and so is a dollar sign without another.
    escaped = re.sub(r"(?<!\\)%", r"\\%", _LOGO.sub(r"\1", without_links(latex)))
    if len(_DOLLAR.findall(escaped)) % 2:
        escaped = _DOLLAR.sub(r"\\$", escaped)
    try:
        text = _converter().latex_to_text(escaped)
    except Exception:  # pylatexenc raises IndexError, RecursionError and its own errors where LaTeX is broken
        return _stripped(latex)
    return str(text)


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - only files with LaTeX pay for the import

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return LatexNodes2Text(math_mode="text", strict_latex_spaces=True)


def _depth(latex: str) -> int:
    depth = deepest = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
