"""Findings about links: wrong ones, placeholders, and links that disagree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from data.findings.duplicates import is_decided
from data.findings.evidence import Entry, Evidence, Row, winner
from data.findings.finding import Finding, quoted
from data.knowledge import WrongLink, link_key
from data.normalise.link import code_url, paper_link
from data.normalise.spelling import right_label
from data.normalise.title import match_key
from data.schema import split

_MOST_TITLES = 3


def shared_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield links that stand under unlike titles and that nobody settled."""
    settled = {(match_key(wrong.title), link_key(wrong.role, wrong.listed)) for wrong in _wrong(evidence)}
    for key, papers in _sharing(evidence).items():
        entries = [entry for same in papers.values() for entry in same]
        titles = [same[0].title for same in papers.values()]
        if is_decided(titles, evidence.knowledge.corrections) or any(
            (match_key(e.title), key) in settled for e in entries
        ):
            continue
        named = " / ".join(map(quoted, titles[:_MOST_TITLES]))
        more = f" and {len(titles) - _MOST_TITLES} more" if len(titles) > _MOST_TITLES else ""
        yield Finding("shared-link", f"{key}: {named}{more}", tuple(e.record for e in entries), tuple(papers))


def wrong_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield entries whose wrong link a person put right."""
    by_title: dict[str, list[Entry]] = defaultdict(list)
    wanted = {match_key(wrong.title) for wrong in _wrong(evidence)}
    for entry in evidence.entries.values():
        if match_key(entry.title) in wanted:
            by_title[match_key(entry.title)].append(entry)
    for wrong in _wrong(evidence):
        entries = [entry for entry in by_title[match_key(wrong.title)] if _links_to(entry, wrong)]
        if entries:
            text = f"{quoted(wrong.title)} links to {wrong.listed}"
            papers = tuple(dict.fromkeys(entry.paper for entry in entries))
            why = f"Settled: {wrong.right}. {wrong.reason}"
            yield Finding("wrong-link", text, tuple(entry.record for entry in entries), papers, why)


def _wrong(evidence: Evidence) -> tuple[WrongLink, ...]:
    return evidence.knowledge.corrections.wrong_links


def _links_to(entry: Entry, wrong: WrongLink) -> bool:
    url = entry.code_url if wrong.role == "code" else entry.paper_url
    return bool(url) and link_key(wrong.role, url) == link_key(wrong.role, wrong.listed)


def _sharing(evidence: Evidence) -> dict[str, dict[str, list[Entry]]]:
    """Return, for each link that entries of several papers have, these entries by paper."""
    papers: dict[str, set[str]] = defaultdict(set)
    keys = {record: _key(entry) for record, entry in evidence.entries.items()}
    for record, entry in evidence.entries.items():
        papers[keys[record]].add(entry.paper)
    shared = {key for key, of_link in papers.items() if key and len(of_link) > 1}
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for record, entry in evidence.entries.items():
        if keys[record] in shared:
            found[keys[record]][entry.paper].append(entry)
    return found


def _key(entry: Entry) -> str:
    return f"arxiv:{entry.arxiv_id}" if entry.arxiv_id else paper_link(entry.paper_url).key


def placeholders(evidence: Evidence) -> Iterator[Finding]:
    """Yield links labelled as code that are none; the address of one that leads nowhere is not kept."""
    for paper in evidence.flagged("code-placeholder"):
        found = [
            Finding("code-placeholder", f"{link['url']} in {quoted(entry.title)}", (entry.record,), (paper["id"],))
            for entry in evidence.entries_of(paper)
            for link in json.loads(entry.links or "[]")
            if link["role"] == "code" and not code_url(link["url"])
        ]
        yield from found or _leading_nowhere(evidence, paper)


def _leading_nowhere(evidence: Evidence, paper: Row) -> Iterator[Finding]:
    entries = [entry.record for entry in evidence.entries_of(paper) if "code-placeholder" in split(entry.remarks)]
    text = f"A link that leads nowhere in {quoted(paper['title'])}"
    yield Finding("code-placeholder", text, tuple(entries) or _lines(paper), (paper["id"],))


def disagreeing_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers whose entries link different code or different arXiv ids."""
    for paper in evidence.flagged("code-conflict"):
        codes = dict.fromkeys(e.code_url for e in evidence.entries_of(paper) if e.code_url)
        text = f"{quoted(paper['title'])}: {', '.join(codes)}"
        why = f"The table keeps {paper['code_url']}: the most specific link holds."
        yield Finding("code-conflict", text, _lines(paper), (paper["id"],), why)
    for paper in evidence.flagged("id-conflict"):
        entries = evidence.entries_of(paper)
        ids = dict.fromkeys(e.arxiv_id for e in entries if e.arxiv_id)
        rule = "the entry whose venue holds links to it"
        if entries and winner(entries).arxiv_id != paper["arxiv_id"]:
            rule = "the earliest holds where the entry whose venue holds has none"
        why = f"The table keeps {paper['arxiv_id']}: {rule}."
        yield Finding("id-conflict", f"{quoted(paper['title'])}: {', '.join(ids)}", _lines(paper), (paper["id"],), why)


def unsafe_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers of which a link was left out."""
    for paper in evidence.flagged("unsafe-link"):
        yield Finding("unsafe-link", quoted(paper["title"]), _lines(paper), (paper["id"],))


def misspelt_labels(evidence: Evidence) -> Iterator[Finding]:
    """Yield labels of links that misspell a known one."""
    right: dict[tuple[str, str], str] = {}
    for entry in evidence.entries.values():
        for link in json.loads(entry.links or "[]"):
            given = link["label"], link["role"]
            if given not in right:
                right[given] = right_label(*given, evidence.knowledge.labels, evidence.knowledge.venues)
            if right[given]:
                text = f"{quoted(link['label'])} for {right[given]} in {quoted(entry.title)}"
                yield Finding("misspelt-label", text, (entry.record,), (entry.paper,))


def _lines(paper: Row) -> tuple[str, ...]:
    return tuple(split(paper["records"]))
