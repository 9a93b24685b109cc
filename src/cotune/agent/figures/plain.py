"""The agent's text without the marks of Markdown, each letter where it was."""

from __future__ import annotations

import re

_MARKS = re.compile(r"`+|\*+(?!\s)|(?<!\s)\*+|(?<![^\W_])_+|_+(?![^\W_])")


def plain(text: str) -> str:
    """Spaces instead of marks; the star of a list and the underscores within a name stay."""
    return _MARKS.sub(lambda match: " " * len(match.group(0)), text)
