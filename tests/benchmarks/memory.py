"""Memory of the server with one and with twenty sessions, each a page in Chromium that clicked once."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.printing import Row, print_table, verdict
from tests.benchmarks.servers import chromium, surveyor
from tests.benchmarks.synthetic import table_file
from tests.benchmarks.visits import CHARTS, VIEW, in_sidebar
from tests.load.processes import resident

SESSIONS = 20
AIM_FIRST = 250
AIM_FURTHER = 5
SETTLE_MILLISECONDS = 1500


def bench_memory() -> None:
    """Print the resident memory of the server, and what each further session adds."""
    with chromium() as browser:
        for papers in (747, 1_000_000):
            first, last = _measured(browser, None if papers == 747 else table_file(papers))
            title = f"Resident memory of the server, {papers:,} papers"
            print_table(title, ["", "memory", "of the aim", "aim", ""], _rows(first, last, aimed=papers == 747))


def _rows(first: float, last: float, *, aimed: bool) -> list[Row]:
    further = (last - first) / (SESSIONS - 1)
    rows = [["1 session", f"{first:.0f} MB"], ["each further session", f"{further:.1f} MB"]]
    for row, value, aim in zip(rows, (first, further), (AIM_FIRST, AIM_FURTHER), strict=True):
        row += [f"× {value / aim:.2f}", *verdict(value, aim, f"under {aim} MB")] if aimed else ["–", "–", ""]
    return [*rows, [f"{SESSIONS} sessions", f"{last:.0f} MB", "–", "–", ""]]


def _measured(browser: Browser, table: Path | None) -> tuple[float, float]:
    """Return the megabytes with the first session and with all of them, which stay open."""
    sizes = []
    with surveyor(table) as server, ExitStack() as stack:
        for _ in range(SESSIONS):
            context = browser.new_context(viewport=VIEW)
            stack.callback(context.close)
            page = context.new_page()
            page.goto(server.address)
            page.locator(".js-plotly-plot .bars").nth(CHARTS - 1).wait_for(timeout=120_000)
            in_sidebar(page, "Quantization").click()
            page.wait_for_timeout(SETTLE_MILLISECONDS)
            sizes.append(resident([server.process.pid]))
    return sizes[0], sizes[-1]
