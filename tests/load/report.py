"""What was measured, as a table beside the aims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil

from tests.benchmarks.printing import print_table, verdict
from tests.load.measured import Measured, Plan

AIM_SECONDS = 1.0
AIM_GROWTH = 0.10


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the values that at least `share` of them do not exceed; nan for none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else float("nan")


def show(measured: Measured, plan: Plan, processes: int) -> None:
    """Print waiting times, processor time a run, errors and memory."""
    seen, errors = measured.seen, measured.seen.errors + measured.arrival.errors
    where = "one process" if processes == 1 else f"{processes} processes behind nginx"
    print_table(
        f"{plan.sessions} visitors, {where}: what a visitor waits for ({measured.seconds:.0f} s measured)",
        ["", "times", "p50", "p95", "p99", "longest", "aim", ""],
        [
            _waits("a pick", seen.picked, *verdict(quantile(seen.picked, 0.95), AIM_SECONDS, "p95 under 1 s")),
            _waits("opening the page", seen.opened, "–", ""),
        ],
    )
    growth = measured.after / measured.start - 1
    print_table(
        "What it costs the server",
        ["", "", "aim", ""],
        [
            ["processor time a run", f"{1000 * measured.processor / max(1, seen.runs):.0f} ms", "–", ""],
            ["cores busy", f"{measured.processor / measured.seconds:.2f}", "–", ""],
            ["cores busy with the visitors", f"{measured.driver / measured.seconds:.2f}", "–", ""],
            ["errors", str(errors.total()), *verdict(errors.total(), 0, "none")],
            ["memory at the start", f"{measured.start:.0f} MB", "–", ""],
            ["memory at the peak", f"{measured.peak:.0f} MB", "–", ""],
            ["memory when they left", f"{measured.left:.0f} MB", "–", ""],
            [
                f"memory {plan.settling:.0f} s later",
                f"{measured.after:.0f} MB ({growth:+.0%})",
                *verdict(growth, AIM_GROWTH, "under +10 %"),
            ],
            ["load of the machine", f"{measured.load[0]:.1f} → {measured.load[1]:.1f}", "–", ""],
        ],
    )
    _show_errors(errors)


def _waits(name: str, seconds: Sequence[float], aim: str, met: str) -> list[str]:
    shown = [f"{quantile(seconds, share):.2f} s" for share in (0.5, 0.95, 0.99, 1)]
    return [name, str(len(seconds)), *shown, aim, met]


def _show_errors(errors: Counter[str]) -> None:
    for text, times in errors.most_common(10):
        print(f"  {times} × {text[:300]}")
