"""The widgets of a page as a browser keeps them: what each offers, what is set, and what is sent back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

Value = list[str] | list[float] | str | bool
Proto = Any  # the message of one widget; Streamlit's differ in their fields


@dataclass(frozen=True)
class Widget:
    """One widget: its kind (the field of `Element` it came in), options, value, and whether it takes several."""

    id: str
    kind: str
    value: Value
    options: tuple[str, ...] = ()
    several: bool = False

    def setting(self, value: Value) -> Widget:
        """Return the widget after a person set it."""
        return replace(self, value=value)

    def state(self) -> WidgetState:
        """Return what the browser sends of it."""
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
