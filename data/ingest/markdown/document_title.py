"""The title that a document gives itself."""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LONGEST = 120
_H1 = re.compile(r"<h1\b[^<>]*+>", re.IGNORECASE)
_H1_END = re.compile(r"</h1\s*+>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def first_heading(text: str) -> str:
    """Return the first heading of a Markdown document, its own or an HTML `<h1>`, as plain text; "" without one."""
    tokens = MarkdownIt("commonmark").parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            found = "".join(map(_plain, tokens[index + 1].children or []))
        elif token.type == "html_block":
            found = unescape(_TAG.sub("", _in_h1(token.content)))
        else:
            continue
        title = " ".join("".join(sign if sign.isprintable() else " " for sign in found).split())
        if any(sign.isalnum() for sign in title):
            return title[:_LONGEST].rstrip()
    return ""


def _in_h1(html: str) -> str:
    """Return what stands in the first `<h1>` of a piece of HTML, "" if there is none or it has no end."""
    start = _H1.search(html)
    end = _H1_END.search(html, start.end()) if start else None
    return html[start.end() : end.start()] if start and end else ""


def _plain(token: Token) -> str:
    """Return the text of a piece of a heading; images and tags are left out."""
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    return " " if token.type.endswith("break") else ""
