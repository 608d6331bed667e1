"""Findings about venues, years and titles: outdated, disagreeing, unknown, spelt otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from data.findings.entries import TablesToCheck, rows_of
from data.findings.finding import Finding, Row, about_paper, kept, lines_of, quoted
from data.knowledge.corrections import Corrections
from data.normalise.spelling import misspelt_venue, usual_spellings
from data.normalise.title import match_key
from data.normalise.year import month_number
from data.record import Record
from data.schema import line_of, split
from data.works.precedence import deciding, is_findings, winner, year_claims

# A preprint that is listed as one for longer than this is worth a look for where it was published.
MONTHS = 18


def stale_preprints(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield entries that say preprint where another entry names the venue."""
    for paper, entries in tables.flagged("stale-preprint"):
        stale = [entry for entry in entries if entry.venue.type == "preprint"]
        yield _disagreement("stale-preprint", paper, entries, stale)


def venue_conflicts(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers whose entries name different published venues, or another track than the link."""
    for paper, entries in tables.flagged("venue-conflict"):
        yield _disagreement("venue-conflict", paper, entries, [e for e in entries if e.venue.type != "preprint"])
    for paper, entries in tables.flagged("track-conflict"):
        listed = (paper["venue"], paper["track"])
        said = [e for e in entries if is_findings(e.paper.url) or listed == (e.venue.series, e.venue.track)]
        text = f"{paper['venue']} is listed, the link is of a Findings volume"
        yield about_paper("track-conflict", paper, said, text, "The table keeps what is listed.")


def _disagreement(kind: str, paper: Row, entries: Sequence[Record], shown: Sequence[Record]) -> Finding:
    """Return what the entries `shown` say, and by which rules the winner of all `entries` wins over them."""
    if not entries:
        return about_paper(kind, paper)
    best = winner(entries)
    said = ", ".join(dict.fromkeys(map(_says, shown)))
    rules = [deciding(best.venue, entry.venue) for entry in shown if entry.venue != best.venue]
    return about_paper(kind, paper, shown, said, kept(_says(best), rules), best.key)


def _says(entry: Record) -> str:
    return quoted(entry.venue_listed) if entry.venue_listed else "no venue"


def old_preprints(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers that a list still has as a preprint more than `MONTHS` months after their arXiv month."""
    read = {key: month_number(date) for key, date in tables.dates.items() if date}
    papers = tables.papers[(tables.papers["venue_type"] == "preprint") & (tables.papers["month"] != "")]
    ripe = papers["month"].map(month_number) < max(read.values(), default=0) - MONTHS
    for paper in rows_of(papers[ripe]):
        written = month_number(paper["month"])
        ages = {record: read.get(line_of(record)[0], 0) - written for record in split(paper["records"])}
        old = {record: months for record, months in ages.items() if months > MONTHS}
        if old:
            text = f"{quoted(paper['title'])}: {paper['venue']}, {max(old.values())} months after {paper['month']}"
            yield Finding("old-preprint", text, tuple(old), (paper["id"],))


def year_conflicts(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield papers of which different years are named: where each stands, and why the table keeps which."""
    for paper, entries in tables.flagged("year-conflict"):
        if not entries:
            yield about_paper("year-conflict", paper)
            continue
        claims: dict[int, dict[str, None]] = defaultdict(dict)
        for entry in entries:
            for year, where in year_claims(entry).items():
                claims[year][where] = None
        said = "; ".join(f"{year} {', '.join(where)}" for year, where in sorted(claims.items()))
        best = winner(entries)
        why = kept(paper["year"], [_year_rule(paper["year"], best, entries)])
        yield about_paper("year-conflict", paper, (), said, why, best.key)


def _year_rule(year: int, best: Record, entries: Sequence[Record]) -> str:
    if best.venue.year == year:
        return "stated with the winning venue"
    if best.heading_year == year:
        return "the heading above the entry with the winning venue"
    if any(entry.heading_year == year for entry in entries):
        return "a year heading beats the arXiv id"
    return "the arXiv id, because no year is stated with the winning venue"


def unknown_venues(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield each venue that venues.yaml does not know, with its papers."""
    by_venue: dict[str, list[Finding]] = defaultdict(list)
    for paper, entries in tables.flagged("unknown-venue"):
        saying = [entry for entry in entries if entry.venue.series == paper["venue"]]
        by_venue[paper["venue"]].append(about_paper("unknown-venue", paper, saying))
    for venue, found in sorted(by_venue.items()):
        records = tuple(record for one in found for record in one.records)
        yield Finding("unknown-venue", quoted(venue), records, tuple(one.papers[0] for one in found))


def venue_spellings(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield each spelling of a venue that is not the one that its list mostly uses."""
    by_list: dict[str, list[Record]] = defaultdict(list)
    for entry in tables.entries.values():
        by_list[entry.list].append(entry)
    for _, entries in sorted(by_list.items()):
        usual = usual_spellings((entry.venue_listed, entry.venue) for entry in entries)
        spelt: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for entry in entries:
            if written := misspelt_venue(entry.venue_listed, entry.venue, usual):
                spelt[written, usual[entry.venue.series]].append(entry)
        for (written, right), same in sorted(spelt.items()):
            times = "1 time" if len(same) == 1 else f"{len(same)} times"
            text = f"{quoted(written)} where the list mostly has {quoted(right)}, {times}"
            yield Finding("venue-spelling", text, lines_of(same), tables.papers_of(same))


def renamed(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield works under several titles, and why they are one work."""
    for paper, _ in tables.flagged("renamed"):
        titles = [paper["title"], *split(paper["also_titled"])]
        why = _one_work(titles, tables.knowledge.corrections)
        lines = tuple(split(paper["records"]))
        yield Finding("renamed", " / ".join(map(quoted, titles)), lines, (paper["id"],), why)


def _one_work(titles: Sequence[str], corrections: Corrections) -> str:
    keys = set(map(match_key, titles))
    for same in corrections.same_work:
        if len(keys & set(map(match_key, same.titles))) > 1:
            return f"Settled: {same.reason}"
    return "One link and similar titles."


def doubted(tables: TablesToCheck) -> Iterator[Finding]:
    """Yield statements that a person doubts."""
    doubts = {match_key(doubt.title): doubt for doubt in tables.knowledge.corrections.doubtful}
    for paper, entries in tables.flagged("doubtful"):
        doubt = next((doubts[key] for entry in entries if (key := match_key(entry.title)) in doubts), None)
        said, why = (quoted(doubt.venue), doubt.reason) if doubt else ("", "")
        yield about_paper("doubtful", paper, (), said, why)
