"""The page behind nginx as docs/nginx.conf sets it: everything works under its policy, and its limits hold."""

from __future__ import annotations

import gzip
import re
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from components.view import VIEWS
from tests.browser.behind_nginx import EXAMPLE, Nginx, app
from tests.browser.test_browser import PAPERS, click_bar, shows, visit, with_technique
from tests.browser.test_own_lists import drop

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Streamlit tries WebAssembly for large integers, and does without.
TRIED = "script-src wasm-eval"
TELL = """document.addEventListener("securitypolicyviolation", event =>
    console.info(`violates ${event.effectiveDirective} ${event.blockedURI}`))"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with app() as port:
        yield port


@pytest.fixture(scope="module")
def nginx(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with Nginx(tmp_path_factory.mktemp("nginx"), [port]) as nginx:
        yield nginx


@pytest.fixture
def fresh_nginx(port: int, tmp_path: Path) -> Iterator[Nginx]:
    """One that has counted no request yet."""
    with Nginx(tmp_path, [port]) as nginx:
        yield nginx


@pytest.fixture(scope="module")
def window(browser: Browser, nginx: Nginx) -> Iterator[BrowserContext]:
    """One window, whose cache has the program of the page before the first test begins."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, ignore_https_errors=True)
    context.add_init_script(TELL)
    first = context.new_page()
    first.goto(nginx.address)
    expect(first.locator(".js-plotly-plot")).to_have_count(4, timeout=120_000)
    first.close()
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(window: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """A page that writes down what violates the policy, and every error of the console."""
    page = window.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" or "violates" in said.text else None,
    )
    yield page
    page.close()


def violations(complaints: list[str]) -> list[str]:
    return [text for text in complaints if TRIED not in text]


def test_charts_facets_clicks_and_the_address_work(page: Page, nginx: Nginx, complaints: list[str]) -> None:
    visit(page, nginx.address)
    shows(page, len(PAPERS))
    page.get_by_test_id("stSidebar").get_by_role("button", name="Quantization").click()
    page.wait_for_url("**technique=Quantization")
    shows(page, with_technique("Quantization"))
    page.wait_for_timeout(500)
    click_bar(page, chart=1, bar=4)
    page.wait_for_url("**year=2023")
    page.go_back()
    shows(page, with_technique("Quantization"))
    assert violations(complaints) == []


def test_tables_and_charts_are_downloaded(page: Page, nginx: Nginx, complaints: list[str]) -> None:
    visit(page, nginx.address)
    with page.expect_download() as papers:
        page.get_by_role("button", name="Download CSV").last.click()
    assert Path(papers.value.path()).read_text("utf-8-sig").startswith("id,")
    chart = page.locator(".surveyor-chart").first
    chart.hover()
    with page.expect_download() as drawing:
        chart.get_by_title("Save as SVG image").click()
    assert "<svg" in Path(drawing.value.path()).read_text("utf-8")
    assert violations(complaints) == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_without_a_violation(view: str, page: Page, nginx: Nginx, complaints: list[str]) -> None:
    page.goto(f"{nginx.address}?view={view}")
    if view == "add":
        expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible(timeout=30_000)
    elif view == "papers":
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=30_000)
    else:
        expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(1000)
    for chart in page.locator(".js-plotly-plot").all():
        chart.hover()
        page.wait_for_timeout(100)
    for menu in page.get_by_role("button", name=re.compile("^(Data|More filters)")).all()[:3]:
        menu.click()
        page.wait_for_timeout(300)
        page.keyboard.press("Escape")
    if view != "add":
        page.get_by_test_id("stSidebar").get_by_role("searchbox", name="Venue").click()
    assert violations(complaints) == []


def test_a_list_is_dropped_and_explored(page: Page, nginx: Nginx, complaints: list[str], tmp_path: Path) -> None:
    drop(page, nginx.address, tmp_path)
    page.get_by_role("button", name="Explore", exact=True).click()
    shows(page, 2)
    assert violations(complaints) == []


def policy() -> dict[str, list[str]]:
    """Return the documented policy: the sources that each directive allows."""
    parts = re.findall(r'^    set \$\w+ "(.+)";$', EXAMPLE.read_text("utf-8"), re.M)
    return {name: sources for name, *sources in (part.split() for part in "; ".join(parts).split("; "))}


@pytest.mark.parametrize("scripts", ["", "blob:"])
def test_nothing_is_allowed_that_the_page_does_not_ask_for(
    scripts: str, page: Page, port: int, tmp_path: Path, complaints: list[str]
) -> None:
    """Without what it allows beyond files of the server, the browser complains of each by its name or hash.

    The scripts of components are a case of their own, because without them nothing asks for what they need.
    """
    extra = [source for sources in policy().values() for source in sources if source not in ("'self'", "'none'")]
    assert len(extra) == len(set(extra)) == 7
    assert not any("unsafe" in source for source in extra)
    extra = [source for source in extra if (source == "blob:") == bool(scripts)]
    with Nginx(tmp_path, [port], without=extra) as strict:
        page.goto(strict.address)
        missed: set[str] = set()
        for _ in range(300):
            missed = {source for source in extra if not any(source.strip("'") in text for text in complaints)}
            if not missed:
                break
            page.wait_for_timeout(200)
    assert missed == set()


@pytest.mark.parametrize(
    ("path", "method", "size", "status"),
    [
        ("/", "GET", 0, 200),
        ("/favicon.png", "GET", 0, 200),
        ("/_stcore/metrics", "GET", 0, 404),
        ("/_stcore/agent/interact", "POST", 2, 404),
        ("/_stcore/script-health-check", "GET", 0, 404),
        ("/nothing", "GET", 0, 404),
        ("/", "POST", 2, 403),
        ("/static/../_stcore/metrics", "GET", 0, 404),
        ("/", "GET", 2_000, 413),
        ("/_stcore/upload_file/a/b", "PUT", 7_000_000, 413),
        ("/_stcore/upload_file/a/b", "PUT", 5_500_000, 403),  # past nginx, to the app, which wants its token
    ],
)
def test_every_answer_has_the_headers_and_only_the_page_is_there(
    path: str, method: str, size: int, status: int, nginx: Nginx
) -> None:
    answer = nginx.ask(path, method, b"x" * size or None)
    assert answer.status == status
    assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
    sent = dict(part.split(" ", 1) for part in (answer.getheader("Content-Security-Policy") or "").split("; "))
    assert sent == {"default-src": "'none'", **{name: " ".join(sources) for name, sources in policy().items()}}
    assert answer.getheader("Server") == "nginx"


def test_a_body_of_unknown_length_is_refused_over_the_limit(nginx: Nginx) -> None:
    chunks = (b"x" * 100_000 for _ in range(70))
    try:
        status = nginx.ask("/_stcore/upload_file/a/b", "PUT", chunks).status  # type: ignore[arg-type]
    except OSError:  # cut off while it sends
        status = 413
    assert status == 413


def test_scripts_are_the_same_packed_and_unpacked_from_the_cache(nginx: Nginx) -> None:
    script = "/" + re.findall(r'src="\./(static/js/[^"]+)"', nginx.ask("/").content.decode())[0]  # type: ignore[attr-defined]
    for _ in range(2):
        packed = nginx.ask(script, Accept_Encoding="gzip")
        plain = nginx.ask(script)
        assert packed.getheader("Content-Encoding") == "gzip"
        assert gzip.decompress(packed.content) == plain.content  # type: ignore[attr-defined]
    assert any(path.is_file() for path in (nginx.folder / "cache").rglob("*"))


def test_plain_http_leads_to_https_and_the_cookie_stays_there(nginx: Nginx) -> None:
    opener = urllib.request.build_opener(KeepRedirect)
    answer = opener.open(f"http://127.0.0.1:{nginx.plain}/?year=2024")
    assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1/?year=2024")
    cookie = nginx.ask("/_stcore/health").getheader("Set-Cookie") or ""
    assert cookie.startswith("_streamlit_xsrf=")
    assert "secure" in cookie.lower().split("; ")


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    """Give the answer that redirects instead of following it."""

    def http_error_301(self, _request: object, answer: object, *_: object) -> object:  # type: ignore[override]
        return answer


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """Serve a page from an origin of its own."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_another_site_can_neither_frame_the_page_nor_open_a_session(
    page: Page, nginx: Nginx, complaints: list[str]
) -> None:
    with another_site(f'<iframe src="{nginx.address}" width="900" height="600"></iframe>') as elsewhere:
        page.goto(elsewhere)
        page.wait_for_timeout(1500)
    assert any("frame-ancestors" in text for text in complaints)
    assert page.frames[1].locator("#root").count() == 0
    assert nginx.open_session(origin=elsewhere.rstrip("/").replace("127.0.0.1", "elsewhere.example"))[0] == 403
    assert nginx.open_session()[0] == 101


def test_a_burst_is_refused_and_the_page_works_again(page: Page, nginx: Nginx, complaints: list[str]) -> None:
    with ThreadPoolExecutor(8) as several:
        statuses = list(several.map(lambda _: nginx.ask("/").status, range(700)))
    assert set(statuses) == {200, 429}
    assert statuses.count(429) > 100
    page.wait_for_timeout(2000)
    visit(page, nginx.address)
    shows(page, len(PAPERS))
    assert violations(complaints) == []


def test_one_address_has_so_many_sessions_and_no_more(fresh_nginx: Nginx) -> None:
    opened = [fresh_nginx.open_session() for _ in range(103)]
    try:
        assert [status for status, _ in opened] == [101] * 100 + [429] * 3
        opened[0][1].close()
        for _ in range(50):
            if (again := fresh_nginx.open_session())[0] == 101:
                break
        opened.append(again)
        assert again[0] == 101
    finally:
        for _, line in opened:
            line.close()


def test_a_message_over_the_limit_ends_its_session_alone(page: Page, nginx: Nginx) -> None:
    """The messages hold one field that the app does not know and passes over: a tag, the length, and zeros."""
    visit(page, nginx.address)
    ends = page.evaluate(
        """address => Promise.all([10_000_000, 51_000_000].map(size => new Promise(resolve => {
            const length = [0, 7, 14, 21].map(bits => (size >> bits) & 127 | (bits < 21 ? 128 : 0))
            const line = new WebSocket(address)
            line.onopen = () => line.send(new Blob([new Uint8Array([194, 184, 2, ...length]), new Uint8Array(size)]))
            line.onclose = () => resolve("refused")
            setTimeout(() => resolve("taken"), 8000)
        })))""",
        nginx.address.replace("https", "wss") + "_stcore/stream",
    )
    assert ends == ["taken", "refused"]
    page.get_by_test_id("stSidebar").get_by_role("button", name="Quantization").click()
    shows(page, with_technique("Quantization"))


def sessions(port: int) -> int:
    """Return how many sessions a process has, by its own count."""
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/metrics").read().decode()
    return int(float(re.findall(r"^active_sessions(?:\{.*\})? (\S+)", text, re.M)[0]))


def test_two_processes_share_the_visitors_and_each_keeps_its_own(browser: Browser, port: int, tmp_path: Path) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(app())
        nginx = stack.enter_context(Nginx(tmp_path, [port, other]))
        before = sessions(port), sessions(other)
        lines = [nginx.open_session(cookie=f"visitor-{number}")[1] for number in range(40)]
        shares = sessions(port) - before[0], sessions(other) - before[1]
        assert sum(shares) == 40
        assert min(shares) >= 8
        for line in lines:
            line.close()
        for _ in range(4):
            context = browser.new_context(ignore_https_errors=True)
            drop(context.new_page(), nginx.address, tmp_path)
            context.close()
