"""BibTeX and BibLaTeX → items. bibtexparser finds the entries; their fields are read here."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.ingest.files.bibliography_item import (
    Item,
    ItemLink,
    Kind,
    Part,
    Remark,
    field_links,
    first_year,
    links_of,
    plain,
    subjects,
)
from data.ingest.files.identifiers import address
from data.ingest.files.latex import links_in, to_text, to_url, without_links
from data.ingest.limits import LONGEST_MACRO, Limits

Fields = Mapping[str, str]
Block = Any  # one of many classes of bibtexparser, told apart by their names so that the import stays lazy

_KINDS: Mapping[str, Kind] = {
    "misc": "misc", "unpublished": "misc", "online": "page", "electronic": "page", "www": "page", "webpage": "page",
    "software": "software", "dataset": "dataset", "data": "dataset", "manual": "software",
    "proceedings": "volume", "mvproceedings": "volume", "collection": "volume", "mvcollection": "volume",
    "periodical": "volume",
}  # fmt: skip
_NO_ENTRIES = ("set", "xdata", "bibnote", "control", "ieeetranbstctl", "jabref-entrytype")
_VENUES = ("journal", "journaltitle", "booktitle", "series", "abbr", "shortjournal", "eventtitle", "publisher")
_MENTIONS = ("note", "howpublished", "addendum", "pubstate", "comment", "volume", "eventtitle")
_PAPER = ("arxiv", "doi", "url", "pdf", "html", "ee", "link", "url_paper", "url_link", "url_arxiv")
_CODE = ("code", "github", "repository", "codeurl", "code_url", "url_code", "repo", "implementation")
_MIXED = ("note", "howpublished", "addendum", "annote", "comment")
_SECTIONS = ("groups", "category", "categories", "technique", "topic", "section")
_NOT_INHERITED = ("title", "subtitle", "doi", "url", "eprint", "crossref", "keywords", "note", *_CODE)

_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+-]*)\s*=")
_SPACE, _JOIN, _WORD, _SIGN = map(re.compile, (r"\s*", r"\s*#", r"[^\s#,{}\"]+", r'\\.|[{}"]'))
_BEGIN = re.compile(r"@\s*+\w*+\s*+[{(]")
_LONGEST = 20_000


@dataclass
class _Library:
    """What entries refer to: macros, and the fields of each entry by its key; counts what they stand for."""

    limits: Limits
    file: str
    line: int = 0
    """Of the entry that is read."""
    strings: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Fields] = field(default_factory=dict)
    used: int = 0

    def macro(self, word: str) -> str:
        """Return what a word stands for, itself where it is no macro."""
        text = self.strings.get(word.lower())
        if text is None:
            return word
        self._count(text)
        return text

    def inherited(self, key: str) -> Fields:
        """Return what an entry takes over from the one with this key, empty where there is none."""
        parent = self.fields.get(key, {}) if key else {}
        volume = {"booktitle": parent["title"]} if "title" in parent else {}
        taken = {**{name: text for name, text in parent.items() if name not in _NOT_INHERITED}, **volume}
        self._count(*taken.values())
        return taken

    def _count(self, *texts: str) -> None:
        self.used += sum(map(len, texts))
        self.limits.check_expanded(self.used, "macros and cross-references", self.file, self.line)


def read(text: str, file: str, limits: Limits) -> Iterator[Part]:
    """Yield the entries of a bibliography and what could not be read.

    Raises InputError if more entries are begun, or macros and cross-references stand for more, than `limits` allow.
    """
    for count, start in enumerate(_BEGIN.finditer(text), 1):
        if count > limits.blocks:
            limits.check_blocks(count, file, text.count("\n", 0, start.start()) + 1)
    blocks = _blocks(text)
    library = _Library(limits, file)
    for block in blocks:
        library.line = _line(block)
        if _is(block, "String"):
            library.strings[block.key.lower()] = _value(block.value, 0, library)[0][:LONGEST_MACRO]
    entries = [(block, _entry(block, library)) for block in blocks]
    for _, found in entries:
        if found:
            library.fields.setdefault(found[0].lower(), found[2])
    for (before, _), (block, found) in zip([(None, None), *entries], entries, strict=False):
        # What follows a broken entry is the rest of it.
        if not (_is(before, "ParsingFailedBlock") and _is(block, "ImplicitComment")):
            yield from _parts(block, found, library)


def _blocks(text: str) -> list[Block]:
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - takes 60 ms, which only bibliographies should pay

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return list(parse_string(text, parse_stack=[]).blocks)


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _is(block: object, name: str) -> bool:
    return type(block).__name__ == name


def _entry(block: Block, library: _Library) -> tuple[str, str, Fields] | None:
    """Return key, type and fields of an entry, also of one whose key or field stands twice; None for other blocks."""
    kept, library.line = getattr(block, "ignore_error_block", None) or block, _line(block)
    if not _is(kept, "Entry"):
        return None
    fields: dict[str, str] = {}
    for written in kept.fields:
        for name, text in _split(written.key, str(written.value), library):
            fields.setdefault(name.lower(), text)
    return kept.key, kept.entry_type.lower(), fields


def _split(name: str, raw: str, library: _Library) -> Iterator[tuple[str, str]]:
    """Yield a field, and those that follow it without a comma between."""
    at = 0
    while True:
        text, at = _value(raw, at, library)
        yield name, text
        following = _FIELD.match(raw, at)
        if not following:
            return
        name, at = following[1], following.end()


def _value(raw: str, at: int, library: _Library) -> tuple[str, int]:
    """Return the value that begins at `at`, its macros and `#` resolved, and where it ends.

    Macros that hold each other could grow without end; what exceeds `_LONGEST` is left out.
    """
    pieces: list[str] = []
    room = _LONGEST
    while True:
        piece, at = _piece(raw, _SPACE.match(raw, at).end(), library)  # type: ignore[union-attr] # it always matches
        pieces.append(piece[:room])
        room -= len(pieces[-1])
        joined = _JOIN.match(raw, at)
        if not joined:
            return "".join(pieces), at
        at = joined.end()


def _piece(raw: str, at: int, library: _Library) -> tuple[str, int]:
    if raw[at : at + 1] in ("{", '"'):
        end = _closing(raw, at)
        return raw[at + 1 : end], end + 1
    word = _WORD.match(raw, at)
    return (library.macro(word[0]), word.end()) if word else ("", len(raw))


def _closing(raw: str, start: int) -> int:
    """Return where the brace or quotation mark at `start` is closed, the end of `raw` where it never is."""
    depth, quoted = 0, raw[start] == '"'
    for found in _SIGN.finditer(raw, start + quoted):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth <= 0 and found[0] == ('"' if quoted else "}"):
            return found.start()
    return len(raw)


def _parts(block: Block, found: tuple[str, str, Fields] | None, library: _Library) -> Iterator[Part]:
    line = library.line = _line(block)
    if found:
        key, kind, own = found
        if kind in _NO_ENTRIES:
            return
        if _is(block, "DuplicateBlockKeyBlock"):
            first = _line(block.previous_block)
            yield Remark(line, f"the key `{plain(key)[:80]}` appears twice, first in line {first}", "doubtful")
        yield _item(line, kind, _inherited(own, library))
    elif _is(block, "ParsingFailedBlock"):
        why = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())[:160].rstrip(" .")
        yield Remark(line, f"entry that is not closed or lacks a sign ({why})")
    elif _is(block, "ImplicitComment"):
        rows = filter(str.strip, block.comment.splitlines())
        if not all(row.lstrip().startswith("%") for row in rows):
            yield Remark(line, "text outside of entries")


def _inherited(own: Fields, library: _Library) -> Fields:
    """Return the fields with those of the entry that `crossref` names, whose title is the title of the volume."""
    return {**library.inherited(own.get("crossref", "").strip().lower()), **own}


def _item(line: int, kind: str, fields: Fields) -> Item:
    def texts(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(text for name in names if (text := plain(to_text(without_links(fields.get(name, ""))))))

    title = ": ".join(texts(("title", "subtitle")))
    return Item(
        line,
        title,
        _KINDS.get(kind, "paper"),
        first_year(texts(("year", "date", "eventdate"))),
        texts(_VENUES),
        texts(_MENTIONS),
        tuple(_links(fields)),
        subjects(texts(_SECTIONS)),
        subjects(texts(("keywords", "keyword", "tags", "mendeley-tags"))),
    )


def _links(fields: Fields) -> Iterator[ItemLink]:
    if eprint := _eprint(fields):
        yield ItemLink("arXiv", eprint, "paper")
    yield from field_links({"paper": _PAPER}, lambda name: [to_url(fields.get(name, ""))])
    yield from links_of("title", links_in(fields.get("title", "")), "paper")
    yield from field_links({"code": _CODE}, lambda name: [to_url(fields.get(name, ""))])
    yield from field_links({"": _MIXED}, lambda name: [links_in(fields.get(name, ""))])


def _eprint(fields: Fields) -> str:
    """Return the arXiv address of `eprint`, unless the entry says that it is the id of another archive."""
    archive = to_text(fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").strip().lower()
    found = address(re.sub(r"^.*?/abs/", "", to_url(fields.get("eprint", "")))) if archive == "arxiv" else ""
    return found if found.startswith("https://arxiv.org/") else ""
