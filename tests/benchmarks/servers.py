"""Apps under measurement: a Streamlit server of Surveyor or of the bare app, and Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT

BARE_APP = Path(__file__).parent / "bare_app.py"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running Streamlit server."""

    process: subprocess.Popen[bytes]
    address: str


@contextmanager
def surveyor(table: Path | None = None) -> Iterator[Server]:
    """Serve Surveyor on the committed table, or on another one."""
    named = {"SURVEYOR_TABLE": str(table)} if table else {}
    others = {name: value for name, value in os.environ.items() if name != "SURVEYOR_TABLE"}
    with serve(ROOT / "dashboard.py", ROOT, others | named) as server:
        yield server


@contextmanager
def bare_app() -> Iterator[Server]:
    """Serve the bare app from a folder of its own, with Streamlit's own settings."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(BARE_APP, folder)
        with serve(Path(folder, BARE_APP.name), Path(folder), dict(os.environ)) as server:
            yield server


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serve(app: Path, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Serve an app from a folder, with the settings that are in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options, "--server.fileWatcherType=none"]
    # The machine may have no network to tell Streamlit's makers anything.
    command.append("--browser.gatherUsageStats=false")
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield Server(process, f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(START_SECONDS * 4):
        try:
            urllib.request.urlopen(address, timeout=1)
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(f"{address} does not answer")
