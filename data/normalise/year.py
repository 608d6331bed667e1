"""Years and dates in headings, venues and entries."""

from __future__ import annotations

import re

from data.normalise.title import fold

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# A year, also with a month or a whole date behind it; but neither a part of a number nor of an arXiv id.
_YEAR = re.compile(
    rf"(?<![\d.])(?P<year>19[5-9]\d|20\d\d)(?:[./-]{_NUMBER}(?:[./-]{_DAY})?(?![\d]|[./-]\d)|(?![\d.]*\d))"
)
_SHORT = re.compile(r"(?<=['’´`])\d\d(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?:\d{1,2}[./-]){1,2}(?P<year>19[5-9]\d|20\d\d)(?![\d.]*\d)")
_DATE = re.compile(
    rf"(?:{_MONTH}\.?|{_DAY}|{_NUMBER}|(?:19[5-9]|20\d)\d|['’´`]\d\d|of|published|date|released|submitted|accepted|updated|on"
    r"|spring|summer|fall|autumn|winter|[\s,./:()\[\]_|~-])+",
    re.IGNORECASE,
)
_LONGEST_DATE = 40
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\.?,?\s?['’´`]?(1[5-9]|2\d)(?!\d)", re.IGNORECASE)
# Words that stand beside the year of a heading without making it a topic.
_BESIDE = re.compile(rf"{_MONTH}|papers?|year|in|list|publications?|preprints|articles|literature|of|conferences?")


def year_in(text: str) -> int | None:
    """Return the first year (1950 to 2099) in `text`, written `2024`, `2024/05` or `'24`; None where there is none."""
    if found := _YEAR.search(text) or _DAY_FIRST.search(text):
        return int(found["year"])
    if short := _SHORT.search(text):
        return 1900 + int(short[0]) if int(short[0]) >= 50 else 2000 + int(short[0])
    return None


def date_year(text: str) -> int | None:
    """Return the year of a text that is nothing but a date, such as `[2024/03]` or `Oct 2023`; None for any other."""
    text = text.strip()
    if len(text) > _LONGEST_DATE or not _DATE.fullmatch(text):
        return None
    if month := _MONTH_YEAR.search(text) if year_in(text) is None else None:
        return 2000 + int(month[1])
    return year_in(text)


def month_number(date: str) -> int:
    """Return the number of the month of YYYY-MM or YYYY-MM-DD, counted from January of the year 0."""
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def without_year(text: str) -> str:
    """Return `text` with its years taken out."""
    return re.sub(r"['’´`](?=\s|$)", " ", _SHORT.sub(" ", _YEAR.sub(" ", text)))


def heading_year(heading: str) -> int | None:
    """Return the year that a heading consists of, apart from signs, months and words such as papers; else None."""
    year = year_in(heading)
    if not year:
        return None
    rest = re.sub(r"\(\s*\d+\s*\w*\s*\)|\[\s*\d+\s*\]", " ", without_year(heading))
    return year if all(map(_BESIDE.fullmatch, fold(rest).split())) else None
