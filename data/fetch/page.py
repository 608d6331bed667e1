"""An HTML page told from a Markdown document that has HTML in it."""

from __future__ import annotations

import re

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s+|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)


def is_page(content: bytes) -> bool:
    """Say whether a document begins as an HTML page does; `<div>` and `<h1>` begin many a Markdown list."""
    start = _BEFORE.match(content)
    return bool(_PAGE.match(content, start.end() if start else 0))
