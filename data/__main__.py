"""The command line: `python -m data`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status, 130 after Ctrl-C."""
    try:
        # It takes a second to import, in which a person may already have changed their mind.
        from data.commands.command_line import run  # noqa: PLC0415

        return run(arguments)
    except KeyboardInterrupt:
        print("\nStopped. The tables are complete: all old or all new.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
