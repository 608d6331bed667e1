"""Bytes of a list → text, with a well-known damage undone."""

from __future__ import annotations

import codecs

from data.errors import InputError
from data.ingest.limits import LIMITS, MOST_BRACKETS, Limits

LONGEST_LINE = 100_000
_NO_TEXT = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "an Office document or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
)


def decode(content: bytes, file: str) -> str:
    """Return the text of a UTF-8 document; InputError names the line of the first byte that is not UTF-8."""
    for beginning, kind in _NO_TEXT:
        if content.startswith(beginning):
            raise InputError(f"is {kind}, not text", file=file, remedy="Save the list as Markdown, HTML or CSV.")
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        remedy = "Save it as UTF-8; in a spreadsheet choose `CSV UTF-8`."
        raise InputError("is UTF-16 text", file=file, line=1, remedy=remedy)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, problem = content.count(b"\n", 0, error.start) + 1, f"byte {content[error.start]:#04x} is not UTF-8"
        raise InputError(problem, file=file, line=line, remedy="Save the file as UTF-8.") from error
    if not text.strip():
        raise InputError("is empty", file=file, remedy="Check that it is the right file or address.")
    return repair_mac_roman(text)


def refuse_long_lines(text: str, file: str, limits: Limits = LIMITS) -> None:
    """Raise InputError if lines are too long, too many or open too many brackets; reading them takes minutes."""
    filled = 0
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            problem = f"the line has {len(line):,} characters, more than {LONGEST_LINE:,}"
            remedy = "Split the line, or remove what is not text, such as images in the line itself."
            raise InputError(problem, file=file, line=number, remedy=remedy)
        if len(line) > MOST_BRACKETS and line.count("[") > MOST_BRACKETS:
            problem = f"the line opens more than {MOST_BRACKETS:,} square brackets"
            raise InputError(problem, file=file, line=number, remedy="Split the line.")
        filled += bool(line) and not line.isspace()
        limits.check_blocks(filled, file, number)


def repair_mac_roman(text: str) -> str:
    """Undo the damage of UTF-8 text that was read as Mac Roman and saved again.

    Only a text that turns back as a whole into valid UTF-8, and into signs that are evidence of the damage, is
    changed; any other comes back as it is.
    """
    if text.isascii():
        return text
    try:
        repaired = text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text
    return repaired if _shows_damage([char for char in repaired if not char.isascii()]) else text


def _shows_damage(restored: list[str]) -> bool:
    """Say whether the restored signs are evidence of damage.

    Two healthy signs beside each other (`’É`) may by accident turn into one of two bytes; a Latin letter, a sign of
    three or four bytes, or many signs do not come about by accident.
    """
    return len(restored) >= 10 or any(ord(char) < 0x100 or ord(char) >= 0x800 for char in restored)
