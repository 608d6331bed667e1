"""What visitors' own lists cost: memory while they stay and after they left, and what others wait meanwhile."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Coroutine, Mapping

from tests.benchmarks.printing import print_table, verdict
from tests.load.documents import long_list, worst
from tests.load.measured import Plan, warm
from tests.load.processes import resident
from tests.load.report import AIM_GROWTH, quantile
from tests.load.site import Site
from tests.load.tab import AppError, Tab, opened
from tests.load.visitor import Seen, Visitor

ENTRIES, FEW_ENTRIES = 5_000, 50
AIM_SECONDS = 0.5


async def measure_memory(site: Site, plan: Plan, entries: int = ENTRIES) -> int:
    """Let visitors drop a list of so many entries each and open its views; print the memory. Returns the errors met."""
    await warm(site)
    async with opened(site.address) as tab:
        await _explores(tab, long_list(FEW_ENTRIES))
    start = resident(site.pids)
    tabs = [opened(site.address) for _ in range(plan.sessions)]
    errors: list[str] = []
    for nth, tab in enumerate(tabs):
        try:
            await _explores(await tab.__aenter__(), long_list(entries, nth))
        except AppError as error:
            errors.append(str(error))
    there = resident(site.pids)
    for tab in tabs:
        await tab.__aexit__(None, None, None)
    left = resident(site.pids)
    await asyncio.sleep(plan.settling)
    after = resident(site.pids)
    print_table(
        f"{plan.sessions} visitors with a list of {entries:,} entries each",
        ["memory", "", "aim", ""],
        [
            ["at the start", f"{start:.0f} MB", "–", ""],
            ["while they are there", f"{there:.0f} MB ({(there - start) / plan.sessions:.1f} each)", "–", ""],
            ["when they left", f"{left:.0f} MB", "–", ""],
            [
                f"{plan.settling:.0f} s later",
                f"{after:.0f} MB ({after / start - 1:+.0%})",
                *verdict(after / start - 1, AIM_GROWTH, "under +10 %"),
            ],
            ["errors", f"{len(errors)} {'; '.join(errors[:3])}", "none", ""],
        ],
    )
    return len(errors)


async def _explores(tab: Tab, content: bytes) -> None:
    await tab.open("view=add")
    await tab.drop("long.md", content)
    explore = next((button for button in tab.page.buttons if "visitor-explore" in button), None)
    if explore is None:
        raise AppError("there is nothing to explore")
    await tab.use(pressed=explore)
    await tab.open("view=sources")


async def measure_waits(site: Site, plan: Plan, documents: Mapping[str, bytes] | None = None) -> int:
    """Let visitors click, first alone, then while one drops `documents` (the worst ones); print what they wait for."""
    await warm(site)
    quiet = await _clicks(site, plan, asyncio.sleep(plan.seconds))
    took: dict[str, str] = {}
    busy = await _clicks(site, plan, _drops(site, documents or worst(), took))
    rows = []
    for name, seen in (("nobody drops a file", quiet), ("one drops the worst files", busy)):
        waits = [f"{quantile(seen.picked, share):.2f} s" for share in (0.5, 0.95, 1)]
        rows.append(
            [name, str(len(seen.picked)), *waits, *verdict(quantile(seen.picked, 0.95), AIM_SECONDS, "p95 under 0.5 s")]
        )
    print_table(f"{plan.sessions} visitors who click, while", ["", "clicks", "p50", "p95", "longest", "aim", ""], rows)
    print_table("The files", ["", "answered after"], [[name, seconds] for name, seconds in took.items()])
    errors = quiet.errors + busy.errors
    for text, times in errors.most_common(5):
        print(f"  {times} × {text[:300]}")
    return errors.total()


async def _clicks(site: Site, plan: Plan, meanwhile: Coroutine[None, None, None]) -> Seen:
    """Return what visitors meet who click until `meanwhile` is over."""
    seen = Seen()
    visitors = [
        Visitor(site.address, random.Random(f"{plan.seed}-{n}"), seen, plan.thinking) for n in range(plan.sessions)
    ]
    tasks = [asyncio.create_task(visitor.stay(float("inf"))) for visitor in visitors]
    try:
        await meanwhile
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return seen


async def _drops(site: Site, documents: Mapping[str, bytes], took: dict[str, str]) -> None:
    """Drop each of the documents, each in a session of its own, and open the views of what could be read."""
    for name, content in documents.items():
        begun = time.monotonic()
        async with opened(site.address) as tab:
            try:
                await tab.open("view=add")
                await tab.drop(name, content)
                said = ""
                if explore := next((button for button in tab.page.buttons if "visitor-explore" in button), None):
                    read = time.monotonic() - begun
                    await tab.use(pressed=explore)
                    await tab.open("view=sources")
                    said = f", of which {read:.1f} s until it was read"
                took[name] = f"{time.monotonic() - begun:.1f} s{said}"
            except AppError as error:
                took[name] = f"{time.monotonic() - begun:.1f} s: {error}"
