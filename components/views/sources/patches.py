"""The patch of each list, for its maintainers: what it fixes, how to apply it, and the file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.store import Store
from data.formats.markdown_text import escape_markdown
from data.patching.make_patch import DAMAGED, Fixed, read_header
from data.schema import KINDS
from data.tables.table import REBUILD

# The header of a patch is shorter than this, in bytes.
_HEADER = 4000


def draw(store: Store) -> None:
    """Draw a sentence and a download for each list that has a patch; nothing if no list has one."""
    with st.spinner("Making patches …"):
        patches = store.patches
    if store.checked.problem:
        st.warning(escape_markdown(store.checked.problem), icon=":material/error:")
    if not patches:
        return
    with st.container(key="patches", gap="small"):
        st.markdown("**Patches for the maintainers of the lists**")
        st.caption(
            "A patch fixes only what is certain: no paper, link or venue is lost. To apply it, run its command in a "
            "copy of the list, at the version named in the first line of the patch."
        )
        for key, patch in patches.items():
            if not patch:
                said = f"{store.list_title(key)}: {key}.patch is broken. {REBUILD}"
                st.markdown(escape_markdown(said))
                continue
            findings = int(store.findings.lists[key].sum()) if key in store.findings.lists else 0
            header = patch[:_HEADER].decode("utf-8", "ignore")
            said = fixes(read_header(header), findings) + f" {DAMAGED}" * (DAMAGED in header)
            button, text = st.columns([1, 5], vertical_alignment="center", gap="small")
            name = escape_markdown(store.list_title(key))
            text.markdown(f"**{name}**: {escape_markdown(said)} `git apply {key}.patch`")
            button.download_button(
                "Download patch",
                data=patch,
                file_name=f"{key}.patch",
                mime="text/x-diff",
                key=f"patch-{key}",
                icon=":material/difference:",
                on_click="ignore",
            )


def fixes(fixed: Mapping[str, Fixed], findings: int) -> str:
    """Return in words what a patch fixes, out of the number of findings of its list."""
    settled = sum(of_kind.findings for of_kind in fixed.values())
    kinds = [
        f"{KINDS[kind].title.lower()} {of_kind.findings}" + (f" ({of_kind.edits} edits)" if of_kind.edits > 1 else "")
        for kind, of_kind in fixed.items()
        if kind in KINDS
    ]
    return f"fixes {settled} of {max(findings, settled):,} findings: {', '.join(kinds)}."
