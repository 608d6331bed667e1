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
    rf"(?<![\d.])(?P<year>19[5-9]\d|20\d\d)(?:[./-]{_NUMBER}(?:[./-]{_DAY})?(?![\d]|[./-]\d)|(?!\.*+\d))"
)
_SHORT = re.compile(r"(?<=['’´`])\d\d(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?:\d{1,2}[./-]){1,2}(?P<year>19[5-9]\d|20\d\d)(?!\.*+\d)")
# What a date is made of: words, numbers written together or apart, a short year, and signs.
_IN_DATE = re.compile(
    r"(?P<word>[^\W\d_]++)|(?P<digits>\d++)(?:st|nd|rd|th)?+|['’´`]\d\d|[\s,./:()\[\]_|~-]++", re.IGNORECASE
)
_WORD_OF_DATE = re.compile(
    rf"{_MONTH}|of|published|date|released|submitted|accepted|updated|on|spring|summer|fall|autumn|winter|[年月日]|[년월일]",
    re.IGNORECASE,
)
_NUMBER_OF_DATE = re.compile(r"3[01]|[12]\d|0?[1-9]|(?:19[5-9]|20\d)\d")
_LONGEST_DATE = 40
# A count in brackets, such as `(12 papers)`.
_IN_BRACKETS = re.compile(r"\(\s*+\d++\s*+\w*+\s*+\)|\[\s*+\d++\s*+\]")
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\.?,?\s?['’´`]?(1[5-9]|2\d)(?!\d)", re.IGNORECASE)
# A month with its day, where a date ends or goes on behind it: the `Nov. 7` of `Humanoids, Nov. 7, 2024`.
_MONTH_OF_DATE = re.compile(
    rf"(?<!of )\b{_MONTH}\b\.?(?:\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d))?(?=[\s,.:;/()\[\]'’´`–-]*+(?:\d|{_MONTH}\b|$))",
    re.IGNORECASE,
)
# Words that stand beside the year of a heading without making it a topic.
_BESIDE = re.compile(
    rf"{_MONTH}|papers?|year|in|list|publications?|preprints|articles|literature|of|conferences?|年|论文|論文|년|논문"
)


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
    if len(text) > _LONGEST_DATE:
        return None
    year = year_in(text)
    if year is None and (month := _MONTH_YEAR.search(text)):
        year = 2000 + int(month[1])
    return year if year and _is_date(text) else None


def _is_date(text: str) -> bool:
    """Say whether a text holds nothing but the words, numbers and signs of dates."""
    at = 0
    while at < len(text):
        part = _IN_DATE.match(text, at)
        if part is None:
            return False
        if part["word"] and not _WORD_OF_DATE.fullmatch(part["word"]):
            return False
        if part["digits"] and not _are_numbers_of_dates(part["digits"]):
            return False
        at = part.end()
    return True


def _are_numbers_of_dates(digits: str) -> bool:
    """Say whether digits can be cut into days, months and years, as in `20240318`."""
    reached = {0}
    for start in range(len(digits)):
        if start in reached:
            ends = range(start + 1, min(start + 4, len(digits)) + 1)
            reached |= {end for end in ends if _NUMBER_OF_DATE.fullmatch(digits, start, end)}
    return len(digits) in reached


def month_number(date: str) -> int:
    """Return the number of the month of YYYY-MM or YYYY-MM-DD, counted from January of the year 0."""
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def without_year(text: str) -> str:
    """Return `text` with its years taken out."""
    return re.sub(r"['’´`](?=\s|$)", " ", _SHORT.sub(" ", _YEAR.sub(" ", text)))


def without_month(text: str) -> str:
    """Return `text` without months, and their days, that belong to a date: before a number or at its end."""
    return _MONTH_OF_DATE.sub(" ", text)


def heading_year(heading: str) -> int | None:
    """Return the year that a heading consists of, apart from signs, months and words such as papers; else None."""
    year = year_in(heading)
    if not year:
        return None
    rest = _IN_BRACKETS.sub(" ", without_year(heading))
    return year if all(map(_BESIDE.fullmatch, fold(rest).split())) else None
