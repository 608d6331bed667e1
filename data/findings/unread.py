"""Findings about what was not read or read with doubt, and about decisions that meet nothing any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.findings.entries import Evidence
from data.findings.finding import Finding, quoted
from data.knowledge.corrections import link_key
from data.normalise.title import match_key

# Reasons to skip a part that may have been meant as an entry; headings, pictures and prose are not.
_LIKE_AN_ENTRY = re.compile(r"(?:bullet|row) in no shape")


def unread(evidence: Evidence) -> Iterator[Finding]:
    """Yield lines that look like an entry and were left out, and entries that were read with doubt."""
    for note in evidence.notes.to_dict("records"):
        if note["kind"] == "doubtful":
            entry = evidence.entries.get(note["place"])
            text = f"{quoted(entry.title)}: {note['reason']}" if entry else note["reason"]
            yield Finding("doubtful-reading", text, (note["place"],), (entry.paper,) if entry else ())
        elif _LIKE_AN_ENTRY.search(note["reason"]):
            yield Finding("unreadable", note["reason"].capitalize(), (note["place"],))


def idle_corrections(evidence: Evidence) -> Iterator[Finding]:
    """Yield decisions of corrections.yaml that meet no entry; none where all do: then they are about other lists."""
    corrections = evidence.knowledge.corrections
    entries = evidence.entries.values()
    keys = {match_key(entry.title) for entry in entries}
    wrong = {match_key(link.title) for link in corrections.wrong_links} & keys
    links = {
        (match_key(entry.title), role, link_key(role, url))
        for entry in entries
        if match_key(entry.title) in wrong
        for role, url in (("paper", entry.paper_url), ("code", entry.code_url))
    }
    titles = [link.title for link in corrections.wrong_links] + [doubt.title for doubt in corrections.doubtful]
    titles += [title for work in (*corrections.same_work, *corrections.different_works) for title in work.titles]
    if keys.isdisjoint(map(match_key, titles)):
        return
    idle = [
        link.title
        for link in corrections.wrong_links
        if (match_key(link.title), link.role, link_key(link.role, link.listed)) not in links
    ]
    for work in (*corrections.same_work, *corrections.different_works):
        idle += [title for title in work.titles if match_key(title) not in keys]
    idle += [doubt.title for doubt in corrections.doubtful if match_key(doubt.title) not in keys]
    yield from (Finding("idle-correction", quoted(title)) for title in idle)
