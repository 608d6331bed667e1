"""An estimate of how many papers exist beyond two lists, with its assumption, or the reason why there is none."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import panel, url, widgets
from components.phrases import small
from components.store import Store
from components.widgets import Metric
from data.formats.markdown_text import escape_markdown
from data.measures.estimate import Question, ask, dependent
from data.query.bitmap import Bits
from data.query.filters import Filters

ODDS = (2, 5)
ASSUMPTION = (
    "**This assumes that the lists are independent of each other, and that at least one of them was equally likely to "
    "list every paper.**"
)
DOUBT = (
    "In fact, lists take papers from each other, and both prefer well-known papers. Then more papers exist than "
    "estimated: read the number as a lower bound."
)
COUNTED = (
    "This is Chapman's capture–recapture estimate from two lists (Chapman 1951), with the standard error of Seber "
    "(1970) and the transformed logit interval of Sadinle (2009). The interval is not symmetric and never ends below "
    "the number found. The estimate counts papers with an arXiv month, from the later of the lists' first months to "
    "the earlier of the last months that they cover, on techniques and domains of which both lists have papers. "
    "Filters on lists are ignored. There is no estimate under filters that depend on what lists say: all except topic, "
    "title term, arXiv month and arXiv year, and also a search that finds venues. There is none either if the other "
    "list has nine in ten papers of the smaller one. The odds show what the estimate would be if the papers of one "
    "list had so many times the odds of other papers to be in the other list (Gerritse and others 2015)."
)


def draw(store: Store, state: url.State, filters: Filters, rows: Bits, shown: list[str]) -> None:
    """Draw the estimate for the pair of lists that the view names, by default the first two of the lists `shown`."""
    with st.container(key="panel-estimate", gap="xsmall"):
        one, other, *_ = dict.fromkeys([*(key for key in state.view.pair if key in shown), *shown])
        ends = {end.list: end.month for end in store.list_ends}
        asked = ask(store.index, filters, rows, (one, other), ends)
        names = (store.list_title(one), store.list_title(other))
        title = "How many papers beyond the lists?"
        panel.heading("estimate", title, _sentence(asked), COUNTED, _data(asked, names))
        if len(shown) > 2:
            texts, name = ("From", "and"), partial(store.label, "list")
            widgets.pair_of_menus(store, "pair", texts, shown, (one, other), st.columns(2), name)
        _draw_answer(asked, names)


def _draw_answer(asked: Question, names: tuple[str, str]) -> None:
    """Draw the numbers and the assumption, or the sentence that says why there are none."""
    answer = asked.answer
    if not answer:
        st.markdown(escape_markdown(asked.why_not))
        return
    widgets.metrics(
        Metric("In either list", f"{asked.found:,}", f"{asked.in_both:,} in both"),
        Metric("Estimated in all", f"{answer.papers:,.0f}", f"95 % CI {answer.low:,.0f}–{answer.high:,.0f}"),
        Metric(
            "In neither list",
            f"{max(0.0, answer.papers - asked.found):,.0f}",
            f"95 % CI {answer.low - asked.found:,.0f}–{answer.high - asked.found:,.0f}",
        ),
    )
    st.markdown(ASSUMPTION)
    st.markdown(f":small[{DOUBT} {_if_dependent(asked)}]")
    st.markdown(small(_papers_used(asked, names)))


def _papers_used(asked: Question, names: tuple[str, str]) -> str:
    """Return which papers the estimate is made of, and which are left out."""
    assert asked.months, "an answer has months"
    first, last = asked.months
    left = ", ".join(f"{papers:,} {why}" for why, papers in _left_out(asked).items() if papers)
    without = f" Left out: {left}." if left else ""
    return (
        f"From papers on arXiv from {first} to {last} on subjects that both lists cover: {names[0]} has "
        f"{asked.in_a:,}, {names[1]} has {asked.in_b:,}.{without}"
    )


def _left_out(asked: Question) -> dict[str, int]:
    return {
        "without an arXiv id": asked.undated,
        "of other months": asked.outside,
        "on subjects of one list": asked.other_scope,
    }


def _if_dependent(asked: Question) -> str:
    papers = [f"{dependent(asked.in_a, asked.in_b, asked.in_both, odds):,.0f}" for odds in ODDS]
    times = " or ".join(map(str, ODDS))
    given = f"If a paper in one list had {times} times the odds to be in the other"
    return f"{given}, the estimate would be {' or '.join(papers)}."


def _sentence(asked: Question) -> str:
    answer = asked.answer
    if not answer:
        return asked.why_not
    return (
        f"Found by either list: {asked.found:,} papers; estimated in all: {answer.papers:,.0f} "
        f"(95 % CI {answer.low:,.0f}–{answer.high:,.0f})."
    )


def _data(asked: Question, names: tuple[str, str]) -> pd.DataFrame:
    """Return every number of the estimate as `what, value`."""
    answer = asked.answer
    first, last = asked.months or ("", "")
    rows: dict[str, object] = {
        "first month": first,
        "last month": last,
        f"in {names[0]}": asked.in_a,
        f"in {names[1]}": asked.in_b,
        "in both": asked.in_both,
        **{f"left out: {why}": papers for why, papers in _left_out(asked).items()},
    }
    if answer:
        rows |= {
            "estimated in all": round(answer.papers, 2),
            "standard error": round(answer.deviation, 2),
            "low": round(answer.low, 2),
            "high": round(answer.high, 2),
            **{f"odds {odds}": round(dependent(asked.in_a, asked.in_b, asked.in_both, odds), 2) for odds in ODDS},
        }
    return pd.DataFrame([(what, str(value)) for what, value in rows.items()], columns=["what", "value"])
