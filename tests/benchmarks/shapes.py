"""Synthetic lists in the shapes of entries that are seen in the wild: seeded, titles invented of words of real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.benchmarks.synthetic import papers

SECTION = 50


@dataclass(frozen=True)
class Entry:
    """What one entry says."""

    title: str
    venue: str
    year: str
    paper: str
    code: str


def _code(entry: Entry, text: str) -> str:
    return text.format(entry.code) if entry.code else ""


# Shape → one entry. Rows of tables need their head, which stands in `HEADS`.
SHAPES: Mapping[str, Callable[[Entry], str]] = {
    "venue carries the link": lambda e: f"- [[{e.venue}]({e.paper})] {e.title}{_code(e, ' [[code]({})]')}",
    "title, break, venue": lambda e: (
        f"- {e.title} <br> {e.venue} {e.year} [[Paper]]({e.paper}){_code(e, ' [[Code]]({})')}"
    ),
    "title is the link": lambda e: f"- [{e.title}]({e.paper}), A. Author, B. Writer, {e.venue} {e.year}",
    "quoted title": lambda e: f'- "{e.title}", {e.venue}, {e.year}. [[paper]({e.paper})]{_code(e, " [[code]({})]")}',
    "numbered, bold title": lambda e: (
        f"1. [{e.year}/05] **{e.title}** *A. Author, B. Writer. {e.venue}.* [[paper]({e.paper})]"
        f"{_code(e, ' [[code]({})]')}"
    ),
    "paragraph of lines": lambda e: (
        f"**{e.title}**<br>\n*A. Author, B. Writer*<br>\n{e.venue} {e.year}. [[Paper]({e.paper})]"
        f"{_code(e, ' [[Github]({})]')}\n"
    ),
    "row of a table": lambda e: f"| {e.year} | {e.venue} | {e.title} | [link]({e.paper}) | {_code(e, '[code]({})')} |",
    "row of an HTML table": lambda e: (
        f'<tr><td>{e.year}</td><td>{e.venue}</td><td><a href="{e.paper}">{e.title}</a></td>'
        f"<td>{_code(e, '<a href={}>code</a>')}</td></tr>"
    ),
}
HEADS: Mapping[str, tuple[str, str]] = {
    "row of a table": ("| Year | Venue | Title | Paper | Code |\n|---|---|---|---|---|", ""),
    "row of an HTML table": (
        "<table><tr><th>Year</th><th>Venue</th><th>Title</th><th>Code</th></tr>",
        "</table>",
    ),
}


def entries(number: int) -> list[Entry]:
    """Return invented entries, no two with the same title or link; the same for the same `number`."""
    frame = papers(number)
    columns = zip(frame["title"], frame["venue"], frame["year"], frame["paper_url"], frame["code_url"], strict=True)
    return [
        Entry(f"{title}, part {place}", venue or "arXiv", year or "2024", link, code)
        for place, (title, venue, year, link, code) in enumerate(columns)
    ]


def document(shape: str, rows: list[Entry]) -> bytes:
    """Return a list of `rows` in one shape, a heading above every fifty of them."""
    return "\n".join(["# A list", *_lines(shape, rows)]).encode()


def _lines(shape: str, rows: list[Entry]) -> Iterator[str]:
    head, foot = HEADS.get(shape, ("", ""))
    for start in range(0, len(rows), SECTION):
        yield f"\n## Subject {start // SECTION % 7 + 1}\n"
        if head:
            yield head
        yield from map(SHAPES[shape], rows[start : start + SECTION])
        if foot:
            yield foot
