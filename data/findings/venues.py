"""Findings about venues, years and titles: outdated, disagreeing, unknown, spelt otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from data.findings.entries import Entry, Evidence, Row, lines_of, winner
from data.findings.finding import Finding, quoted
from data.knowledge.corrections import Corrections
from data.normalise.spelling import misspelt_venue, usual_spellings
from data.normalise.title import match_key
from data.schema import line_of, split
from data.works.precedence import deciding, is_findings, year_claims

# A preprint that is listed as one for longer than this is worth a look for where it was published.
MONTHS = 18


def stale_preprints(evidence: Evidence) -> Iterator[Finding]:
    """Yield entries that say preprint where another entry names the venue."""
    for paper in evidence.flagged("stale-preprint"):
        entries = evidence.entries_of(paper)
        stale = [entry for entry in entries if entry.venue.type == "preprint"]
        yield _disagreement("stale-preprint", paper, entries, stale)


def venue_conflicts(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers whose entries name different published venues, or another track than the link."""
    for paper in evidence.flagged("venue-conflict"):
        entries = evidence.entries_of(paper)
        yield _disagreement("venue-conflict", paper, entries, [e for e in entries if e.venue.type != "preprint"])
    for paper in evidence.flagged("track-conflict"):
        text = f"{quoted(paper['title'])}: {paper['venue']} is listed, the link is of a Findings volume"
        kept = (paper["venue"], paper["track"])
        said = [
            e for e in evidence.entries_of(paper) if is_findings(e.paper_url) or kept == (e.venue.series, e.venue.track)
        ]
        yield Finding("track-conflict", text, lines_of(said, paper), (paper["id"],), "The table keeps what is listed.")


def _disagreement(kind: str, paper: Row, entries: Sequence[Entry], shown: Sequence[Entry]) -> Finding:
    """Return what the entries `shown` say, and by which rules the winner of all `entries` holds against them."""
    title = quoted(paper["title"])
    if not entries:
        return Finding(kind, title, lines_of((), paper), (paper["id"],))
    best = winner(entries)
    rules = dict.fromkeys(
        deciding(best.venue, entry.venue) for entry in shown if entry is not best and entry.venue != best.venue
    )
    said = ", ".join(dict.fromkeys(_says(entry) for entry in shown))
    why = f"{_says(best)} holds: {', '.join(rules)}." if rules else f"{_says(best)} holds."
    return Finding(kind, f"{title}: {said}", tuple(e.record for e in shown), (paper["id"],), why, best.record)


def _says(entry: Entry) -> str:
    return quoted(entry.venue_listed) if entry.venue_listed else "no venue"


def old_preprints(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers that a list still has as a preprint more than `MONTHS` months after their arXiv month."""
    latest = max(filter(None, evidence.dates.values()), default="")
    papers = evidence.papers[(evidence.papers["venue_type"] == "preprint") & (evidence.papers["month"] != "")]
    ripe = [_months(month, latest) > MONTHS for month in papers["month"]]
    for paper in papers[ripe].to_dict("records"):
        read = {record: evidence.dates.get(line_of(record)[0], "") for record in lines_of((), paper)}
        old = {record: since for record, date in read.items() if (since := _months(paper["month"], date)) > MONTHS}
        if old:
            text = f"{quoted(paper['title'])}: {paper['venue']}, {max(old.values())} months after {paper['month']}"
            yield Finding("old-preprint", text, tuple(old), (paper["id"],))


def _months(earlier: str, later: str) -> int:
    """Return the months from YYYY-MM to the month of YYYY-MM-DD; 0 where the latter is not known."""
    if not later:
        return 0
    return 12 * (int(later[:4]) - int(earlier[:4])) + int(later[5:7]) - int(earlier[5:7])


def year_conflicts(evidence: Evidence) -> Iterator[Finding]:
    """Yield papers of which different years are named: where each stands, and why the table keeps which."""
    for paper in evidence.flagged("year-conflict"):
        entries = evidence.entries_of(paper)
        claims: dict[int, dict[str, None]] = defaultdict(dict)
        for entry in entries:
            for year, where in year_claims(entry.venue, entry.heading_year, entry.paper_url, entry.month).items():
                claims[year][where] = None
        said = "; ".join(f"{year} {', '.join(where)}" for year, where in sorted(claims.items()))
        text = f"{quoted(paper['title'])}: {said}" if said else quoted(paper["title"])
        won = winner(entries).record if entries else ""
        yield Finding("year-conflict", text, lines_of((), paper), (paper["id"],), _year_rule(paper, entries), won)


def _year_rule(paper: Row, entries: Sequence[Entry]) -> str:
    best = winner(entries) if entries else None
    if best is None:
        return ""
    if best.venue.year == paper["year"]:
        rule = "stated with the venue that holds"
    elif best.heading_year == paper["year"]:
        rule = "the heading above the entry whose venue holds"
    elif any(entry.heading_year == paper["year"] for entry in entries):
        rule = "a year heading beats the arXiv id"
    else:
        rule = "the arXiv id, because no year is stated with the venue that holds"
    return f"The table keeps {paper['year']}: {rule}."


def unknown_venues(evidence: Evidence) -> Iterator[Finding]:
    """Yield each venue that venues.yaml does not know, with its papers."""
    papers: dict[str, list[Row]] = defaultdict(list)
    for paper in evidence.flagged("unknown-venue"):
        papers[paper["venue"]].append(paper)
    for venue, rows in sorted(papers.items()):
        entries = {row["id"]: [e for e in evidence.entries_of(row) if e.venue.series == venue] for row in rows}
        records = tuple(record for row in rows for record in lines_of(entries[row["id"]], row))
        yield Finding("unknown-venue", quoted(venue), records, tuple(row["id"] for row in rows))


def venue_spellings(evidence: Evidence) -> Iterator[Finding]:
    """Yield each spelling of a venue that is not the one that its list mostly uses."""
    by_list: dict[str, list[Entry]] = defaultdict(list)
    for entry in evidence.entries.values():
        by_list[entry.list].append(entry)
    for _, entries in sorted(by_list.items()):
        usual = usual_spellings((entry.venue_listed, entry.venue) for entry in entries)
        spelt: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            if written := misspelt_venue(entry.venue_listed, entry.venue, usual):
                spelt[written, usual[entry.venue.series]].append(entry)
        for (written, right), same in sorted(spelt.items()):
            papers = tuple(dict.fromkeys(entry.paper for entry in same))
            text = f"{quoted(written)} where the list mostly has {quoted(right)}, {len(same)} {_times(same)}"
            yield Finding("venue-spelling", text, tuple(entry.record for entry in same), papers)


def _times(entries: Sequence[Entry]) -> str:
    return "time" if len(entries) == 1 else "times"


def renamed(evidence: Evidence) -> Iterator[Finding]:
    """Yield works under several titles, and why they are one work."""
    for paper in evidence.flagged("renamed"):
        titles = [paper["title"], *split(paper["also_titled"])]
        why = _one_work(titles, evidence.knowledge.corrections)
        yield Finding("renamed", " / ".join(map(quoted, titles)), lines_of((), paper), (paper["id"],), why)


def _one_work(titles: Sequence[str], corrections: Corrections) -> str:
    keys = set(map(match_key, titles))
    for same in corrections.same_work:
        if len(keys & set(map(match_key, same.titles))) > 1:
            return f"Settled: {same.reason}"
    return "One link and similar titles."


def doubted(evidence: Evidence) -> Iterator[Finding]:
    """Yield statements that a person doubts."""
    doubts = {match_key(doubt.title): doubt for doubt in evidence.knowledge.corrections.doubtful}
    for paper in evidence.flagged("doubtful"):
        doubt = next(
            (doubts[key] for entry in evidence.entries_of(paper) if (key := match_key(entry.title)) in doubts), None
        )
        text = f"{quoted(paper['title'])}: {quoted(doubt.venue)}" if doubt else quoted(paper["title"])
        yield Finding("doubtful", text, lines_of((), paper), (paper["id"],), doubt.reason if doubt else "")
