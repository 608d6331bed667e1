"""The address that was checked is the one that is connected to, and TLS still verifies the name of the host."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3.util.connection

from data.errors import InputError
from data.fetch.address import is_inside, redirect_target
from data.fetch.connection import Names
from data.fetch.download import Limits, download
from tests.tls import certificate
from tests.web import Web, answer, redirect, serving

QUICK = Limits(connect=2, read=2, total=6, attempts=1, first_wait=0.01)
OUTSIDE, OTHER = "93.184.216.34", "93.184.216.35"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A server over TLS for list.example and raw.example."""
    file = certificate(tmp_path, "list.example", "raw.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    monkeypatch.setenv("NO_PROXY", "*")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with serving(context) as server:
        yield server


@pytest.fixture
def connected(web: Web, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were connected to; each connection ends at the server of the test."""
    reached: list[str] = []
    real, port = urllib3.util.connection.create_connection, urlsplit(web.address).port

    def create(address: tuple[str, int], *rest: Any, **settings: Any) -> object:
        reached.append(address[0])
        return real(("127.0.0.1", port), *rest, **settings)

    monkeypatch.setattr("urllib3.util.connection.create_connection", create)
    return reached


def name_server(**answers: list[list[str]]) -> Callable[[str], list[str]]:
    """Answers for `NAME.example`, one after the other, the last again and again."""

    def resolve(name: str) -> list[str]:
        given = answers[name.removesuffix(".example")]
        return given.pop(0) if len(given) > 1 else given[0]

    return resolve


def test_a_name_that_leads_elsewhere_the_second_time_is_not_asked_again(web: Web, connected: list[str]) -> None:
    web.on("/a", redirect("https://raw.example/b"))
    web.on("/b", answer(b"# A list\n"))
    resolve = name_server(list=[[OUTSIDE]], raw=[[OTHER], ["127.0.0.1"]])
    assert download("https://list.example/a", limits=QUICK, resolve=resolve) == b"# A list\n"
    assert connected == [OUTSIDE, OTHER]


def test_a_name_that_nobody_knew_when_it_was_checked_stays_unknown(web: Web, connected: list[str]) -> None:
    web.on("/a", redirect("https://raw.example/b"))
    resolve = name_server(list=[[OUTSIDE]], raw=[[], ["127.0.0.1"]])
    with pytest.raises(InputError, match="unknown host"):
        download("https://list.example/a", limits=QUICK, resolve=resolve)
    assert connected == [OUTSIDE]


def test_the_name_of_the_host_is_verified(web: Web, connected: list[str]) -> None:
    with pytest.raises(InputError, match="its certificate is not valid"):
        download("https://other.example/a", limits=QUICK, resolve=name_server(other=[[OUTSIDE]]))
    assert connected == [OUTSIDE]


def test_the_server_is_asked_by_the_name_of_the_host(web: Web, connected: list[str]) -> None:
    web.on("/a", answer(b"# A list\n"))
    download("https://list.example/a", limits=QUICK, resolve=name_server(list=[[OUTSIDE]]))
    assert web.asked["/a"][0]["Host"] == "list.example"


def test_the_next_address_is_tried_where_one_does_not_answer(
    web: Web, connected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    web.on("/a", answer(b"# A list\n"))
    create = urllib3.util.connection.create_connection

    def unreachable(address: tuple[str, int], *rest: Any, **settings: Any) -> object:
        if address[0] == OUTSIDE:
            raise OSError("no route to host")
        return create(address, *rest, **settings)

    monkeypatch.setattr("urllib3.util.connection.create_connection", unreachable)
    resolve = name_server(list=[[OUTSIDE, OTHER]])
    assert download("https://list.example/a", limits=QUICK, resolve=resolve) == b"# A list\n"
    assert connected == [OTHER]


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::a00:1", "64:ff9b::5db8:d822", "2002:a00:1::1", "::a00:1", "::5db8:d822", "fec0::1", "fc00::1", "fe80::1",
     "::ffff:10.0.0.1", "ff02::1", "224.0.0.1", "10.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_an_address_that_may_lead_inside_is_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    for target, found in ((f"https://{host}/a", []), ("https://raw.example/a", [OUTSIDE, address])):
        with pytest.raises(InputError, match="leads into a local network"):
            redirect_target("https://list.example/a", target, lambda _, found=found: found)
    assert not is_inside("raw.example", lambda _: [OUTSIDE, "2606:2800:220:1::1"])


def test_a_name_is_looked_up_once_in_any_spelling() -> None:
    names = Names(name_server(raw=[[OUTSIDE], ["10.0.0.1"]]))
    assert names("raw.example") == names("RAW.example.") == (OUTSIDE,)
