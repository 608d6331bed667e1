"""The readers of documents, and what must hold of all that they read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import InputError
from data.ingest.document import proposed_columns, read_document
from data.ingest.limits import LIMITS
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from data.normalise.unseen import visible
from data.record import Record
from tests.conftest import ROOT
from tests.fuzz.target import Target, lines_of, refused

# An entry may repeat the headings above it; all else that is written stands in the document.
MOST_FOR_ENTRY, MOST_FOR_BYTE = 20_000, 40


def check_document(content: bytes, file: str) -> bool:
    """Read a document as the commands do; return whether it was read."""
    try:
        proposed_columns(content, file, load_knowledge())
    except InputError as error:
        refused(error, content)
    try:
        reading = read_document(content, file, "k", load_knowledge(), limits=LIMITS)
    except InputError as error:
        return refused(error, content)
    check_reading(reading, content, file)
    return True


def check_reading(reading: Reading, content: bytes, file: str) -> None:
    """Raise AssertionError where a reading leads elsewhere than to http, or has more than its document."""
    assert len({record.key for record in reading.records}) == len(reading.records), "two records with one key"
    lines = LIMITS.entries if file.endswith(".parquet") else lines_of(content)
    written = 0
    for part in (*reading.records, *reading.notes):
        assert 1 <= part.line <= lines, f"line {part.line} of {lines}"
    for record in reading.records:
        for url in addresses(record):
            assert url.lower().startswith(("http://", "https://")), f"a link to {url[:80]!r}"
            assert not set(url) & set(' \n\t"<>\\^`{|}'), f"a link to {url[:80]!r}"
            assert visible(url) == url, f"a link with what nobody sees: {url[:80]!r}"
        assert record.title.strip(), "no title"
        assert record.title == visible(record.title), f"a title with what nobody sees: {record.title[:80]!r}"
        assert "\n" not in record.title
        written += sum(map(len, texts(record)))
    most = MOST_FOR_ENTRY * len(reading.records) + MOST_FOR_BYTE * len(content)
    assert written <= most, f"{written:,} characters of {len(content):,} bytes"


def addresses(record: Record) -> Iterator[str]:
    """Yield the addresses of a record, of which any may be shown as a link."""
    yield from filter(None, (record.paper.url, record.code_url))
    yield from (link.url for link in record.links)


def texts(record: Record) -> Iterator[str]:
    """Yield what is written of a record to tables."""
    yield from (record.title, record.venue_listed, record.venue.series, *record.section, *record.techniques)
    yield from (*record.domains, *record.remarks, *addresses(record), *(link.label for link in record.links))


def fixtures(*names: str, parts: str = "") -> Callable[[], list[bytes]]:
    """Return what reads the fixtures with these names, divided where `parts` says."""

    def read() -> list[bytes]:
        whole = [(ROOT / "tests" / "fixtures" / name).read_bytes() for name in names]
        return [piece for content in whole for piece in (content.split(parts.encode()) if parts else [content])]

    return read


def parquet_files() -> list[bytes]:
    """Return small files with the kinds of columns that Parquet has."""
    columns: dict[str, object] = {
        "title": ["A title of a paper", "Another title", None],
        "year": [2024, 2023, None],
        "links": [["https://a.org/b"], [], None],
        "venue": pa.array(["ICML", "ICML", None]).dictionary_encode(),
        "bytes": [b"\xff", b"a", None],
        "struct": [{"a": 1}, {"a": 2}, None],
        "day": pa.array([0, 1, None], pa.date32()),
        "when": pa.array([0, 1, None], pa.timestamp("ns", "UTC")),
        "number": pa.array([1.5, float("nan"), None]),
        "map": pa.array([[("a", 1)], [], None], pa.map_(pa.string(), pa.int64())),
        "fixed": pa.array([b"ab", b"cd", None], pa.binary(2)),
    }
    files = []
    for names in (["title", "year"], ["title", "links", "venue"], list(columns)):
        for compression in ("none", "snappy", "zstd"):
            file = io.BytesIO()
            pq.write_table(pa.table({name: columns[name] for name in names}), file, compression=compression)
            files.append(file.getvalue())
    return files


def _words(text: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in text.split("¦"))


def _of(name: str, file: str, seeds: Callable[[], list[bytes]], words: str = "") -> Target:
    return Target(name, lambda content: check_document(content, file), seeds, _words(words))


LINKS = "¦https://arxiv.org/abs/2401.00001¦javascript:alert(1)¦http://a:b@c¦https://[::1]/¦//x¦data:,x¦https://a/%"
MARKDOWN = (
    "- ¦  - ¦1. ¦# ¦###### ¦---\n¦|¦|-|-|\n¦> ¦**¦[a](¦[a]: ¦[a][b]¦![¦](b)¦`¦```\n¦<a href='¦</a>¦<br>¦<details>"
    "¦<summary>¦</summary>¦</details>¦<table>¦<tr>¦<td>¦<th>¦</table>¦<li>¦<ul>¦<h1>¦<h2>¦<!--¦-->¦<img src=¦&#x27;"
    "¦2024¦NeurIPS¦, Ada Byron, ¦et al.¦[[Paper]](http://b)¦    ¦\n=\n¦<![CDATA[¦<?¦A1111111111¦11121110¦10.1101/2024.1"
)
BIBTEX = (
    '@article{a,\n¦@string{m = {¦@comment{¦@proceedings{p,¦title={¦year=2024,¦crossref={p},¦m # m¦"¦=¦\\href{¦url={'
)
RIS = "TY  - JOUR\n¦ER  - \n¦TI  - ¦T1  - ¦PY  - ¦UR  - ¦KW  - ¦N1  - ¦DO  - 10.1/x\n¦\ufeff¦  -¦AU  - "
JSON = '[{"¦{"items": [¦"title": "a",¦"issued": {"date-parts": [[¦]¦}¦[¦{¦null¦1e999¦-¦"\\ud800"¦\\u0000¦"URL": "¦111'
CSV = 'title,year\n¦title\tyear\n¦sep=;\n¦""¦"¦,¦;¦\t¦=cmd()¦\'=1¦\n\n¦title¦section¦url¦code'

DOCUMENTS = (
    _of("markdown", "a.md", fixtures("entries.md", "shapes.md", "tables.md", parts="\n\n"), MARKDOWN + LINKS),
    _of("html", "a.md", fixtures("html.md", parts="\n\n"), MARKDOWN + LINKS),
    _of("bibtex", "a.bib", fixtures("papers.bib", parts="\n\n"), BIBTEX + LINKS),
    _of("ris", "a.ris", fixtures("papers.ris", parts="\n\n"), RIS + LINKS),
    _of("csl-json", "a.json", fixtures("papers.json"), JSON + LINKS),
    _of("csv", "a.csv", fixtures("papers.csv"), CSV + LINKS),
    _of("parquet", "a.parquet", parquet_files),
    _of(
        "any", "list", fixtures("papers.bib", "papers.ris", "papers.json", "papers.csv"), "PAR1¦PK\x03\x04¦%PDF-¦<html>"
    ),
)
