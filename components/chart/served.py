"""Scripts and styles for the browser, served by Streamlit itself: not sent with each message, not from another host."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit.runtime.scriptrunner import get_script_run_ctx

# A browser keeps a file of unstated lifetime for a tenth of its age, and with it what it compiled. A file from 1980 it
# keeps for years, which is right because each version has a folder of its own.
LONG_AGO = 315_532_800


def version(files: Sequence[Path]) -> str:
    """Return a short text that differs when the content of `files` does."""
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def preloading(files: Sequence[Path]) -> str:
    """Return the function `preload(folder)` for the script of a component: the browser fetches all files at once.

    Otherwise it would find each file only when it has read the one before. Streamlit sends the script with each
    message, so it is short.
    """
    names = json.dumps([file.name for file in files])
    return f"""
const preload = (folder) => {names}.forEach((name) => document.head.append(Object.assign(
  document.createElement("link"),
  {{ href: folder + name, ...(/css$/.test(name) ? {{ rel: "preload", as: "style" }} : {{ rel: "modulepreload" }}) }},
)))
"""


def serve(name: str, files: Sequence[Path]) -> str:
    """Return the address, relative to the page, of a folder with copies of `files`; `name` has name and version.

    The folder is made in the folder `static` beside the script of the app, which Streamlit serves with the dates of its
    files. Where that cannot be written or is not served, Streamlit serves the original folder as that of a component,
    without dates: browsers then fetch the files for each visit, unless a web server in front says otherwise.
    """
    context = get_script_run_ctx()
    if context and st.get_option("server.enableStaticServing"):
        folder = Path(context.main_script_path).parent / "static" / name
        try:
            if not folder.exists():
                _copy(files, folder)
            return f"app/static/{name}"
        except OSError:
            pass
    return f"component/{_component(name, files[0].parent)}"


def _copy(files: Sequence[Path], to: Path) -> None:
    """Make a folder of copies in one step, so that no visitor gets half of it."""
    to.parent.mkdir(exist_ok=True)
    part = Path(mkdtemp(dir=to.parent))
    try:
        for file in files:
            copy = shutil.copyfile(file, part / file.name)
            os.utime(copy, (LONG_AGO, LONG_AGO))
        part.chmod(0o755)
        part.rename(to)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        # Another visitor's run may have been quicker.
        if not to.exists():
            raise


@cache
def _component(name: str, folder: Path) -> str:
    return declare_component(name, path=folder).name
