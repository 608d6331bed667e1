"""A group of records → the paper they describe, with flags for statements that disagree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from data.knowledge.corrections import Corrections
from data.knowledge.load_knowledge import Knowledge
from data.normalise.link import code_key, host
from data.normalise.title import fold, match_key
from data.record import Record
from data.schema import Paper
from data.works.merge import Group
from data.works.precedence import code_rank, is_findings, winner, year_claims

LONGEST_SLUG = 48
_ENDS_IN_YEAR = re.compile(r"-\d{4}$")
# Four digits behind it are a year: `1990-2010`.
_DECIMAL_POINT = re.compile(r"(?<=\d)-(?=\d)(?!\d{4}\b)")


def resolve(groups: Sequence[Group], knowledge: Knowledge) -> list[Paper]:
    """Return one paper for each group, sorted by id; ids are unique and do not depend on the order of `groups`."""
    sharing = Counter(key for group in groups for key in {code_key(r.code_url) for r in group.records if r.code_url})
    ids = _ids(groups)
    return sorted(
        (_paper(group, ids[group.records[0].key], sharing, knowledge) for group in groups), key=lambda paper: paper.id
    )


def _paper(group: Group, paper_id: str, sharing: Counter[str], knowledge: Knowledge) -> Paper:
    records = group.records
    best = winner(records)
    title = _title(records, best, knowledge.corrections)
    others = _other_titles(records, title)
    arxiv_id = _arxiv_id(records, best)
    month = next((r.month for r in records if r.paper.arxiv_id == arxiv_id), "")
    code = _code(records, best, sharing)
    year = _year(records, best, month)
    return Paper(
        id=paper_id,
        title=title,
        year=year,
        month=month,
        venue=best.venue.series,
        venue_type=best.venue.type,
        track=best.venue.track,
        techniques=_union(r.techniques for r in records),
        topics=_union(knowledge.topics.read(name) for name in (title, *others)),
        domains=_union(r.domains for r in records),
        paper_url=best.paper.url or next((r.paper.url for r in records if r.paper.url), ""),
        arxiv_id=arxiv_id,
        code_url=code,
        code_host=host(code),
        lists=_union((r.list,) for r in records),
        records=tuple(r.key for r in records),
        also_titled=others,
        flags=_flags(group, best, year, knowledge.corrections),
        added="",
    )


def _title(records: Sequence[Record], best: Record, corrections: Corrections) -> str:
    """Return the title as listed: the present one of a renamed work, else that of the winning record."""
    titles = {match_key(record.title): record.title for record in reversed(records)}
    for same in corrections.same_work:
        present = same.titles[0]
        if match_key(best.title) in map(match_key, same.titles) and match_key(present) in titles:
            return present if present in {record.title for record in records} else titles[match_key(present)]
    return best.title


def _year(records: Sequence[Record], best: Record, month: str) -> int | None:
    heading = best.heading_year or next((r.heading_year for r in records if r.heading_year), None)
    return best.venue.year or heading or (int(month[:4]) if month else None)


def _arxiv_id(records: Sequence[Record], best: Record) -> str:
    return best.paper.arxiv_id or min((r.paper.arxiv_id for r in records if r.paper.arxiv_id), default="")


def _code(records: Sequence[Record], best: Record, sharing: Counter[str]) -> str:
    """Return the code link that wins by `data.works.precedence.CODE_RULES`; between equals the first by spelling."""
    found = sorted({r.code_url for r in records if r.code_url})
    return max(found, key=lambda url: code_rank(url, sharing, best.code_url), default="")


def _union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({value for row in values for value in row}))


def _other_titles(records: Sequence[Record], title: str) -> tuple[str, ...]:
    others = {match_key(r.title): r.title for r in reversed(records) if match_key(r.title) != match_key(title)}
    return tuple(sorted(others.values()))


def _flags(group: Group, best: Record, year: int | None, corrections: Corrections) -> tuple[str, ...]:
    records = group.records
    published = {(r.venue.series, r.venue.track) for r in records if r.venue.type in ("conference", "journal")}
    preprints = {r.venue.series for r in records if r.venue.type == "preprint"}
    found = {
        "year-conflict": len(_years_claimed(records, year)) > 1,
        "venue-conflict": len(published) > 1,
        "stale-preprint": bool(published and preprints),
        "code-conflict": len({code_key(r.code_url) for r in records if r.code_url}) > 1,
        "id-conflict": len({r.paper.arxiv_id for r in records if r.paper.arxiv_id}) > 1,
        "renamed": len({match_key(record.title) for record in records}) > 1,
        "track-conflict": best.venue.track == "main" and any(is_findings(r.paper.url) for r in records),
        "listed-twice": len({r.list for r in records}) < len(records),
        "unknown-venue": bool(best.venue.series) and not best.venue.type,
        "doubtful": any(_is_doubted(r, corrections) for r in records),
    }
    remarks = {remark for record in records for remark in record.remarks}
    return tuple(sorted({*group.remarks, *remarks, *(flag for flag, applies in found.items() if applies)}))


def _years_claimed(records: Sequence[Record], year: int | None) -> set[int]:
    """Return every year that an entry states, that a proceedings link names, or that a preprint's id contradicts."""
    return {claimed for record in records for claimed in year_claims(record)} | ({year} if year else set())


def _is_doubted(record: Record, corrections: Corrections) -> bool:
    return any(
        doubt.venue == record.venue_listed and match_key(doubt.title) == match_key(record.title)
        for doubt in corrections.doubtful
    )


def _ids(groups: Sequence[Group]) -> dict[str, str]:
    """Return the id of each group by the key of its first record.

    Where two works claim one arXiv id, the one with more entries has it and the other gets a slug.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for group in sorted(groups, key=lambda g: (-len(g.records), match_key(g.records[0].title))):
        best = winner(group.records)
        arxiv_id = _arxiv_id(group.records, best)
        own = "" if arxiv_id in taken else arxiv_id
        ids[group.records[0].key] = own or slug(best.title, _year(group.records, best, best.month))
        taken.add(own)
    return ids


def slug(title: str, year: int | None) -> str:
    """Return a short id made of a title and its year only, such as `q8bert-2019`.

    Two kinds of titles also get the beginning of a hash of the whole title: those cut at `LONGEST_SLUG` letters, and
    those whose words another title can have, too, once signs are spelt out: `Csharp` beside `C#`, `Llama 3 1` beside
    `Llama 3.1`, `Survey 2024` without a year beside `Survey` of 2024. So ids are distinct, and none depends on
    other papers.
    """
    folded = fold(title)
    words = "-".join(folded.replace("+", "plus").replace("#", "sharp").replace(".", "-").split())
    meant = _DECIMAL_POINT.sub(".", words).replace("-", " ").replace("plus", "+").replace("sharp", "#")
    is_own = 0 < len(words) <= LONGEST_SLUG and meant == folded and (year or not _ENDS_IN_YEAR.search(words))
    parts = [words if len(words) <= LONGEST_SLUG else words[:LONGEST_SLUG].rpartition("-")[0]]
    parts += [] if is_own else [sha256(match_key(title).encode()).hexdigest()[:6]]
    parts += [str(year)] if year else []
    return "-".join(filter(None, parts))
