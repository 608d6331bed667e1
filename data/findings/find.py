"""Every finding of the tables, and findings as text and as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from data.findings import duplicates, links, unread, venues
from data.findings.entries import Evidence
from data.findings.finding import KINDS, Finding
from data.schema import SEPARATOR

FINDERS: Sequence[Callable[[Evidence], Iterator[Finding]]] = (
    links.shared_links,
    links.wrong_links,
    duplicates.listed_twice,
    duplicates.near_titles,
    venues.stale_preprints,
    venues.old_preprints,
    venues.venue_conflicts,
    venues.year_conflicts,
    venues.unknown_venues,
    venues.venue_spellings,
    links.placeholders,
    links.disagreeing_links,
    venues.renamed,
    links.misspelt_labels,
    links.unsafe_links,
    unread.unread,
    venues.doubted,
    unread.idle_corrections,
)


def find(evidence: Evidence) -> list[Finding]:
    """Return everything that somebody should look at, by kind in the order of `KINDS`."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted((found for finder in FINDERS for found in finder(evidence)), key=lambda found: order[found.kind])


def report(found: Iterable[Finding]) -> str:
    """Return findings as text, grouped by kind, each kind with its explanation."""
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_kind[finding.kind].append(finding)
    lines = []
    for kind, same in by_kind.items():
        lines.append(f"{kind} ({len(same)}): {KINDS[kind].about}")
        lines += [_line(finding) for finding in same]
    return "\n".join([*lines, f"{sum(map(len, by_kind.values()))} findings"])


def _line(finding: Finding) -> str:
    where = f" [{', '.join(finding.records)}]" if finding.records else ""
    return f"  {finding.text}{f'. {finding.why}' if finding.why else ''}{where}"


def to_table(found: Iterable[Finding]) -> pd.DataFrame:
    """Return `kind, finding, decided, papers, lines`, one row a finding."""
    rows = [(f.kind, f.text, f.why, SEPARATOR.join(f.papers), SEPARATOR.join(f.records)) for f in found]
    return pd.DataFrame(rows, columns=["kind", "finding", "decided", "papers", "lines"], dtype="str")
