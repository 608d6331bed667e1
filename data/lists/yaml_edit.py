"""Single values of a YAML file changed in place: everything else stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import yaml

from data.errors import InputError

_PLAIN = re.compile(r"[A-Za-z0-9](?:(?:[\w ./()+-]|:(?=//))*[\w/)+])?", re.ASCII)
_BLOCKS = ("|", ">")
_NUMBER = re.compile(r"[\d.+-]+(?:e[+-]?\d+)?", re.IGNORECASE)
# YAML allows no other signs as they are, and takes three of these for line ends.
_UNUSUAL = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def set_values(text: str, key: str, values: Mapping[str, str], file: str) -> str:
    """Return `text` with the values in the mapping under `key` set, new ones behind its last plain one.

    Raises InputError where the file is written in a way that such an edit would not leave whole.
    """
    edited = text
    try:
        for name, value in values.items():
            edited = _set(edited, key, name, value, file)
        before, after = yaml.safe_load(text), yaml.safe_load(edited)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _by_hand(key, values, file, _line(text, error)) from error
    if _as_texts(after) != _as_texts({**before, key: {**before[key], **values}}):
        raise _by_hand(key, values, file)
    return edited


def _line(text: str, error: Exception) -> int | None:
    """Return the line of what an edit breaks: of what cannot be read, counted in the text before the edit."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return min(mark.line, text.count("\n")) + 1 if mark else getattr(error, "line", None)


def append_section(text: str, key: str, values: Mapping[str, str], file: str) -> str:
    """Return `text` with a new mapping under `key` at its end; InputError where it cannot be put there."""
    end = _newline(text)
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    edited = text + gap + "".join(line + end for line in section_lines(key, values))
    try:
        before, after = yaml.safe_load(text) or {}, yaml.safe_load(edited)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _by_hand(key, values, file, _line(text, error)) from error
    if not isinstance(before, dict) or _as_texts(after) != _as_texts({**before, key: dict(values)}):
        raise _by_hand(key, values, file)
    return edited


def section_lines(key: str, values: Mapping[str, str]) -> list[str]:
    """Return the lines of a mapping under `key`."""
    return [f"{scalar(key)}:", *(f"  {name}: {scalar(value)}" for name, value in values.items())]


def scalar(text: str) -> str:
    """Return a text as YAML writes it, in quotes where it would else be something other than this text or a date."""
    if _PLAIN.fullmatch(text) and "  " not in text and _is_itself(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNUSUAL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)


def _is_itself(text: str) -> bool:
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return False
    is_date = isinstance(value, date)
    return str(value) == text and (is_date or (isinstance(value, str) and not _NUMBER.fullmatch(text)))


def _set(text: str, key: str, name: str, value: str, file: str) -> str:
    section = _find(yaml.compose(text, yaml.SafeLoader), key)
    if not isinstance(section, yaml.MappingNode):
        raise _by_hand(key, {name: value}, file)
    old = _find(section, name)
    if isinstance(old, yaml.ScalarNode) and old.style not in _BLOCKS:
        start, end = old.start_mark.index, old.end_mark.index
        space = " " if text[start - 1] == ":" else ""
        return f"{text[:start]}{space}{scalar(value)}{text[end:]}"
    plain = [(k, v) for k, v in section.value if isinstance(v, yaml.ScalarNode) and v.style not in _BLOCKS]
    if old is not None or not plain:
        raise _by_hand(key, {name: value}, file)
    last_key, last_value = plain[-1]
    end = last_value.end_mark.index
    if section.flow_style:
        return f"{text[:end]}, {name}: {scalar(value)}{text[end:]}"
    line_end = text.find("\n", end)
    indent, newline = " " * last_key.start_mark.column, _newline(text)
    if line_end < 0:
        return f"{text}{newline}{indent}{name}: {scalar(value)}{newline}"
    return f"{text[: line_end + 1]}{indent}{name}: {scalar(value)}{newline}{text[line_end + 1 :]}"


def _find(parent: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(parent, yaml.MappingNode):
        return None
    return next((value for name, value in parent.value if name.value == key), None)


def _as_texts(content: object) -> object:
    """Return YAML content with every key and value as text: a hash of digits and a date are compared as written."""
    if isinstance(content, dict):
        return {str(key): _as_texts(value) for key, value in content.items()}
    return [_as_texts(item) for item in content] if isinstance(content, list) else str(content)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _by_hand(key: str, values: Mapping[str, str], file: str, line: int | None = None) -> InputError:
    wanted = ", ".join(f"{name}: {value}" for name, value in values.items())
    return InputError(
        f"`{key}` cannot be edited in place", file=file, line=line, remedy=f"Write {wanted} there by hand."
    )
