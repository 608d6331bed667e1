"""Which column of a table holds what, and rows → items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from data.errors import InputError
from data.ingest.column_headings import column_roles
from data.ingest.entry.link_roles import SaidRole
from data.ingest.files.bibliography_item import Item, Kind, Part, first_year, links_of, plain, subjects
from data.ingest.files.sheet import Row, Sheet
from data.knowledge.load_knowledge import Knowledge
from data.normalise.title import fold
from data.schema import split

ColumnMapping = Mapping[str, str | Sequence[str]]

# What a column may be read as, in the order in which a person should see it.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "title": "The title of the paper.",
        "year": "Its year, or a date.",
        "venue": "Where it appeared. Of several columns, the first one that names a known venue counts.",
        "track": "The track of the venue, such as workshop.",
        "paper": "Its address, DOI or arXiv id.",
        "code": "The address of its code.",
        "links": "Addresses of any kind. Surveyor sees from each address what it leads to.",
        "project": "The address of its project page.",
        "model": "The address of its model, that is, the trained weights.",
        "video": "The address of a talk about it.",
        "blog": "The address of a blog post about it.",
        "section": "Its technique, category or topic. Separate several by semicolons.",
        "keywords": "Keywords. Those that are known techniques count as its techniques.",
        "domain": "Language or Vision.",
        "kind": "Paper, software, dataset or web page.",
    }
)
# Headings that mean more in a file than in a table of a list; of those of one role the first counts.
_IN_FILES: Mapping[str, tuple[str, ...]] = {
    "section": ("techniques", "technique", "category", "categories", "section", "group", "groups", "topic", "subject"),
    "keywords": ("keywords", "keyword", "author keywords", "manual tags", "tags", "tag", "index keywords"),
    "track": ("track",),
    "domain": ("domains", "domain"),
    "kind": ("kind", "item type", "document type", "publication type", "entry type", "entrytype"),
}
_LINKS: Mapping[str, SaidRole] = {
    "paper": "paper", "code": "code", "links": "", "project": "project", "model": "model", "video": "video",
    "blog": "blog",
}  # fmt: skip
_ONE_COLUMN = ("title", "year", "section", "track", "domain", "kind")
_OWN_TRACKS = ("main", "preprint")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("software", "software"), ("tool", "software"), ("computer", "software"), ("data", "dataset"),
    ("web", "page"), ("blog", "page"), ("online", "page"), ("misc", "misc"),
)  # fmt: skip
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((\S+)\)")
_SAMPLES, _LONGEST_SAMPLE = 3, 80


@dataclass(frozen=True)
class Columns:
    """What is read from which columns: `mapping` from role to columns, and the first values of every column."""

    mapping: Mapping[str, tuple[str, ...]]
    samples: Mapping[str, tuple[str, ...]]


def propose(sheet: Sheet, knowledge: Knowledge) -> Columns:
    """Return what the headings say, with sample values; a table without a title has no `title` in its mapping."""
    mapping = _proposed_mapping(sheet.header, knowledge)
    rows = [part for part in islice(sheet.rows(sheet.header), 50) if isinstance(part, Row)]
    samples = {name: _samples([row.cells[number] for row in rows]) for number, name in enumerate(sheet.header)}
    return Columns(mapping, samples)


def _proposed_mapping(header: Sequence[str], knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the columns by role, in the order of `ROLES`."""
    roles: dict[str, str] = dict(zip(header, column_roles(header, knowledge), strict=True))
    folded = {name: fold(name) for name in header}
    for role, headings in _IN_FILES.items():
        named = sorted((name for name in header if folded[name] in headings), key=lambda n: headings.index(folded[n]))
        roles |= {name: role if name == named[0] or role == "keywords" else "other" for name in named}
    titles = [name for name in header if roles[name] == "title"]
    # Beside a title of its own, the "Publication Title" is that of the journal.
    roles |= {name: "venue" for name in titles if len(titles) > 1 and folded[name] == "publication title"}
    found = {role: [name for name in header if roles[name] == role] for role in ROLES}
    return {role: _best(role, columns, folded) for role, columns in found.items() if columns}


def _checked_mapping(header: Sequence[str], given: ColumnMapping, file: str) -> dict[str, tuple[str, ...]]:
    """Return `given` with a tuple of columns for each role; InputError if it names what there is not."""
    mapping = {role: (name,) if isinstance(name, str) else tuple(name) for role, name in given.items() if name}
    for role, columns in mapping.items():
        if role not in ROLES:
            raise InputError(f"cannot read a column as `{role}`", file=file, remedy=f"Known are {', '.join(ROLES)}.")
        for name in columns:
            if name not in header:
                raise InputError(f"has no column `{name}`", file=file, line=1, remedy=f"It has {', '.join(header)}.")
    return mapping


def items(sheet: Sheet, chosen: ColumnMapping | None, file: str, knowledge: Knowledge) -> Iterator[Part]:
    """Yield an item for each row, and the remarks of the sheet; `chosen` stands in place of what the headings say.

    Raises InputError if `chosen` does not fit, or no column holds the title.
    """
    header = sheet.header
    mapping = _proposed_mapping(header, knowledge) if chosen is None else _checked_mapping(header, chosen, file)
    if "title" not in mapping:
        choice = f"Call one of its columns `title`, or choose it: {', '.join(header)}."
        remedy = choice if any(header) else "Write the names of the columns in its first row."
        raise InputError("has no column with the titles", file=file, line=1, remedy=remedy)
    numbers = {name: number for number, name in enumerate(header)}
    for part in sheet.rows([name for columns in mapping.values() for name in columns]):
        if isinstance(part, Row):
            cells = {role: {name: part.cells[numbers[name]] for name in names} for role, names in mapping.items()}
            yield _item(part.line, cells, knowledge)
        else:
            yield part


def _item(line: int, columns: Mapping[str, Mapping[str, str]], knowledge: Knowledge) -> Item:
    """Return the item of a row, given as the cells by role and by heading."""
    cells = {role: [cell.strip() for cell in of_role.values()] for role, of_role in columns.items()}
    title = next(filter(None, cells["title"]), "")
    linked = _MARKDOWN_LINK.fullmatch(title)
    links = [
        link
        for role, told in _LINKS.items()
        for name, cell in columns.get(role, {}).items()
        for link in links_of(name, plain(cell), told)
    ]
    if linked:
        links += links_of("title", linked[2], "paper")
    kind = " ".join(cells.get("kind", ())).lower()
    return Item(
        line,
        plain(linked[1] if linked else title),
        next((named for word, named in _KINDS if word in kind), "paper"),
        first_year(re.sub(r"\.0+$", "", cell[:100]) for cell in cells.get("year", ())),
        _venues(cells),
        links=tuple(links),
        sections=tuple(part for cell in cells.get("section", ()) for part in _subjects(cell, knowledge)),
        keywords=tuple(filter(None, map(plain, subjects(cells.get("keywords", ()))))),
        domains=tuple(
            filter(None, (knowledge.domains.canonical(d) for cell in cells.get("domain", ()) for d in split(cell)))
        ),
    )


def _venues(cells: Mapping[str, list[str]]) -> tuple[str, ...]:
    track = plain(" ".join(cells.get("track", ())))
    added = f" {track} track" if track and track not in _OWN_TRACKS else ""
    return tuple(plain(text) + added for text in cells.get("venue", ()) if text)


def _subjects(cell: str, knowledge: Knowledge) -> list[str]:
    """Return the subjects of a cell; commas separate them only where each is a technique that Surveyor knows."""
    parts = [text for part in cell.split(";") if (text := plain(part))]
    finer = [text.strip() for part in parts for text in part.split(",")]
    return finer if all(map(knowledge.techniques.canonical, finer)) else parts


def _best(role: str, columns: list[str], folded: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns of a role: of those that can be one only the one that is called so, a publisher last."""
    named = sorted(columns, key=lambda n: (folded[n] != role, role not in folded[n].split(), "publisher" in folded[n]))
    return tuple(named[:1] if role in _ONE_COLUMN else named)


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    tidy = dict.fromkeys(text[:_LONGEST_SAMPLE] for cell in cells if (text := plain(cell[:1_000])))
    return tuple(islice(tidy, _SAMPLES))
