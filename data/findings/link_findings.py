"""Findings about links: wrong ones, placeholders, and links that disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from data.findings.duplicate_findings import is_decided
from data.findings.entries import TablesToCheck
from data.findings.finding import Finding, Row, about_paper, kept, lines_of, quoted
from data.knowledge.corrections import WrongLink, link_key
from data.normalise.link import code_key, code_url
from data.normalise.spelling import right_label
from data.normalise.title import match_key
from data.record import Record
from data.works.precedence import code_rank, deciding_code, rank, winner

_MOST_TITLES = 3


def shared_links(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield links that stand under unlike titles and that nobody settled."""
    corrections = tables.knowledge.corrections
    settled = {(match_key(wrong.title), link_key(wrong.role, wrong.listed)) for wrong in corrections.wrong_links}
    by_link: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for entry in tables.entries.values():
        if entry.paper.key:
            by_link[entry.paper.key][tables.paper_of[entry.key]].append(entry)
    for link, papers in by_link.items():
        entries = [entry for same in papers.values() for entry in same]
        titles = [same[0].title for same in papers.values()]
        decided = is_decided(titles, corrections) or any((match_key(e.title), link) in settled for e in entries)
        if len(papers) > 1 and not decided:
            named = " / ".join(map(quoted, titles[:_MOST_TITLES]))
            more = f" and {len(titles) - _MOST_TITLES} more" if len(titles) > _MOST_TITLES else ""
            yield Finding("shared-link", f"{link}: {named}{more}", lines_of(entries), tuple(papers))


def wrong_links(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield entries whose wrong link a person put right."""
    by_title: dict[str, list[Record]] = defaultdict(list)
    for entry in tables.entries.values():
        by_title[match_key(entry.title)].append(entry)
    for wrong in tables.knowledge.corrections.wrong_links:
        entries = [entry for entry in by_title[match_key(wrong.title)] if _links_to(entry, wrong)]
        if entries:
            text = f"{quoted(wrong.title)} links to {wrong.listed}"
            why = f"Settled: {wrong.right}. {wrong.reason}"
            yield Finding("wrong-link", text, lines_of(entries), tables.papers_of(entries), why)


def _links_to(entry: Record, wrong: WrongLink) -> bool:
    url = entry.code_url if wrong.role == "code" else entry.paper.url
    return bool(url) and link_key(wrong.role, url) == link_key(wrong.role, wrong.listed)


def placeholders(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield links labelled as code that are none; the address of one that leads nowhere is not kept."""
    for paper, entries in tables.flagged("code-placeholder"):
        found = [
            Finding("code-placeholder", f"{link.url} in {quoted(entry.title)}", (entry.key,), (paper["id"],))
            for entry in entries
            for link in entry.links
            if link.role == "code" and not code_url(link.url)
        ]
        nowhere = [entry for entry in entries if "code-placeholder" in entry.remarks]
        yield from found or [about_paper("code-placeholder", paper, nowhere, "a link leads nowhere")]


def disagreeing_links(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers whose entries link to different code or different arXiv ids."""
    linked = {(tables.paper_of[entry.key], code_key(entry.code_url)) for entry in tables.entries.values()}
    sharing = Counter(key for _, key in linked)
    for paper, entries in tables.flagged("code-conflict"):
        having = [entry for entry in entries if entry.code_url]
        codes = dict.fromkeys(entry.code_url for entry in having)
        why = kept(paper["code_url"], _code_rules(paper["code_url"], entries, sharing))
        yield about_paper("code-conflict", paper, having, ", ".join(codes), why)
    for paper, entries in tables.flagged("id-conflict"):
        having = [entry for entry in entries if entry.paper.arxiv_id]
        ids = dict.fromkeys(entry.paper.arxiv_id for entry in having)
        why = kept(paper["arxiv_id"], _id_rule(paper, entries))
        yield about_paper("id-conflict", paper, having, ", ".join(ids), why)


def _code_rules(code: str, entries: Sequence[Record], sharing: Mapping[str, int]) -> list[str]:
    """Return the rules by which `code` is kept rather than the other links of `entries`, in words."""
    if not entries:
        return []
    best = winner(entries).code_url
    ranks = {entry.code_url: code_rank(entry.code_url, sharing, best) for entry in entries if entry.code_url}
    if code not in ranks:
        return ["settled in corrections.yaml"]
    return [deciding_code(ranks[code], ranks[other]) for other in ranks if other != code]


def _id_rule(paper: Row, entries: Sequence[Record]) -> list[str]:
    """Return the rule by which the arXiv id of a paper is kept, in words."""
    if not entries:
        return []
    best = winner(entries)
    if best.paper.arxiv_id != paper["arxiv_id"]:
        return ["the earliest id wins, because the entry with the winning venue has none"]
    equals = {entry.paper.arxiv_id for entry in entries if rank(entry.venue) == rank(best.venue)}
    if equals - {"", best.paper.arxiv_id}:
        return ["the venues do not decide, so the last entry by list and line wins"]
    return ["the entry with the winning venue links to it"]


def unsafe_links(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers of which a link was left out."""
    for paper, entries in tables.flagged("unsafe-link"):
        yield about_paper("unsafe-link", paper, [entry for entry in entries if "unsafe-link" in entry.remarks])


def misspelt_labels(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield labels of links that misspell a known one."""
    labels, venues = tables.knowledge.labels, tables.knowledge.venues
    right = cache(lambda label, role: right_label(label, role, labels, venues))
    for entry in tables.entries.values():
        for link in entry.links:
            if meant := right(link.label, link.role):
                text = f"{quoted(link.label)} for {meant} in {quoted(entry.title)}"
                yield Finding("misspelt-label", text, (entry.key,), tables.papers_of([entry]))
