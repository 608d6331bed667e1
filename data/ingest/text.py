"""Bytes of a list → text, with a well-known damage undone."""

from __future__ import annotations

from data.errors import InputError


def decode(content: bytes, file: str) -> str:
    """Return the text of a UTF-8 document; InputError names the line of the first byte that is not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte {content[error.start]:#04x} is not UTF-8", file=file, line=line, remedy="Save the file as UTF-8."
        ) from error
    if not text.strip():
        raise InputError("is empty", file=file, remedy="Check the path or the URL of the list.")
    return repair_mac_roman(text)


def repair_mac_roman(text: str) -> str:
    """Undo the damage of UTF-8 text that was read as Mac Roman and saved again.

    Only a text that turns back as a whole into valid UTF-8 is changed; healthy letters are almost never
    valid UTF-8 when written in Mac Roman, so a healthy text comes back as it is.
    """
    if text.isascii():
        return text
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text
