"""The cells of a table's rows, those that span several rows or columns repeated in each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from data.ingest.markdown.inline import Image, Link, Piece

# A cell that claims to span more is a mistake.
_LONGEST_SPAN = 100
# Cells further right are left out.
WIDEST = 64


@dataclass(frozen=True)
class Cell:
    """A cell of a row; `spanned` where it is the repetition of a cell that begins in another row or column."""

    pieces: tuple[Piece, ...] = ()
    images: tuple[Image, ...] = ()
    spanned: bool = False

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the cell in their order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Link))


@dataclass
class Table:
    """A table that is being read: its number in the document, and the cells that reach into rows to come."""

    number: int
    _below: dict[int, tuple[Cell, int]] = field(default_factory=dict)

    def row(self, cells: list[tuple[Cell, int, int]]) -> tuple[Cell, ...]:
        """Return the next row; each of its own cells comes with the columns and rows that it spans."""
        done: list[Cell] = []
        above, self._below = self._below, {}
        for cell, columns, rows in cells[:WIDEST]:
            self._take(above, done)
            for nth in range(columns):
                if rows > 1:
                    self._below[len(done)] = (replace(cell, spanned=True), rows - 1)
                done.append(replace(cell, spanned=nth > 0))
        self._take(above, done)
        self._below = {column: below for column, below in self._below.items() if column < WIDEST}
        return tuple(done[:WIDEST])

    def _take(self, above: dict[int, tuple[Cell, int]], done: list[Cell]) -> None:
        while len(done) in above:
            cell, rows = above.pop(len(done))
            if rows > 1:
                self._below[len(done)] = (cell, rows - 1)
            done.append(cell)


def span(value: object) -> int:
    """Return how many rows or columns an attribute of a cell says it spans."""
    text = str(value).strip()
    return min(max(int(text), 1), _LONGEST_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1
