"""Text that can be written, sent and shown, of what came from a model or from somebody's clipboard."""

from __future__ import annotations

from typing import Any


def mended(value: Any) -> Any:
    """A value with all its text writable as UTF-8: halves of a character (lone surrogates, as of an emoji that was cut
    in two) are joined where both are there, and replaced where one is alone."""
    match value:
        case str():
            return _whole(value)
        case dict():
            return {mended(name): mended(one) for name, one in value.items()}
        case list():
            return [mended(one) for one in value]
        case tuple():
            return tuple(mended(one) for one in value)
        case _:
            return value


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
