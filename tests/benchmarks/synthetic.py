"""Synthetic papers tables: seeded, shaped like curated lists, valid against the schema, kept in the user's cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, load_knowledge
from data.knowledge.yaml_file import read_yaml
from data.schema import DATA_FOLDER, FLAGS, SEPARATOR, Paper, columns
from data.tables.table import problems, read_table

SEED = 747
# Raised whenever the tables change, so that nobody measures on old ones.
VERSION = 2
YEARS = tuple(range(2015, 2026))
VENUES = 50
LISTS = ("efficient-aigc", "llm-compression", "another-list", "fourth-list")
HOSTS = {"github.com": 0.94, "gitlab.com": 0.03, "huggingface.co": 0.03}
DOMAINS = ("", "Language", "Vision", "Language; Vision")
WORDS = 10

Texts = npt.NDArray[np.object_]


def folder() -> Path:
    """Return where tables are kept between runs: the user's cache, never the repository."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "surveyor-benchmarks"
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def table_file(rows: int, suffix: str = ".parquet") -> Path:
    """Return the file of a table of `rows` papers, made and checked against the schema where it is missing."""
    file = folder() / f"papers-{rows}-v{VERSION}{suffix}"
    if not file.exists():
        frame = papers(rows)
        breach = next(problems(frame, Paper, file), None)
        if breach:
            raise breach
        part = file.with_suffix(".part")
        frame.to_csv(part, index=False) if suffix == ".csv" else frame.to_parquet(part, index=False)
        part.replace(file)
    return file


def papers(rows: int) -> pd.DataFrame:
    """Return a table of `rows` papers as text, shape (rows, columns of the schema); the same for the same `rows`."""
    random = np.random.default_rng(SEED)
    real = read_table(DATA_FOLDER / "papers.csv", Paper)
    year = random.choice(YEARS, rows, p=_growing(len(YEARS)))
    month = random.integers(1, 13, rows)
    ids = _arxiv_ids(year, month)
    url = "https://arxiv.org/abs/" + pd.Series(ids, dtype="str")
    lists, records = _entries(random, rows)
    frame = pd.DataFrame(
        {
            "id": ids,
            "title": _titles(random, rows, real["title"]),
            "year": np.where(random.random(rows) < 0.01, "", year.astype(str)),
            "month": pd.Series(year.astype(str)) + "-" + pd.Series(month).astype(str).str.zfill(2),
            "techniques": _several(random, rows, tuple(load_knowledge().techniques.names), (0.0, 0.8, 0.15, 0.05)),
            "topics": _several(
                random, rows, tuple(read_yaml(KNOWLEDGE_FOLDER / "topics.yaml")), (0.28, 0.45, 0.17, 0.07, 0.03)
            ),
            "domains": np.array(DOMAINS, dtype=object)[random.choice(4, rows, p=(0.6, 0.27, 0.1, 0.03))],
            "paper_url": url,
            "arxiv_id": ids,
            "lists": lists,
            "records": records,
            "also_titled": "",
            "flags": _several(random, rows, tuple(FLAGS), (0.86, 0.09, 0.03, 0.02)),
            "added": random.choice(("2024-04-10", "2025-04-10"), rows),
            **_venues(random, rows),
            **_code(random, rows),
        }
    )
    return frame.astype("str")[list(columns(Paper))]


def _growing(number: int) -> npt.NDArray[np.float64]:
    """Return probabilities that grow by two fifths from one to the next."""
    weight = 1.4 ** np.arange(number)
    return weight / weight.sum()


def _zipf(number: int, power: float = 1.0) -> npt.NDArray[np.float64]:
    """Return the probabilities of a Zipf distribution."""
    weight = 1 / np.arange(1, number + 1) ** power
    return weight / weight.sum()


def _arxiv_ids(year: npt.NDArray[np.int64], month: npt.NDArray[np.int64]) -> Texts:
    """Return an arXiv id for each paper, numbered within its month."""
    when = (year % 100) * 100 + month
    number = pd.Series(when).groupby(when).cumcount().to_numpy() + 1
    return np.array([f"{one:04}.{other:05}" for one, other in zip(when.tolist(), number.tolist(), strict=True)], object)


def _titles(random: np.random.Generator, rows: int, real: pd.Series[str]) -> Texts:
    """Return titles of about ten words, drawn as often as real titles have them."""
    words = real.str.split().explode().to_numpy(dtype=object)
    lengths = np.clip(random.poisson(WORDS, rows), 4, 18)
    drawn = words[random.integers(0, len(words), int(lengths.sum()))].tolist()
    ends = np.cumsum(lengths).tolist()
    return np.array(
        [" ".join(drawn[end - size : end]) for end, size in zip(ends, lengths.tolist(), strict=True)], object
    )


def _several(random: np.random.Generator, rows: int, names: Sequence[str], chances: Sequence[float]) -> Texts:
    """Return cells of different `names`; `chances[n]` is how often n are drawn, of which two may be the same."""
    drawn = np.sort(random.choice(len(names), (rows, len(chances) - 1), p=_zipf(len(names), 0.8)), axis=1)
    number = random.choice(len(chances), rows, p=chances)
    key = np.where(np.arange(len(chances) - 1) < number[:, None], drawn, len(names))
    distinct, which = np.unique(key, axis=0, return_inverse=True)
    cells = [
        SEPARATOR.join(names[place] for place in dict.fromkeys(row) if place < len(names)) for row in distinct.tolist()
    ]
    return np.array(cells, dtype=object)[which.ravel()]


def _venues(random: np.random.Generator, rows: int) -> dict[str, Texts]:
    """Return venue, type and track: half preprints, four fifths of the rest in main conferences."""
    names = np.array(["arXiv", *(f"Venue {place:02}" for place in range(1, VENUES)), ""], dtype=object)
    types = np.array(["preprint", *(("journal" if place % 5 == 0 else "conference") for place in range(1, VENUES)), ""])
    chances = np.concatenate(([0.5], 0.48 * _zipf(VENUES - 1), [0.02]))
    place = random.choice(VENUES + 1, rows, p=chances)
    kind = types.astype(object)[place]
    track = random.choice(
        np.array(["main", "findings", "workshop", "industry"], object), rows, p=(0.8, 0.1, 0.07, 0.03)
    )
    track = np.where(kind == "preprint", "preprint", np.where(kind == "journal", "main", track))
    return {"venue": names[place], "venue_type": kind, "track": np.where(kind == "", "", track)}


def _code(random: np.random.Generator, rows: int) -> dict[str, Texts]:
    """Return code for two papers in five, owners as unequal as on a code host."""
    owners = max(20, rows // 10)
    owner = random.choice(owners, rows, p=_zipf(owners, 0.7)).tolist()
    host = np.array([*HOSTS, ""], dtype=object)[
        random.choice(4, rows, p=[0.4 * part for part in HOSTS.values()] + [0.6])
    ]
    urls = [
        f"https://{name}/owner-{place}/project-{row}" if name else ""
        for row, (name, place) in enumerate(zip(host.tolist(), owner, strict=True))
    ]
    return {"code_url": np.array(urls, dtype=object), "code_host": host}


def _entries(random: np.random.Generator, rows: int) -> tuple[Texts, Texts]:
    """Return the lists of each paper, one to four of them, and its line in each."""
    listed = random.random((rows, len(LISTS))) < np.array([0.3, 0.6, 0.25, 0.1])
    listed[~listed.any(axis=1), 1] = True
    lines = np.cumsum(listed, axis=0)
    named = [
        [(key, line) for key, line, has in zip(LISTS, *row, strict=True) if has]
        for row in zip(lines.tolist(), listed.tolist(), strict=True)
    ]
    lists = [SEPARATOR.join(key for key, _ in row) for row in named]
    records = [SEPARATOR.join(f"{key}:{line}" for key, line in row) for row in named]
    return np.array(lists, dtype=object), np.array(records, dtype=object)
