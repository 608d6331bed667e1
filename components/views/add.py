"""Your lists: drop files or paste a list, see what was read line by line, then explore it with every view."""

from __future__ import annotations

import streamlit as st

from components import mapping, own, preview
from components.store import Store
from components.text import escape_markdown
from data.formats.bundle import to_zip
from data.own import LIMITS, Document

SUFFIXES = ["md", "markdown", "txt", "html", "htm", "bib", "ris", "json", "csv", "tsv", "parquet"]
PASTED = "pasted list.md"


def draw(shipped: Store) -> None:
    """Draw the page on which a visitor brings lists; `shipped` is the table that they may be merged with."""
    st.markdown("#### Read your own lists")
    st.markdown(
        "Markdown or HTML lists of papers, BibTeX, RIS, CSL-JSON, CSV or Parquet. "
        f":gray[{LIMITS}. Nothing is kept on the server: the files are gone when you close the page.]"
    )
    _bring()
    _read(shipped)
    documents = own.now().documents
    if not documents:
        return
    _explore(shipped)
    for document in documents:
        _document(document)


def _bring() -> None:
    left, right = st.columns(2, gap="medium")
    turn = st.session_state.get("own-turn", 0)
    with left:
        key = f"own-files-{turn}"
        st.file_uploader(
            "Drop one or more files", SUFFIXES, accept_multiple_files=True, key=key, on_change=_dropped, args=(key,)
        )
    with right, st.form("own-paste", border=False, clear_on_submit=True):
        st.text_area("Or paste a list", height=98, key="own-text", placeholder="- [Title](https://…), Venue 2024")
        st.form_submit_button("Read", on_click=_pasted)


def _dropped(key: str) -> None:
    """Take the files out of the widget, which forgets them: the session keeps what was read."""
    files = [(file.name, file.getvalue()) for file in st.session_state[key]]
    st.session_state["own-inbox"] = [*st.session_state.get("own-inbox", []), *files]
    st.session_state["own-turn"] = st.session_state.get("own-turn", 0) + 1


def _pasted() -> None:
    text = st.session_state["own-text"]
    if text.strip():
        st.session_state["own-inbox"] = [*st.session_state.get("own-inbox", []), (PASTED, text.encode())]


def _read(shipped: Store) -> None:
    inbox = st.session_state.pop("own-inbox", [])
    here = st.empty()
    for place, (name, content) in enumerate(inbox):
        here.progress(place / len(inbox), f"Reading {escape_markdown(name)}, file {place + 1} of {len(inbox)} …")
        own.take(name, content, shipped)
    here.empty()


def _explore(shipped: Store) -> None:
    held = own.now()
    if held.tables is None:
        return
    entries = sum(document.entries for document in held.documents)
    papers = len(held.tables.papers)
    with st.container(horizontal=True, vertical_alignment="center", key="own-explore-row"):
        st.markdown(f"**{papers:,}** distinct papers in {entries:,} entries", width="content")
        ways = {"alone": "Alone", "together": f"With the {shipped.index.size:,} papers of the shipped table"}
        if shipped.records is None:
            del ways["together"]
        chosen = st.segmented_control(
            "Explore",
            list(ways),
            default="alone",
            required=True,
            key="own-how",
            format_func=ways.__getitem__,
            label_visibility="collapsed",
        )
        st.button(
            "Explore",
            key="own-explored",
            type="primary",
            icon=":material/monitoring:",
            on_click=own.explore,
            args=(shipped,),
            kwargs={"together": chosen == "together"},
        )
        _download(shipped)
        st.button("Forget all", type="tertiary", on_click=own.forget)


def _download(shipped: Store) -> None:
    held = own.now()
    tables = held.explored or held.tables
    assert tables is not None
    st.download_button(
        "Download tables and lists.yaml",
        data=lambda: to_zip(tables, held.documents, held.others),
        file_name="surveyor-lists.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help="The tables, lists.yaml and your files, for the folder `data` of a fork.",
    )


def _document(document: Document) -> None:
    papers = sum(record.kind == "paper" for record in document.reading.records)
    with st.container(border=True, key=f"own-{document.key}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{escape_markdown(document.name)}** {_counts(document, papers)}", width="content")
            st.button("Remove", key=f"drop-{document.key}", type="tertiary", on_click=own.drop, args=(document,))
        mapping.draw(document)
        if document.problem:
            st.error(escape_markdown(document.problem), icon=":material/error:")
        else:
            preview.draw(document)


def _counts(document: Document, papers: int) -> str:
    if document.problem:
        return ""
    reading = document.reading
    tools = document.entries - papers
    said = [f"{papers:,} paper{'s' * (papers != 1)}"]
    said += [f"{tools:,} software"] if tools else []
    said += [f"{len(reading.doubtful):,} to look at"] if reading.doubtful else []
    said += [f"{len(reading.skipped):,} parts left out"] if reading.skipped else []
    return f":gray[{', '.join(said)}]"
