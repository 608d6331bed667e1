"""Connections that go to the addresses that were checked: a host name is looked up once, and its answer kept."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from data.errors import InputError
from data.fetch.address import Resolve, is_inside, system_addresses

_REMEDY = "Check the address; name the document itself."


class Names:
    """Host names with their IP addresses, each looked up once; `resolve` looks them up (default: the system)."""

    def __init__(self, resolve: Resolve | None = None) -> None:
        self._resolve, self._known = resolve or system_addresses, dict[str, tuple[str, ...]]()

    def __call__(self, name: str) -> tuple[str, ...]:
        """Return the IP addresses of a host, () where nobody knows it."""
        name = name.rstrip(".").lower()
        if name not in self._known:
            self._known[name] = tuple(dict.fromkeys(self._resolve(name)))
        return self._known[name]


class CheckedAdapter(HTTPAdapter):
    """Sends requests to the addresses that `names` gives, while TLS verifies the name of the host.

    With `outside`, an address in a local network is an InputError. A proxy looks names up by itself.
    """

    def __init__(self, names: Names, *, outside: bool) -> None:
        self._names, self._outside = names, outside
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **settings: Any) -> None:  # Any: as in requests
        """Make the pools of connections, whose connections are checked."""
        super().init_poolmanager(*sizes, **settings)
        self.poolmanager.pool_classes_by_scheme = _pools(self._addresses)

    def _addresses(self, name: str) -> Sequence[str]:
        if self._outside and is_inside(name, self._names):
            raise InputError("leads into a local network", file=name, remedy=_REMEDY)
        return self._names(name)


def _pools(addresses: Callable[[str], Sequence[str]]) -> dict[str, type[HTTPConnectionPool]]:
    class Http(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, addresses(self.host))

    class Https(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, addresses(self.host))

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = Https

    return {"http": HttpPool, "https": HttpsPool}


def _connected(
    connection: HTTPConnection, connect: Callable[[], socket.socket], addresses: Sequence[str]
) -> socket.socket:
    """Return a socket to the first of `addresses` that answers; the connection keeps the name of its host."""
    name = connection.host
    failure: Exception = NameResolutionError(name, connection, socket.gaierror("unknown host"))
    try:
        for address in addresses:
            connection.host = address
            try:
                return connect()
            except (ConnectTimeoutError, NewConnectionError) as error:
                failure = error
    finally:
        connection.host = name
    raise failure
