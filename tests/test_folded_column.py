"""A column folded at once equals its texts folded one by one."""

from __future__ import annotations

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from data.normalise.folded_column import fold_column
from data.normalise.title import fold
from data.schema import DATA_FOLDER

TEXTS = st.text(st.one_of(st.sampled_from("aB1 .+#-\n\0\t\x1c\u0085é①İ\ue000"), st.characters()), max_size=12)


@given(st.lists(TEXTS, max_size=6))
@example([])
@example([""])
@example(["1.2.3.", "a\nb", "GPT-3.5", "\0", ".5", "Ünet 2.0"])
def test_a_column_is_folded_as_its_texts(texts: list[str]) -> None:
    assert fold_column(texts) == [fold(text) for text in texts]


def test_the_built_in_titles_are_folded_as_their_texts() -> None:
    titles = pd.read_csv(DATA_FOLDER / "papers.csv", dtype=str)["title"].tolist()
    assert fold_column(titles) == [fold(title) for title in titles]
