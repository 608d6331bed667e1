"""The rows of tables → rows that know what their columns hold, or why they are no entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.ingest.entry.link_roles import by_label, by_target
from data.ingest.layout.cell_content import is_date, is_empty, segments, text_of, title_of
from data.ingest.layout.column_headings import column_roles
from data.ingest.markdown.blocks import Block
from data.ingest.markdown.table_cells import Cell
from data.knowledge.curated import Knowledge
from data.normalise.title import fold
from data.normalise.year import heading_year, year_in

# A table goes on below another where no more than blank lines or a comment stand between them.
_GAP = 3
# So many of the cells of a column must be of a kind for the column to hold it.
_MOST = 0.6
# So many words make the label of a link a title beyond doubt.
_TITLE_WORDS = 4
# Texts of fewer words are names rather than titles.
_NAME_WORDS = 2.5
# A text of more words, alone in its row, is a description.
_LONGEST_TITLE = 25
# Columns whose cells could be titles although their heading does not say so.
_OPEN_ROLES = ("", "name", "paper")


def with_columns(found: Sequence[Block], knowledge: Knowledge) -> list[Block]:
    """Return the blocks, rows with the roles of their columns and those of other tables with a reason.

    Rows that name the columns are left out. A row that is a heading within its table joins the section of the rows
    below it. The roles are those of `column_roles`.
    """
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in found:
        if block.table:
            tables[block.table].append(block)
    read: dict[int, list[Block]] = {}
    above: _Above | None = None
    for number, rows in tables.items():
        above, read[number] = _read(rows, above, knowledge)
    done = [block for block in found if not block.table]
    return sorted([*done, *(row for rows in read.values() for row in rows)], key=lambda block: block.line)


@dataclass(frozen=True)
class _Above:
    """The table above: its last line, its section and the roles of its columns."""

    line: int
    section: tuple[str, ...]
    roles: tuple[str, ...]

    def goes_on(self, section: tuple[str, ...], line: int) -> bool:
        """Say whether rows without a header, from `line` on, belong to this table of papers."""
        return "title" in self.roles and self.section == section and line - self.line <= _GAP


def _read(rows: list[Block], above: _Above | None, knowledge: Knowledge) -> tuple[_Above, list[Block]]:
    done: list[Block] = []
    roles: tuple[str, ...] = ()
    for header, body in _parts(rows, knowledge):
        first = (header or body[0]).line
        if header is None and above and above.goes_on(rows[0].section, first):
            roles = above.roles
        else:
            roles = _roles(header, body, knowledge)
        done += _with_roles(body, roles, knowledge)
        above = _Above((body[-1] if body else rows[-1]).line, rows[0].section, roles)
    return above or _Above(0, (), ()), done


def _parts(rows: list[Block], knowledge: Knowledge) -> list[tuple[Block | None, list[Block]]]:
    """Return each header with the rows below it; what stands above the first header has none."""
    parts: list[tuple[Block | None, list[Block]]] = []
    for number, row in enumerate(rows):
        if _is_header(row, knowledge, first=number == 0):
            parts.append((row, []))
        elif not parts:
            parts.append((None, [row]))
        else:
            parts[-1][1].append(row)
    return parts


def _is_header(row: Block, knowledge: Knowledge, *, first: bool) -> bool:
    """Say whether a row names columns: set as such, or the first one and made of known words."""
    if any(link.url.startswith("http") and not link.badge for cell in row.cells for link in cell.links):
        return False
    named = [text for cell in row.cells if (text := text_of(cell))]
    known = sum(map(bool, column_roles(named, knowledge)))
    if row.kind == "head":
        return first or 2 * known >= len(named) > 0
    return first and len(named) > 1 and 2 * known > len(named) and "title" in column_roles(named, knowledge)


def _with_roles(body: list[Block], roles: tuple[str, ...], knowledge: Knowledge) -> list[Block]:
    done: list[Block] = []
    extra: tuple[str, ...] = ()
    for row in (replace(row, kind="row") for row in body):
        if "title" not in roles:
            done.append(replace(row, reason="row of a table that is not about papers"))
        elif heading := _heading(row):
            extra = (heading,)
            done.append(replace(row, reason="heading within a table"))
        elif _is_remark(row, roles):
            done.append(replace(row, reason="remark in a row of its own"))
        else:
            roles_here = (*roles, *[""] * (len(row.cells) - len(roles)))
            done += [
                replace(part, roles=roles_here, section=(*row.section, *extra))
                for part in _papers(row, roles, knowledge)
            ]
    return done


def _heading(row: Block) -> str:
    """Return the text of a row that holds one cell of text and nothing else, where it heads the rows below."""
    if not _holds_one_text(row) or len(row.cells) < 2:
        return ""
    text = text_of(next(cell for cell in row.cells if not is_empty(cell)))
    spans = len(row.cells) > 2 and all(cell.spanned for cell in row.cells[1:])
    return text if spans or heading_year(text) else ""


def _is_remark(row: Block, roles: Sequence[str]) -> bool:
    """Say whether a row holds nothing but a text that can be no title: too long, or not in the column of titles."""
    if not _holds_one_text(row) or len(roles) < 2:
        return False
    place = next(number for number, cell in enumerate(row.cells) if not is_empty(cell))
    return roles[place : place + 1] != ("title",) or len(text_of(row.cells[place]).split()) > _LONGEST_TITLE


def _holds_one_text(row: Block) -> bool:
    own = [cell for cell in row.cells if not cell.spanned and not is_empty(cell)]
    return len(own) == 1 and not own[0].links


def _papers(row: Block, roles: tuple[str, ...], knowledge: Knowledge) -> list[Block]:
    """Return a row for each paper of a row whose title cell lists several, one a line; else the row itself."""
    place = roles.index("title")
    lines = _lines(row.cells[place]) if place < len(row.cells) else []
    if len(lines) < 2 or not all(_is_linked_title(line, knowledge) for line in lines):
        return [row]
    columns = [_lines(cell) for cell in row.cells]
    return [
        replace(
            row,
            cells=tuple(
                column[nth] if len(column) == len(lines) else cell
                for cell, column in zip(row.cells, columns, strict=True)
            ),
        )
        for nth in range(len(lines))
    ]


def _lines(cell: Cell) -> list[Cell]:
    """Return the lines of a cell that hold anything, as cells."""
    lines = (replace(cell, pieces=line, images=()) for line in segments(cell))
    return [line for line in lines if line.links or text_of(line)]


def _is_linked_title(line: Cell, knowledge: Knowledge) -> bool:
    title = title_of(line, knowledge)
    return bool(title and title.link and title.link.url and title.words >= _TITLE_WORDS)


def _roles(header: Block | None, body: list[Block], knowledge: Knowledge) -> tuple[str, ...]:
    """Return what the columns hold: as the header says, put right and completed by what the cells hold."""
    width = max((len(row.cells) for row in (*body, *filter(None, [header]))), default=0)
    named = list(column_roles([text_of(cell) for cell in header.cells], knowledge)) if header else []
    roles = [*named, *[""] * (width - len(named))]
    columns = [_Column([row.cells[j] for row in body if j < len(row.cells)], knowledge) for j in range(width)]
    # Cells beyond the header are remarks, whatever they look like.
    for place, column in enumerate(columns[: len(named) or width]):
        roles[place] = _by_cells(roles[place], column, roles)
    _choose_title(roles, columns)
    by_header = "title" in named and roles[named.index("title")] == "title"
    says_paper = by_header and header is not None and _speaks_of_papers(header, named.index("title"))
    named_only = by_header and header is not None and _names(header, named.index("title"), knowledge)
    if (
        "title" in roles
        and not (says_paper and columns[roles.index("title")].words >= _TITLE_WORDS)
        and not _about_papers(roles, columns, body, knowledge, names=named_only or not by_header)
    ):
        roles[roles.index("title")] = "name"
    return tuple(roles)


class _Column:
    """What the cells of a column hold, as shares of those that hold anything."""

    def __init__(self, cells: Iterable[Cell], knowledge: Knowledge) -> None:
        self.cells = [cell for cell in cells if not cell.spanned and not is_empty(cell)]
        texts = [text_of(cell) for cell in self.cells]
        found = [title_of(cell, knowledge) for cell in self.cells]
        self.titles = [title for title in found if title]
        self.are_titles = self._share(found)
        self.are_dates = self._share(map(is_date, texts))
        self.are_years = self._share(is_date(text) and year_in(text) for text in texts)
        self.are_venues = self._share(
            not is_date(text) and len(text.split()) <= 8 and bool(knowledge.venues.read(text).type) for text in texts
        )
        self.are_linked = self._share(bool(cell.links) for cell in self.cells)
        self.are_linked_titles = self._share(
            title
            and title.link
            and title.words >= _TITLE_WORDS
            and by_target(title.link.url, knowledge) in ("", "paper")
            for title in found
        )
        self.words = sum(title.words for title in self.titles) / len(self.titles) if self.titles else 0.0

    def _share(self, kinds: Iterable[object]) -> float:
        return sum(map(bool, kinds)) / len(self.cells) if self.cells else 0.0


def _by_cells(role: str, column: _Column, roles: Sequence[str]) -> str:
    """Return what a column holds where its cells contradict its heading, or where that says nothing."""
    if role == "venue" and column.are_dates >= _MOST and "year" not in roles:
        return "year"
    if role in ("", "year") and column.are_venues >= _MOST and "venue" not in roles:
        return "venue"
    if not role and column.are_years >= _MOST and "year" not in roles:
        return "year"
    return role


def _choose_title(roles: list[str], columns: list[_Column]) -> None:
    """See to it that the column of titles holds titles: another one does where it holds only links or is missing."""
    if "title" in roles:
        place = roles.index("title")
        if columns[place].are_titles >= 1 - _MOST or not columns[place].cells:
            return
        roles[place] = "paper" if columns[place].are_linked >= 1 - _MOST else "other"
    candidates = [
        (column.are_linked_titles >= _MOST, column.words + (role == "name"), -place)
        for place, (role, column) in enumerate(zip(roles, columns, strict=True))
        if column.are_titles >= _MOST
        and (column.are_linked_titles >= _MOST or (role in _OPEN_ROLES and (column.words >= 3 or role == "name")))
    ]
    if candidates:
        roles[-max(candidates)[2]] = "title"


def _speaks_of_papers(header: Block, place: int) -> bool:
    return bool({"paper", "papers"} & set(fold(text_of(header.cells[place])).split()))


def _names(header: Block, place: int, knowledge: Knowledge) -> bool:
    """Say whether the heading of a column by itself speaks of names, not of titles or papers."""
    return knowledge.columns.canonical(text_of(header.cells[place])) == "name"


def _about_papers(
    roles: list[str], columns: list[_Column], body: list[Block], knowledge: Knowledge, *, names: bool
) -> bool:
    """Say whether a table lists papers: its rows link to some, or it has titles and what else belongs to papers.

    Where `names`, no heading speaks of titles or papers: names of a word or two need a venue beside them, because
    tables of models, data and scores link to papers, too.
    """
    title = columns[roles.index("title")]
    if names and title.words < _NAME_WORDS and not {"venue", "authors"} & set(roles):
        return False
    linked = sum(
        any(_leads_to_paper(cell, role, knowledge) for cell, role in zip(row.cells, roles, strict=False))
        for row in body
    )
    if 2 * linked >= len(body) > 0:
        return True
    return title.words >= 3 and bool({"venue", "year", "authors", "paper"} & set(roles))


def _leads_to_paper(cell: Cell, role: str, knowledge: Knowledge) -> bool:
    return any(
        link.url.startswith("http")
        and (
            role == "paper"
            or "paper" in (by_target(link.url, knowledge), by_label(link.label, knowledge))
            or (role == "title" and not by_target(link.url, knowledge) and len(link.label.split()) >= _TITLE_WORDS)
        )
        for link in cell.links
    )
