"""What others wrote, within our Markdown: it reads as it was written and becomes no element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotune.model.markdown import as_code, as_markdown, as_quote
from pages import Page

HOSTILE = [
    "![x](http://evil.example/x.png)",
    "<img src=http://evil.example/x.png>",
    "<script>alert(1)</script>",
    "&lt;b&gt; \\<b> \\![x](y) \\\\[x](javascript:alert(1))",
    "https://evil.example www.evil.example a@evil.example <http://evil.example>",
    "# Warnings about the data",
    "- one",
    "1. one",
    "---",
    "| a | b |",
    "`` ` ``` <b>",
    "*a* **b** _c_ __d__ ~~e~~ a_b",
    "\\(x\\) \\begin{a} x \\end{a}",
    "[a]: http://evil.example",
    "    code",
]
marks = st.text(alphabet="![](){}<>`*_~^|$#&;:/\\-+=.@1 aw\t\n\"'\x1b", max_size=40)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_reads_as_written_and_is_no_element(text: str) -> None:
    page = Page(f"Column {as_markdown(text)} is out, and {as_code(text)} too.")
    assert page.elements == {"p", "code"}
    assert page.words.strip() == f"Column {text.strip()} is out, and {text} too."


@pytest.mark.parametrize("text", HOSTILE)
def test_at_the_beginning_of_a_line_it_begins_no_block(text: str) -> None:
    page = Page(as_markdown(text))
    assert page.elements == {"p"}
    assert page.words.strip() == text.strip()


@given(marks)
def test_no_text_becomes_an_element(text: str) -> None:
    assert Page(f"- {as_markdown(text)} {as_code(text)}").elements <= {"ul", "li", "p", "code"}
    assert Page(as_quote(text)).elements <= {"blockquote", "p"}


def test_each_line_of_a_quotation_is_quoted() -> None:
    page = Page("## Goal\n\n" + as_quote("hello\n\n![g](http://evil.example/g.png)\r\n# Search\n<script>"))
    assert page.elements == {"h2", "a", "blockquote", "p"}
    assert as_quote("one\n\ntwo") == "> one\n>\n> two"
