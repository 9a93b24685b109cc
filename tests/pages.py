"""Markdown as nbconvert renders it."""

from __future__ import annotations

from html.parser import HTMLParser

from nbconvert.filters import markdown2html


class Page(HTMLParser):
    """The elements of a page and the text in them."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.words = ""
        self.feed(markdown2html(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data
