"""A Markdown list → its records and what was left out, by the rules of `EntryReader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from data.ingest.decoding import decode, refuse_long_lines
from data.ingest.draft import Draft
from data.ingest.entry.candidate import Candidate
from data.ingest.entry.entry_parser import EntryParser
from data.ingest.entry.paper_rules import PAPER_RULES, PaperRule, PaperRules, names_occasion
from data.ingest.layout.bold_titles import BoldTitles
from data.ingest.layout.bullets_of_papers import BulletSplitter
from data.ingest.layout.labelled_facts import LabelledFacts
from data.ingest.layout.nested_bullets import NestedBullets
from data.ingest.layout.paragraph_splitting import ParagraphSplitter
from data.ingest.layout.paragraphs import ParagraphJoiner, bold_headings, titles_below_links
from data.ingest.layout.sibling_titles import Found, SiblingTitles
from data.ingest.layout.table_columns import TableColumns
from data.ingest.limits import LIMITS, Limits
from data.ingest.markdown.blocks import Block, blocks
from data.ingest.reading import Collector, Reading
from data.ingest.record_maker import RecordMaker
from data.ingest.shapes.software import Software
from data.ingest.shapes.table_row import TableRow
from data.knowledge.load_knowledge import Knowledge
from data.schema import NO_SHAPE

LayoutRule = Callable[[list[Candidate]], list[Candidate]]
Shape = Callable[[Candidate], Draft | None]
SiblingRule = Callable[[list[Found]], list[Found]]

# Why a part is left out all of whose links lead to one kind of place.
_REASONS: Mapping[str, str] = {
    "blog": "blog or social post",
    "video": "talk or recording",
    "dataset": "data set, course or download",
    "model": "model",
    "code": "repository that is no entry",
    "project": "web page of a project",
}


class EntryReader:
    """Reads Markdown lists by lists of named rules, which are applied in their order.

    A new shape of entry is a file with a rule, its line here, and a paragraph in tests/fixtures. What makes a block a
    paper is a list of its own, `paper_rules`.
    """

    def __init__(self, knowledge: Knowledge, paper_rules: Sequence[PaperRule] = PAPER_RULES) -> None:
        parser = EntryParser(knowledge)
        roles = parser.roles
        papers = PaperRules(paper_rules, knowledge, roles)
        self._knowledge, self._parser = knowledge, parser
        # Each takes all blocks, in the order of their lines, and returns those that may be entries.
        self.layout: dict[str, LayoutRule] = {
            "the columns of a table": TableColumns(knowledge, roles),
            "several entries in one paragraph": ParagraphSplitter(parser.kinds, papers),
            "several entries in one bullet": BulletSplitter(papers, roles),
            "a title in the bullets below its links": titles_below_links,
            "a title alone in bold above labelled bullets": BoldTitles(roles),
            "a bold line as a heading": bold_headings,
            "bullets within bullets": NestedBullets(papers, roles),
            "a title as a heading above labelled bullets": LabelledFacts(roles),
            "a title above the paragraph of its authors and links": ParagraphJoiner(roles),
        }
        # The first that recognises a block tells what entry it is.
        self.shapes: dict[str, Shape] = {
            "a row of a table": TableRow(knowledge, roles),
            "a paper": papers,
            "software": Software(knowledge, roles),
        }
        # What is left may be an entry because of those beside it.
        self.siblings: dict[str, SiblingRule] = {
            "a title among titles": SiblingTitles(roles),
        }

    def read(self, content: bytes, key: str, file: str = "", limits: Limits = LIMITS) -> Reading:
        """Read a list given as UTF-8 bytes; see `read_list`."""
        file = file or key
        text = decode(content, file)
        refuse_long_lines(text, file, limits)
        candidates = [Candidate(**vars(block), parse=self._parser.parse) for block in blocks(text, file, limits)]
        for layout_rule in self.layout.values():
            candidates = layout_rule(candidates)
        found = self._found(candidates, file, limits)
        for sibling_rule in self.siblings.values():
            found = sibling_rule(found)
        return self._collected(found, key)

    def _found(self, candidates: list[Candidate], file: str, limits: Limits) -> list[Found]:
        """Return the blocks with the entries that they are; no further than the limit of entries."""
        found: list[Found] = []
        entries = 0
        for block in filter(_is_read, candidates):
            found.append((block, self._recognise(block)))
            entries += found[-1][1] is not None
            limits.check_entries(entries, file, block.line)
        return found

    def _recognise(self, block: Candidate) -> Draft | None:
        if not block.pieces or block.kind == "heading" or block.reason or _is_contents(block):
            return None
        return next(filter(None, (shape(block) for shape in self.shapes.values())), None)

    def _collected(self, found: list[Found], key: str) -> Reading:
        records, collector = RecordMaker(key, self._knowledge), Collector(key)
        for block, entry in found:
            if entry is None:
                collector.note(block.line, "skipped", self._reason(block))
                continue
            collector.add(records.record(entry, block.line, block.section, has_title=block.has_title))
            if entry.doubts and entry.kind == "paper":
                collector.note(block.line, "doubtful", "; ".join(entry.doubts))
        return collector.reading()

    def _reason(self, block: Candidate) -> str:
        if block.reason:
            return block.reason
        if _is_contents(block):
            return "table of contents"
        if block.kind == "code":
            return "code block"
        if block.pieces and block.entry.title and names_occasion(block.entry.title.text):
            return "workshop, tutorial, course or slides"
        if not block.links:
            return f"{block.kind} without a link"
        targets = {self._parser.roles.by_target(link.url) for link in block.links}
        no_shape = f"{block.kind} {NO_SHAPE}"
        return _REASONS.get(targets.pop(), no_shape) if len(targets) == 1 else no_shape


def read_list(content: bytes, key: str, knowledge: Knowledge, file: str = "", limits: Limits = LIMITS) -> Reading:
    """Read a Markdown list given as UTF-8 bytes.

    `key` names the list in the records, `file` in errors. Raises InputError for an empty document, for bytes that are
    not UTF-8, and for a document beyond `limits`; a document without entries gives a Reading without records.
    """
    return EntryReader(knowledge).read(content, key, file, limits)


def _is_read(block: Block) -> bool:
    return block.kind != "heading" or any(link.url.startswith("http") and not link.badge for link in block.links)


def _is_contents(block: Block) -> bool:
    return block.kind != "row" and bool(block.links) and all(link.url.startswith("#") for link in block.links)
