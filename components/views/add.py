"""Your lists: drop files or paste a list, see what was read line by line, then explore it with every view."""

from __future__ import annotations

import streamlit as st

from components import mapping, own, preview
from components.store import Store
from components.text import escape_markdown
from data.errors import InputError
from data.visitor.bundle import require_local_files, to_zip
from data.visitor.visitor_lists import LIMITS, Document

PASTED = "pasted list.md"
# More files than this are folded, so that the page stays one that a person can look over.
MOST_OPEN = 3


def draw(shipped: Store) -> None:
    """Draw the page on which a visitor brings lists; `shipped` is the table that they may be merged with."""
    st.markdown("#### Read your own lists")
    st.markdown(
        "Markdown or HTML lists of papers, BibTeX, RIS, CSL-JSON, CSV or Parquet. "
        f":gray[{LIMITS}. Nothing is kept on the server: the files are gone when you close or reload the page.]"
    )
    _bring()
    _read(shipped)
    documents = own.now().documents
    if not documents:
        return
    _explore(shipped)
    for document in sorted(documents, key=lambda document: not document.problem):
        _document(document, opened=len(documents) <= MOST_OPEN)


def _bring() -> None:
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="own-drop"):
        st.file_uploader("Drop one or more files", accept_multiple_files=True, key="own-files", on_change=_dropped)
    with right, st.form("own-paste", border=False, clear_on_submit=True):
        st.text_area("Or paste a list", height=98, key="own-text", placeholder="- [Title](https://…), Venue 2024")
        st.form_submit_button("Read", on_click=_pasted)


def _dropped() -> None:
    """Put files that are new in the widget into the inbox; the widget keeps what it refused, and says so."""
    taken = st.session_state.setdefault("own-taken", set())
    for file in st.session_state["own-files"]:
        if file.file_id not in taken:
            taken.add(file.file_id)
            _inbox().append((file.name, file.getvalue()))


def _pasted() -> None:
    text = st.session_state["own-text"]
    if text.strip():
        _inbox().append((PASTED, text.encode()))
    else:
        st.toast("Paste a list first.", icon=":material/info:")


def _inbox() -> list[tuple[str, bytes]]:
    inbox: list[tuple[str, bytes]] = st.session_state.setdefault("own-inbox", [])
    return inbox


def _read(shipped: Store) -> None:
    """Read what waits in the inbox; a click meanwhile starts the page anew, and reading goes on where it was."""
    here, inbox = st.empty(), _inbox()
    done = 0
    while inbox:
        name, content = inbox[0]
        here.progress(done / (done + len(inbox)), f"Reading {escape_markdown(name)}, {len(inbox)} to go …")
        own.take(name, content, shipped)
        inbox.pop(0)
        done += 1
    here.empty()


def _explore(shipped: Store) -> None:
    held = own.now()
    with st.spinner("Merging …"):
        tables = own.tables()
    if tables is None:
        return
    entries = sum(document.entries for document in held.documents)
    ways = {own.ALONE: "Alone", own.TOGETHER: f"With the {shipped.index.size:,} papers of the shipped table"}
    if shipped.records is None:
        del ways[own.TOGETHER]
    with st.container(horizontal=True, vertical_alignment="center", key="own-explore-row"):
        st.markdown(f"**{len(tables.papers):,}** distinct papers in {entries:,} entries", width="content")
        chosen = st.segmented_control(
            "Explore",
            list(ways),
            default=held.way if held.way in ways else own.ALONE,
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
            args=(shipped, chosen),
        )
        _download()
        st.button("Forget all", type="tertiary", on_click=own.forget, args=(shipped,))


def _download() -> None:
    held = own.now()
    tables = held.explored or held.tables
    assert tables is not None
    try:
        require_local_files(held.others)
    except InputError as error:
        st.warning(escape_markdown(f"There is no download: {error}"), icon=":material/error:")
        return
    beside = " A build fetches the lists of the shipped table anew." if held.others else ""
    st.download_button(
        "Download tables and lists.yaml",
        data=lambda: to_zip(tables, held.documents, held.others),
        file_name="surveyor-lists.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help=f"The tables, lists.yaml and your files, for the folder `data` of a fork.{beside}",
    )


def _document(document: Document, *, opened: bool) -> None:
    with st.container(border=True, key=f"own-{document.key}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{escape_markdown(document.name)}** {_counts(document)}", width="content")
            st.button("Remove", key=f"drop-{document.key}", type="tertiary", on_click=own.drop, args=(document,))
        mapped = mapping.draw(document)
        if document.problem and mapped:
            st.warning("Choose the column that holds the titles in the menu “Title”.", icon=":material/table_chart:")
        elif document.problem:
            st.error(escape_markdown(document.problem), icon=":material/error:")
        elif opened:
            preview.draw(document)
        else:
            with st.expander("Line by line"):
                preview.draw(document)


def _counts(document: Document) -> str:
    if document.problem:
        return ""
    papers = sum(record.kind == "paper" for record in document.reading.records)
    states = document.lines["state"].value_counts()
    left_out = int(states.get("skipped", 0))
    said = [f"{papers:,} paper{'s' * (papers != 1)}"]
    said += [f"{document.entries - papers:,} software"] if document.entries > papers else []
    said += [f"{states['doubtful']:,} to look at"] if states.get("doubtful") else []
    said += [f"{left_out:,} part{'s' * (left_out != 1)} left out"] if left_out else []
    return f":gray[{', '.join(said)}]"
