"""A download gives the whole document or an error that says why: never a part, never from where it must not."""

from __future__ import annotations

import gzip
import http.server
import random
import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests

from data.errors import InputError
from data.fetch.address import check_address, is_local, redirect_target
from data.fetch.answer import asked_wait
from data.fetch.cache import Cache, Seen, sha256
from data.fetch.download import HttpError, Limits, download, within
from data.fetch.list_document import is_page
from tests.web import Answer, Web, answer, redirect, serving

QUICK = Limits(connect=2, read=2, total=6, size=100_000, attempts=3, first_wait=0.01, longest_wait=1)
LIST = b"# A list\n\n" + b"".join(b"- entry %d\n" % number for number in range(500))


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / ".cache")


def test_a_document_is_read_whole_and_kept(web: Web, cache: Cache) -> None:
    url = web.on("/list.md", answer(LIST, ETag='"v1"'))
    assert download(url, limits=QUICK, cache=cache) == LIST
    assert cache.document(sha256(LIST)) == LIST
    assert web.asked["/list.md"][0]["Accept-Encoding"] == "identity"


def test_what_has_not_changed_is_not_sent_again(web: Web, cache: Cache) -> None:
    url = web.on("/list.md", answer(LIST, ETag='"v1"', Last_Modified="Wed, 01 Jan 2025 00:00:00 GMT"), answer(b"", 304))
    assert [download(url, limits=QUICK, cache=cache) for _ in range(2)] == [LIST, LIST]
    again = web.asked["/list.md"][1]
    assert (again["If-None-Match"], again["If-Modified-Since"]) == ('"v1"', "Wed, 01 Jan 2025 00:00:00 GMT")


def test_nothing_is_asked_conditionally_whose_document_is_gone(web: Web, cache: Cache, tmp_path: Path) -> None:
    url = web.on("/list.md", answer(LIST, ETag='"v1"'))
    download(url, limits=QUICK, cache=cache)
    (tmp_path / ".cache" / "documents" / sha256(LIST)).write_bytes(b"spoilt")
    assert download(url, limits=QUICK, cache=cache) == LIST
    assert "If-None-Match" not in web.asked["/list.md"][1]


def cut(content: bytes, at: int, etag: str = '"v1"') -> Answer:
    return answer(content[:at], length=len(content), ETag=etag)


def test_a_cut_off_document_is_asked_for_again_as_a_whole(web: Web, cache: Cache) -> None:
    url = web.on("/list.md", cut(LIST, 1000), answer(LIST))
    told: list[str] = []
    assert download(url, limits=QUICK, cache=cache, say=told.append) == LIST
    assert re.match(r"was cut off.*: trying again in 0\.0 s", told[0])
    assert "Range" not in web.asked["/list.md"][1]


def test_nothing_is_kept_of_a_document_that_stays_cut_off(web: Web, cache: Cache, tmp_path: Path) -> None:
    url = web.on("/list.md", cut(LIST, 1000))
    with pytest.raises(InputError, match=r"cannot be fetched \(was cut off.*; 1 attempt\)"):
        download(url, limits=replace(QUICK, attempts=1), cache=cache)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("status", [206, 416])
def test_a_part_that_nobody_asked_for_is_no_document(status: int, web: Web) -> None:
    with pytest.raises(HttpError, match=rf"cannot be fetched \({status}"):
        download(web.on("/list.md", answer(LIST[1000:], status)), limits=QUICK)


def test_a_length_that_is_too_long_is_a_cut_off_document(web: Web) -> None:
    url = web.on("/list.md", answer(LIST, length=len(LIST) + 10))
    with pytest.raises(InputError, match=r"cannot be fetched \(was cut off.*; 3 attempts\)"):
        download(url, limits=QUICK)


def test_a_length_that_is_too_short_is_noticed(web: Web) -> None:
    url = web.on("/list.md", answer(LIST, length=1000))
    with pytest.raises(InputError, match="is longer than its server says"):
        download(url, limits=QUICK)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_tried_again(status: int, web: Web) -> None:
    url = web.on("/list.md", answer(b"later", status), answer(LIST))
    told: list[str] = []
    assert download(url, limits=QUICK, say=told.append) == LIST
    assert re.match(rf"{status} .*: trying again in 0\.0 s", told[0])


def test_an_asked_for_wait_is_kept_within_bounds(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    limits = replace(QUICK, total=100, longest_wait=60)
    url = web.on("/list.md", answer(b"", 429, Retry_After="7"), answer(b"", 503, Retry_After=soon), answer(LIST))
    assert download(url, limits=limits) == LIST
    assert waits[0] == 7
    assert 35 < waits[1] <= 40
    late = web.on("/late.md", answer(b"", 429, Retry_After="3600"))
    with pytest.raises(InputError, match=r"429 .*; it would take another 3600 s to try again.*Try again later"):
        download(late, limits=limits)
    assert len(web.asked["/late.md"]) == 1


def test_a_used_up_allowance_is_not_waited_for(web: Web) -> None:
    soon = str(int(datetime.now(UTC).timestamp()) + 1800)
    url = web.on("/api", answer(b"limit", 403, X_RateLimit_Remaining="0", X_RateLimit_Reset=soon))
    with pytest.raises(InputError, match=r"403 Forbidden; it would take another 1\d\d\d s to try again"):
        download(url, limits=QUICK)
    assert len(web.asked["/api"]) == 1


def test_waits_double_and_are_drawn(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    monkeypatch.setattr(random, "uniform", lambda low, high: high)
    with pytest.raises(InputError, match="5 attempts"):
        download(web.on("/x.md", answer(b"", 500)), limits=replace(QUICK, attempts=5, total=100, longest_wait=60))
    assert waits == [0.01, 0.02, 0.04, 0.08]


def test_an_answer_that_will_not_change_is_not_asked_for_again(web: Web) -> None:
    with pytest.raises(HttpError, match=r"gone\.md: cannot be fetched \(404 Not Found\)\. Check the address") as error:
        download(f"{web.address}/gone.md", limits=QUICK)
    assert error.value.status == 404
    assert len(web.asked["/gone.md"]) == 1


def test_nobody_there_is_said(web: Web) -> None:
    with pytest.raises(InputError, match=r"cannot be fetched \(connection refused; 3 attempts\).*--list KEY=FILE"):
        download("http://127.0.0.1:1/list.md", limits=QUICK)


def test_a_certificate_that_is_not_valid_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(adapter: object, request: requests.PreparedRequest, **_: object) -> None:
        asked.append(str(request.url))
        raise requests.exceptions.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED]")

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", refuse)
    with pytest.raises(InputError, match=r"cannot be fetched \(its certificate is not valid\)"):
        download("https://example.org/list.md", limits=QUICK)
    assert asked == ["https://example.org/list.md"]


def test_a_password_for_the_host_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also not where ~/.netrc has one: whoever is asked, it is for a public document."""
    sent: list[requests.PreparedRequest] = []

    def refuse(adapter: object, request: requests.PreparedRequest, **_: object) -> None:
        sent.append(request)
        raise requests.exceptions.SSLError("CERTIFICATE")

    (tmp_path / "netrc").write_text("machine example.org login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", refuse)
    with pytest.raises(InputError):
        download("https://example.org/list.md", limits=QUICK)
    assert "Authorization" not in sent[0].headers


def dribbling(web: Web, *, in_head: bool) -> Answer:
    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        if not in_head:
            handler.send_response(200)
            handler.end_headers()
        while not web.over.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return give


@pytest.mark.parametrize("in_head", [True, False])
def test_bytes_that_dribble_in_end_with_the_deadline(in_head: bool, web: Web) -> None:
    url = web.on("/slow.md", dribbling(web, in_head=in_head))
    with pytest.raises(InputError, match=r"took longer than 0\.4 s"):
        download(url, limits=replace(QUICK, total=0.4))


def test_a_name_that_is_looked_up_for_too_long_ends_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: release.wait(10))
    try:
        with pytest.raises(InputError, match=r"took longer than 0\.2 s"):
            download("https://slow.example.org/list.md", limits=replace(QUICK, total=0.2))
    finally:
        release.set()


def test_a_silent_server_is_left(web: Web) -> None:
    url = web.on("/silent.md", lambda handler: web.over.wait(5) and None)
    with pytest.raises(InputError, match=r"cannot be fetched \(timed out; 2 attempts\)"):
        download(url, limits=replace(QUICK, read=0.1, attempts=2))


def test_an_endless_document_ends_at_the_size_limit(web: Web, cache: Cache) -> None:
    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("ETag", '"v1"')
        handler.end_headers()
        while not web.over.is_set():
            handler.wfile.write(b"- entry\n" * 1000)

    url = web.on("/endless.md", give)
    with pytest.raises(InputError, match=r"is larger than 0\.1 MB"):
        download(url, limits=QUICK, cache=cache)
    assert cache.seen(url) == Seen()


def test_a_stated_size_over_the_limit_is_not_even_read(web: Web) -> None:
    with pytest.raises(InputError, match=r"is larger than 0\.1 MB"):
        download(web.on("/large.md", answer(b"", length=10**9)), limits=QUICK)


def test_a_small_answer_that_unpacks_into_a_large_one_is_refused(web: Web) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    assert len(bomb) < QUICK.size
    with pytest.raises(InputError, match=r"is larger than 0\.1 MB"):
        download(web.on("/bomb.md", answer(bomb, Content_Encoding="gzip")), limits=QUICK)
    large = gzip.compress(random.Random(7).randbytes(QUICK.size + 1))
    for packed in (answer(large, Content_Encoding="gzip"), raw(large, "Content-Encoding: gzip")):
        with pytest.raises(InputError, match=r"is larger than 0\.1 MB"):
            download(web.on("/large.md", packed), limits=QUICK)
    whole = web.on("/packed.md", answer(gzip.compress(LIST), Content_Encoding="gzip"))
    assert download(whole, limits=QUICK) == LIST


@pytest.mark.parametrize("share", [0.0, 0.1, 0.8, 0.999])
def test_a_packed_document_without_its_end_is_no_document(share: float, web: Web, cache: Cache) -> None:
    """The length is that of the part, so only the packing tells that something is missing."""
    packed = gzip.compress(random.Random(7).randbytes(9000).hex().encode())
    cut_off = answer(packed[: int(len(packed) * share) or 1], Content_Encoding="gzip", ETag='"v1"')
    url = web.on("/packed.md", cut_off)
    with pytest.raises(InputError, match=r"the end of what is packed is missing; 3 attempts"):
        download(url, limits=QUICK, cache=cache)
    assert cache.seen(url) == Seen()
    assert download(web.on("/packed.md", cut_off, answer(LIST)), limits=QUICK) == LIST


def test_what_is_packed_is_unpacked_by_what_its_server_says(web: Web) -> None:
    twice = gzip.compress(LIST[:50]) + gzip.compress(LIST[50:]) + b"\0\0"
    for coding, content in (("GZIP", twice), ("deflate", zlib.compress(LIST)), ("identity", LIST)):
        assert download(web.on("/packed.md", answer(content, Content_Encoding=coding)), limits=QUICK) == LIST
    with pytest.raises(InputError, match=r"cannot be unpacked"):
        download(web.on("/packed.md", answer(LIST, Content_Encoding="gzip")), limits=QUICK)
    with pytest.raises(InputError, match=r"is compressed as 'gzip, gzip', which was not requested"):
        download(web.on("/packed.md", answer(LIST, Content_Encoding="gzip, gzip")), limits=QUICK)


def raw(content: bytes, *lines: str) -> Answer:
    """An answer with just these headers, whose end is that of the connection."""

    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        head = "\r\n".join(["HTTP/1.1 200 OK", "Connection: close", *lines, "", ""])
        handler.wfile.write(head.encode("latin-1") + content)

    return give


@pytest.mark.parametrize("length", ["abc", "-5", "²", "10, 20", "", "1_0"])
def test_a_length_that_is_none_is_refused(length: str, web: Web) -> None:
    with pytest.raises(InputError, match=r"has an invalid Content-Length|cannot be fetched"):
        download(web.on("/list.md", raw(LIST, f"Content-Length: {length}")), limits=replace(QUICK, attempts=1))


def test_without_a_length_the_last_line_must_have_an_end(web: Web, cache: Cache) -> None:
    url = web.on("/list.md", raw(LIST))
    assert download(url, limits=QUICK, cache=cache) == LIST
    web.on("/list.md", raw(LIST[:-3]))
    with pytest.raises(InputError, match=r"came without its length, and its last line has no end; 3 attempts"):
        download(url, limits=QUICK, cache=cache)
    web.on("/list.md", answer(LIST[:-3]))
    assert download(url, limits=QUICK, cache=cache) == LIST[:-3]
    web.on("/list.md", raw(LIST[:-4]))
    assert download(url, limits=QUICK, cache=cache) == LIST[:-4]


def test_digits_of_other_alphabets_are_no_numbers() -> None:
    assert asked_wait({"Retry-After": "²"}) is None
    assert asked_wait({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "²"}) is None
    assert asked_wait({"Retry-After": "７"}) is None


@pytest.mark.parametrize("said", ["", "soon", "Mon, 01 Jan 99999999 00:00:00 GMT"])
def test_a_wait_that_is_none_is_not_believed(said: str) -> None:
    assert asked_wait({"Retry-After": said}) is None


def test_redirects_are_followed_up_to_five_times(web: Web) -> None:
    for number in range(6):
        web.on(f"/{number}", redirect(f"/{number + 1}", 301 + number % 2))
    web.on("/6", answer(LIST))
    assert download(f"{web.address}/1", limits=QUICK) == LIST
    with pytest.raises(InputError, match="redirects more than 5 times"):
        download(f"{web.address}/0", limits=QUICK)
    with pytest.raises(InputError, match="redirects more than 5 times"):
        download(web.on("/loop", redirect("/loop")), limits=QUICK)


def test_the_body_of_a_redirect_is_not_read(web: Web) -> None:
    def give(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/list.md")
        handler.end_headers()
        while not web.over.is_set():
            handler.wfile.write(b"x" * 1000)

    web.on("/list.md", answer(LIST))
    assert download(web.on("/endless", give), limits=QUICK) == LIST


def test_headers_for_one_host_do_not_follow_to_another(web: Web) -> None:
    with serving() as other:
        other.on("/list.md", answer(LIST))
        near = web.on("/near", redirect("/far"))
        web.on("/far", redirect(f"{other.address}/list.md"))
        assert download(near, limits=QUICK, headers={"Authorization": "Bearer secret"}) == LIST
        assert web.asked["/far"][0]["Authorization"] == "Bearer secret"
        assert "Authorization" not in other.asked["/list.md"][0]


@pytest.mark.parametrize(
    "target", ["http://192.0.2.7/list.md", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://[::1"]
)
def test_a_redirect_to_what_is_not_https_is_refused(target: str, web: Web) -> None:
    with pytest.raises(InputError, match="leads to"):
        download(web.on("/away", redirect(target)), limits=QUICK)


@pytest.mark.parametrize(
    ("origin", "target", "what"),
    [
        ("https://example.org/a", "http://example.org/a", "leads from https to http://example.org/a"),
        ("https://example.org/a", "http://127.0.0.1/a", "leads from https to"),
        ("https://example.org/a", "https://127.0.0.1/a", "leads into a local network"),
        ("https://example.org/a", "https://[::1]/a", "leads into a local network"),
        ("https://example.org/a", "https://[::ffff:127.0.0.1]/a", "leads into a local network"),
        ("https://example.org/a", "https://169.254.169.254/meta", "leads into a local network"),
        ("https://example.org/a", "https://10.1.2.3/a", "leads into a local network"),
        ("https://example.org/a", "https://localhost./a", "leads into a local network"),
        ("https://example.org/a", "https://printer.local/a", "leads into a local network"),
        ("https://example.org/a", "https://inside.example.org/a", "leads into a local network"),
        ("https://example.org/a", "https://me:secret@example.com/a", "leads to .*contains a name or a password"),
    ],
)
def test_a_redirect_may_not_lead_inside_or_off_https(origin: str, target: str, what: str) -> None:
    def resolve(name: str) -> list[str]:
        return ["93.184.216.34", "192.168.0.7"] if name.startswith("inside") else ["93.184.216.34"]

    with pytest.raises(InputError, match=what):
        redirect_target(origin, target, resolve)
    assert redirect_target(origin, "//raw.example.org/a", resolve) == "https://raw.example.org/a"


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a", "ftp://example.org", "https://", "javascript:alert(1)", "https://me:pw@example.org/", "/a",
     "https://example.org:port/"],
)  # fmt: skip
def test_only_https_is_fetched_unless_from_this_machine(url: str) -> None:
    with pytest.raises(InputError) as error:
        check_address(url)
    assert "pw" not in str(error.value)
    for local in ("http://localhost:80/a", "http://127.0.0.1/a", "http://[::1]/a"):
        check_address(local)
        assert is_local(local)


@pytest.mark.parametrize(
    ("content", "page"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", True),
        (b"\xef\xbb\xbf\n <!-- hello -->\n<HTML lang=en>", True),
        (b'<?xml version="1.0"?><!doctype HTML>', True),
        (b"<head><title>x</title>", True),
        (b'<div align="center">\n    <h1>A list</h1></div>\n\n- entry', False),
        (b"<!-- <html> -->\n# A list about <html>", False),
        (b"# A list\n\n```html\n<!doctype html>\n```", False),
        (b"<header>x</header>", False),
        (b"", False),
    ],
)
def test_a_page_is_told_from_markdown_with_html(content: bytes, page: bool) -> None:
    assert is_page(content) is page


def test_a_cache_that_cannot_be_used_is_done_without(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    url = web.on("/list.md", answer(LIST, ETag='"v1"'))
    assert download(url, limits=QUICK, cache=Cache(tmp_path / "file")) == LIST
    cache = Cache(tmp_path / "cache")
    cache.keep(url, LIST, Seen('"v1"', "", sha256(LIST)))
    for file in (tmp_path / "cache").rglob("*.json"):
        for content in ("{", "[1]", '{"etag": 1}', '{"other": "x"}', "\xff"):
            file.write_text(content, "latin-1")
            assert download(url, limits=QUICK, cache=cache) == LIST
    cache.prune(())
    assert cache.document(sha256(LIST)) is None


def test_work_that_hangs_is_not_waited_for() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.05, lambda: release.wait(10))
    release.set()
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
