"""The rows of tables → rows that know what their columns hold, or why they are no entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.ingest.column_headings import ColumnRole, column_roles
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.link_roles import LinkRoles, has_paper_id
from data.ingest.entry.part_kinds import is_title_case
from data.ingest.layout.cell_content import CellTitle, CellTitles, is_date, is_empty, lines_of, text_of
from data.ingest.markdown.inline import Link
from data.ingest.markdown.table_cells import Cell
from data.ingest.thresholds import (
    BARE_TITLE_WORDS,
    COLUMN_NAME_WORDS,
    LONGEST_TITLE_WORDS,
    MOST,
    SHORT_VENUE_WORDS,
    TABLE_GAP,
    TITLE_WORDS,
)
from data.knowledge.load_knowledge import Knowledge
from data.normalise.title import fold
from data.normalise.year import heading_year, year_in

# Columns whose cells could be titles although their heading does not say so.
_OPEN_ROLES = ("", "name", "paper")

Roles = tuple[ColumnRole, ...]


@dataclass(frozen=True)
class _Above:
    """The table above: its last line, its section and the roles of its columns."""

    line: int
    section: tuple[str, ...]
    roles: Roles

    def goes_on(self, section: tuple[str, ...], line: int) -> bool:
        """Say whether rows without a header, from `line` on, belong to this table of papers."""
        return "title" in self.roles and self.section == section and line - self.line <= TABLE_GAP


class TableColumns:
    """Tells what the columns of tables hold: as the header says, put right and completed by what the cells hold."""

    def __init__(self, knowledge: Knowledge, roles: LinkRoles) -> None:
        self._knowledge, self._roles, self._titles = knowledge, roles, CellTitles(knowledge)

    def __call__(self, blocks: list[Candidate]) -> list[Candidate]:
        """Return the blocks, rows with the roles of their columns and those of other tables with a reason.

        Rows that name the columns are left out. A row that is a heading within its table joins the section of the
        rows below it. The roles are those of `column_roles`.
        """
        tables: dict[int, list[Candidate]] = defaultdict(list)
        for block in blocks:
            if block.table:
                tables[block.table].append(block)
        done = [block for block in blocks if not block.table]
        above = _Above(0, (), ())
        for rows in tables.values():
            for header, body in self._parts(rows):
                goes_on = header is None and above.goes_on(rows[0].section, body[0].line)
                roles = above.roles if goes_on else self._column_roles(header, body)
                done += self._with_roles(body, roles)
                above = _Above((body or rows)[-1].line, rows[0].section, roles)
        return sorted(done, key=lambda block: block.line)

    def _parts(self, rows: list[Candidate]) -> list[tuple[Candidate | None, list[Candidate]]]:
        """Return each header with the rows below it; what stands above the first header has none."""
        parts: list[tuple[Candidate | None, list[Candidate]]] = []
        for number, row in enumerate(rows):
            if self._is_header(row, first=number == 0):
                parts.append((row, []))
            elif not parts:
                parts.append((None, [row]))
            else:
                parts[-1][1].append(row)
        return parts

    def _is_header(self, row: Candidate, *, first: bool) -> bool:
        """Say whether a row names columns: set as such, or the first one and made of known words."""
        if any(link.url.startswith("http") and not link.badge for cell in row.cells for link in cell.links):
            return False
        named = [text for cell in row.cells if (text := text_of(cell))]
        roles = column_roles(named, self._knowledge)
        known = sum(map(bool, roles))
        if row.kind == "head":
            return first or 2 * known >= len(named) > 0
        return first and len(named) > 1 and 2 * known > len(named) and "title" in roles

    def _column_roles(self, header: Candidate | None, body: list[Candidate]) -> Roles:
        headings = [text_of(cell) for cell in header.cells] if header else []
        named = column_roles(headings, self._knowledge)
        width = max((len(row.cells) for row in (*body, *filter(None, [header]))), default=0)
        roles = [*named, *_no_roles(width - len(named))]
        columns = [self._column(row.cells[j] for row in body if j < len(row.cells)) for j in range(width)]
        # Cells beyond the header are remarks, whatever they look like.
        for position, column in enumerate(columns[: len(named) or width]):
            roles[position] = _by_cells(roles[position], column, roles)
        _choose_title(roles, columns)
        if "title" in roles:
            title = roles.index("title")
            heading = headings[title] if "title" in named and named.index("title") == title else ""
            if not self._is_about_papers(roles, columns, body, heading):
                roles[title] = "name"
        return tuple(roles)

    def _is_about_papers(
        self, roles: list[ColumnRole], columns: list[_Column], body: list[Candidate], heading: str
    ) -> bool:
        """Say whether a table lists papers: its rows link to some, or it has titles and what else belongs to papers.

        `heading` is that of the column of titles where it says so. Where none speaks of titles or papers, names of a
        word or two need a venue beside them, because tables of models, data and scores link to papers, too.
        """
        title = columns[roles.index("title")]
        if title.words >= BARE_TITLE_WORDS and {"paper", "papers"} & set(fold(heading).split()):
            return True
        names_only = not heading or self._knowledge.columns.canonical(heading) == "name"
        are_linked = title.are_linked_names >= MOST and any(column.are_prose >= MOST for column in columns)
        if names_only and not are_linked and title.words < COLUMN_NAME_WORDS and not {"venue", "authors"} & set(roles):
            return False
        cells = (zip(row.cells, roles, strict=False) for row in body)
        linked = sum(any(self._is_of_paper(link, role) for cell, role in row for link in cell.links) for row in cells)
        if 2 * linked >= len(body) > 0:
            return True
        return title.words >= TITLE_WORDS and bool({"venue", "year", "authors", "paper"} & set(roles))

    def _is_of_paper(self, link: Link, role: ColumnRole) -> bool:
        target = self._roles.by_target(link.url)
        if not link.url.startswith("http"):
            return False
        if role == "paper" or "paper" in (target, self._roles.by_label(link.label)):
            return True
        return role == "title" and not target and len(link.label.split()) >= BARE_TITLE_WORDS

    def _column(self, cells: Iterable[Cell]) -> _Column:
        own = [cell for cell in cells if not cell.spanned and not is_empty(cell)]
        texts = [text_of(cell) for cell in own]
        found = [self._titles.title(cell) for cell in own]
        titles = [title for title in found if title]
        dates = [text for text in texts if is_date(text)]
        read = self._knowledge.venues.read
        short = (text for text in texts if not is_date(text) and len(text.split()) <= SHORT_VENUE_WORDS)
        venues = [text for text in short if read(text).type]
        return _Column(
            cells=len(own),
            are_titles=_share(len(titles), own),
            are_dates=_share(len(dates), own),
            are_years=_share(sum(bool(year_in(text)) for text in dates), own),
            are_venues=_share(len(venues), own),
            are_linked=_share(sum(bool(cell.links) for cell in own), own),
            are_linked_titles=_share(sum(map(self._is_linked_title, titles)), own),
            are_linked_names=_share(sum(map(self._is_linked_name, titles)), own),
            are_prose=_share(sum(map(_is_prose, texts)), own),
            words=sum(title.words for title in titles) / len(titles) if titles else 0.0,
        )

    def _is_linked_title(self, title: CellTitle) -> bool:
        """Say whether a title is the label of a link that may lead to a paper."""
        may_lead = title.link is not None and self._roles.by_target(title.link.url) in ("", "paper")
        return may_lead and title.words >= BARE_TITLE_WORDS

    def _is_linked_name(self, title: CellTitle) -> bool:
        """Say whether a name is the label of a link that names a paper by an id."""
        return (
            title.link is not None and has_paper_id(title.link.url) and not self._knowledge.venues.is_venue(title.text)
        )

    def _with_roles(self, body: list[Candidate], roles: Roles) -> list[Candidate]:
        done: list[Candidate] = []
        extra: tuple[str, ...] = ()
        for row in (row.changed(kind="row") for row in body):
            if "title" not in roles:
                done.append(row.changed(reason="row of a table that is not about papers"))
            elif heading := _heading(row):
                extra = (heading,)
                done.append(row.changed(reason="heading within a table"))
            elif _is_remark(row, roles):
                done.append(row.changed(reason="remark in a row of its own"))
            else:
                here = (*roles, *_no_roles(len(row.cells) - len(roles)))
                section = (*row.section, *extra)
                done += [row.changed(cells=cells, roles=here, section=section) for cells in self._papers(row, roles)]
        return done

    def _papers(self, row: Candidate, roles: Roles) -> list[tuple[Cell, ...]]:
        """Return the cells of each paper of a row whose title cell lists several, one a line; else those of the row."""
        title = roles.index("title")
        columns = [lines_of(cell) for cell in row.cells]
        lines = columns[title] if title < len(columns) else []
        if len(lines) < 2 or not all(map(self._is_titled_line, lines)):
            return [row.cells]
        pairs = list(zip(row.cells, columns, strict=True))
        return [
            tuple(column[nth] if len(column) == len(lines) else cell for cell, column in pairs)
            for nth in range(len(lines))
        ]

    def _is_titled_line(self, line: Cell) -> bool:
        title = self._titles.title(line)
        return bool(title and title.link and title.link.url and title.words >= BARE_TITLE_WORDS)


@dataclass(frozen=True)
class _Column:
    """What the cells of a column hold, as shares of those that hold anything, and the mean words of its titles."""

    cells: int
    are_titles: float
    are_dates: float
    are_years: float
    are_venues: float
    are_linked: float
    are_linked_titles: float
    are_linked_names: float
    are_prose: float
    words: float


def _share(count: int, cells: Sequence[Cell]) -> float:
    return count / len(cells) if cells else 0.0


def _no_roles(count: int) -> list[ColumnRole]:
    return [""] * count


def _by_cells(role: ColumnRole, column: _Column, roles: Sequence[ColumnRole]) -> ColumnRole:
    """Return what a column holds where its cells contradict its heading, or where that says nothing."""
    if role == "venue" and column.are_dates >= MOST and "year" not in roles:
        return "year"
    if role in ("", "year") and column.are_venues >= MOST and "venue" not in roles:
        return "venue"
    return "year" if not role and column.are_years >= MOST and "year" not in roles else role


def _choose_title(roles: list[ColumnRole], columns: list[_Column]) -> None:
    """See to it that the column of titles holds titles: another one does where it holds only links or is missing."""
    if "title" in roles:
        position = roles.index("title")
        if columns[position].are_titles >= 1 - MOST or not columns[position].cells:
            return
        roles[position] = "paper" if columns[position].are_linked >= 1 - MOST else "other"
    candidates = [
        (column.are_linked_titles >= MOST, column.words + (role == "name"), -position)
        for position, (role, column) in enumerate(zip(roles, columns, strict=True))
        if column.are_titles >= MOST
        and column.are_prose < MOST
        and (
            column.are_linked_titles >= MOST
            or (role in _OPEN_ROLES and (column.words >= TITLE_WORDS or role == "name"))
        )
    ]
    if candidates:
        roles[-max(candidates)[2]] = "title"
        return
    # Without titles, the names that link to papers are what the rows are about.
    names = (at for at, column in enumerate(columns) if roles[at] in _OPEN_ROLES and column.are_linked_names >= MOST)
    if (position := next(names, -1)) >= 0:
        roles[position] = "title"


def _is_prose(text: str) -> bool:
    """Say whether a text is a sentence rather than a title: it ends in a full stop and has small words, or is long."""
    words = len(text.split())
    is_sentence = words > TITLE_WORDS and text.rstrip().endswith((".", "。", "!")) and not is_title_case(text)
    return is_sentence or words > LONGEST_TITLE_WORDS


def _heading(row: Candidate) -> str:
    """Return the text of a row that holds one cell of text and nothing else, where it heads the rows below."""
    if not _holds_one_text(row) or len(row.cells) < 2:
        return ""
    text = text_of(next(cell for cell in row.cells if not is_empty(cell)))
    spans = len(row.cells) > 2 and all(cell.spanned for cell in row.cells[1:])
    return text if spans or heading_year(text) else ""


def _is_remark(row: Candidate, roles: Roles) -> bool:
    """Say whether a row holds nothing but a text that can be no title: too long, or not in the column of titles."""
    if not _holds_one_text(row) or len(roles) < 2:
        return False
    position = next(number for number, cell in enumerate(row.cells) if not is_empty(cell))
    is_title = roles[position : position + 1] == ("title",)
    return not is_title or len(text_of(row.cells[position]).split()) > LONGEST_TITLE_WORDS


def _holds_one_text(row: Candidate) -> bool:
    own = [cell for cell in row.cells if not cell.spanned and not is_empty(cell)]
    return len(own) == 1 and not own[0].links
