"""How much of a document is read: the limits that keep a hostile document cheap, each with its reason.

No list that people keep comes near them. What says how words are read stands in `thresholds`.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import InputError

# Blocks for each entry: lists also have headings, comments and notes.
_BLOCKS_PER_ENTRY = 1.5
# A short list has more of these than entries.
_FEWEST_BLOCKS = 50
# Entries for each table: a table of one row costs ten times as much as a bullet.
_ENTRIES_PER_TABLE = 20
# Characters for each entry that references, macros and cross-references stand for: some addresses, or a few names.
_EXPANDED_PER_ENTRY = 200


@dataclass(frozen=True)
class Limits:
    """How many entries a document may have, and from that how many other parts."""

    entries: int

    @property
    def blocks(self) -> int:
        """Bullets, rows, paragraphs, or entries of a bibliography that are begun."""
        return max(_FEWEST_BLOCKS, int(self.entries * _BLOCKS_PER_ENTRY))

    @property
    def tables(self) -> int:
        """Tables of a Markdown document."""
        return max(1, self.entries // _ENTRIES_PER_TABLE)

    @property
    def expanded(self) -> int:
        """Characters that are written once and stand in many places."""
        return self.entries * _EXPANDED_PER_ENTRY

    def check_entries(self, count: int, file: str, line: int) -> None:
        """Raise InputError where `count` entries are too many; `line` is that of the last."""
        self._check("entries", count, self.entries, file, line)

    def check_blocks(self, count: int, file: str, line: int) -> None:
        """Raise InputError where `count` parts are too many; `line` is that of the last."""
        self._check("lines or parts", count, self.blocks, file, line)

    def check_tables(self, count: int, file: str, line: int) -> None:
        """Raise InputError where `count` tables are too many; `line` is that of the last."""
        self._check("tables", count, self.tables, file, line)

    def check_expanded(self, count: int, what: str, file: str, line: int) -> None:
        """Raise InputError where `what`, such as references, stand for too many characters up to `line`."""
        if count > self.expanded:
            problem = f"the {what} of the document stand for more than {self.expanded:,} characters"
            raise InputError(problem, file=file, line=line, remedy="Shorten what they stand for.")

    @staticmethod
    def _check(what: str, count: int, most: int, file: str, line: int) -> None:
        if count > most:
            raise InputError(f"has more than {most:,} {what}", file=file, line=line, remedy="Divide it.")


# For the command line: ten times the longest known list. It takes about a minute and 800 MB.
LIMITS = Limits(entries=100_000)
# What one document may cost there: seconds of the processor, and memory beyond what is in use.
# What may be downloaded says `data/fetch/download.py`, the size of files `data/fetch/local_file.py`.
SECONDS = 300
MEGABYTES = 2_000

# Characters of a heading that are kept for the entries below it; each entry is read by them and holds them.
LONGEST_HEADING = 400
# Headings above one entry: six levels, and some that fold within each other.
MOST_HEADINGS = 20
# Links of one block: more are a table of contents or no list at all.
MOST_LINKS = 1_000
# Characters of an address. Browsers and servers take no longer ones; a reference may repeat it for every entry.
LONGEST_ADDRESS = 8_000
# Characters of the name of a host, by RFC 1035; each of its domains is looked up.
LONGEST_HOST = 253
# Brackets that a line of Markdown opens; each may be looked at once for every level that stands open.
MOST_BRACKETS = 2_000
# Columns of a table in Markdown; of these the first 64 are read.
MOST_COLUMNS = 1_000
# Characters of a macro of BibTeX, which holds the name of a journal or person; it may stand in every field.
LONGEST_MACRO = 2_000
# Characters in which the arXiv id of a remark is looked for.
LONGEST_REMARK = 2_000
