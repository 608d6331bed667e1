"""All findings about the tables, and findings as text and as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pandas as pd

from data.findings import duplicate_findings, link_findings, unread_findings, venue_findings
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.schema import KINDS, SEPARATOR

FINDERS: Sequence[Callable[[TablesToCheck], Iterator[Finding]]] = (
    link_findings.shared_links,
    link_findings.wrong_links,
    duplicate_findings.listed_twice,
    duplicate_findings.near_titles,
    venue_findings.stale_preprints,
    venue_findings.old_preprints,
    venue_findings.venue_conflicts,
    venue_findings.year_conflicts,
    venue_findings.unknown_venues,
    venue_findings.venue_spellings,
    link_findings.placeholders,
    link_findings.disagreeing_links,
    venue_findings.renamed,
    link_findings.misspelt_labels,
    link_findings.unsafe_links,
    unread_findings.unread,
    venue_findings.doubted,
    unread_findings.idle_corrections,
)


# More of one finder would be more than a person can look at, and more than a server should hold.
MOST_FINDINGS = 5000


def all_findings(tables: TablesToCheck) -> list[Finding]:
    """Return everything that a person should look at, by kind in the order of `KINDS`.

    Each finder gives at most `MOST_FINDINGS`; a finding says where further ones are left out.
    """
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = (one for finder in FINDERS for one in _at_most(MOST_FINDINGS, finder(tables)))
    return sorted(found, key=lambda one: order[one.kind])


def _at_most(most: int, found: Iterator[Finding]) -> Iterator[Finding]:
    yield from islice(found, most)
    for further in islice(found, 1):
        yield Finding(further.kind, f"{most:,} findings of this kind are listed; further ones are left out")


def findings_as_text(found: Iterable[Finding]) -> str:
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


def findings_as_table(found: Iterable[Finding]) -> pd.DataFrame:
    """Return `kind, finding, decided, papers, lines`, one row a finding."""
    rows = [(f.kind, f.text, f.why, SEPARATOR.join(f.papers), SEPARATOR.join(f.records)) for f in found]
    return pd.DataFrame(rows, columns=["kind", "finding", "decided", "papers", "lines"], dtype="str")
