"""Documents that once hung the reader or filled the memory, each made by size: few repeats for growth, many for cost.

`python -m tests.fuzz.hostile` reads all of them at their full sizes, and prints what each costs as JSON.
"""

from __future__ import annotations

import io
import json
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import InputError
from data.ingest.document import read_document
from data.knowledge.load_knowledge import load_knowledge

ENTRY = "- [Title of a paper](https://arxiv.org/abs/2401.00001) NeurIPS 2024\n"
LONG = "A" + "1" * 40


@dataclass(frozen=True)
class Hostile:
    """A document for `file` of any size, and the size at which it was an attack."""

    file: str
    of: Callable[[int], bytes]
    size: int


def _md(size: int, of: Callable[[int], str]) -> Hostile:
    return Hostile("a.md", lambda times: of(times).encode(), size)


def _repeated(text: str, size: int, before: str = "", after: str = "") -> Hostile:
    return _md(size, lambda times: before + text * times + after)


def _bib(size: int, of: Callable[[int], str]) -> Hostile:
    return Hostile("a.bib", lambda times: of(times).encode(), size)


def _lines(size: int, of: Callable[[int], str], before: str = "") -> Hostile:
    return _md(size, lambda times: before + "".join(map(of, range(times))))


def _dictionary(rows: int) -> bytes:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), [b"z" * 1_000_000])
    file = io.BytesIO()
    pq.write_table(pa.table({"title": text}), file, compression="zstd", store_schema=False)
    return file.getvalue()


def _doi(number: int) -> str:
    doi = f"10.1101/2024.12.23.{224589 + number}v1"
    return f"- A title of paper {number}, bioRxiv 2024. [[{doi}](https://doi.org/{doi})]\n"


def _macros(times: int) -> str:
    entries = "".join(f"@article{{k{n}, title={{A title}}, note=m, abstract=m, keywords=m}}\n" for n in range(times))
    return "@string{m = {" + "long words " * 1_700 + "}}\n" + entries


def _volumes(times: int) -> str:
    names = "journal booktitle series abbr publisher eventtitle howpublished addendum comment volume groups topic"
    fields = ", ".join(f"{name} = {{{'long words ' * 1_700}}}" for name in names.split())
    entries = "".join(f"@article{{k{n}, title={{A title}}, crossref=p}}\n" for n in range(times))
    return f"@proceedings{{p, title={{A volume}}, {fields}}}\n{entries}"


DOCUMENTS: Mapping[str, Hostile] = {
    # Patterns that took exponential or quadratic time.
    "a numbered heading": _md(40, lambda times: f"# L\n\n## A{'1' * times} x\n\n{ENTRY}"),
    "a label like a date": _md(40, lambda times: f"# L\n\n- A. [[{'1112' * times}x](https://arxiv.org/abs/2401.1)]\n"),
    "labels like dates": _lines(40, _doi, "# L\n\n"),
    "keywords": _bib(40, lambda times: f"@article{{a, title={{A title}}, keywords={{A{'1' * times} x}}}}\n"),
    "a column of sections": Hostile("a.csv", lambda times: f"title,section\nA title,A{'1' * times} x\n".encode(), 40),
    "headings in HTML": _repeated("<h1>", 20_000),
    # Much work for few bytes.
    "a long heading": _md(2_222, lambda times: f"# L\n\n## {'word ' * 16_000}\n\n{ENTRY * times}"),
    "short bullets": _repeated("- a\n", 200_000),
    "tables of one row": _repeated("|a|b|\n|-|-|\n|x|y|\n\n", 50_000),
    "columns": _md(10_000, lambda times: "|a" * times + "|\n" + "|-" * times + "|\n" + "|x|\n" * (10 * times)),
    "a long reference": _repeated("- [a] [a] [a] [a] [a]\n", 20_000, f"[a]: http://b/{'c' * 90_000}\n\n"),
    "images": _repeated("![", 49_000),
    "brackets": _repeated("[", 99_999),
    "a long line of brackets": _repeated("[", 1_000_000),
    "entries that are begun": _bib(500_000, lambda times: "@a{" * times),
    "a long macro": _bib(20_000, _macros),
    "a long volume": _bib(20_000, _volumes),
    "a dictionary of one text": Hostile("a.parquet", _dictionary, 1_500),
    # Signs that may open something, each many times.
    "closed brackets": _repeated("]", 100_000),
    "stars": _repeated("*", 100_000),
    "stars and letters": _repeated("*a**b_c", 10_000),
    "pipes": _repeated("|", 50_000),
    "rows": _repeated("|x|y|\n", 5_000, "|a|b|\n|-|-|\n"),
    "angles": _repeated("<", 100_000),
    "tags": _repeated("<a ", 30_000),
    "quotations": _repeated(">", 100_000),
    "lines of quotations": _repeated("> a\n", 10_000),
    "quotation marks": _repeated('"a" ', 20_000, "- "),
    "a long line": _repeated("word ", 200_000),
    "a long bullet": _repeated("word, ", 15_000, "- "),
    "names": _repeated("Ada Byron, ", 8_000, "- "),
    "breaks": _repeated("a<br>", 15_000, "- "),
    "comments": _repeated("<!--", 20_000),
    "links": _repeated("[a](b) ", 10_000, "- "),
    "addresses": _repeated("https://a.b/c ", 5_000, "- "),
    "paragraphs of one entry": _repeated("*Ada Byron, Emmy Noether*\n\n", 3_000, "**Nets of many lines**\n\n"),
    "nested bullets": _md(20, lambda times: "".join("  " * n + "- a\n" for n in range(45)) * times),
    "notes under an entry": _repeated("  - Ada Byron, Emmy Noether\n", 3_000, "- a\n"),
    "headings": _repeated("# a\n", 10_000),
    "spaces": _repeated(" ", 90_000, "- a", "b"),
    "definitions": _lines(5_000, lambda n: f"[a{n}]: http://b/{n}\n"),
}  # fmt: skip


def read(hostile: Hostile, size: int) -> str:
    """Read a document of a size as the commands do; returns "" or why it was refused."""
    try:
        read_document(hostile.of(size), hostile.file, "k", load_knowledge())
    except InputError as error:
        return str(error)
    return ""


def main() -> None:
    """Read every document at its full size; print its processor time, the memory so far, and why it was refused."""
    for name, hostile in DOCUMENTS.items():
        began = time.process_time()
        why = read(hostile, hostile.size)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps([name, round(time.process_time() - began, 2), megabytes, why]), flush=True)


if __name__ == "__main__":
    main()
