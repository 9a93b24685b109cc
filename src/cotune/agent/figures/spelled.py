"""Numbers in words: 'ninety-one', 'two hundred thousand'."""

from __future__ import annotations

import re

_ONES = "zero one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: n for n, word in enumerate(f"{_ONES} {_TEENS}".split())}
_SMALL |= {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
SMALL_WORDS = "|".join(sorted(_SMALL, key=len, reverse=True))
SPELLED = rf"(?:{SMALL_WORDS})(?:[\s-](?:and\s)?(?:{SMALL_WORDS}|{'|'.join(_LARGE)})){{0,8}}"


def value_of(words: str) -> int:
    """Of a number that `SPELLED` matches."""
    total = part = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            part = max(1, part) * 100
        elif word in _LARGE:
            total += max(1, part) * _LARGE[word]
            part = 0
        else:
            part += _SMALL.get(word, 0)
    return total + part
