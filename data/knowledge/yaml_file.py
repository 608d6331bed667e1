"""YAML files that are read with line numbers, so that mistakes are reported with file, line and remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from data.atomic_writing import current
from data.errors import InputError, reason


class Section(dict[str, Any]):
    """A YAML mapping that knows its file and lines; values may be of any YAML type."""

    file: str
    line: int
    lines: dict[str, int]

    def error(self, problem: str, remedy: str, key: str = "") -> InputError:
        """Return the error that names this place in the file, that of `key` where one is given."""
        return InputError(problem, file=self.file, line=self.lines[key] if key else self.line, remedy=remedy)


def read_yaml(path: Path) -> Section:
    """Read a YAML mapping from `path`.

    Raises InputError if the file is missing, is not YAML, is not a mapping, or repeats a key.
    """
    try:
        text = current(path).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"cannot be read{reason(error)}", file=path, remedy="Restore the file as UTF-8 text."
        ) from error
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Section:
    """Return the YAML mapping in `text`, the content of `path`; InputError as `read_yaml` raises it."""
    try:
        content = yaml.load(text, _loader(str(path)))  # noqa: S506 - derived from SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError(
            f"is not valid YAML ({error.problem or error.context or 'unknown character'})",
            file=path,
            line=line,
            remedy="Write out what the alias stands for."
            if isinstance(error, yaml.composer.ComposerError)
            else "Mend the line; titles with a colon need quotes.",
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(
            f"is not valid YAML{reason(error)}",
            file=path,
            remedy="Write plain keys and texts, in quotes where in doubt.",
        ) from error
    if not isinstance(content, Section):
        raise InputError("has no keys", file=path, line=1, remedy="Write one `key: value` a line.")
    return content


def require_section(parent: Section, key: str) -> Section:
    """Return the mapping under `key`; InputError if something else stands there."""
    value = parent[key]
    if not isinstance(value, Section):
        raise parent.error(f"`{key}` has no keys", f"Indent its keys below `{key}:`.")
    return value


def check_keys(section: Section, *, required: Collection[str], optional: Collection[str] = (), what: str) -> None:
    """Raise InputError if `section` lacks a required key or has an unknown one."""
    known = sorted({*required, *optional})
    for key in section:
        if key not in known:
            raise section.error(f"unknown key `{key}` in {what}", f"Known keys: {', '.join(known)}.", key)
    for key in required:
        if key not in section or section[key] is None:
            raise section.error(f"{what} has no `{key}`", f"Add `{key}: …`.")


def text(section: Section, key: str, default: str = "") -> str:
    """Return the text (or date) under `key`, `default` where there is none; InputError if it is no text."""
    value = section.get(key)
    if value is None:
        return default
    if not isinstance(value, str | date) or not str(value).strip():
        raise section.error(f"`{key}` is not a text", f"Write `{key}: some text`, in quotes.")
    return str(value)


def items(section: Section, key: str) -> Iterator[Section]:
    """Yield the mappings listed under `key` (none where absent); InputError if something else stands there."""
    values = section.get(key)
    if values is not None and not isinstance(values, list):
        raise section.error(f"`{key}` is not a list", "Start each item with `- `.")
    for item in values or []:
        if not isinstance(item, Section):
            raise section.error(f"an item of `{key}` has no keys", "Start it with `- title: …`.")
        yield item


def texts(section: Section, key: str) -> tuple[str, ...]:
    """Return the list of texts under `key` (empty where absent); InputError if it is no such list."""
    values = section.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str | int | float) and str(value) for value in values):
        raise section.error(f"`{key}` is not a list of texts", f"Write `{key}: [one, two]`.")
    return tuple(str(value) for value in values)


def _loader(file: str) -> type[yaml.SafeLoader]:
    class Loader(yaml.SafeLoader):
        """Refuses an alias within what has an anchor: a few such lines stand for more than memory holds."""

        anchored = 0

        def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # Any: as in yaml's stubs
            event: Any = self.peek_event()  # type: ignore[no-untyped-call] # yaml has no types for events
            is_alias = isinstance(event, yaml.AliasEvent)
            if is_alias and self.anchored:
                problem = f"the alias `*{event.anchor}` stands within an anchor"
                raise yaml.composer.ComposerError(None, None, problem, event.start_mark)
            holds_anchor = bool(event.anchor) and not is_alias
            self.anchored += holds_anchor
            node = super().compose_node(parent, index)
            self.anchored -= holds_anchor
            return node

    def construct(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Section:
        section = Section()
        section.file, section.line, section.lines = file, node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node))
            if key in section:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key}` appears twice", key_node.start_mark
                )
            section.lines[key] = key_node.start_mark.line + 1
            section[key] = loader.construct_object(value_node, deep=True)
        return section

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct)
    return Loader
