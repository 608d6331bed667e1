"""How many papers exist beyond the lists: an estimate from two of them with its assumption, or why there is none."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import panel, url, widgets
from components.store import Store
from components.text import escape_markdown, label
from data.measures.estimate import Question, ask, dependent
from data.query.bitmap import Bits
from data.query.filters import Filters

ODDS = (2, 5)
ASSUMES = (
    "**This assumes that the lists do not depend on each other, and that for at least one of them every paper was "
    "equally likely to be listed.**"
)
DOUBT = (
    "Lists take papers from each other, and both prefer well-known ones; then there are more papers than this: "
    "read it as a lower bound."
)
COUNTED = (
    "Chapman's capture–recapture estimate of two lists (Chapman 1951), with the standard error of Seber (1970) and the "
    "transformed logit interval of Sadinle (2009), which is not symmetric and never ends below what was found. Counted "
    "are papers with an arXiv month from the later of the lists' first months to the earlier of the last months that "
    "they cover, on techniques and domains of which both lists have papers. Filters on lists are set aside; under "
    "filters that depend on what lists say (all but topic, title term and arXiv month or year; a search that finds "
    "venues) there is none, nor where nine in ten papers of the smaller list are in the other. “Odds” tells what it "
    "would be if a paper of one list had so many times the odds of other papers to be in the other list (Gerritse "
    "and others 2015)."
)


def draw(store: Store, state: url.State, filters: Filters, rows: Bits, shown: list[str]) -> None:
    """Draw the estimate for the pair of lists that the view names, else for the two largest of `shown`, two or more."""
    with st.container(key="panel-beyond", gap="xsmall"):
        one, other = _pair(state.view.pair, shown)
        ends = {end.list: end.month for end in store.ends}
        asked = ask(store.index, filters, rows, (one, other), ends)
        names = (label(store.labels, "list", one), label(store.labels, "list", other))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("**How many papers beyond the lists?**")
            panel.about("beyond", _sentence(asked), COUNTED, _data(asked, names))
        if len(shown) > 2:
            _choose(store, shown, one, other)
        _said(asked, names)


def _pair(wanted: tuple[str, ...], shown: list[str]) -> tuple[str, str]:
    one, other, *_ = dict.fromkeys([*(key for key in wanted if key in shown), *shown])
    return one, other


def _choose(store: Store, shown: list[str], one: str, other: str) -> None:
    name = partial(label, store.labels, "list")
    first, second = st.columns(2)
    with first:
        widgets.menu(store, "pair", "From", shown, one, lambda value: (value, other), name)
    with second:
        widgets.menu(store, "pair", "and", shown, other, lambda value: (one, value), name)


def _said(asked: Question, names: tuple[str, str]) -> None:
    """Draw the numbers and the assumption, or the sentence why there are none."""
    answer = asked.answer
    if not answer:
        st.markdown(escape_markdown(asked.why_not))
        return
    metrics = (
        ("In either list", f"{asked.found:,}", f"{asked.in_both:,} in both"),
        ("Estimated in all", f"{answer.papers:,.0f}", f"95 % CI {answer.low:,.0f}–{answer.high:,.0f}"),
        (
            "In neither list",
            f"{max(0.0, answer.papers - asked.found):,.0f}",
            f"95 % CI {answer.low - asked.found:,.0f}–{answer.high - asked.found:,.0f}",
        ),
    )
    for column, (name, value, below) in zip(st.columns(3, gap="small"), metrics, strict=True):
        column.metric(name, value, below, delta_color="off", delta_arrow="off")
    st.markdown(ASSUMES)
    st.markdown(f":small[{DOUBT} {_if_dependent(asked)}]")
    st.markdown(f":gray[:small[{escape_markdown(_of_what(asked, names))}]]")


def _of_what(asked: Question, names: tuple[str, str]) -> str:
    assert asked.months, "an answer has months"
    first, last = asked.months
    aside = (
        (asked.undated, "without an arXiv id"),
        (asked.outside, "of other months"),
        (asked.other_scope, "on subjects of one list"),
    )
    left = ", ".join(f"{papers:,} {why}" for papers, why in aside if papers)
    without = f" Left out: {left}." if left else ""
    return (
        f"Of papers on arXiv from {first} to {last} on subjects that both lists cover, {names[0]} has {asked.in_a:,} "
        f"and {names[1]} {asked.in_b:,}.{without}"
    )


def _if_dependent(asked: Question) -> str:
    papers = [f"{dependent(asked.in_a, asked.in_b, asked.in_both, odds):,.0f}" for odds in ODDS]
    times = " or ".join(map(str, ODDS))
    return f"If a paper in one list had {times} times the odds to be in the other, it would be {' or '.join(papers)}."


def _sentence(asked: Question) -> str:
    answer = asked.answer
    if not answer:
        return asked.why_not
    return (
        f"Found by either list: {asked.found:,} papers; estimated in all: {answer.papers:,.0f} "
        f"(95 % CI {answer.low:,.0f}–{answer.high:,.0f})."
    )


def _data(asked: Question, names: tuple[str, str]) -> pd.DataFrame:
    """Return every number behind the estimate as `what, value`."""
    answer = asked.answer
    rows: list[tuple[str, object]] = [
        ("first month", asked.months[0] if asked.months else ""),
        ("last month", asked.months[1] if asked.months else ""),
        (f"in {names[0]}", asked.in_a),
        (f"in {names[1]}", asked.in_b),
        ("in both", asked.in_both),
        ("left out: without an arXiv month", asked.undated),
        ("left out: of other months", asked.outside),
        ("left out: on subjects of one list", asked.other_scope),
    ]
    if answer:
        rows += [
            ("estimated in all", round(answer.papers, 2)),
            ("standard error", round(answer.deviation, 2)),
            ("low", round(answer.low, 2)),
            ("high", round(answer.high, 2)),
            *((f"odds {odds}", round(dependent(asked.in_a, asked.in_b, asked.in_both, odds), 2)) for odds in ODDS),
        ]
    return pd.DataFrame([(what, str(value)) for what, value in rows], columns=["what", "value"])
