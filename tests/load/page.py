"""One page as the browser sees it: made of the messages of a run, and asked for the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.load import widgets
from tests.load.widgets import Widget

# A run that ended because another is to follow is not an answer.
_GOES_ON = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Page:
    """The address and everything a person can use on the page."""

    query: str = ""
    """The part of the address behind the question mark."""
    script: str = ""
    """The hash of the script, which the server names."""
    session: str = ""
    """The name that the server gave the session."""
    widgets: dict[str, Widget] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    """The ids of the buttons that are not disabled."""
    errors: list[str] = field(default_factory=list)
    elements: int = 0
    """How many elements the run drew."""
    _before: dict[str, Widget] = field(default_factory=dict)

    def take(self, message: ForwardMsg) -> bool:
        """Take a message from the server; returns whether the run that was asked for is over."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._begin(message.new_session.page_script_hash)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message.delta.new_element)
        elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
            self.errors.append(message.session_event.script_compilation_exception.message)
        elif kind == "ref_hash":
            self.errors.append("the server sent only the hash of a message that this browser never had")
        return kind == "script_finished" and message.script_finished != _GOES_ON

    def asking(self, changed: Iterable[Widget] = (), pressed: str = "") -> BackMsg:
        """Return the message for a run after a person changed widgets or pressed the button with an id."""
        new = {widget.id: widget for widget in changed}
        self.widgets |= new
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.script
        states = asked.rerun_script.widget_states.widgets
        kept = [widget for widget in self.widgets.values() if widget.kind != widgets.FACET or widget.id in new]
        states.extend(widget.state() for widget in kept)
        if pressed:
            states.append(WidgetState(id=pressed, trigger_value=True))
        return asked

    def _begin(self, script: str) -> None:
        self.script, self.elements = script, 0
        self._before, self.widgets, self.buttons, self.errors = self.widgets, {}, [], []

    def _draw(self, element: Element) -> None:
        self.elements += 1
        kind = element.WhichOneof("type")
        if kind == "exception" and not element.exception.is_warning:
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "button" and not element.button.disabled:
            self.buttons.append(element.button.id)
        elif kind == "bidi_component":
            self.widgets |= {widget.id: widget for widget in widgets.read_facets(element)}
        elif widget := widgets.read(element, self._before.get(_id(element))):
            self.widgets[widget.id] = widget


def _id(element: Element) -> str:
    return getattr(getattr(element, element.WhichOneof("type") or "empty"), "id", "")
