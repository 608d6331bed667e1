"""python -m data check: whether the tables hold their schema, and what a maintainer should look at."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.building.history import version_dates
from data.building.table_check import check_tables
from data.commands.options import add_lists
from data.findings.all_findings import findings_as_text
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists
from data.schema import DATA_FOLDER, Version

HELP = "print findings; exit with 1 if the tables break their schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    text = "where the tables are (default: data)"
    parser.add_argument("--in", dest="folder", type=Path, default=DATA_FOLDER, metavar="FOLDER", help=text)
    add_lists(parser)


def run(chosen: argparse.Namespace) -> int:
    """Print the findings, or how the tables break their schema; return 1 where they do."""
    checked = check_tables(chosen.folder)
    if checked.breaches:
        print("\n".join(f"error: {breach}" for breach in checked.breaches), file=sys.stderr)
        return 1
    dates = version_dates(checked.tables[Version], load_lists(chosen.lists))
    print(findings_as_text(checked.findings(load_knowledge(), dates)))
    return 0
