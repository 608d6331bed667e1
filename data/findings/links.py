"""Findings about links: wrong ones, placeholders, and links that disagree."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from data.findings.duplicates import is_decided
from data.findings.entries import Entry, Evidence, Row, lines_of, winner
from data.findings.finding import Finding, quoted
from data.knowledge.corrections import WrongLink, link_key
from data.normalise.link import code_key, code_url, paper_link
from data.normalise.spelling import right_label
from data.normalise.title import match_key
from data.schema import split
from data.works.precedence import code_rank, deciding_code, rank

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
    yield Finding("code-placeholder", text, tuple(entries) or lines_of((), paper), (paper["id"],))


def disagreeing_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers whose entries link different code or different arXiv ids."""
    sharing = _sharing_code(evidence)
    for paper in evidence.flagged("code-conflict"):
        entries = [entry for entry in evidence.entries_of(paper) if entry.code_url]
        codes = dict.fromkeys(entry.code_url for entry in entries)
        text = f"{quoted(paper['title'])}: {', '.join(codes)}"
        why = f"The table keeps {paper['code_url']}: {_code_rule(evidence, paper, codes, sharing)}."
        yield Finding("code-conflict", text, lines_of(entries, paper), (paper["id"],), why)
    for paper in evidence.flagged("id-conflict"):
        entries = [entry for entry in evidence.entries_of(paper) if entry.arxiv_id]
        ids = dict.fromkeys(entry.arxiv_id for entry in entries)
        why = f"The table keeps {paper['arxiv_id']}: {_id_rule(evidence, paper)}."
        text = f"{quoted(paper['title'])}: {', '.join(ids)}"
        yield Finding("id-conflict", text, lines_of(entries, paper), (paper["id"],), why)


def _sharing_code(evidence: Evidence) -> Counter[str]:
    """Return how many papers share each code link, by `code_key`."""
    pairs = {(entry.paper, code_key(entry.code_url)) for entry in evidence.entries.values() if entry.code_url}
    return Counter(key for _, key in pairs)


def _code_rule(evidence: Evidence, paper: Row, codes: Iterable[str], sharing: Mapping[str, int]) -> str:
    """Return the rules by which the code of a paper holds against the others of `codes`, in words."""
    kept, best = paper["code_url"], winner(evidence.entries_of(paper)).code_url if codes else ""
    if kept not in codes:
        return "settled in corrections.yaml" if codes else "it holds by the rules for code"
    ranks = {code: code_rank(code, sharing, best) for code in codes}
    return ", ".join(dict.fromkeys(deciding_code(ranks[kept], ranks[code]) for code in codes if code != kept))


def _id_rule(evidence: Evidence, paper: Row) -> str:
    """Return the rule by which the arXiv id of a paper holds, in words."""
    entries = evidence.entries_of(paper)
    best = winner(entries) if entries else None
    if best and best.arxiv_id != paper["arxiv_id"]:
        return "the earliest holds where the entry whose venue holds has none"
    if best and any(e.arxiv_id not in ("", best.arxiv_id) and rank(e.venue) == rank(best.venue) for e in entries):
        return "the venues of its entries do not decide, so that of the last by list and line holds"
    return "the entry whose venue holds links to it"


def unsafe_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers of which a link was left out."""
    for paper in evidence.flagged("unsafe-link"):
        entries = [entry for entry in evidence.entries_of(paper) if "unsafe-link" in split(entry.remarks)]
        yield Finding("unsafe-link", quoted(paper["title"]), lines_of(entries, paper), (paper["id"],))


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
