"""A web server on this machine whose answers are scripted, for tests of downloads."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class Web:
    """Answers by path, given one after the other, the last again and again; and what was asked."""

    address: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: dict[str, list[Mapping[str, str]]] = field(default_factory=lambda: defaultdict(list))
    over: threading.Event = field(default_factory=threading.Event)

    def on(self, path: str, *answers: Answer) -> str:
        self.answers[path] = list(answers)
        return self.address + path


def answer(content: bytes = b"", status: int = 200, length: int | None = None, **headers: str) -> Answer:
    """The content with headers (`_` for `-`), and a length that may be a lie."""

    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def redirect(target: str, status: int = 302) -> Answer:
    return answer(status=status, Location=target)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked[self.path].append(dict(self.headers))
            answers = web.answers.get(self.path) or [answer(b"gone", 404)]
            give = answers.pop(0) if len(answers) > 1 else answers[0]
            try:
                give(self)
            except OSError:
                """The reader has left."""
            self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.block_on_close = False
    web = Web(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.over.set()
        server.shutdown()
        server.server_close()
