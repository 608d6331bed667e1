"""The app as it is put online: one Streamlit process, or several behind nginx."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.servers import serve

START_SECONDS = 10

# The page goes to the processes in turn, and a cookie names the one that gave it: the WebSocket, files and downloads
# of a visitor then come from there as well. Where that one is down, another answers: the state is in the address.
_CONFIG = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 6m;
  upstream all {{ {all} }}
{sticky}
  map $cookie_surveyor_process $process {{ default all; {cookies} }}
  map $upstream_addr $named {{ default ""; {names} }}
  map $http_upgrade $connection_header {{ default upgrade; "" ""; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://$process;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_read_timeout 1h;
      proxy_buffers 16 64k;
      add_header Set-Cookie "surveyor_process=$named; Path=/; HttpOnly; SameSite=Lax";
    }}
  }}
}}
"""


class NotInstalledError(Exception):
    """A program that is needed is not there."""


@dataclass(frozen=True)
class Site:
    """Where visitors find the app, and the Streamlit processes that give it: their own addresses and their ids."""

    address: str
    processes: tuple[str, ...]
    pids: tuple[int, ...]


@contextmanager
def site(app: Path, folder: Path, processes: int = 1) -> Iterator[Site]:
    """Serve an app, with more than one process behind nginx.

    Raises NotInstalledError where nginx is needed and missing.
    """
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(app, folder, dict(os.environ))) for _ in range(processes)]
        addresses = [server.address for server in servers]
        front = addresses[0] if processes == 1 else stack.enter_context(nginx(addresses))
        yield Site(front, tuple(addresses), tuple(server.process.pid for server in servers))


@contextmanager
def nginx(addresses: Sequence[str]) -> Iterator[str]:
    """Start nginx in front of servers at http addresses, and return its own address.

    Raises NotInstalledError where it is missing.
    """
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NotInstalledError("nginx is not installed; on Debian: apt-get install nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "nginx.conf")
        config.write_text(configuration([urlsplit(address).netloc for address in addresses], port, folder), "utf-8")
        process = subprocess.Popen([program, "-p", folder, "-c", str(config), "-e", f"{folder}/error.log"])
        try:
            _wait_for(port, process, Path(folder, "error.log"))
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def configuration(servers: Sequence[str], port: int, folder: str) -> str:
    """Return the configuration of an nginx that listens on a local port in front of servers (host:port)."""
    names = {f"process{number}": server for number, server in enumerate(servers, 1)}
    others = {name: [other for other in servers if other != server] for name, server in names.items()}
    return _CONFIG.format(
        # Only root can name the user of the workers; the temporary folder belongs to whoever starts nginx.
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        port=port,
        all=" ".join(f"server {server};" for server in servers),
        sticky="\n".join(
            f"  upstream {name} {{ server {server}; {' '.join(f'server {other} backup;' for other in others[name])} }}"
            for name, server in names.items()
        ),
        cookies=" ".join(f"{name} {name};" for name in names),
        names=" ".join(f"{server} {name};" for name, server in names.items()),
    )


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            raise RuntimeError(f"nginx ended: {log.read_text('utf-8') if log.exists() else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not answer")
