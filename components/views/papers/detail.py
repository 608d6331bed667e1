"""All that is known of one paper: links, entries with their lines, conflicts and flags, related papers."""

from __future__ import annotations

import json
from collections.abc import Iterator

import streamlit as st

from components import url
from components.phrases import markdown_link, percent, small, venue_and_track, year_or_nothing
from components.store import Entry, Store
from data.formats.markdown_text import escape_markdown
from data.normalise.link import is_safe
from data.query.terms import Neighbour, related
from data.schema import FLAGS, split


def draw(store: Store, row: int) -> None:
    """Draw the details of the paper in `row` of the table."""
    paper = store.index.papers.iloc[row].to_dict()
    title, close = st.columns([9, 1])
    title.markdown(f"#### {markdown_link(str(paper['title']), str(paper['paper_url']))}")
    close.button(
        ":material/close:", key="close-paper", help="Close", type="tertiary", on_click=open_paper, args=(store, "")
    )
    st.markdown("  \n".join(_facts(paper)))
    entries = {name: entry for name in split(str(paper["records"])) if (entry := store.entry(name))}
    st.markdown("**Links**  \n" + (" · ".join(_links(paper, entries)) or "None listed."))
    st.markdown("**Listed at**\n" + "\n".join(_places(store, paper, entries)))
    flags = split(str(paper["flags"]))
    if flags:
        st.markdown(
            "**Conflicts and remarks**\n"
            + "\n".join(f"- `{flag}`: {escape_markdown(FLAGS[flag].about)}" for flag in flags)
        )
    st.markdown("**Related papers**")
    _related(store, related(store.index.facets["term"], store.index.facets["topic"], row))


def open_paper(store: Store, paper: str) -> None:
    """Go to the address that opens a paper in this view, or none for ""."""
    url.change(store.index, lambda state: state.showing(paper=paper, page=state.view.page))


def _facts(paper: Entry) -> Iterator[str]:
    """Yield the lines below the title: venue and year, techniques, topics, other titles."""
    venue = venue_and_track(paper["venue"] or "No venue", paper["track"])
    yield escape_markdown(f"{venue}, {year_or_nothing(paper['year']) or 'no year'} · id {paper['id']}")
    for name in ("techniques", "topics", "domains"):
        if paper[name]:
            yield escape_markdown(f"{name.capitalize()}: {str(paper[name]).replace('; ', ', ')}")
    for other in split(str(paper["also_titled"])):
        yield f"Also titled: {escape_markdown(other)}"


def _links(paper: Entry, entries: dict[str, Entry]) -> Iterator[str]:
    """Yield every link of the table and of the entries once, http and https only."""
    links = {str(paper["paper_url"]): "Paper", str(paper["code_url"]): "Code"}
    for entry in entries.values():
        for link in json.loads(str(entry["links"]) or "[]"):
            links.setdefault(link["url"], f"{link['label'] or link['role']} ({link['role']})")
    yield from (markdown_link(text, address) for address, text in links.items() if is_safe(address))


def _places(store: Store, paper: Entry, entries: dict[str, Entry]) -> Iterator[str]:
    """Yield a line for each entry: where it is, and what it says there."""
    for name, address in store.line_urls(str(paper["records"])):
        text = f": {escape_markdown(_statement(entries[name]))}" if name in entries else ""
        yield f"- {markdown_link(name, address)}{text}"


def _statement(entry: Entry) -> str:
    heading = year_or_nothing(entry["heading_year"])
    under = f", under {heading}" if heading else ""
    return f"{entry['venue_listed'] or 'no venue'}{under}, in {entry['section'] or 'no section'}, “{entry['title']}”"


def _related(store: Store, neighbours: list[Neighbour]) -> None:
    """Draw a button for each related paper, which opens it here."""
    if not neighbours:
        st.caption("No other title has a word in common with this one.")
    for near in neighbours:
        paper = store.index.papers.iloc[near.row]
        shared = f"; shares {', '.join(near.topics)}" if near.topics else ""
        st.button(
            f"{escape_markdown(str(paper['title']))} {small(f'titles {percent(near.similarity)} alike{shared}')}",
            key=f"related-{paper['id']}",
            type="tertiary",
            on_click=open_paper,
            args=(store, str(paper["id"])),
        )
