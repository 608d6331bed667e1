"""The tables: each column's name, type, meaning and rules; the one definition of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

# Where lists.yaml and the built tables stand.
DATA_FOLDER = Path(__file__).parent
SEPARATOR = "; "
# What spreadsheets take for the start of a formula (https://owasp.org/www-community/attacks/CSV_Injection),
# full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
YEAR = r"(?:19|20)\d\d"
DATE = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
LINE_KEY = r"\S+:\d+(?:\.\d+)?"
ROLES = ("paper", "code", "project", "model", "video", "blog", "other")
NOTES = ("skipped", "doubtful")
# How the reason of a note ends where a part looks like an entry and could not be read as one.
NO_SHAPE = "in no shape of an entry"
VENUE_TYPES = ("conference", "journal", "preprint")


@dataclass(frozen=True)
class Remark:
    """What a remark means: a title and one sentence. A paper carries those that are flags; others are findings only."""

    title: str
    about: str
    flag: bool = False
    finding: bool = True


# Every remark about papers and lists, in the order in which findings are shown.
REMARKS: Mapping[str, Remark] = MappingProxyType(
    {
        "shared-link": Remark(
            "Wrong link suspected",
            "Papers with unlike titles share one link: the link is wrong, or one paper has two titles.",
        ),
        "link-mismatch": Remark(
            "Link mismatched",
            "The link of an entry leads to another paper, or papers with unlike titles share it.",
            flag=True,
            finding=False,
        ),
        "listed-twice": Remark("Listed twice", "A list has the paper more than once.", flag=True, finding=False),
        "twice-in-section": Remark("Twice in a section", "A section of a list has the paper more than once."),
        "in-several-sections": Remark(
            "In several sections", "A list has the paper in more than one section, perhaps on purpose."
        ),
        "near-titles": Remark("Titles alike", "Two different papers have nearly the same title."),
        "stale-preprint": Remark(
            "Venue outdated",
            "An entry calls the paper a preprint, but another entry names where it was published.",
            flag=True,
        ),
        "old-preprint": Remark(
            "Old preprint",
            "The paper appeared on arXiv more than 18 months before the date of the list, and no entry names where it "
            "was published.",
        ),
        "venue-conflict": Remark(
            "Venues disagree", "The entries name different published venues or tracks.", flag=True
        ),
        "track-conflict": Remark(
            "Track disagrees",
            "An entry names the main conference, but a link leads to a Findings volume.",
            flag=True,
        ),
        "year-conflict": Remark(
            "Years disagree", "The entries, their links or the arXiv id name different years.", flag=True
        ),
        "unknown-venue": Remark(
            "Venue unknown", "venues.yaml does not know the venue, so its type is not stated.", flag=True
        ),
        "venue-spelling": Remark("Venue spelling", "An entry spells a venue differently from most of its list."),
        "code-placeholder": Remark(
            "Code link without code",
            "A link leads nowhere, or a code link leads to the front page of a code host, to a user's page or to a "
            "paper; it does not count as code.",
            flag=True,
        ),
        "code-conflict": Remark(
            "Code disagrees",
            "The entries link to different code; the table keeps the most specific link.",
            flag=True,
        ),
        "id-conflict": Remark("Ids disagree", "The entries link to different arXiv ids.", flag=True),
        "renamed": Remark("Titles disagree", "The entries give the paper different titles.", flag=True),
        "misspelt-label": Remark("Label misspelt", "The label of a link is one letter away from a known label."),
        "unsafe-link": Remark("Unsafe link", "A link was left out because it is neither http nor https.", flag=True),
        "unreadable": Remark("Not read", "A line looks like an entry but could not be read as one."),
        "doubtful-reading": Remark("Read with doubt", "An entry was read, but it may have been read wrongly."),
        "doubtful": Remark(
            "Statement doubted",
            "A statement of a list looks wrong, but the lists alone cannot settle it; see corrections.yaml.",
            flag=True,
        ),
        "wrong-link": Remark("Wrong link, settled", "A link leads to another paper; corrections.yaml puts it right."),
        "idle-correction": Remark("Correction idle", "A decision in corrections.yaml applies to no entry any more."),
    }
)
# The flags of papers.
FLAGS: Mapping[str, Remark] = {name: remark for name, remark in sorted(REMARKS.items()) if remark.flag}
# The kinds of findings.
KINDS: Mapping[str, Remark] = {name: remark for name, remark in REMARKS.items() if remark.finding}


@dataclass(frozen=True)
class Rule:
    """What a column means and what its cells must satisfy. `pattern` and `allowed` hold for each value of a cell."""

    about: str
    required: bool = False
    pattern: str = ""
    allowed: tuple[str, ...] = ()
    url: bool = False
    links: bool = False


def _column(about: str, **rules: Any) -> Any:  # Any: dataclasses.field takes the type of the column it describes
    return field(metadata={"rule": Rule(about, **rules)})


@dataclass(frozen=True)
class Paper:
    """One distinct work: a row of papers.csv. Tuples are joined by `"; "` in the file."""

    id: str = _column("The arXiv id. Without one, a short name made of the title and the year.", required=True)
    title: str = _column("The title as listed, misprints included.", required=True)
    year: int | None = _column(
        "The year stated with the winning venue, else in the heading above the entry, else in the arXiv id.",
        pattern=YEAR,
    )
    month: str = _column("The month that the arXiv id names, as YYYY-MM.", pattern=r"\d{4}-(?:0[1-9]|1[0-2])")
    venue: str = _column("The conference, journal or preprint server by its usual name, such as NeurIPS or arXiv.")
    venue_type: str = _column("conference, journal or preprint.", allowed=VENUE_TYPES)
    track: str = _column(
        "main, findings, workshop, industry, tutorial, survey, tiny papers, abstract, datasets and benchmarks, demo or "
        "preprint."
    )
    techniques: tuple[str, ...] = _column("The techniques of all its entries, by their usual names.")
    topics: tuple[str, ...] = _column("Finer subjects that a title names, by topics.yaml. Empty if it names none.")
    domains: tuple[str, ...] = _column("Language or Vision. Empty if the lists do not say.")
    paper_url: str = _column("The address of the paper, in one spelling for each site, put right if wrong.", url=True)
    arxiv_id: str = _column("The arXiv id without its version.", pattern=r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}")
    code_url: str = _column("Code that a list links to. Empty if its links lead to no code.", url=True)
    code_host: str = _column("The site of code_url, such as github.com.")
    lists: tuple[str, ...] = _column("Keys of lists.yaml.", required=True)
    records: tuple[str, ...] = _column("The entries it came from, as list:line.", required=True, pattern=LINE_KEY)
    also_titled: tuple[str, ...] = _column("Other titles that the lists give it.")
    flags: tuple[str, ...] = _column("Remarks about the paper.", allowed=tuple(FLAGS))
    added: str = _column("The date of the earliest version of a list that is known to have it.", pattern=DATE)


@dataclass(frozen=True)
class RecordRow:
    """One entry of one list, as the list has it: a row of records.csv."""

    record: str = _column("list:line; list:line.2 for the second entry of a line.", required=True, pattern=LINE_KEY)
    list: str = _column("Key of lists.yaml.", required=True)
    line: int | None = _column("First line of the entry in the list as published, counted from 1.", required=True)
    section: str = _column("The headings above it, joined by ` > `.")
    heading_year: int | None = _column("The year in the headings above it.")
    kind: str = _column("paper or tool.", required=True, allowed=("paper", "tool"))
    title: str = _column("As listed.", required=True)
    venue_listed: str = _column("The venue as written.")
    year_listed: int | None = _column("The year written with the venue.")
    paper_url: str = _column("The link to the paper as listed, in one spelling for each site. Not corrected.", url=True)
    arxiv_id: str = _column("The arXiv id in paper_url.")
    code_url: str = _column("The link to code as listed, tidied. Empty for placeholders.", url=True)
    links: str = _column("All links as JSON: label, url and role (" + ", ".join(ROLES) + ").", links=True)
    techniques: tuple[str, ...] = _column("The techniques that the headings above it mean, by their usual names.")
    domains: tuple[str, ...] = _column("Language or Vision. Empty if the headings do not say.")
    remarks: tuple[str, ...] = _column("Flags that this entry alone causes.", allowed=tuple(FLAGS))
    paper: str = _column("The id of the paper that it was merged into. Empty for tools.")


@dataclass(frozen=True)
class Tool:
    """A piece of software that a list names: a row of tools.csv."""

    name: str = _column("As listed.", required=True)
    url: str = _column("The address of its code.", required=True, url=True)
    list: tuple[str, ...] = _column("Keys of lists.yaml.", required=True)
    records: tuple[str, ...] = _column("The entries it came from, as list:line.", required=True, pattern=LINE_KEY)


@dataclass(frozen=True)
class Note:
    """What reading a list left out, or read and is unsure of: a row of notes.csv."""

    place: str = _column("list:line; list:line.2 for the second note of a line.", required=True, pattern=LINE_KEY)
    list: str = _column("Key of lists.yaml.", required=True)
    line: int | None = _column("The line of the list, counted from 1.", required=True)
    kind: str = _column("`skipped`: not an entry. `doubtful`: an entry to look at.", required=True, allowed=NOTES)
    reason: str = _column("Why it was skipped or is doubtful.", required=True)


@dataclass(frozen=True)
class Version:
    """What one version of one list held when it was read: a row of history.csv."""

    date: str = _column("The date of the version, else the day it was read.", required=True, pattern=DATE)
    list: str = _column("Key of lists.yaml.", required=True)
    records: int | None = _column("The number of its paper entries.", required=True)
    papers: int | None = _column("The number of distinct papers among them.", required=True)
    with_code: int | None = _column("The number of these papers for which any list links to code.", required=True)


Row = Paper | RecordRow | Tool | Note | Version
RowType = type[Paper] | type[RecordRow] | type[Tool] | type[Note] | type[Version]

# File name and key column of each table; a key of two columns names both.
TABLES: Mapping[RowType, tuple[str, str]] = MappingProxyType(
    {
        Paper: ("papers.csv", "id"),
        RecordRow: ("records.csv", "record"),
        Tool: ("tools.csv", "url"),
        Note: ("notes.csv", "place"),
        Version: ("history.csv", "date list"),
    }
)


def line_key(key: str, line: int, nth: int = 1) -> str:
    """Return `list:line`, or `list:line.nth` for the second and further entries or notes of a line."""
    return f"{key}:{line}" if nth == 1 else f"{key}:{line}.{nth}"


def line_of(record: str) -> tuple[str, int]:
    """Return the list and the line that `list:line` or `list:line.nth` names."""
    key, _, line = record.rpartition(":")
    return key, int(line.partition(".")[0])


def columns(table: RowType) -> tuple[str, ...]:
    """Return the names of the table's columns in their order."""
    return tuple(column.name for column in fields(table))


def rules(table: RowType) -> dict[str, Rule]:
    """Return the rule of each column."""
    return {column.name: column.metadata["rule"] for column in fields(table)}


def numbers(table: RowType) -> tuple[str, ...]:
    """Return the columns that hold whole numbers."""
    return tuple(name for name, kind in get_type_hints(table).items() if kind == int | None)


def lists(table: RowType) -> tuple[str, ...]:
    """Return the columns whose cells hold several values."""
    return tuple(name for name, kind in get_type_hints(table).items() if kind == tuple[str, ...])


def split(cell: str) -> list[str]:
    """Return the values of a cell; [] for an empty one."""
    return cell.split(SEPARATOR) if cell else []
