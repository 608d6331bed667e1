"""The parts of docs/ that the code writes: columns, flags, kinds of findings, roles of columns.

`python -m tests.generated_docs` writes them into the pages, between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_type_hints

from data.fetch import download, local_file
from data.ingest import decoding, limits
from data.ingest.files import parquet_sheet
from data.ingest.files.column_mapping import ROLES
from data.schema import FLAGS, KINDS, TABLES, RowType, Rule, rules
from data.visitor import visitor_limits
from tests.conftest import ROOT

_MARKED = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TYPES = {int | None: "number", tuple[str, ...]: "several texts", str: "text"}


def pieces() -> dict[str, str]:
    """Every generated part by its name, as Markdown."""
    tables = {file: _table(("column", "type", "meaning"), _columns(table)) for table, (file, _) in TABLES.items()}
    kinds = ((f"`{name}`", kind.title, kind.about) for name, kind in KINDS.items())
    return {
        **tables,
        "flags": _table(("flag", "meaning"), ((f"`{flag}`", meaning.about) for flag, meaning in FLAGS.items())),
        "kinds": _table(("kind", "title on the page", "meaning"), kinds),
        "limits": _table(("of one document", "command line", "visitors of the page"), _limits()),
        "roles": _table(("role", "what the column has"), ((f"`{role}`", meaning) for role, meaning in ROLES.items())),
    }


def names(page: str) -> list[str]:
    """The names of the parts that a page marks."""
    return [found[2] for found in _MARKED.finditer(page)]


def written(page: str) -> str:
    """The page with every marked part as the code has it now; KeyError for a name that no part has."""
    parts = pieces()
    return _MARKED.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[3]}", page)


def _columns(table: RowType) -> Iterator[tuple[str, str, str]]:
    kinds = get_type_hints(table)
    for name, rule in rules(table).items():
        yield f"`{name}`", _type(rule, _TYPES[kinds[name]]), rule.about


def _limits() -> Iterator[tuple[str, str, str]]:
    ours, theirs = limits.LIMITS, visitor_limits.limits()
    sizes = f"{local_file.MOST_BYTES // 10**6}, downloaded {download.LIMITS.size // 10**6}"
    yield "megabytes", sizes, f"{visitor_limits.MOST_BYTES // 10**6}, all files together"
    for name, what in (("entries", "entries"), ("blocks", "lines or parts"), ("tables", "tables")):
        yield what, f"{getattr(ours, name):,}", f"{getattr(theirs, name):,}"
    expanded = "characters that its references, or its macros and cross-references, stand for"
    yield expanded, f"{ours.expanded:,}", f"{theirs.expanded:,}"
    yield "seconds of the processor to read it", str(limits.SECONDS), str(visitor_limits.SECONDS)
    yield "megabytes of memory to read it", f"{limits.MEGABYTES:,}", str(visitor_limits.MEGABYTES)
    for what, most in (
        ("columns of a table", limits.MOST_COLUMNS),
        ("characters of a line of Markdown", decoding.LONGEST_LINE),
        ("opening square brackets of a line", limits.MOST_BRACKETS),
        ("megabytes that Parquet unpacks to", parquet_sheet.MOST_BYTES // 10**6),
    ):
        yield what, f"{most:,}", "the same"


def _type(rule: Rule, usual: str) -> str:
    kind = "address" if rule.url else "JSON" if rule.links else usual
    return f"{kind}, never empty" if rule.required else kind


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    """A text as a cell, names of files and of columns as code."""
    return re.sub(r"(?<!`)\b(\w+\.(?:yaml|csv)|\w+_\w+)\b(?!`)", r"`\1`", text).replace("|", r"\|")


def main() -> None:
    for file in sorted((ROOT / "docs").glob("*.md")):
        page = file.read_text("utf-8")
        if written(page) != page:
            file.write_text(written(page), "utf-8")
            print(f"{file.relative_to(ROOT)} is written anew")


if __name__ == "__main__":
    main()
