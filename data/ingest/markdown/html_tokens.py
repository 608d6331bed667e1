"""HTML in a list → the tokens that Markdown would have given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from markdown_it.token import Token

InlineParser = Callable[[str], list[Token]]

_NAMES = {"li": "list_item", "ul": "bullet_list", "ol": "ordered_list", "details": "details", "summary": "summary"} | {
    f"h{level}": "heading" for level in range(1, 7)
}
_TRACKED = frozenset({*_NAMES, "table", "tr", "td", "th"})
# Tags that end a line of text, without a meaning of their own here.
_BLOCKS = frozenset(
    """
    address article aside blockquote caption center div dd dl dt fieldset figcaption figure footer form header hr main
    nav p pre section tbody tfoot thead
    """.split()  # noqa: SIM905 - as a list it would be long
)
# An element of the first kind that is still open ends where another begins, unless one of the second lies between.
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol", "td", "th", "table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
}
# Elements deeper than this are read as part of the one around them.
_DEEPEST = 60
_ATTRIBUTE = re.compile(r"""\s(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(a|img)(?=[\s/>])", re.IGNORECASE)
# What stands in a block of HTML, read once from left to right: the standard library's parser takes quadratic time for
# tags that nothing ends. What nothing closes goes on to the end.
_SCAN = re.compile(
    r"""<!--(?P<comment>.*?)(?:-->|\Z)
      | <(?P<silent>script|style)(?=[\s/>]) (?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+ > .*? (?=</(?P=silent)|\Z)
      | <(?P<end>/?)(?P<name>[a-z][a-z0-9-]*+)(?P<rest>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>
      | <[!?/][^>]*(?:>|\Z)
      | (?P<text>[^<]+|<)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_SPAN = re.compile(r"""\s(rowspan|colspan)\s*+=\s*+(?:["']\s*+)?(\d++)""", re.IGNORECASE)
_LINKED = re.compile(r"\]\(|href\s*=|https?://", re.IGNORECASE)


def links_and_images(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield inline tokens with `<a href>` and `<img>` as the links and images that Markdown has for them."""
    is_open = False
    for token in tokens:
        tag = _TAG.match(token.content) if token.type == "html_inline" else None
        if token.type in ("link_open", "link_close"):
            is_open = token.type == "link_open"
            yield token
        elif not tag:
            yield token
        elif tag[2].lower() == "img":
            found = _attributes(token.content)
            yield Token("image", "img", 0, attrs={"src": found.get("src", "")}, content=found.get("alt", ""))
        elif tag[1] and is_open:
            is_open = False
            yield Token("link_close", "a", -1)
        elif not tag[1] and (href := _attributes(token.content).get("href")) is not None:
            if is_open:
                yield Token("link_close", "a", -1)
            is_open = True
            yield Token("link_open", "a", 1, attrs={"href": href})
    if is_open:
        yield Token("link_close", "a", -1)


def _attributes(tag: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "").strip() for found in _ATTRIBUTE.finditer(tag)
    }


def with_html(tokens: Iterable[Token], inline: InlineParser) -> list[Token]:
    """Return the tokens of a document, blocks of HTML replaced by the tokens that Markdown has for their elements.

    Elements keep open over what stands between blocks of HTML, so that Markdown inside a cell is in that cell. What
    HTML leaves open is closed. `inline` reads text that holds links in Markdown.
    """
    page = _Page(inline)
    for token in tokens:
        if token.type == "html_block" or (token.type == "code_block" and page.is_open and "<" in token.content):
            page.read(token)
            continue
        if token.type == "heading_open" or token.nesting == -1:
            page.leave(token)
        page.done.append(token)
    page.leave(None)
    return page.done


@dataclass(frozen=True)
class _Element:
    tag: str
    level: int
    """The level of the Markdown around it."""


class _Page:
    """The elements that are open, over all blocks of HTML of a document."""

    def __init__(self, inline: InlineParser) -> None:
        self._inline = inline
        self._open: list[_Element] = []
        self._count = Counter[str]()
        self.done: list[Token] = []
        self._text: list[Token] = []
        self._text_line = 0
        self._level = 0

    @property
    def is_open(self) -> bool:
        """Whether a list or table goes on."""
        return any(self._count[tag] for tag in ("table", "ul", "ol"))

    def read(self, block: Token) -> None:
        """Take in a block of HTML."""
        self._level = block.level
        line = block.map[0] if block.map else 0
        for found in _SCAN.finditer(block.content):
            if found["text"]:
                self._add_text(unescape(found["text"]), line)
            elif found["comment"] is not None:
                self._add_comment(found["comment"], line)
            elif found["name"]:
                self._add_tag(found, found["name"].lower(), line)
            line += found[0].count("\n")
        self._flush()

    def leave(self, token: Token | None) -> None:
        """Close the elements that end at `token`: with the Markdown around them, or at a heading."""
        keep = len(self._open)
        if token and token.type == "heading_open":
            # A heading never stands in a row or an item; a list that was left open does not swallow what follows.
            folds = ("details", "summary")
            keep = next((at for at, element in enumerate(self._open) if element.tag not in folds), keep)
        else:
            lowest = token.level + 1 if token else -1
            while keep and self._open[keep - 1].level >= lowest:
                keep -= 1
        self._close_down_to(keep)

    def _add_tag(self, tag: re.Match[str], name: str, line: int) -> None:
        if name in _TRACKED:
            if not tag["end"]:
                self._start(name, line, {found[1].lower(): found[2] for found in _SPAN.finditer(tag["rest"])})
            if tag["end"] or tag["rest"].endswith("/"):
                self._flush()
                self._close_nearest({name}, _ENDED_BY.get(name, (set(), set()))[1] - {name})
        elif name in _BLOCKS:
            self._flush()
        else:
            self._text_line = self._text_line if self._text else line
            self._text.append(Token("html_inline", "", 0, content=tag[0]))

    def _start(self, tag: str, line: int, spans: dict[str, str]) -> None:
        """Open an element; what it ends is closed."""
        self._flush()
        enders, limits = _ENDED_BY.get(tag, (set(), set()))
        self._close_nearest(enders, limits)
        if len(self._open) >= _DEEPEST:
            return
        self._open.append(_Element(tag, self._level))
        self._count[tag] += 1
        opening = Token(f"{_NAMES.get(tag, tag)}_open", tag, 1, map=[line, line + 1], level=self._level)
        opening.attrs = dict(spans)
        self.done.append(opening)

    def _close_nearest(self, tags: set[str], limits: set[str]) -> None:
        if not any(self._count[tag] for tag in tags):
            return
        for position in range(len(self._open) - 1, -1, -1):
            element = self._open[position]
            if element.level < self._level or element.tag in limits:
                return
            if element.tag in tags:
                self._close_down_to(position)
                return

    def _close_down_to(self, keep: int) -> None:
        self._flush()
        while len(self._open) > keep:
            element = self._open.pop()
            self._count[element.tag] -= 1
            name = _NAMES.get(element.tag, element.tag)
            self.done.append(Token(f"{name}_close", element.tag, -1, level=element.level))

    def _add_text(self, text: str, line: int) -> None:
        """Take in text; line ends and indentation are single spaces."""
        if not self._text:
            text = text.lstrip()
            if not text:
                return
            self._text_line = line
        flat = re.sub(r"\s+", " ", text)
        self._text += self._inline(flat) if "](" in flat or "**" in flat else [Token("text", "", 0, content=flat)]

    def _flush(self) -> None:
        """End the line of text."""
        if self._text:
            line = self._text_line
            self.done.append(Token("inline", "", 0, map=[line, line + 1], children=self._text, level=self._level + 1))
            self._text = []

    def _add_comment(self, content: str, line: int) -> None:
        """Note what a comment leaves out: each line with a link, else the comment as a whole."""
        linked = [number for number, text in enumerate(content.split("\n")) if _LINKED.search(text)]
        kind = "comment_with_link" if linked else "comment"
        for number in linked or [0]:
            self.done.append(Token(kind, "", 0, map=[line + number, line + number + 1], level=self._level))
