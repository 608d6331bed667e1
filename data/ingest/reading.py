"""What reading a list gives: its records, and notes on what was left out or read with doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from data.errors import InputError
from data.record import Record
from data.schema import Note, line_key

NoteKind = Literal["skipped", "doubtful"]


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


class Collector:
    """Collects the records and notes of a list, and counts those that share a line."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._records: list[Record] = []
        self._notes: list[Note] = []
        self._records_of_line, self._notes_of_line = Counter[int](), Counter[int]()

    def add(self, record: Record) -> None:
        """Take in an entry."""
        self._records_of_line[record.line] += 1
        self._records.append(replace(record, nth=self._records_of_line[record.line]))

    def note(self, line: int, kind: NoteKind, reason: str) -> None:
        """Take in a note on a line."""
        self._notes_of_line[line] += 1
        self._notes.append(Note(line_key(self._key, line, self._notes_of_line[line]), self._key, line, kind, reason))

    def reading(self) -> Reading:
        """Return what was collected."""
        return Reading(tuple(self._records), tuple(self._notes))


def require_entries(reading: Reading, file: str) -> Reading:
    """Return `reading`; InputError if it holds no entry, because then the file is no list."""
    if not reading.records:
        remedy = "Check that it is a list of papers."
        raise InputError("has no entry that Surveyor can read", file=file, line=1, remedy=remedy)
    return reading
