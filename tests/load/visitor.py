"""What people do: they come by a link, pick something every few seconds, and leave; others come in their place."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from tests.load.page import Page
from tests.load.tab import AppError, Tab, opened
from tests.load.widgets import Value, Widget

# Links as people share them.
LINKS = (
    "",
    "",
    "technique=Quantization",
    "technique=Distillation&year=2022-2024",
    "view=trends",
    "view=trends&technique=Quantization",
    "view=code&code=yes",
    "view=papers&q=kv+cache",
    "view=compare&technique=Quantization&vs-technique=Distillation",
    "view=sources",
    "year=2023-2024&sort=title",
)
THINKING_SECONDS = (1.0, 4.0)
PICKS_A_VISIT = (8, 30)
# What is picked, and how often: values of facets, other choices (such as the view), buttons, switches.
WEIGHTS = {"facet": 70, "choice": 12, "button": 12, "checkbox": 6}
MOST_VALUES = 3


@dataclass
class Seen:
    """What the visitors met: seconds until a page was open, seconds a pick, and errors with how often."""

    opened: list[float] = field(default_factory=list)
    picked: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def runs(self) -> int:
        """How often the script ran for an answer."""
        return len(self.opened) + len(self.picked)


@dataclass
class Visitor:
    """A seat that is always taken: when one visitor leaves, another comes."""

    address: str
    chance: random.Random
    seen: Seen
    thinking: tuple[float, float] = THINKING_SECONDS

    async def stay(self, until: float) -> None:
        """Come, pick and leave until `until` on the clock of `time.monotonic`."""
        while time.monotonic() < until:
            try:
                await self._visit(until)
            except (AppError, OSError, TimeoutError, EOFError, WebSocketException) as error:
                self.seen.errors[f"{type(error).__name__}: {error}"] += 1
                await asyncio.sleep(self.chance.uniform(*self.thinking))

    async def _visit(self, until: float) -> None:
        async with opened(self.address) as tab:
            begun = time.monotonic()
            self.seen.opened.append(await tab.open(self.chance.choice(LINKS)))
            for _ in range(self.chance.randint(*PICKS_A_VISIT)):
                # Whoever waits for an answer picks next when it is there.
                due = max(begun + self.chance.uniform(*self.thinking), time.monotonic())
                await asyncio.sleep(min(due, until) - time.monotonic())
                if due >= until:
                    return
                begun = time.monotonic()
                self.seen.picked.append(await self._pick(tab))

    async def _pick(self, tab: Tab) -> float:
        before = tab.page.query
        widget, value = picked(tab.page, self.chance)
        seconds = await (tab.use([widget.setting(value)]) if widget else tab.use(pressed=str(value)))
        if widget and widget.several and tab.page.query == before:
            raise AppError("a value was picked and the address stayed as it was")
        return seconds


def picked(page: Page, chance: random.Random) -> tuple[Widget | None, Value]:
    """Return a widget and its next value, or None and the button to press; something that the page offers.

    Raises AppError where it offers nothing.
    """
    offers = {kind: widgets for kind in WEIGHTS if (widgets := _offered(page, kind))}
    if not offers and not page.buttons:
        raise AppError("the page offers nothing to pick")
    kinds = [kind for kind in WEIGHTS if kind in offers or (kind == "button" and page.buttons)]
    kind = chance.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
    if kind == "button":
        return None, chance.choice(page.buttons)
    widget = chance.choice(offers[kind])
    return widget, _next(widget, chance)


def _offered(page: Page, kind: str) -> list[Widget]:
    every = page.widgets.values()
    if kind == "facet":
        return [widget for widget in every if widget.several and widget.options]
    if kind == "choice":
        return [widget for widget in every if len(widget.options) > 1 and not widget.several]
    return [widget for widget in every if widget.kind == kind]


def _next(widget: Widget, chance: random.Random) -> Value:
    """Return another value than the present one, as one click changes it."""
    if isinstance(widget.value, bool):
        return not widget.value
    if isinstance(widget.value, str):
        return chance.choice([option for option in widget.options if option != widget.value])
    present = [str(value) for value in widget.value]
    if not widget.several:
        return [chance.choice([option for option in widget.options if option not in present])]
    option = chance.choice(widget.options)
    if option in present or len(present) >= MOST_VALUES:
        return [value for value in present if value != option][: MOST_VALUES - 1]
    return [*present, option]
