"""Text of others within Markdown of ours: it reads as it was written, and makes no image, link, HTML or heading."""

from __future__ import annotations

import re

from cotune.model.printable import on_one_line

_MARKS = re.compile(r"[`*\[\]|~^$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.|@(?=\w)")
_BEGINS_A_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+#=>:]))")
_BEGINS_AN_ENTITY = re.compile(r"&(?=#?\w+;)")


def as_markdown(text: str) -> str:
    """The text on one line, all marks escaped."""
    safe = _BEGINS_AN_ENTITY.sub("&amp;", on_one_line(text.strip())).replace("<", "&lt;").replace("\\", "&#92;")
    return _BEGINS_A_BLOCK.sub(r"\1\\", _MARKS.sub(r"\\\g<0>", safe))


def as_quote(text: str) -> str:
    """The text as a quotation, each of its lines with its own mark."""
    return "\n".join(f"> {as_markdown(line)}".rstrip() for line in text.splitlines())


def as_code(text: str) -> str:
    """The text as a code span that none of its backticks ends."""
    shown = on_one_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[:1] in ("`", " ", "") or shown[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
