"""One browser tab: the connection to the server, through which a page is opened and used."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.load.page import Page
from tests.load.widgets import Widget

PATIENCE_SECONDS = 60
_BOUNDARY = "0123456789abcdef"


class AppError(Exception):
    """The app answered with an error, or not at all."""


@dataclass
class Tab:
    """A page and the connection that it came through."""

    connection: ClientConnection
    page: Page = field(default_factory=Page)
    address: str = ""
    cookies: str = ""

    async def open(self, query: str) -> float:
        """Open the page at an address, as a link does; returns the seconds until it was there.

        Raises AppError where the page shows an error or does not come.
        """
        self.page.query = query
        return await self._ask(self.page.asking())

    async def use(self, changed: Iterable[Widget] = (), pressed: str = "") -> float:
        """Change widgets or press a button; returns the seconds until the page was drawn anew.

        Raises AppError where the page shows an error or does not come.
        """
        return await self._ask(self.page.asking(changed, pressed))

    async def drop(self, name: str, content: bytes) -> float:
        """Drop a file on the page; returns the seconds from the upload's end until the page was drawn anew.

        Raises AppError as `use` does, and where the upload is refused.
        """
        uploader = next((one for one in self.page.widgets.values() if one.kind == "file_uploader"), None)
        if uploader is None:
            raise AppError("the page takes no files")
        upload = str(uuid.uuid4())
        await asyncio.to_thread(self._upload, upload, name, content)
        before = uploader.value if isinstance(uploader.value, list) else []
        file = f"{upload}/{len(content)}/{name}"
        return await self.use([uploader.setting([*map(str, before), file])])

    def _upload(self, upload: str, name: str, content: bytes) -> None:
        parts = urlsplit(self.address)
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE_SECONDS)
        try:
            # The app says its token here, and wants it back twice.
            connection.request("GET", "/_stcore/health", headers={"Cookie": self.cookies})
            answer = connection.getresponse()
            token = SimpleCookie(answer.getheader("Set-Cookie", ""))["_streamlit_xsrf"]
            answer.read()
            connection.request(
                "PUT",
                f"/_stcore/upload_file/{self.page.session}/{upload}",
                head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode(),
                {
                    "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
                    "Cookie": f"{self.cookies}; _streamlit_xsrf={token.coded_value}".removeprefix("; "),
                    "X-Xsrftoken": token.value,
                },
            )
            status = connection.getresponse().status
        finally:
            connection.close()
        if status >= 300:
            raise AppError(f"the upload was refused with {status}")

    async def _ask(self, asked: BackMsg) -> float:
        start = time.perf_counter()
        await self.connection.send(asked.SerializeToString())
        try:
            await asyncio.wait_for(self._answered(), PATIENCE_SECONDS)
        except TimeoutError:
            raise AppError(f"no answer within {PATIENCE_SECONDS} s") from None
        if self.page.errors:
            raise AppError(self.page.errors[0])
        if not self.page.elements:
            raise AppError("the answer is an empty page")
        return time.perf_counter() - start

    async def _answered(self) -> None:
        over = False
        while not over:
            message = await self.connection.recv()
            if isinstance(message, str):
                raise AppError("the server sent text where it should send bytes")
            over = self.page.take(ForwardMsg.FromString(message))


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Tab]:
    """Connect to the app at an http address, as the browser does: with cookies, and named as its own origin."""
    parts = urlsplit(address)
    cookies = await _cookies(parts.hostname or "", parts.port or 80)
    async with connect(
        f"ws://{parts.netloc}/_stcore/stream",
        origin=Origin(f"http://{parts.netloc}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookies} if cookies else {},
        max_size=None,
        open_timeout=PATIENCE_SECONDS,
        close_timeout=1,
        proxy=None,
    ) as connection:
        yield Tab(connection, address=address, cookies=cookies)


async def _cookies(host: str, port: int) -> str:
    """Fetch the page itself and return the cookies it sets; by one of them a proxy finds the process again."""
    reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), PATIENCE_SECONDS)
    try:
        writer.write(f"GET / HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)).decode("latin-1")
        await reader.read()
    finally:
        writer.close()
    set_ = [line.split(":", 1)[1] for line in head.split("\r\n") if line.lower().startswith("set-cookie:")]
    return "; ".join(cookie.split(";")[0].strip() for cookie in set_)
