"""A published list → a patch for its maintainers that fixes what is certainly wrong, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import diff_bytes, unified_diff

import pandas as pd

from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.ingest.decoding import repair_mac_roman
from data.ingest.file_format import MARKDOWN, format_of
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.normalise.link import code_url
from data.normalise.unseen import visible
from data.patching import entry_edits
from data.patching.duplicate_edits import duplicates
from data.patching.listing import Listing
from data.patching.source_text import Edit, Source
from data.record import Record
from data.schema import KINDS

# Each stage reads the text that the one before left.
STAGES: Sequence[Sequence[Callable[[Listing], Iterator[Edit]]]] = (
    (entry_edits.placeholders, entry_edits.labels, entry_edits.venues),
    (duplicates,),
)
DAMAGED = "The letters of the file as read are damaged; the patch fits that file as it is."
# What git puts as an octal number into a path in quotes (core.quotePath): control characters, quotes, backslashes.
_QUOTED = re.compile(rb'[\x00-\x1f\x7f"\\]')
_IN_HEADER = re.compile(r"^# ([a-z-]+): (\d+) findings?, (\d+) edits?$", re.MULTILINE)


@dataclass(frozen=True)
class Fixed:
    """How many findings of a kind a patch settles, and by how many edits."""

    findings: int
    edits: int


@dataclass(frozen=True)
class Patch:
    """A patch: what it fixes by kind, the list after it, and its text, empty where there is nothing to fix."""

    fixed: Mapping[str, Fixed]
    patched: bytes
    text: bytes


def make_patch(content: bytes, source: ListSource, knowledge: Knowledge) -> Patch:
    """Return the patch for a list as published.

    What is read from the list stays the same apart from what is fixed: an edit that changes how another part is read
    is left out. Raises InputError if the list cannot be read or is not Markdown.
    """
    if format_of(content, source.place) != MARKDOWN:
        raise InputError("is not Markdown", file=source.place, remedy="Patches are made for Markdown lists only.")
    knowledge = knowledge.with_headings(dict(source.techniques))
    before = Listing(Source(_text(content, source)), source.place, source.key, knowledge)
    after, edits = before, Counter[str]()
    for stage in STAGES:
        after, made = _applied(after, [edit for fixer in stage for edit in fixer(after)])
        edits.update(edit.kind for edit in made)
    patched = after.source.text.encode("utf-8")
    if patched == content:
        return Patch({}, content, b"")
    fixed = _fixed(before, after, edits)
    header = _header(source, fixed, damaged=repair_mac_roman(before.source.text) != before.source.text)
    return Patch(fixed, patched, header + _diff(content, patched, source.file))


def _text(content: bytes, source: ListSource) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", file=source.place, remedy="Save the file as UTF-8.") from error


def _applied(before: Listing, edits: list[Edit]) -> tuple[Listing, list[Edit]]:
    """Return the list after those of `edits` that leave all other entries as they were, and these edits."""
    while edits:
        after = replace(before, source=Source(before.source.edited(edits)))
        removed = {edit.line for edit in edits if edit.kind == "twice-in-section"}
        changed = _changed(before, after, removed)
        if not changed:
            return after, edits
        rest = [edit for edit in edits if edit.line not in changed]
        # Where an edit changes only how other lines are read, nothing tells which one it is.
        edits = rest if len(rest) < len(edits) else []
    return before, []


def _changed(before: Listing, after: Listing, removed: set[int]) -> set[int]:
    """Return the lines of entries that are read differently after an edit; all lines where entries are not the same."""
    kept = [record for record in before.reading.records if record.line not in removed]
    left_out = [Counter(note.reason for note in listing.reading.notes) for listing in (before, after)]
    everything = {record.line for record in before.reading.records}
    if len(kept) != len(after.reading.records) or left_out[0] != left_out[1]:
        return everything
    changed = {old.line for old, new in zip(kept, after.reading.records, strict=True) if _facts(old) != _facts(new)}
    if not changed and removed and not _papers(before).equals(_papers(after)):
        return everything
    return changed


def _facts(record: Record) -> Record:
    """Return an entry without what a fix may change: its line, the spelling of venue and labels, and placeholders."""
    links = [replace(link, label="") for link in record.links if link.role != "code" or code_url(link.url)]
    return replace(record, line=0, nth=1, venue_listed="", links=tuple(links), remarks=())


def _papers(listing: Listing) -> pd.DataFrame:
    return listing.tables.papers.drop(columns=["records", "flags"])


def _fixed(before: Listing, after: Listing, edits: Counter[str]) -> dict[str, Fixed]:
    fewer = _kinds_found(before) - _kinds_found(after)
    return {kind: Fixed(fewer[kind], edits[kind]) for kind in KINDS if fewer[kind] or edits[kind]}


def _kinds_found(listing: Listing) -> Counter[str]:
    tables = listing.tables
    to_check = TablesToCheck(tables.papers, tables.records, tables.notes, listing.knowledge)
    return Counter(finding.kind for finding in all_findings(to_check))


def _header(source: ListSource, fixed: Mapping[str, Fixed], *, damaged: bool) -> bytes:
    """Return the lines above the diff, which `git apply` passes over: what is fixed, and how to apply it."""
    where = f"{source.repository}, {_version(source)}" if source.repository else source.page_url or source.file
    version = "as of that version" if source.commit else _version(source)
    lines = [
        f"{source.title} ({where}): fixes what is certain, and nothing else.",
        f"Apply it to {source.file} {version}: git apply {source.key}.patch",
        *[DAMAGED] * damaged,
        *(f"{kind}: {_counted(of_kind)}" for kind, of_kind in fixed.items()),
    ]
    return "".join(f"# {visible(line)}\n" for line in lines).encode("utf-8", "replace")


def _version(source: ListSource) -> str:
    if source.commit:
        return f"commit {source.commit}"
    return f"as of {source.date}" if source.date else "as read"


def _counted(fixed: Fixed) -> str:
    numbers = (fixed.findings, "finding"), (fixed.edits, "edit")
    return ", ".join(f"{number} {what}{'s' * (number != 1)}" for number, what in numbers)


def read_header(patch: str) -> dict[str, Fixed]:
    """Return what the header of a patch says that it fixes, by kind."""
    return {kind: Fixed(int(findings), int(edits)) for kind, findings, edits in _IN_HEADER.findall(patch)}


def _diff(before: bytes, after: bytes, file: str) -> bytes:
    """Return the unified diff of a file, as git reads it."""
    old, new = (_path(f"{side}/{file}") for side in ("a", "b"))
    lines = diff_bytes(unified_diff, _lines(before), _lines(after), old, new)
    return b"".join(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines)


def _path(path: str) -> bytes:
    """Return a path as git writes it in a patch: in quotes with escapes where it holds what would end the line."""
    name = path.encode("utf-8", "surrogateescape")
    if not _QUOTED.search(name):
        return name + b"\t" * (b" " in name)
    return b'"' + _QUOTED.sub(lambda found: b"\\%03o" % found[0][0], name) + b'"'


def _lines(content: bytes) -> list[bytes]:
    """Return the lines with their ends; only a line feed ends one, as in git."""
    *whole, rest = content.split(b"\n")
    return [line + b"\n" for line in whole] + [rest] * bool(rest)
