"""Surveyor in headless Chromium against a bare Streamlit app with four charts, in turns in one run."""

from __future__ import annotations

import os
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from playwright.sync_api import Browser

from components.view import VIEWS
from tests.benchmarks.printing import Row, print_table, verdict
from tests.benchmarks.servers import Server, bare_app, chromium, surveyor
from tests.benchmarks.synthetic import table_file
from tests.benchmarks.visits import Took, Visit, open_visit

CLICKS = 20
LOADS = 15
ROUNDS = 15
WARM_UP = 4
TECHNIQUES = ("Quantization", "Distillation")
SMALL, LARGE, BARE = "747 papers", "1 million papers", "bare app"
AIMS = {SMALL: 1.0, LARGE: 1.1}
AIM_LOAD = 1.2
AIM_SERVER = 50
AIM_VIEW = 500
AIM_VIEWS = {"Trends": 700}


def bench_browser() -> None:
    """Print picks, first loads and changes of view, each beside its aim."""
    with chromium() as browser, ExitStack() as stack:
        started = {SMALL: surveyor(), LARGE: surveyor(table_file(1_000_000)), BARE: bare_app()}
        servers = {name: stack.enter_context(server) for name, server in started.items()}
        _print_loads(_loads(browser, {name: servers[name] for name in (SMALL, BARE)}))
        _print_picks(_picks({name: open_visit(browser, server)[0] for name, server in servers.items()}))
        _print_views(_changes_of_view(open_visit(browser, servers[SMALL])[0]))
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}")


def _loads(browser: Browser, servers: Mapping[str, Server]) -> dict[str, list[float]]:
    """Return the milliseconds of first loads, each in a window without anything kept, in turns."""
    times: dict[str, list[float]] = {name: [] for name in servers}
    for turn in range(LOADS + 1):
        for name, server in servers.items():
            visit, took = open_visit(browser, server)
            visit.page.context.close()
            # The first visitor waits for the tables, too.
            if turn:
                times[name].append(took)
    return times


def _picks(visits: Mapping[str, Visit]) -> dict[str, list[Took]]:
    """Return what each pick of a technique took, in turns."""
    picks: dict[str, list[Took]] = {name: [] for name in visits}
    for turn in range(WARM_UP + CLICKS):
        for name, visit in visits.items():
            took = visit.pick(TECHNIQUES[turn // 2 % 2])
            if turn >= WARM_UP:
                picks[name].append(took)
    for visit in visits.values():
        visit.page.context.close()
    return picks


def _changes_of_view(visit: Visit) -> dict[str, list[Took]]:
    """Return what changing to each view took, one after the other in rounds."""
    times: dict[str, list[Took]] = {title: [] for title in VIEWS.values()}
    for turn in range(ROUNDS + 1):
        for title, measured in times.items():
            if turn or title != next(iter(times)):
                took = visit.click(visit.page.locator(".st-key-title button", has_text=title).first)
                if turn:
                    measured.append(took)
    return times


def _print_picks(picks: Mapping[str, Sequence[Took]]) -> None:
    clock, thread = (
        {name: statistics.median(took[part] for took in all_of) for name, all_of in picks.items()} for part in (0, 1)
    )
    # Linux counts in hundredths of a second, so that only the mean of many is exact.
    server = {name: statistics.mean(took.server for took in all_of) for name, all_of in picks.items()}
    rows: list[Row] = []
    for name, aim in {**AIMS, BARE: 1.0}.items():
        for what, times in (("clock", clock), ("main thread", thread)):
            ratio = times[name] / times[BARE]
            told = ("–", "") if name == BARE else verdict(ratio, aim, f"at most × {aim}")
            rows.append([f"{name}, {what}", f"{times[name]:.0f} ms", f"× {ratio:.2f}", *told])
        told = verdict(server[name], AIM_SERVER, f"at most {AIM_SERVER} ms") if name == SMALL else ("–", "")
        rows.append([f"{name}, server", f"{server[name]:.0f} ms", f"× {server[name] / server[BARE]:.2f}", *told])
    print_table(
        f"From a pick to the last change (medians of {CLICKS} in turns; server: means of processor time)",
        ["", "time", "of the bare app", "aim", ""],
        rows,
    )


def _print_loads(loads: Mapping[str, Sequence[float]]) -> None:
    medians = {name: statistics.median(times) for name, times in loads.items()}
    rows: list[Row] = []
    for name, median in medians.items():
        ratio = median / medians[BARE]
        told = ("–", "") if name == BARE else verdict(ratio, AIM_LOAD, f"at most × {AIM_LOAD}")
        rows.append([name, f"{median:.0f} ms", f"× {ratio:.2f}", *told])
    print_table(f"First load (medians of {LOADS} in turns)", ["", "time", "of the bare app", "aim", ""], rows)


def _print_views(views: Mapping[str, Sequence[Took]]) -> None:
    rows: list[Row] = []
    for title, times in views.items():
        clock, thread = (statistics.median(took[part] for took in times) for part in (0, 1))
        aim = AIM_VIEWS.get(title, AIM_VIEW)
        rows.append([title, f"{clock:.0f} ms", f"{thread:.0f} ms", *verdict(clock, aim, f"at most {aim} ms")])
    print_table(
        f"Change of view, 747 papers (medians of {ROUNDS})",
        ["to", "clock", "main thread", "aim of the clock", ""],
        rows,
    )
