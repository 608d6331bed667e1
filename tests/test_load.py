"""`make load` drives the app as browsers do: it speaks Streamlit's protocol, sees what fails, and measures."""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import ROOT
from tests.load.__main__ import main
from tests.load.documents import long_list
from tests.load.measured import Measured, Plan, measure
from tests.load.own_lists import measure_memory, measure_waits
from tests.load.page import Page
from tests.load.processes import processor_seconds, resident
from tests.load.report import quantile, show
from tests.load.site import NotInstalledError, nginx, site
from tests.load.tab import AppError, opened
from tests.load.visitor import Seen, Visitor, picked
from tests.web import answer, serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux has /proc")
FEW = Plan(sessions=3, seconds=4, arriving=1, settling=0, thinking=(0.1, 0.4))


def test_visitors_use_the_app_and_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with site(ROOT / "dashboard.py", ROOT) as served:
        measured = asyncio.run(measure(served, FEW))
    assert not measured.seen.errors + measured.arrival.errors
    assert len(measured.seen.picked) > FEW.sessions
    assert 0 < measured.processor / measured.seen.runs < max(measured.seen.picked) * 10
    assert 50 < measured.start <= measured.peak
    show(measured, FEW, processes=1)
    said = capsys.readouterr().out
    for name in ("a pick", "p50", "p95", "p99", "processor time a run", "errors", "memory at the peak"):
        assert name in said


def test_visitors_drop_lists_explore_them_and_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with site(ROOT / "dashboard.py", ROOT) as served:
        assert not asyncio.run(measure_memory(served, FEW, entries=30))
        assert not asyncio.run(measure_waits(served, FEW, {"a.md": long_list(30), "b.md": b"no entry"}))
    said = capsys.readouterr().out
    for name in ("when they left", "nobody drops a file", "one drops the worst files", "until it was read", "b.md"):
        assert name in said


def test_a_pick_is_what_the_browser_sends() -> None:
    """The address that comes back names exactly the value that was pressed, and the link before it stays."""

    async def press() -> tuple[str, str]:
        with site(ROOT / "dashboard.py", ROOT) as served:
            async with opened(served.address) as tab:
                await tab.open("code=yes")
                technique = next(w for w in tab.page.widgets.values() if w.facet == "technique")
                await tab.use([technique.setting(["Quantization"])])
                first = tab.page.query
                clear = next(button for button in tab.page.buttons if button.endswith("clear"))
                await tab.use(pressed=clear)
                return first, tab.page.query

    assert asyncio.run(press()) == ("code=yes&technique=Quantization", "")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("if picked: raise ValueError('this app fails')", "this app fails"),
        ("", "the address stayed as it was"),
    ],
)
def test_an_app_that_fails_or_ignores_a_pick_is_an_error(tmp_path: Path, script: str, said: str) -> None:
    app = tmp_path / "app.py"
    app.write_text(f"import streamlit as st\npicked = st.pills('A', 'ab', selection_mode='multi')\n{script}\n", "utf-8")
    measured = Measured()
    with site(app, tmp_path) as served:
        asyncio.run(_visit(served.address, measured.seen))
    assert measured.seen.opened
    assert not measured.seen.picked
    assert all(said in error for error in measured.seen.errors)
    assert measured.seen.errors.total() > 0


def test_a_page_that_fails_for_everybody_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dashboard.py").write_text("raise ValueError('nothing works')\n", "utf-8")
    monkeypatch.setattr("tests.load.__main__.ROOT", tmp_path)
    assert main(["--sessions", "1", "--seconds", "1"]) == 1
    assert capsys.readouterr().err.startswith("The page fails for the first visitor: ValueError: nothing works")


def test_a_server_that_is_gone_is_an_error() -> None:
    seen = Seen()
    asyncio.run(_visit("http://127.0.0.1:9/", seen))
    assert [error.split(":")[0] for error in seen.errors] == ["ConnectionRefusedError"]


def test_only_values_with_papers_are_picked() -> None:
    drawn = ForwardMsg()
    component = drawn.delta.new_element.bidi_component
    component.id, component.component_name = "c", "facets"
    group = {"name": "technique", "options": [["None", "None", 0], ["Some", "Some", 3]], "picked": []}
    component.json = json.dumps({"groups": [group]})
    page = Page()
    page.take(drawn)
    for seed in range(20):
        widget, value = picked(page, random.Random(seed))
        assert (widget, value) == (page.widgets["c/technique"], ["Some"])
    assert widget
    assert [state.id for state in page.asking().rerun_script.widget_states.widgets] == []
    (sent,) = page.asking([widget.setting(value)]).rerun_script.widget_states.widgets
    assert json.loads(sent.json_trigger_value)[0]["value"]["actions"][0][1:] == ["pick", "technique", "Some", True]
    with pytest.raises(AppError, match="nothing to pick"):
        picked(Page(), random.Random(0))


def test_a_run_that_makes_way_for_another_is_no_answer() -> None:
    page = Page()
    assert not page.take(ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert page.take(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))


def test_what_the_server_does_not_set_stays_as_the_visitor_left_it() -> None:
    page = Page()
    drawn = ForwardMsg()
    pills = drawn.delta.new_element.button_group
    pills.id, pills.click_mode = "pills", 1
    for name in "ab":
        pills.options.add(content=name)
    page.take(drawn)
    page.asking([page.widgets["pills"].setting(["b"])])
    page.take(ForwardMsg(new_session={}))
    page.take(drawn)
    assert page.widgets["pills"].value == ["b"]
    pills.set_value, pills.raw_values[:] = True, ["a"]
    page.take(drawn)
    assert [list(w.string_array_value.data) for w in page.asking().rerun_script.widget_states.widgets] == [["a"]]


def test_a_visitor_behind_nginx_stays_with_one_process_while_it_is_there() -> None:
    """Files and downloads are in the memory of the process that the page came from."""
    with serving() as first:
        first.on("/", answer(b"first"))
        with serving() as second:
            second.on("/", answer(b"second"))
            try:
                with nginx([first.address, second.address]) as address:
                    came = [_get(address) for _ in range(4)]
                    assert sorted(content for content, _ in came) == [b"first", b"first", b"second", b"second"]
                    for content, cookie in came:
                        assert {_get(address, cookie)[0] for _ in range(5)} == {content}
                    cookie = next(cookie for content, cookie in came if content == b"second")
                    second.answers["/"] = [lambda handler: handler.connection.close()]
                    assert _get(address, cookie)[0] == b"first"
            except NotInstalledError as missing:
                pytest.skip(str(missing))


def test_quantiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [quantile(values[::-1], share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert quantile([2.0], 0.5) == 2
    assert math.isnan(quantile([], 0.5))


def test_this_process_has_memory_and_took_processor_time() -> None:
    assert resident([os.getpid()]) > 20
    assert processor_seconds([os.getpid()]) > 0


async def _visit(address: str, seen: Seen) -> None:
    await Visitor(address, random.Random(1), seen, (0.05, 0.1)).stay(time.monotonic() + 1)


def _get(address: str, cookie: str = "") -> tuple[bytes, str]:
    asked = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(asked, timeout=10) as given:
        return given.read(), given.headers["Set-Cookie"].split(";")[0]
