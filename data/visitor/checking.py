"""A visitor's tables and documents → findings, and patches of the documents in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding
from data.ingest.file_format import MARKDOWN, format_of
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
class CheckingJob:
    """Tables to be checked, the date of each list, and the documents with their lists."""

    papers: pd.DataFrame
    records: pd.DataFrame
    notes: pd.DataFrame
    dates: Mapping[str, str]
    documents: tuple[tuple[ListSource, bytes], ...]
    with_built_in: bool = False
    """Whether the built-in lists are among them."""

    def run(self) -> Checked:
        """Find and patch."""
        knowledge = load_knowledge()
        found = all_findings(TablesToCheck(self.papers, self.records, self.notes, knowledge, self.dates))
        # corrections.yaml is about the built-in lists; none of it applies to a visitor's lists.
        found = [one for one in found if self.with_built_in or one.kind != "idle-correction"]
        made = {
            source.key: make_patch(content, source, knowledge).text
            for source, content in self.documents
            if format_of(content, source.file) == MARKDOWN
        }
        return Checked(tuple(found), {key: patch for key, patch in made.items() if patch})


def check_apart(job: CheckingJob) -> Checked:
    """Find and patch in a process of its own; nothing is raised."""
    try:
        return run_apart(job, "", checking_cost())
    except InputError as error:
        return Checked(problem=f"There are no findings and patches: the table {error.problem}. {error.remedy}")
