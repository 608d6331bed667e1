"""Records ⇄ rows of records.csv: the table has all that merging needs, so papers can be made from it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import paper_link
from data.record import LabelledLink, Record
from data.schema import RecordRow, split
from data.tables.table import as_text


def row_of(record: Record, paper: str) -> RecordRow:
    """Return the row of an entry that was merged into the paper with the id `paper` ("" for a tool)."""
    return RecordRow(
        record=record.key,
        list=record.list,
        line=record.line,
        section=" > ".join(record.section),
        heading_year=record.heading_year,
        kind=record.kind,
        title=record.title,
        venue_listed=record.venue_listed,
        year_listed=record.venue.year,
        paper_url=record.paper.url,
        arxiv_id=record.paper.arxiv_id,
        code_url=record.code_url,
        links=json.dumps([vars(link) for link in record.links], ensure_ascii=False),
        techniques=record.techniques,
        domains=record.domains,
        remarks=record.remarks,
        paper=paper,
    )


def records_of(rows: pd.DataFrame, knowledge: Knowledge) -> list[Record]:
    """Return the entries in a frame of records.csv; `row_of` is the inverse."""
    cells = as_text(rows).to_dict("records")
    return [_record({str(name): str(cell) for name, cell in row.items()}, knowledge) for row in cells]


def _record(cell: Mapping[str, str], knowledge: Knowledge) -> Record:
    _, _, nth = cell["record"].rpartition(":")[2].partition(".")
    venue = knowledge.venues.read(cell["venue_listed"])
    return Record(
        list=cell["list"],
        line=int(cell["line"]),
        nth=int(nth or 1),
        section=tuple(cell["section"].split(" > ")) if cell["section"] else (),
        heading_year=_number(cell["heading_year"]),
        kind="tool" if cell["kind"] == "tool" else "paper",
        title=cell["title"],
        venue_listed=cell["venue_listed"],
        venue=replace(venue, year=_number(cell["year_listed"])),
        paper=replace(paper_link(cell["paper_url"]), arxiv_id=cell["arxiv_id"]),
        code_url=cell["code_url"],
        links=tuple(
            LabelledLink(link["label"], link["url"], link["role"]) for link in json.loads(cell["links"] or "[]")
        ),
        techniques=tuple(split(cell["techniques"])),
        domains=tuple(split(cell["domains"])),
        remarks=tuple(split(cell["remarks"])),
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
