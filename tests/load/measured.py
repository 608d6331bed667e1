"""One measurement: memory before, visitors for a while, memory after they left."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.load.processes import processor_seconds, resident
from tests.load.site import Site
from tests.load.tab import opened
from tests.load.visitor import LINKS, THINKING_SECONDS, Seen, Visitor

SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Plan:
    """How many visitors at a time, for how many seconds; `arriving` of them until all are there.

    `settling` is how many seconds pass between the last visitor's leaving and the last look at the memory.
    """

    sessions: int = 50
    seconds: float = 60
    arriving: float = 10
    settling: float = 120
    seed: int = 0
    thinking: tuple[float, float] = THINKING_SECONDS


@dataclass
class Measured:
    """What was seen once all visitors were there, and of the server: processor time in seconds, memory in MB."""

    seen: Seen = field(default_factory=Seen)
    arrival: Seen = field(default_factory=Seen)
    seconds: float = 0
    processor: float = 0
    driver: float = 0
    """The processor time that the visitors themselves took, on the same machine."""
    start: float = 0
    peak: float = 0
    left: float = 0
    after: float = 0
    load: tuple[float, float] = (0, 0)
    """The machine's load average (of one minute) before and after."""


async def measure(site: Site, plan: Plan) -> Measured:
    """Let visitors use a site as planned, and return what they and the server's processes met."""
    load = os.getloadavg()[0]
    await warm(site)
    measured = Measured(start=resident(site.pids))
    measured.peak = measured.start
    watching = asyncio.create_task(_watch(site.pids, measured))
    try:
        await _visits(site, plan, measured)
    finally:
        watching.cancel()
    measured.left, measured.load = resident(site.pids), (load, os.getloadavg()[0])
    await asyncio.sleep(plan.settling)
    measured.after = resident(site.pids)
    return measured


async def warm(site: Site) -> None:
    """Open each link once in each process: the start is a server that has been used, with its tables read."""
    for address in site.processes:
        for link in dict.fromkeys(LINKS):
            async with opened(address) as tab:
                await tab.open(link)


async def _visits(site: Site, plan: Plan, measured: Measured) -> None:
    begun = time.monotonic()
    full, over = begun + plan.arriving, begun + plan.arriving + plan.seconds
    visitors = [
        Visitor(site.address, random.Random(f"{plan.seed}-{seat}"), measured.arrival, plan.thinking)
        for seat in range(plan.sessions)
    ]
    tasks = [
        asyncio.create_task(_seat(visitor, plan.arriving * seat / plan.sessions, over))
        for seat, visitor in enumerate(visitors)
    ]
    await asyncio.sleep(full - time.monotonic())
    for visitor in visitors:
        visitor.seen = measured.seen
    server, own, clock = processor_seconds(site.pids), time.process_time(), time.monotonic()
    await asyncio.gather(*tasks)
    measured.processor = processor_seconds(site.pids) - server
    measured.driver, measured.seconds = time.process_time() - own, time.monotonic() - clock


async def _seat(visitor: Visitor, wait: float, until: float) -> None:
    await asyncio.sleep(wait)
    await visitor.stay(until)


async def _watch(pids: Sequence[int], measured: Measured) -> None:
    while True:
        measured.peak = max(measured.peak, resident(pids))
        await asyncio.sleep(SAMPLE_SECONDS)
