"""Single values of a YAML file changed in place: everything else stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

    Raises InputError if the file is written in a way that such an edit would not leave whole.
    """
    edited = text
    with _else_by_hand(text, key, values, file):
        for name, value in values.items():
            edited = _set(edited, key, name, value)
        before = yaml.safe_load(text)
        _require(edited, {**before, key: {**before[key], **values}})
    return edited


def append_section(text: str, key: str, values: Mapping[str, str], file: str) -> str:
    """Return `text` with a new mapping under `key` at its end; InputError if it cannot be put there."""
    end = _newline(text)
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    lines = [f"{scalar(key)}:", *(f"  {name}: {scalar(value)}" for name, value in values.items())]
    edited = text + gap + "".join(line + end for line in lines)
    with _else_by_hand(text, key, values, file):
        _require(edited, {**(yaml.safe_load(text) or {}), key: dict(values)})
    return edited


@contextmanager
def _else_by_hand(text: str, key: str, values: Mapping[str, str], file: str) -> Iterator[None]:
    """Turn whatever goes wrong in an edit of `text` into an error that says what to write by hand, and where."""
    try:
        yield
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        # What cannot be read stands in the text as edited, which may be longer.
        line = min(mark.line, text.count("\n")) + 1 if mark else None
        remedy = f"Write {', '.join(f'{name}: {value}' for name, value in values.items())} there by hand."
        raise InputError(f"`{key}` cannot be edited in place", file=file, line=line, remedy=remedy) from error


def _require(edited: str, expected: object) -> None:
    """Raise ValueError unless `edited` says what is expected, all of it as texts: a date and digits as written."""
    if _as_texts(yaml.safe_load(edited)) != _as_texts(expected):
        raise ValueError


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


def _set(text: str, key: str, name: str, value: str) -> str:
    section = _find(yaml.compose(text, yaml.SafeLoader), key)
    if not isinstance(section, yaml.MappingNode):
        raise TypeError
    old = _find(section, name)
    if isinstance(old, yaml.ScalarNode) and old.style not in _BLOCKS:
        start, end = old.start_mark.index, old.end_mark.index
        space = " " if text[start - 1] == ":" else ""
        return f"{text[:start]}{space}{scalar(value)}{text[end:]}"
    plain = [(k, v) for k, v in section.value if isinstance(v, yaml.ScalarNode) and v.style not in _BLOCKS]
    if old is not None or not plain:
        raise ValueError
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
    """Return YAML content with every key and value as text."""
    if isinstance(content, dict):
        return {str(key): _as_texts(value) for key, value in content.items()}
    return [_as_texts(item) for item in content] if isinstance(content, list) else str(content)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
