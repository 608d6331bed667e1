"""Parts → what each of them is: a date, a venue, authors, a tag or a label; what is left may be the title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from data.ingest.entry.authors import NameReader, with_authors
from data.ingest.entry.embedded_venue import ARXIV_ID, without_venue
from data.ingest.entry.entry_parts import TITLE_KINDS, Part, PartKind, Parts, split
from data.ingest.entry.link_roles import LinkRoles, says_nothing
from data.ingest.markdown.inline import Link, Piece
from data.ingest.thresholds import (
    CITATION_WORDS,
    LONGEST_TEXT,
    NAME_WORDS,
    SHORT_VENUE_WORDS,
    TAG_GROUP_WORDS,
    TAG_WORDS,
    TITLE_WORDS,
    UNLISTED_VENUE_WORDS,
    VENUE_LABEL_WORDS,
)
from data.knowledge.load_knowledge import Knowledge
from data.normalise.title import fold
from data.normalise.year import date_year, year_in

_ACRONYM = re.compile(
    r"(?=\S*[A-Z]\S*[A-Z])[A-Z][A-Za-z&/+@-]{1,14}(?:\s?['’`]\s?\d\d|\s[012]\d|[\s_-]?(?:19|20)\d\d)(?!\.\d)"
)
# An unknown series and two digits of the year, in one: `GIFT18`. In brackets, or at the end of a line.
_GLUED = re.compile(r"(?!VGG|CIFAR|MNIST|INT|GPT|BERT|RTX|CUDA|ARM|MPEG)[A-Z]{3,12}(?:0\d|1\d|2[0-6])")
_CITATION = re.compile(r"[\w.'’ -]+(?:et\.? ?al\.?|(?:and|&) [\w'’-]+),? ?\(?(?:19|20)\d\d[a-z]?\)?", re.IGNORECASE)
_ET_AL = re.compile(r"(?:and\s+)?et\.?\s?al\.?|and others", re.IGNORECASE)
# A name that ends in a year, as only venues do: `Strange Letters 2020`.
_DATED = re.compile(r"(?:[A-Z]|[a-z]{1,3}[A-Z])[\w&/+.'’\s-]*(?:19|20)\d\d")
# A span of years says when something went on, not when it was published.
_YEARS = re.compile(r"\d{4}\s?[-–]\s?\d{4}")
# The mark of GB/T 7714 behind a title: `Wide Nets[J]`.
_DOCUMENT_TYPE = re.compile(r"(?:[ACDGJMNPRSZ]|EB|DB|CP)(?:/OL)?")
# Volumes, pages and numbers: `20(3): e1011939`.
_WITH_DIGITS = re.compile(r"(?<!\S)[^\s\d]*+\d\S*+")
_NAMED_LINKS = ("title-link", "short-link", "name-link")
_SMALL_WORDS = frozenset(
    ["of", "the", "and", "in", "on", "for", "to", "a", "an", "&", "with", "at", "de", "la", "und", "für"]
)
_LABELS: Mapping[str, PartKind] = {"note": "note-label", "intro": "intro-label"}
_VENUE_STARTS = ("in", "proceedings", "proc", "accepted", "published", "ieee", "acm")


class PartKinds:
    """Cuts an entry into parts and tells what each of them is."""

    def __init__(self, knowledge: Knowledge, roles: LinkRoles) -> None:
        self._venues, self._words = knowledge.venues, knowledge.words
        self._labels, self._fields = knowledge.labels, knowledge.fields
        self._roles = roles
        self._names = NameReader(frozenset(self._words.names["titles"]), frozenset(self._words.names["organisations"]))

    def classify(self, pieces: tuple[Piece, ...]) -> Parts:
        """Return the parts of an entry with their kinds."""
        cut = split(pieces)
        pairs = zip(cut.parts, [*cut.parts[1:], None], strict=False)
        parts = [
            found
            for part, after in pairs
            for found in without_venue(part, self._venues, names_title=bool(after and after.before.startswith(":")))
        ]
        rows = zip(parts, [*parts[1:], None], _words_in_brackets(parts), strict=False)
        parts = [part.of_kind(self._kind(part, after, bracket)) for part, after, bracket in rows]
        parts = with_authors(_with_bracketed_words_of_quotes(self._with_bracketed_words(parts)), self._names)
        return Parts(cut.whole, tuple(_with_notes(self._with_venues_behind_title(parts))))

    def _kind(self, part: Part, after: Part | None, bracket: int) -> PartKind:
        """Return what a part is, the most certain first; `bracket` is how many words its square brackets hold."""
        if part.kind == "break":
            return "break"
        if part.link is not None:
            return self._kind_of_link(part.link)
        text = part.text.strip(" *_#.,:;!-–—'’‘\"“”")
        if not any(map(str.isalnum, text)):
            return "noise"
        if len(text) > LONGEST_TEXT:
            return "text"
        if ARXIV_ID.fullmatch(text):
            return "arxiv"
        if date_year(text) is not None:
            return "text" if _YEARS.fullmatch(text) else "date"
        if text.isdigit():
            return "noise" if part.start <= 1 or (part.within and part.before not in ("(", "[")) else "text"
        if self._words.canonical(text) == "none" or (text.lower() == "in" and after is not None):
            return "noise"
        if self._is_label(part, text, after):
            return _LABELS.get(self._fields.canonical(part.text), "label")
        if self._venues.is_venue(text) or _ACRONYM.fullmatch(text):
            if _opens_title(part, after) and year_in(text) is None:
                return "text"
            is_word = self._venues.is_common_word(text) and part.within not in ("(", "[") and "code" not in part.marks
            # A common word such as `Date` needs brackets, or nothing more in its line.
            return "venue" if not is_word else "maybe" if _ends_line(after) else "text"
        if _GLUED.fullmatch(text) and (part.within in ("(", "[") or (part.start > 0 and _ends_line(after))):
            return "venue"
        if self._is_tag(part, text, bracket):
            return "tag"
        if self._names.names(text) or _ET_AL.fullmatch(text):
            return "name"
        return "maybe" if self._may_be_venue(part, text, after) else "text"

    def _kind_of_link(self, link: Link) -> PartKind:
        label = link.label.strip()
        words = len(label.split())
        if link.badge or not any(map(str.isalnum, label)) or says_nothing(label) or _is_address_or_date(label):
            return "link"
        if self._labels.canonical(label) == "supplement":
            return "link"
        if link.bracketed and _GLUED.fullmatch(label):
            return "venue-link"
        if self._venues.is_venue(label) and (link.bracketed or self._venues.leads(label)):
            return "venue-link"
        if link.bracketed and words <= SHORT_VENUE_WORDS and _DATED.fullmatch(label) and not self.names_people(label):
            return "venue-link"
        if self._roles.by_label(label) or link.url.startswith("#") or self._words.canonical(label) == "none":
            return "link"
        if words <= CITATION_WORDS and _CITATION.fullmatch(label):
            return "name-link"
        target = self._roles.by_target(link.url)
        if words >= 2 and target not in ("paper", "code") and self._names.names(label):
            return "name-link"
        return "title-link" if words >= TITLE_WORDS or target == "paper" else "short-link"

    def _is_label(self, part: Part, text: str, after: Part | None) -> bool:
        """Say whether a part is a label in front of what it names: `Paper:`, `Code |`."""
        is_field = self._fields.canonical(text) and not text.isupper()
        if part.words > NAME_WORDS or not (self._labels.canonical(text) or is_field):
            return False
        if _opens_title(part, after) and not text[1:].islower() and not text.isupper():
            return False
        if self._venues.is_venue(text) and not (after is not None and re.match(r"\W*[:：]", after.before)):
            return False
        if after is None:
            return part.within == "["
        if ":" in after.before or "：" in after.before or part.within == "[":
            return True
        return after.link is not None and not after.before.strip() and says_nothing(after.link.label)

    def _is_tag(self, part: Part, text: str, bracket: int) -> bool:
        """Say whether a part is a remark; `bracket` is how many words its square brackets hold."""
        if "code" in part.marks and part.words <= TAG_GROUP_WORDS:
            return True
        if part.within == "[" and _DOCUMENT_TYPE.fullmatch(text):
            return True
        if part.before == "[" and part.start > 1:
            return False
        if part.within == "[" and part.words <= TAG_WORDS and bracket <= TAG_GROUP_WORDS:
            return True
        return part.within == "(" and not self._venues.leftover(text)

    def _may_be_venue(self, part: Part, text: str, after: Part | None) -> bool:
        """Say whether a text could name a venue that venues.yaml lacks: by its year, or by a word such as journal."""
        is_short, is_dated = len(text.split()) <= SHORT_VENUE_WORDS, bool(_DATED.fullmatch(text))
        if is_short and part.within == "(":
            in_same = after is not None and after.within == "(" and ")" not in after.before
            before_date = in_same and after is not None and date_year(after.text.strip(" .,;")) is not None
            if is_dated or (before_date and part.before.strip() == "(" and is_title_case(text)):
                return True
        if is_short and is_dated and part.start == 0 and after is None:
            return True
        words = fold(text).split()
        if not 1 < len(words) <= UNLISTED_VENUE_WORDS:
            return False
        starts = words[0] in _VENUE_STARTS
        if any(self._words.canonical(word) == "venues" for word in words):
            return starts or year_in(text) is not None or is_title_case(text)
        return starts and is_title_case(text) and year_in(text) is not None

    def names_people(self, label: str) -> bool:
        """Say whether a label cites authors: `Doe et al. 2020`."""
        if any(self._words.canonical(word) == "venues" for word in label.split()):
            return False
        return bool(_CITATION.fullmatch(label) or self._names.names(label.rstrip(" 0123456789,()")))

    def is_dated_name(self, link: Link | None) -> bool:
        """Say whether a label gives a name and a year, as that of a venue does: `Strange Letters 2020`."""
        label = link.label.strip() if link else ""
        if not 1 < len(label.split()) <= VENUE_LABEL_WORDS or year_in(label) is None or self.names_people(label):
            return False
        return bool(_DATED.fullmatch(label)) or self._venues.is_venue(label) or is_title_case(label)

    def _with_bracketed_words(self, parts: list[Part]) -> list[Part]:
        """Return a word in brackets that text goes on around to that text: `Wide Nets [sic] and More`."""
        done = list(parts)
        for position, (left, part, right) in enumerate(zip(parts, parts[1:], parts[2:], strict=False), 1):
            if part.kind != "tag" or part.within != "[" or "code" in part.marks:
                continue
            goes_on = left.kind in TITLE_KINDS and right.kind in TITLE_KINDS and right.link is left.link is None
            tight = part.before.strip() == "[" and right.before.strip() == "]"
            if goes_on and tight and left.marks == part.marks == right.marks and self._venues.leftover(part.text):
                done[position] = part.of_kind("text")
        return done

    def _with_venues_behind_title(self, parts: list[Part]) -> list[Part]:
        """Turn links labelled by a name and a year into venues where a title that is set off stands before them."""
        done, has_title, has_authors = [], False, False
        for part in parts:
            set_off = part.link is None and ("strong" in part.marks or part.within == '"')
            has_title |= set_off and part.kind == "text" and part.words >= TITLE_WORDS
            has_authors |= has_title and part.kind == "authors"
            is_named = has_title and part.kind in _NAMED_LINKS
            is_venue = is_named and (self.is_dated_name(part.link) or (has_authors and self._may_name_venue(part.link)))
            done.append(part.of_kind("venue-link") if is_venue else part)
        return done

    def _may_name_venue(self, link: Link | None) -> bool:
        """Say whether a link behind a title and its authors names where the work appeared: `Nat Rev Nets (2025)`."""
        if link is None or self._roles.by_target(link.url) != "paper" or len(link.label.split()) > UNLISTED_VENUE_WORDS:
            return False
        return year_in(link.label) is not None or is_title_case(_WITH_DIGITS.sub(" ", link.label))


def _opens_title(part: Part, after: Part | None) -> bool:
    """Say whether a name belongs to the title behind its colon, because both are set off as one: `**ICE: A Net**`."""
    set_off = "strong" in part.marks or part.within == '"'
    same = after is not None and after.link is None and (after.marks, after.within) == (part.marks, part.within)
    return set_off and same and after is not None and after.before.startswith(":")


def is_title_case(text: str) -> bool:
    """Say whether all words but small ones begin with a capital, as in the name of a venue."""
    words = [word for word in re.findall(r"[^\W\d_][^\s]*", text) if word.lower() not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)


def _with_bracketed_words_of_quotes(parts: list[Part]) -> list[Part]:
    """Return what stands in brackets within a quoted title to that title: `"Large Net Models (LNMs) in Use", 2024`."""
    done = list(parts)
    for position, (left, part, right) in enumerate(zip(parts, parts[1:], parts[2:], strict=False), 1):
        if part.within != "(" or left.within != '"' or left.kind not in TITLE_KINDS or part.link is not None:
            continue
        goes_on = right.within == '"' and right.before.startswith(")")
        ends = right.before.startswith((')"', ")”")) and part.kind == "name"
        if ends or (goes_on and year_in(part.text) is None):
            done[position] = replace(part, kind="text", within='"')
    return done


def _words_in_brackets(parts: list[Part]) -> list[int]:
    """Return for each part how many words its square brackets hold."""
    counts: list[int] = []
    start = 0
    while start < len(parts):
        end = start + 1
        while end < len(parts) and parts[end].within == parts[start].within == "[" and "[" not in parts[end].before:
            end += 1
        counts += [sum(part.words for part in parts[start:end])] * (end - start)
        start = end
    return counts


def _with_notes(parts: list[Part]) -> list[Part]:
    """Set apart what stands behind a label such as `Abstract:`, to the end of its line."""
    done, inside = [], False
    for part in parts:
        inside = (inside and part.kind != "break") or part.kind in _LABELS.values()
        done.append(part.of_kind("note") if inside and part.kind in TITLE_KINDS and part.link is None else part)
    return done


def _is_address_or_date(label: str) -> bool:
    return label.startswith(("http:", "https:")) or date_year(label) is not None


def _ends_line(after: Part | None) -> bool:
    return (
        after is None
        or after.kind in ("break", "link")
        or after.text[:1].isdigit()
        or date_year(after.text.strip(" .,;:()[]")) is not None
    )
