"""The widgets of a page as a browser keeps them: what each offers, what is set, and what is sent back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

Value = list[str] | list[float] | str | bool
Proto = Any  # the message of one widget; Streamlit's differ in their fields
# A value of this kind is not kept by the browser: what differs from what the server says is sent once.
FACET = "facet"
_numbers = count(1)


@dataclass(frozen=True)
class Widget:
    """One widget: its kind (the field of `Element` it came in), options, value, and whether it takes several."""

    id: str
    kind: str
    value: Value
    options: tuple[str, ...] = ()
    several: bool = False
    facet: str = ""
    """The name of a facet in the component of facets."""
    said: tuple[str, ...] = ()
    """The values of the facet that are picked, as the server says."""

    def setting(self, value: Value) -> Widget:
        """Return the widget after a person set it."""
        return replace(self, value=value)

    def state(self) -> WidgetState:
        """Return what the browser sends of it."""
        if self.kind == FACET:
            return self._picks()
        state = WidgetState(id=self.id)
        if isinstance(self.value, bool):
            state.bool_value = self.value
        elif isinstance(self.value, str):
            state.string_value = self.value
        elif self.kind == "file_uploader":
            files = state.file_uploader_state_value.uploaded_file_info
            for file in self.value:
                upload, size, name = str(file).split("/", 2)
                files.add(file_id=upload, size=int(size), name=name)
        elif self.kind == "slider":
            state.double_array_value.data.extend(self.value)  # type: ignore[arg-type]
        else:
            state.string_array_value.data.extend(self.value)  # type: ignore[arg-type]
        return state

    def _picks(self) -> WidgetState:
        wanted = {str(value) for value in self.value} if isinstance(self.value, list) else set()
        changed = sorted(wanted ^ {*self.said})
        actions = [[next(_numbers), "pick", self.facet, value, value in wanted] for value in changed]
        element = self.id.rpartition("/")[0]
        said = json.dumps([{"event": "picked", "value": {"steps": None, "actions": actions}}])
        return WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{element}__events", json_trigger_value=said)


def read_facets(element: Element) -> Iterator[Widget]:
    """Yield the facets that an element has; each offers its values that have papers."""
    proto = element.bidi_component
    sent = json.loads(proto.json) if proto.component_name == "facets" else {"groups": []}
    for group in sent["groups"]:
        offered = tuple(value for value, _, number in group["options"] if number)
        picked = group["picked"]
        yield Widget(f"{proto.id}/{group['name']}", FACET, picked, offered, True, group["name"], tuple(picked))


def read(element: Element, before: Widget | None) -> Widget | None:
    """Return the widget that an element is, or None where it is no widget that keeps a value.

    What a person set (`before`) stays unless the server sets it anew, as in the browser.
    """
    kind = element.WhichOneof("type") or ""
    if kind not in _READ:
        return None
    proto = getattr(element, kind)
    read_one, several = _READ[kind], kind == "multiselect" or getattr(proto, "click_mode", 0) == 1
    given, options = read_one(proto)
    kept = before.value if before and not getattr(proto, "set_value", False) else given
    return Widget(proto.id, kind, kept, tuple(options), several)


Given = tuple[Value, Sequence[str]]


def _button_group(proto: Proto) -> Given:
    options = [option.content for option in proto.options]
    return _several(proto, options), options


def _multiselect(proto: Proto) -> Given:
    return _several(proto, proto.options), proto.options


def _several(proto: Proto, options: Sequence[str]) -> list[str]:
    return list(proto.raw_values) if proto.set_value else [options[place] for place in proto.default]


def _selectbox(proto: Proto) -> Given:
    usual = proto.options[proto.default] if proto.HasField("default") and proto.options else ""
    return (proto.raw_value if proto.set_value else usual), proto.options


def _plain(proto: Proto) -> Given:
    return (proto.value if proto.set_value else proto.default), ()


def _slider(proto: Proto) -> Given:
    return list(proto.value if proto.set_value else proto.default), ()


def _files(proto: Proto) -> Given:
    """A file is `id/size/name`; the server never sets one."""
    return [], ()


_READ: dict[str, Callable[[Proto], Given]] = {
    "button_group": _button_group,
    "multiselect": _multiselect,
    "selectbox": _selectbox,
    "checkbox": _plain,
    "text_input": _plain,
    "slider": _slider,
    "file_uploader": _files,
}
