"""How much a visitor may bring, and what reading it may cost: all figures in one place."""

from __future__ import annotations

from data.ingest.limits import Limits

# All files together.
MOST_BYTES = 5_000_000
MOST_ENTRIES = 20_000
MOST_FILES = 50
LIMITS = f"At most {MOST_BYTES // 1_000_000} MB, {MOST_ENTRIES:,} entries and {MOST_FILES} files, all together"

# Reading one file, in a process of its own. 20,000 entries take some 10 s and 200 MB.
# Seconds of the processor; of the clock it may be more where others use the processor too.
SECONDS, SECONDS_OF_CLOCK = 15, 40
MEGABYTES = 500
# Processes at once; further files wait. Together they stay within the memory of a small server.
AT_ONCE = 2
# What a process hands back is kept as long as the visitor stays.
MOST_MEGABYTES_BACK = 60


def limits() -> Limits:
    """Return the limits for one file of a visitor."""
    return Limits(entries=MOST_ENTRIES)
