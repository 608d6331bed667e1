"""A document → its records and what was left out, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from data.errors import InputError
from data.ingest.decoding import decode, refuse_long_lines
from data.ingest.draft import Draft
from data.ingest.entry.link_roles import by_target
from data.ingest.layout.joining import join
from data.ingest.layout.sibling_titles import with_titles_among_titles
from data.ingest.layout.table_columns import with_columns
from data.ingest.markdown.blocks import Block, blocks
from data.ingest.reading import Reading
from data.ingest.shapes import SHAPES
from data.knowledge.curated import Knowledge
from data.normalise.heading import clean_heading
from data.normalise.link import code_url, is_placeholder, paper_link
from data.normalise.title import fold
from data.normalise.venue import Venue
from data.normalise.year import heading_year
from data.record import Record
from data.schema import Note, place

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
# A name of so many words is no common word.
_WORDS_OF_NAME = 4
_NOT_TOPICS = frozenset(map(fold, ("contents", "table of contents", "papers", "paper list", "publications")))

# Why a part is left out all of whose links lead to one kind of place.
_REASONS = {
    "blog": "blog or social post",
    "video": "talk or recording",
    "dataset": "data set, course or download",
    "model": "model",
    "code": "repository that is no entry",
    "project": "web page of a project",
}


def read_list(content: bytes, key: str, knowledge: Knowledge, file: str = "") -> Reading:
    """Read a Markdown list given as UTF-8 bytes.

    `key` names the list in the records, `file` in errors. Raises InputError for an empty document
    and for bytes that are not UTF-8; a document without entries gives a Reading without records.
    """
    records: list[Record] = []
    notes: list[Note] = []
    entries, remarks = Counter[int](), Counter[int]()
    text = decode(content, file or key)
    refuse_long_lines(text, file or key)
    found_blocks = with_columns(_blocks(text, file or key), knowledge)
    drafts = [(block, _recognise(block, knowledge)) for block in join(found_blocks, knowledge) if _is_read(block)]
    for block, found in with_titles_among_titles(drafts, knowledge):
        if found:
            entries[block.line] += 1
            records.append(replace(to_record(found, block, key, knowledge), nth=entries[block.line]))
            if found.doubts and found.kind == "paper":
                remarks[block.line] += 1
                name = place(key, block.line, remarks[block.line])
                notes.append(Note(name, key, block.line, "doubtful", "; ".join(found.doubts)))
        else:
            remarks[block.line] += 1
            name = place(key, block.line, remarks[block.line])
            notes.append(Note(name, key, block.line, "skipped", _reason(block, knowledge)))
    return Reading(tuple(records), tuple(notes))


def _blocks(text: str, file: str) -> list[Block]:
    try:
        return blocks(text)
    except ValueError as error:
        line = int(error.args[0])
        raise InputError("lists or quotations nest too deep", file=file, line=line, remedy="Indent it less.") from error


def _is_read(block: Block) -> bool:
    return block.kind != "heading" or any(link.url.startswith("http") and not link.badge for link in block.links)


def _recognise(block: Block, knowledge: Knowledge) -> Draft | None:
    if not _may_be_entry(block):
        return None
    return next(filter(None, (shape(block, knowledge) for shape in SHAPES)), None)


def _may_be_entry(block: Block) -> bool:
    return bool(block.pieces) and block.kind != "heading" and not block.reason and not _is_contents(block)


def _is_contents(block: Block) -> bool:
    return block.kind != "row" and bool(block.links) and all(link.url.startswith("#") for link in block.links)


def _reason(block: Block, knowledge: Knowledge) -> str:
    if block.reason:
        return block.reason
    if _is_contents(block):
        return "table of contents"
    if block.kind == "code":
        return "code block"
    if not block.links:
        return f"{block.kind} without a link"
    roles = {role for link in block.links if (role := by_target(link.url, knowledge) or "other")}
    return (
        _REASONS.get(next(iter(roles)), "")
        if len(roles) == 1 and roles <= set(_REASONS)
        else f"{block.kind} in no shape of an entry"
    )


def to_record(found: Draft, block: Block, key: str, knowledge: Knowledge) -> Record:
    """Return an entry cleaned: venue, year, techniques and links, under the line and the headings of `block`."""
    papers = [link.url for link in found.links if link.role == "paper"]
    codes = [link.url for link in found.links if link.role == "code"]
    code = next(filter(None, map(code_url, codes)), "")
    years = [year for heading in block.section if (year := heading_year(heading))]
    venue = found.venue_listed or (_heading_venue(block, knowledge) if found.kind == "paper" else "")
    return Record(
        list=key,
        line=block.line,
        section=block.section,
        kind=found.kind,
        title=found.title,
        venue_listed=venue,
        venue=_with_year(knowledge.venues.read(venue), found.year, block, knowledge),
        heading_year=years[-1] if years else None,
        techniques=_techniques(block, knowledge) if found.kind == "paper" else (),
        domains=tuple(dict.fromkeys(filter(None, map(knowledge.domains.canonical, block.section)))),
        paper=paper_link(papers[0]) if papers else paper_link(""),
        code_url=code,
        links=found.links,
        remarks=_remarks(found, codes, code),
    )


def _with_year(venue: Venue, year: int | None, block: Block, knowledge: Knowledge) -> Venue:
    """Return the venue with its year, that of the date, or that of the same venue in a heading: `ICLR 2024`."""
    if not venue.year and not year and venue.series:
        above = knowledge.venues.read(_heading_venue(block, knowledge))
        year = above.year if above.series == venue.series else None
    return replace(venue, year=venue.year or year)


def _below_title(block: Block) -> tuple[str, ...]:
    return block.section[1:] if block.has_title else block.section


def _heading_venue(block: Block, knowledge: Knowledge) -> str:
    """Return the deepest heading that is a venue, such as `ICLR 2024`, or ""."""
    headings = map(clean_heading, reversed(_below_title(block)))
    return next(filter(None, (_venue_named(heading, knowledge) for heading in headings)), "")


def _venue_named(heading: str, knowledge: Knowledge) -> str:
    """Return the venue that a heading is, without a remark in brackets behind it where that must go, or ""."""
    names = dict.fromkeys((heading, _IN_BRACKETS.sub("", heading).strip()))
    return next((name for name in names if _names_venue(name, knowledge)), "")


def _names_venue(heading: str, knowledge: Knowledge) -> bool:
    is_word = len(heading.split()) < _WORDS_OF_NAME and knowledge.venues.is_common_word(heading)
    known = knowledge.venues.is_venue(heading) and not is_word
    return known and not knowledge.techniques.canonical(heading)


def _techniques(block: Block, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the technique of the deepest heading that names one, else that heading itself as a technique."""
    techniques = knowledge.techniques
    topics = [
        heading
        for heading in map(clean_heading, _below_title(block))
        if techniques.means(heading) or not _is_no_topic(heading, knowledge)
    ]
    known = [technique for heading in topics if (technique := techniques.canonical(heading))]
    return tuple(known[-1:] or [heading.replace(";", ",") for heading in topics[-1:]])


def _is_no_topic(heading: str, knowledge: Knowledge) -> bool:
    if heading_year(heading) or fold(heading) in _NOT_TOPICS:
        return True
    return bool(knowledge.domains.canonical(heading)) or bool(_venue_named(heading, knowledge))


def _remarks(found: Draft, codes: list[str], code: str) -> tuple[str, ...]:
    elsewhere = [url for url in found.unsafe if url and not url.startswith(("#", "/", "."))]
    remarks = ["unsafe-link"] if elsewhere else []
    if (codes and (not code or any(map(is_placeholder, codes)))) or len(found.unsafe) > len(elsewhere):
        remarks.append("code-placeholder")
    return tuple(remarks)
