"""Parts → fields: which part is a date, a venue, authors, a tag or a label; what is left may be the title."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from data.ingest.entry.authors import with_authors
from data.ingest.entry.embedded_venue import ARXIV_ID, LONGEST_TEXT, peeled
from data.ingest.entry.entry_parts import Part, Parts, split
from data.ingest.entry.link_roles import by_label, by_target, says_nothing
from data.ingest.entry.person_names import NameReader
from data.ingest.markdown.inline import Link, Piece
from data.knowledge.curated import Knowledge
from data.normalise.title import fold
from data.normalise.year import date_year, year_in

# Kinds that a part can have. "maybe" is text that could be an unlisted venue, "name" a single name: they become
# part of the title only where nothing else can.
TITLE_KINDS = ("text", "title-link", "name", "maybe")
_ACRONYM = re.compile(
    r"(?=\S*[A-Z]\S*[A-Z])[A-Z][A-Za-z&/+@-]{1,14}(?:\s?['’`]\s?\d\d|\s[012]\d|[\s_-]?(?:19|20)\d\d)(?!\.\d)"
)
_CITATION = re.compile(r"[\w.'’ -]+(?:et\.? ?al\.?|(?:and|&) [\w'’-]+),? ?\(?(?:19|20)\d\d[a-z]?\)?", re.IGNORECASE)
_ET_AL = re.compile(r"(?:and\s+)?et\.?\s?al\.?|and others", re.IGNORECASE)
# A name that ends in a year, as only venues do: `Strange Letters 2020`.
_DATED = re.compile(r"[A-Z][\w&/+.'’ -]*?[\s'’-]*(?:19|20)\d\d")
# A span of years says when something went on, not when it was published.
_YEARS = re.compile(r"\d{4}\s?[-–]\s?\d{4}")
# The mark of GB/T 7714 behind a title: `Wide Nets[J]`.
_DOCUMENT_TYPE = re.compile(r"(?:[ACDGJMNPRSZ]|EB|DB|CP)(?:/OL)?")
_LONGEST_VENUE_WORDS, _LONGEST_LINK_WORDS, _LONGEST_NAME_WORDS = 16, 12, 8
_SHORTEST_TITLE = 3
_NAMED_LINKS = ("title-link", "short-link", "name-link")
_LONGEST_TAG_WORDS, _LONGEST_TAG_GROUP = 3, 5
_SMALL_WORDS = frozenset(
    ["of", "the", "and", "in", "on", "for", "to", "a", "an", "&", "with", "at", "de", "la", "und", "für"]
)


def name_reader(knowledge: Knowledge) -> NameReader:
    """Return what tells names, from words.yaml."""
    return _name_reader(knowledge.words.names["titles"], knowledge.words.names["organisations"])


@lru_cache(maxsize=4)
def _name_reader(titles: tuple[str, ...], organisations: tuple[str, ...]) -> NameReader:
    return NameReader(frozenset(titles), frozenset(organisations))


def classify(pieces: tuple[Piece, ...], knowledge: Knowledge) -> Parts:
    """Return the parts of an entry with their kinds."""
    cut = split(pieces)
    parts = [found for part in cut.parts for found in peeled(part, knowledge)]
    after = [*parts[1:], None]
    brackets = _words_in_brackets(parts)
    rows = zip(parts, after, brackets, strict=False)
    parts = [_of_kind(part, _kind(part, beside, bracket, knowledge)) for part, beside, bracket in rows]
    parts = _with_bracketed_words(parts, knowledge)
    parts = _venues_behind_title(with_authors(parts, name_reader(knowledge)), knowledge)
    return Parts(cut.whole, tuple(_notes(parts, knowledge)))


def _with_bracketed_words(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """Return a word in brackets that text goes on around to that text: `Wide Nets [sic] and More`."""
    done = list(parts)
    for place, (left, part, right) in enumerate(zip(parts, parts[1:], parts[2:], strict=False), 1):
        if part.kind != "tag" or part.within != "[" or "code" in part.marks:
            continue
        goes_on = left.kind in TITLE_KINDS and right.kind in TITLE_KINDS and right.link is left.link is None
        tight = part.before.strip() == "[" and right.before.strip() == "]"
        if goes_on and tight and left.marks == part.marks == right.marks and knowledge.venues.leftover(part.text):
            done[place] = replace(part, kind="text")
    return done


def _venues_behind_title(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """Turn links labelled by a name and a year into venues where a title that is set off stands before them."""
    done, has_title = [], False
    for part in parts:
        set_off = part.link is None and ("strong" in part.marks or part.within == '"')
        has_title |= set_off and part.kind == "text" and part.words >= _SHORTEST_TITLE
        is_venue = has_title and part.kind in _NAMED_LINKS and is_dated_name(part.link, knowledge)
        done.append(replace(part, kind="venue-link") if is_venue else part)
    return done


def is_dated_name(link: Link | None, knowledge: Knowledge) -> bool:
    """Say whether a label gives a name and a year, as that of a venue does: `Strange Letters 2020`."""
    label = link.label.strip() if link else ""
    if not 1 < len(label.split()) <= _LONGEST_LINK_WORDS or year_in(label) is None or names_people(label, knowledge):
        return False
    return bool(_DATED.fullmatch(label)) or knowledge.venues.is_venue(label) or is_title_case(label)


def _of_kind(part: Part, kind: str) -> Part:
    return part if kind == part.kind else replace(part, kind=kind)


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


def _notes(parts: list[Part], knowledge: Knowledge) -> list[Part]:
    """Set apart what stands behind a label such as `Abstract:`, to the end of its line."""
    done, inside = [], False
    for part in parts:
        inside = (inside and part.kind != "break") or (part.kind == "label" and is_note(part.text, knowledge))
        done.append(replace(part, kind="note") if inside and part.kind in TITLE_KINDS and part.link is None else part)
    return done


def _kind(part: Part, after: Part | None, bracket: int, knowledge: Knowledge) -> str:
    if part.kind == "break":
        return "break"
    if part.link is not None:
        return _kind_of_link(part.link, knowledge)
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
    if knowledge.words.canonical(text) == "none" or (text.lower() == "in" and after is not None):
        return "noise"
    if _is_label(part, text, after, knowledge):
        return "label"
    if knowledge.venues.is_venue(text) or _ACRONYM.fullmatch(text):
        is_word = knowledge.venues.is_common_word(text) and part.within not in ("(", "[") and "code" not in part.marks
        return "venue" if not is_word else "maybe" if _ends_line(after) else "text"
    if _is_tag(part, text, bracket, knowledge):
        return "tag"
    if name_reader(knowledge).names(text) or _ET_AL.fullmatch(text):
        return "name"
    return "maybe" if _may_be_venue(part, text, after, knowledge) else "text"


def names_people(label: str, knowledge: Knowledge) -> bool:
    """Say whether a label cites authors: `Doe et al. 2020`."""
    if any(knowledge.words.canonical(word) == "venues" for word in label.split()):
        return False
    return bool(_CITATION.fullmatch(label) or name_reader(knowledge).names(label.rstrip(" 0123456789,()")))


def _ends_line(after: Part | None) -> bool:
    return (
        after is None
        or after.kind in ("break", "link")
        or after.text[:1].isdigit()
        or date_year(after.text.strip(" .,;:()[]")) is not None
    )


def _kind_of_link(link: Link, knowledge: Knowledge) -> str:
    label = link.label.strip()
    if link.badge or not any(map(str.isalnum, label)) or says_nothing(link) or label.startswith(("http:", "https:")):
        return "link"
    if date_year(label) is not None:
        return "link"
    if knowledge.venues.is_venue(label) and (link.bracketed or knowledge.venues.leads(label)):
        return "venue-link"
    if link.bracketed and _DATED.fullmatch(label) and len(label.split()) <= 8 and not names_people(label, knowledge):
        return "venue-link"
    if by_label(label, knowledge) or link.url.startswith("#") or knowledge.words.canonical(label) == "none":
        return "link"
    words = len(label.split())
    target = by_target(link.url, knowledge)
    if words <= 6 and _CITATION.fullmatch(label):
        return "name-link"
    if name_reader(knowledge).names(label) and target not in ("paper", "code") and words >= 2:
        return "name-link"
    if words >= 3 or target == "paper":
        return "title-link"
    return "short-link"


def _is_label(part: Part, text: str, after: Part | None, knowledge: Knowledge) -> bool:
    """Say whether a part is a label in front of what it names: `Paper:`, `Code |`."""
    is_field = knowledge.fields.canonical(text) and not text.isupper()
    if part.words > 3 or not (knowledge.labels.canonical(text) or is_field):
        return False
    if knowledge.venues.is_venue(text) and not (after is not None and re.match(r"\W*[:：]", after.before)):
        return False
    if after is None:
        return part.within == "["
    if ":" in after.before or "：" in after.before or part.within == "[":
        return True
    return after.link is not None and not after.before.strip() and says_nothing(after.link)


def is_note(label: str, knowledge: Knowledge) -> bool:
    """Say whether a label announces a note rather than a field of the entry."""
    return knowledge.fields.canonical(label) == "note"


def _is_tag(part: Part, text: str, bracket: int, knowledge: Knowledge) -> bool:
    """Say whether a part is a remark; `bracket` is how many words the brackets hold in which it stands."""
    if "code" in part.marks and part.words <= 5:
        return True
    if part.within == "[" and _DOCUMENT_TYPE.fullmatch(text):
        return True
    if part.before == "[" and part.start > 1:
        return False
    if part.within == "[" and part.words <= _LONGEST_TAG_WORDS and bracket <= _LONGEST_TAG_GROUP:
        return True
    return part.within == "(" and not knowledge.venues.leftover(text)


def _may_be_venue(part: Part, text: str, after: Part | None, knowledge: Knowledge) -> bool:
    """Say whether a text could name a venue that venues.yaml lacks: it holds a word such as journal."""
    if part.within == "(" and len(text.split()) <= _LONGEST_NAME_WORDS:
        dated = after is not None and after.within == "(" and date_year(after.text.strip(" .,;")) is not None
        if _DATED.fullmatch(text) or (dated and part.before.strip() == "(" and is_title_case(text)):
            return True
    if part.start == 0 and after is None and len(text.split()) <= _LONGEST_NAME_WORDS and _DATED.fullmatch(text):
        return True
    words = fold(text).split()
    if not 1 < len(words) <= _LONGEST_VENUE_WORDS:
        return False
    starts = words[0] in ("in", "proceedings", "proc", "accepted", "published", "ieee", "acm")
    named = any(knowledge.words.canonical(word) == "venues" for word in words)
    return (named and (year_in(text) is not None or starts or is_title_case(text))) or (
        starts and is_title_case(text) and year_in(text) is not None
    )


def is_title_case(text: str) -> bool:
    """Say whether all words but small ones begin with a capital, as in the name of a venue."""
    words = [word for word in re.findall(r"[^\W\d_][^\s]*", text) if word.lower() not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)
