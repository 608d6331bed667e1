"""A visitor's tables and documents → findings, and patches of the documents in Markdown."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import ListSource
from data.patching.make_patch import make_patch
from data.visitor.apart import checking_cost, run_apart


@dataclass(frozen=True)
class Checked:
    """What is to be looked at, and the patch of each list that has one; or what is wrong, in a sentence or two."""

    findings: tuple[Finding, ...] = ()
    patches: Mapping[str, bytes] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class FindingJob:
    """Tables to be checked, and the date of each list."""

    papers: pd.DataFrame
    records: pd.DataFrame
    notes: pd.DataFrame
    dates: Mapping[str, str]
    with_built_in: bool = False
    """Whether the built-in lists are among them."""

    def run(self) -> tuple[Finding, ...]:
        """Return what is to be looked at."""
        found = all_findings(TablesToCheck(self.papers, self.records, self.notes, load_knowledge(), self.dates))
        # corrections.yaml is about the built-in lists; none of it applies to a visitor's lists.
        return tuple(one for one in found if self.with_built_in or one.kind != "idle-correction")


@dataclass(frozen=True)
class PatchingJob:
    """Documents to be patched, with their lists."""

    documents: tuple[tuple[ListSource, bytes], ...]

    def run(self) -> dict[str, bytes]:
        """Return the patch of each list that has one."""
        # A document is read several times, and what was read before is not needed any more.
        gc.enable()
        knowledge = load_knowledge()
        made = {source.key: make_patch(content, source, knowledge).text for source, content in self.documents}
        return {key: patch for key, patch in made.items() if patch}


def check_apart(finding: FindingJob, patching: PatchingJob) -> Checked:
    """Find and patch, each in a process of its own; nothing is raised."""
    found: tuple[Finding, ...] = ()
    patches: Mapping[str, bytes] = {}
    problems = []
    try:
        found = run_apart(finding, "", checking_cost())
    except InputError as error:
        problems.append(f"There are no findings: the table {error.problem}. {error.remedy}")
    try:
        patches = run_apart(patching, "", checking_cost()) if patching.documents else {}
    except InputError as error:
        problems.append(f"There are no patches: making them {error.problem}. {error.remedy}")
    return Checked(found, patches, " ".join(problems))
