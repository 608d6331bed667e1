"""The app as docs/deploying.md starts it, and nginx in front of it with docs/nginx.conf."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "nginx.conf"
PAGE = ROOT / "docs" / "deploying.md"
PLACES = os.pathsep.join(
    [os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", str(ROOT / ".venv/nginx/usr/sbin")]
)
TRUSTING = ssl._create_unverified_context()


def needed(program: str) -> str:
    """Return where a program is; without it the test is skipped, in CI it fails."""
    found = shutil.which(program, path=PLACES)
    if not found:
        reason = f"no {program}: install Debian's package, or run tests/browser/ensure-nginx"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def documented_command(port: int) -> list[str]:
    """Return the command of docs/deploying.md that starts the app, on another port."""
    block = re.search(r"```sh\n\.venv/bin/streamlit (run .+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    words = block[1].replace("\\\n", " ").split()
    assert words.count("8501") == 1
    return [sys.executable, "-m", "streamlit", *(str(port) if word == "8501" else word for word in words)]


@contextmanager
def app() -> Iterator[int]:
    """Run the app and give its port."""
    port = free_port()
    command = documented_command(port)
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait()


def make_certificate(folder: Path) -> None:
    """Write a certificate that nobody trusts, and its key."""
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout privkey.pem -out fullchain.pem"
    subprocess.run([needed("openssl"), *words.split()], cwd=folder, check=True, capture_output=True)


def adapted(folder: Path, plain: int, port: int, apps: Sequence[int], without: Sequence[str]) -> str:
    """Return the documented file with other ports and paths, with the second process where there is one.

    `without` are sources taken out of the Content-Security-Policy.
    """
    text = EXAMPLE.read_text("utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/letsencrypt/live/surveyor.example.org/fullchain.pem": f"{folder}/fullchain.pem",
        "/etc/letsencrypt/live/surveyor.example.org/privkey.pem": f"{folder}/privkey.pem",
        "/var/lib/nginx/surveyor": f"{folder}/cache",
        "127.0.0.1:8501": f"127.0.0.1:{apps[0]}",
    }
    if len(apps) > 1:
        changes["#server 127.0.0.1:8502"] = f"server 127.0.0.1:{apps[1]}"
    changes |= {f" {source}": "" for source in without}
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class Nginx:
    """An nginx of its own that runs while the `with` lasts."""

    def __init__(self, folder: Path, apps: Sequence[int], without: Sequence[str] = ()) -> None:
        self.folder, self.plain, self.port = folder, free_port(), free_port()
        self.address = f"https://127.0.0.1:{self.port}/"
        make_certificate(folder)
        site = folder / "surveyor.conf"
        site.write_text(adapted(folder, self.plain, self.port, apps, without), "utf-8")
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
        around = f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {temporary} include {site}; }}"
        (folder / "nginx.conf").write_text(user + around, "utf-8")

    def __enter__(self) -> Nginx:
        command = [needed("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "said").open("wb") as said:
            self.server = subprocess.Popen([*command, "-g", "error_log stderr;"], stdout=said, stderr=said)
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        self.server.kill()
        raise AssertionError((self.folder / "said").read_text("utf-8"))

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait()

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> HTTPResponse:
        """Send one request and return the answer, whose body is read by then (`answer.text`)."""
        line = HTTPSConnection("127.0.0.1", self.port, context=TRUSTING, timeout=20)
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer

    def open_session(self, cookie: str = "", origin: str = "") -> tuple[int, socket.socket]:
        """Ask for a WebSocket as a browser does; return the status and the open connection."""
        line = TRUSTING.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20))
        lines = [
            "GET /_stcore/stream HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: {origin or self.address.rstrip('/')}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            *([f"Cookie: _streamlit_xsrf={cookie}"] if cookie else []),
        ]
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return int(line.recv(4096).split()[1]), line
