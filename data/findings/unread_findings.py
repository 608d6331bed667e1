"""Findings about what was not read or read with doubt, and about corrections that apply to nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from data.findings.entries import TablesToCheck
from data.findings.finding import Finding, quoted
from data.knowledge.corrections import link_key
from data.normalise.title import match_key
from data.schema import NO_SHAPE

# Parts of these kinds may have been meant as entries; headings, pictures and prose are not.
_LIKE_AN_ENTRY = tuple(f"{kind} {NO_SHAPE}" for kind in ("bullet", "row"))


def unread(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield lines that look like an entry and were left out, and entries that were read with doubt."""
    for note in tables.notes.to_dict("records"):
        if note["kind"] == "doubtful":
            entry = tables.entries.get(note["place"])
            text = f"{quoted(entry.title)}: {note['reason']}" if entry else note["reason"]
            papers = tables.papers_of([entry]) if entry else ()
            yield Finding("doubtful-reading", text, (note["place"],), papers)
        elif note["reason"] in _LIKE_AN_ENTRY:
            yield Finding("unreadable", note["reason"].capitalize(), (note["place"],))


def idle_corrections(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield decisions of corrections.yaml that apply to no entry.

    None where no decision applies to any: then they are about other lists.
    """
    corrections, entries = tables.knowledge.corrections, tables.entries.values()
    keys = {match_key(entry.title) for entry in entries}
    links = {
        (match_key(entry.title), role, link_key(role, url))
        for entry in entries
        for role, url in (("paper", entry.paper.url), ("code", entry.code_url))
    }
    works = (*corrections.same_work, *corrections.different_works)
    named = [(title, match_key(title) in keys) for work in works for title in work.titles]
    named += [(doubt.title, match_key(doubt.title) in keys) for doubt in corrections.doubtful]
    settled = [
        (wrong.title, (match_key(wrong.title), wrong.role, link_key(wrong.role, wrong.listed)) in links)
        for wrong in corrections.wrong_links
    ]
    listed = [match_key(title) in keys for title, _ in settled]
    if any(listed) or any(applies for _, applies in named):
        yield from (Finding("idle-correction", quoted(title)) for title, applies in [*settled, *named] if not applies)
