"""Your lists: drop files or paste a list, see what was read line by line, then explore it in every view."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import DeletedFile

from components import session_lists
from components.held_lists import Place, held, place
from components.phrases import plural
from components.session_lists import ALONE, TOGETHER
from components.store import Store
from components.views.add import actions, column_menus, preview
from data.errors import InputError
from data.formats.markdown_text import escape_markdown
from data.visitor import visitor_limits
from data.visitor.bundle import note_zip, require_local_files, to_zip
from data.visitor.visitor_limits import LIMITS
from data.visitor.visitor_lists import Document, beyond_limits

PASTED = "pasted list.md"
WAITING = "Waiting until other visitors' files are read …"
# With more files than this, their lines are folded away.
MOST_OPEN = 3


def draw(built_in: Store) -> None:
    """Draw the page on which a visitor adds lists; `built_in` is the table that they may be merged with."""
    st.markdown("#### Read your own lists")
    st.markdown(
        "Lists of papers in Markdown or HTML, or files in BibTeX, RIS, CSL-JSON, CSV or Parquet. "
        f":gray[{LIMITS}. Nothing is kept on the server: the files are gone when you close or reload the page.]"
    )
    _inputs()
    _read_inbox(built_in)
    documents = held().documents
    if not documents:
        return
    _explore(built_in)
    if held().tables is None:
        st.button("Remove all", type="tertiary", on_click=actions.forget_all, args=(built_in,))
    for document in sorted(documents, key=lambda document: not document.problem):
        _document(document, opened=len(documents) <= MOST_OPEN)


def _inputs() -> None:
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="visitor-drop"):
        st.file_uploader("Drop one or more files", accept_multiple_files=True, key="visitor-files", on_change=_dropped)
    with right, st.form("visitor-paste", border=False, clear_on_submit=True):
        st.text_area("Or paste a list", height=98, key="visitor-text", placeholder="- [Title](https://…), Venue 2024")
        st.form_submit_button("Read", on_click=_pasted)


def _dropped() -> None:
    """Put the new files of the widget into the inbox; the widget keeps the files that it refused, and says why."""
    place().dropped = False
    taken = st.session_state.setdefault("visitor-taken", set())
    for file in st.session_state["visitor-files"]:
        if file.file_id not in taken:
            taken.add(file.file_id)
            if isinstance(file, DeletedFile):
                _inbox().append(("A dropped file", f"The files were too large together, so it was not read. {LIMITS}."))
                continue
            _inbox().append((file.name, _refused(file.size) or file.getvalue()))
            _give_back(file.file_id)


def _refused(size: int) -> str:
    """Return why a file of `size` bytes is not even put into the inbox, "" if it is."""
    waiting = sum(len(content) for _, content in _inbox() if isinstance(content, bytes))
    return beyond_limits(size + waiting, held().documents)


def _give_back(upload: str) -> None:
    """Drop Streamlit's own copy of a file, which it would keep as long as the visitor stays."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, upload)


def _pasted() -> None:
    text, place().dropped = st.session_state["visitor-text"], False
    if text.strip():
        _inbox().append((PASTED, text.encode()))
    else:
        st.toast("Paste a list first.", icon=":material/info:")


def _inbox() -> list[tuple[str, bytes | str]]:
    """Return the files that are to be read: their names, and their contents or why they are not read."""
    inbox: list[tuple[str, bytes | str]] = st.session_state.setdefault("visitor-inbox", [])
    return inbox


def _read_inbox(built_in: Store) -> None:
    """Read the files in the inbox. A click meanwhile runs the page again, and reading goes on with the same file."""
    progress, inbox = st.empty(), _inbox()
    done = 0
    while inbox:
        name, content = inbox[0]
        share = done / (done + len(inbox))
        progress.progress(share, f"Reading {escape_markdown(name)}, {len(inbox)} to go …")
        actions.add(name, content, built_in, partial(progress.progress, share, WAITING))
        inbox.pop(0)
        done += 1
    progress.empty()


def _explore(built_in: Store) -> None:
    lists = held()
    tables = session_lists.tables()
    if held().problem:
        st.error(escape_markdown(held().problem), icon=":material/error:")
    if tables is None:
        return
    modes = {ALONE: "Alone", TOGETHER: f"With the {built_in.index.size:,} papers of the built-in lists"}
    if built_in.records is None or len(built_in.records) > visitor_limits.MOST_BUILT_IN:
        del modes[TOGETHER]
    entries = sum(document.entries for document in lists.documents)
    with st.container(horizontal=True, vertical_alignment="center", key="visitor-explore-row"):
        st.markdown(f"**{len(tables.papers):,}** distinct papers in {entries:,} entries", width="content")
        st.segmented_control(
            "Explore",
            list(modes),
            default=lists.mode if lists.mode in modes else ALONE,
            required=True,
            key=actions.MODE,
            format_func=modes.__getitem__,
            label_visibility="collapsed",
        )
        on_click, icon = actions.explore, ":material/monitoring:"
        st.button("Explore", key="visitor-explore", type="primary", icon=icon, on_click=on_click, args=(built_in,))
        _download()
        st.button("Remove all", type="tertiary", on_click=actions.forget_all, args=(built_in,))


def _download() -> None:
    lists = held()
    others = lists.explored.others if lists.explored else {}
    try:
        require_local_files(others)
    except InputError as error:
        st.warning(escape_markdown(f"There is no download: {error.brief}"), icon=":material/error:")
        return
    beside = " When you build from it, the built-in lists are downloaded again." if others else ""
    st.download_button(
        "Download tables and lists.yaml",
        data=partial(packed, place()),
        file_name="surveyor-lists.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help=f"The tables, lists.yaml and your files, for the folder `data` of a fork.{beside}",
    )


def packed(own: Place) -> bytes:
    """Return the ZIP of what a session holds when it is asked for; of a note where it cannot be made by then."""
    lists = own.lists
    tables, others = (lists.explored.tables, lists.explored.others) if lists.explored else (lists.tables, {})
    if tables is None:
        return note_zip("Your files are not there any more. Add them again.")
    try:
        return to_zip(tables, lists.documents, others)
    except InputError as error:
        return note_zip(error.brief)


def _document(document: Document, *, opened: bool) -> None:
    with st.container(border=True, key=f"file-{document.key}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{escape_markdown(document.name)}** {_counts(document)}", width="content")
            key = f"remove-{document.key}"
            st.button("Remove", key=key, type="tertiary", on_click=actions.remove, args=(document.key,))
        lacks_title = column_menus.draw(document)
        if document.problem and lacks_title:
            st.warning("Choose the column of the titles in the menu “Title”.", icon=":material/table_chart:")
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
    states = document.lines["state"].value_counts()
    said = [plural(document.papers, "paper")]
    said += [f"{document.tools:,} software"] if document.tools else []
    said += [f"{states['doubtful']:,} to check"] if states.get("doubtful") else []
    said += [f"{plural(int(states['skipped']), 'part')} left out"] if states.get("skipped") else []
    return f":gray[{', '.join(said)}]"
