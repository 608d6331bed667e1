"""How much a visitor may bring, and what reading it may cost: all figures in one place."""

from __future__ import annotations

from data.ingest.limits import Limits

# All files together.
MOST_BYTES = 5_000_000
MOST_ENTRIES = 20_000
MOST_FILES = 50
LIMITS = f"At most {MOST_BYTES // 1_000_000} MB, {MOST_ENTRIES:,} entries and {MOST_FILES} files, all together"
# What the lists of all visitors may take in memory; those that were used least recently go first.
MOST_MEGABYTES_OF_ALL = 80

# Bytes of files that were uploaded and not yet taken by the page: of one session, and of all.
MOST_UPLOADED, MOST_UPLOADED_OF_ALL = 3 * MOST_BYTES, 60_000_000

# Reading one file, or merging all, in a process of its own. 20,000 entries take some 12 s and 200 MB to read, 3 s and
# 270 MB to merge, and half as long again where others use the processor too. Seconds of the processor and of the
# clock.
SECONDS, SECONDS_OF_CLOCK = 20, 60
# Findings, and then patches. 20,000 entries take some 4 s and 20 s.
CHECK_SECONDS, CHECK_SECONDS_OF_CLOCK = 40, 100
# One large job and one small one run at once, and others wait: with the server itself they stay within 690 MB.
MEGABYTES, SMALL_MEGABYTES = 320, 70
# A file up to this size is a small job.
SMALL_BYTES = 200_000
# What a process hands back is kept as long as the visitor stays.
MOST_MEGABYTES_BACK = 40
# So few entries are merged by the server itself, within 0.2 s: starting a process takes longer.
MERGED_HERE = 2_000
# With larger built-in tables, merging does not stay within the limits.
MOST_BUILT_IN = 40_000


def limits() -> Limits:
    """Return the limits for one file of a visitor."""
    return Limits(entries=MOST_ENTRIES)
