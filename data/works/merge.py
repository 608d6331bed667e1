"""Records → groups of records that are one work. A false merge is worse than a missed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz import fuzz

from data.knowledge.corrections import Corrections
from data.normalise.link import paper_link
from data.normalise.title import fold, match_key, similar
from data.record import Record

# A link that more titles share belongs to no single paper, so nothing is merged by it. This also keeps merging linear.
MOST_TITLES_PER_LINK = 12


@dataclass(frozen=True)
class Group:
    """Records of one work, sorted by list and line; `remarks` are flags for the paper."""

    records: tuple[Record, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Titles that share a link and are not alike: a rename or a wrong link, which a person has to settle."""

    link: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """All groups, and the merges that were refused."""

    groups: tuple[Group, ...]
    refusals: tuple[Refusal, ...]


def merge(records: Iterable[Record], corrections: Corrections) -> Merged:
    """Group paper records that are one work: by correction, by title, then by link and similar title.

    The result does not depend on the order of `records`.
    """
    ordered = sorted(records, key=lambda record: record.order)
    corrected = [_correct(record, corrections) for record in ordered]
    works = _by_title([record for record, _ in corrected], corrections)
    linked, refusals = _by_link(works, corrections)
    remarks = {record.key: notes for record, notes in corrected if notes}
    apart = {match_key(title) for refusal in refusals for title in refusal.titles}
    groups = [_group([record for key in keys for record in works[key]], remarks, apart) for keys in linked]
    return Merged(tuple(sorted(groups, key=lambda group: group.records[0].order)), tuple(refusals))


def _group(records: list[Record], remarks: dict[str, tuple[str, ...]], apart: set[str]) -> Group:
    records.sort(key=lambda record: record.order)
    notes = {note for record in records for note in remarks.get(record.key, ())}
    if any(match_key(record.title) in apart for record in records):
        notes.add("link-mismatch")
    return Group(tuple(records), tuple(sorted(notes)))


def _correct(record: Record, corrections: Corrections) -> tuple[Record, tuple[str, ...]]:
    """Return the record with its wrong links corrected, and the flag for that."""
    paper = corrections.right_link(record.title, "paper", record.paper.url)
    code = corrections.right_link(record.title, "code", record.code_url)
    if not (paper or code):
        return record, ()
    put_right = replace(record, paper=paper_link(paper) if paper else record.paper, code_url=code or record.code_url)
    return put_right, ("link-mismatch",)


def _by_title(records: Sequence[Record], corrections: Corrections) -> dict[str, list[Record]]:
    """Return the records by title, renamed works under their present title."""
    present = {match_key(old): match_key(same.titles[0]) for same in corrections.same_work for old in same.titles}
    works: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        key = match_key(record.title)
        works[present.get(key, key)].append(record)
    return works


def _by_link(works: dict[str, list[Record]], corrections: Corrections) -> tuple[list[list[str]], list[Refusal]]:
    """Return the keys of `works` grouped where a link and similar titles say so, and the refused pairs."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for key, records in works.items():
        for record in records:
            if record.paper.key:
                sharing[record.paper.key].add(key)
    apart = {
        frozenset(pair) for work in corrections.different_works for pair in combinations(map(match_key, work.titles), 2)
    }
    titles = {key: records[0].title for key, records in works.items()}
    alike: dict[tuple[str, str], float] = {}
    refusals = []
    refused = set(apart)
    for link, keys in sharing.items():
        ordered = sorted(keys)
        if len(ordered) > MOST_TITLES_PER_LINK:
            refusals.append(Refusal(link, tuple(titles[key] for key in ordered)))
            continue
        for one, other in combinations(ordered, 2):
            if frozenset((one, other)) in apart:
                continue
            if similar(titles[one], titles[other]):
                alike[one, other] = fuzz.ratio(fold(titles[one]), fold(titles[other]))
            else:
                refusals.append(Refusal(link, (titles[one], titles[other])))
                refused.add(frozenset((one, other)))
    return _unite(works, alike, refused), refusals


def _unite(keys: Iterable[str], alike: dict[tuple[str, str], float], apart: set[frozenset[str]]) -> list[list[str]]:
    """Return the keys in groups: alike ones are united, the most alike first, unless a pair of them is kept apart."""
    group = {key: [key] for key in keys}
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        left, right = group[one], group[other]
        if left is right or any(frozenset((a, b)) in apart for a in left for b in right):
            continue
        left += right
        for key in right:
            group[key] = left
    return list({id(members): members for members in group.values()}.values())
