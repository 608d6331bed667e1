"""Which addresses may be fetched, and where a redirect may lead."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

from data.errors import InputError
from data.normalise.link import is_safe

Resolve = Callable[[str], Iterable[str]]
# IPv6 addresses that stand for IPv4 ones (NAT64, 6to4, IPv4-compatible) and the old ones of a site: each may lead into
# a local network, though none counts as local.
_DETOURS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "2002::/16", "::/96", "fec0::/10")))


def is_local(url: str) -> bool:
    """Say whether an address names this machine itself, without asking the network."""
    name = _host(url)
    return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


def check_address(url: str) -> None:
    """Raise InputError unless `url` is https, or http on this machine, without a password in it."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError for an invalid port
    except ValueError as error:
        raise InputError(f"is not an address ({error})", file=url, remedy="Write https://….") from error
    if not is_safe(url) or (parts.scheme != "https" and not is_local(url)):
        raise InputError("is not an https address", file=url, remedy="Write https://….")
    if parts.username or parts.password:
        where = url.replace(f"{parts.netloc.rpartition('@')[0]}@", "…@", 1)
        raise InputError("contains a name or a password", file=where, remedy="Use an address that anyone may see.")


def redirect_target(origin: str, location: str, resolve: Resolve | None = None) -> str:
    """Return the address to which `origin` redirects; InputError if it may not lead there.

    It may not lead from https to http, or from elsewhere into a local network. `resolve` gives the IP addresses of a
    host name (default: the system's).
    """
    try:
        target = urljoin(origin, location)
    except ValueError as error:
        raise _refused(origin, f"leads to no address ({error})") from error
    if urlsplit(origin).scheme == "https" and urlsplit(target).scheme != "https":
        raise _refused(origin, f"leads from https to {target}")
    if not is_local(origin) and is_inside(_host(target), resolve or system_addresses):
        raise _refused(origin, f"leads into a local network, to {target}")
    try:
        check_address(target)
    except InputError as error:
        raise _refused(origin, f"leads to {target}, which {error.problem}") from error
    return target


def _refused(origin: str, why: str) -> InputError:
    return InputError(why, file=origin, remedy="Check the address; name the document itself.")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def is_inside(name: str, resolve: Resolve) -> bool:
    """Say whether a host is in a local network, by its name or by any of the addresses that `resolve` gives."""
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    found = [name] if _ip(name) else list(resolve(name))
    return any(not _is_public(ip) for ip in map(_ip, found) if ip)


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _DETOURS)


def _is_loopback(name: str) -> bool:
    ip = _ip(name)
    return bool(ip and ip.is_loopback)


def _ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


def system_addresses(name: str) -> list[str]:
    """Return the IP addresses of a host as the system knows them, [] where it knows none."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(name, None)]
    except (OSError, UnicodeError):
        # A name that nobody knows cannot be fetched from either.
        return []
