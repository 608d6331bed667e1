"""What reading a list gives: its records, and notes on what was left out or read with doubt."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import InputError
from data.record import Record
from data.schema import Note


@dataclass(frozen=True)
class Reading:
    """What one list holds."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...] = ()
    """What was left out, and what was read with doubt, in the order of the lines."""

    @property
    def skipped(self) -> tuple[Note, ...]:
        """The parts that are no entry."""
        return tuple(note for note in self.notes if note.kind == "skipped")

    @property
    def doubtful(self) -> tuple[Note, ...]:
        """The entries to look at."""
        return tuple(note for note in self.notes if note.kind == "doubtful")


def require_entries(reading: Reading, file: str) -> Reading:
    """Return `reading`; InputError where it holds no entry, because then the file is no list."""
    if not reading.records:
        raise InputError(
            "holds no entry that Surveyor can read",
            file=file,
            line=1,
            remedy="Check that it is a list of papers.",
        )
    return reading
