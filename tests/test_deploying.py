"""docs/deploying.md and docs/nginx.conf agree with each other, with Streamlit and with the app."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from pathlib import Path

import streamlit

from components.chart.component import PLOTLY
from tests.conftest import ROOT

EXAMPLE = (ROOT / "docs" / "nginx.conf").read_text("utf-8")
PAGE = (ROOT / "docs" / "deploying.md").read_text("utf-8")
POLICY = "; ".join(re.findall(r'^    set \$\w+ "(.+)";$', EXAMPLE, re.M))


def source(text: str) -> str:
    """Return what a Content-Security-Policy calls an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def allowed(directive: str) -> str:
    return next(part for part in POLICY.split("; ") if part.startswith(directive))


def test_the_policy_names_streamlits_inline_script() -> None:
    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert [source(script) for script in scripts if source(script) not in allowed("script-src")] == []


def test_the_policy_names_the_style_of_the_page() -> None:
    style = (ROOT / "components" / "style.css").read_text("utf-8")
    assert source(style) in allowed("style-src"), f"write {source(style)} into docs/nginx.conf and docs/deploying.md"


def test_the_policy_names_plotlys_style_of_maps() -> None:
    styles = re.findall(r"\.textContent='(\.maplibregl-map(?:[^'\\]|\\.)*)'", PLOTLY.read_text("utf-8"))
    assert [len(styles), *(source(style) in allowed("style-src") for style in styles)] == [1, True]


def test_the_policy_allows_no_inline_code_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in EXAMPLE


def test_the_page_explains_what_the_policy_allows() -> None:
    rows = re.findall(r"^\| `([a-z]+-src) ([^`]+)` \|", PAGE, re.M)
    extra = {
        (name, written)
        for name, *sources in (part.split() for part in POLICY.split("; "))
        for written in sources
        if written != "'none'" and (written != "'self'" or name in ("connect-src", "img-src"))
    }
    short = {(name, re.sub(r"(sha256-.{4}).*'", r"\1…'", written)) for name, written in extra}
    assert set(rows) == short


def test_the_limits_of_the_page_are_those_of_the_example() -> None:
    table = PAGE[PAGE.index("| what |") : PAGE.index("The limits of an address")]
    named = [name for row in table.strip().splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[2])]
    assert len(named) > 15
    assert [name for name in named if name not in EXAMPLE] == []
    for zone, sizes in {"pages": "20 300", "files": "500 6000", "uploads": "1 50"}.items():
        rate, burst = sizes.split()
        assert f"zone=surveyor_{zone}:10m rate={rate}r/s;" in EXAMPLE
        assert f"zone=surveyor_{zone} burst={burst} nodelay;" in EXAMPLE


def test_an_upload_that_the_app_takes_passes() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    limits = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", EXAMPLE)]
    assert limits == [settings["server"]["maxUploadSize"] + 1]


def test_no_location_drops_the_headers() -> None:
    """nginx sends none of the server's headers where a location adds one of its own."""
    assert not re.search(r"^ {8,}add_header", EXAMPLE, re.M)
    assert len(re.findall(r"^    add_header .+ always;$", EXAMPLE, re.M)) == EXAMPLE.count("\n    add_header ")


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https)([^)#]+)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
