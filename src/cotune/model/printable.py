"""Text of others as a terminal may show it: nothing in it moves the cursor, sets a clipboard or turns lines around."""

from __future__ import annotations

import re

_DRIVES = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_DRIVES_A_TERMINAL = re.compile(f"[{_DRIVES}]")
_LEAVES_THE_LINE = re.compile(f"[{_DRIVES}\n\t]")
_MARGIN = "    | "


def printable(text: str) -> str:
    r"""The text with control characters shown as `\x1b`; lines and tabs stay."""
    return _DRIVES_A_TERMINAL.sub(_shown, text)


def on_one_line(text: str) -> str:
    r"""The text with control characters shown as `\x1b` and `\n`, so that it can't begin a line of its own."""
    return _LEAVES_THE_LINE.sub(_shown, text)


def within_margin(text: str) -> str:
    """The text with its further lines behind a margin that is no line of ours."""
    return printable(text).replace("\n", f"\n{_MARGIN}")


def json_escaped(text: str) -> str:
    r"""JSON with each such character as `\u001b` within its strings; the same value for who reads it."""
    return _DRIVES_A_TERMINAL.sub(lambda match: f"\\u{ord(match.group(0)):04x}", text)


def _shown(match: re.Match[str]) -> str:
    return match.group(0).encode("unicode_escape").decode("ascii")
