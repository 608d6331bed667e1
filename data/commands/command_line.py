"""The command line: parses arguments and runs the command that they name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from typing import Protocol

from data.commands import build, check, fetch, init, patch, read
from data.errors import InputError
from data.tables.locking import locked


class Command(Protocol):
    """A command: a module of this package with these three names."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of the command."""

    def run(self, chosen: argparse.Namespace) -> int:
        """Run the command and return its exit status; InputError if the input cannot be used."""


COMMANDS: Mapping[str, Command] = {
    "init": init,
    "fetch": fetch,
    "build": build,
    "read": read,
    "check": check,
    "patch": patch,
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 something is wrong with the input, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    chosen = argument_parser().parse_args(arguments)
    try:
        with locked(chosen.to) if "to" in chosen else nullcontext():
            return COMMANDS[chosen.command].run(chosen)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def argument_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; what it parses has the name of the command as `command`."""
    parser = argparse.ArgumentParser(prog="python -m data", description="Turn paper lists into tables.")
    commands = parser.add_subparsers(title="commands", required=True, dest="command")
    for name, command in COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.HELP))
    return parser
