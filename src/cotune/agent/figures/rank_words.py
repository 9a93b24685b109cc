"""Words that say a rank, and those between them and what has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cotune.agent.figures.standing import WORST

_AT = r"(?:rank(?:s|ed)?|comes?|came|finishes|places?|is|was)"
_ENDS = r"(?=\s*(?:[.,;!)]|$)|\s+(?:of|among|in|with|at)\b)"
_ORDINALS = ((2, r"second|2nd", r"two|2"), (3, r"third|3rd", r"three|3"))
_WORDS = (
    *(
        (n, rf"(?:{nth})[- ]best|ranks? (?:{nth})|in (?:{nth}) place|(?:number|no\.?) (?:{number})\b(?!\.?\d|\s+of\b)")
        for n, nth, number in _ORDINALS
    ),
    (2, r"runner[- ]up"),
    (WORST, rf"worst|weakest|at the (?:very )?bottom|in last place|{_AT} (?:dead )?last{_ENDS}"),
    (
        1,
        r"(?<!second[- ])(?<!third[- ])(?<!2nd[- ])(?<!3rd[- ])best|incumbent|leads(?! to\b)|winner|champion|strongest"
        r"|top[- ](?:performer|performing|scorer|scoring|ranked|trial|model|family|result|spot|place)"
        r"|(?:number|no\.?) (?:one|1)\b(?!\.?\d|\s+of\b)|rank(?:s|ed)? (?:first|1st)|in first place|in the lead"
        r"|on top\b(?! of)|at the (?:very )?top",
    ),
)
_RANKS = tuple((rank, re.compile(rf"(?i)\b(?:{words})(?!\w)")) for rank, words in _WORDS)
ANY_RANK = "|".join(rf"\b(?:{words})(?!\w)" for _, words in _WORDS)
_IS_VERB = re.compile(r"(?i)leads|rank|comes?|came|finishes|places?|(?:is|was) (?:dead )?last")
_DENIED = re.compile(
    r"(?i)(?:\b(?:not|never|no|no longer|hardly|neither|nor|may|might|could|would|should|can|will|if|whether|unless)\b"
    r"|n't\b)(?:\s+[\w-]+){0,3}\s*$"
)
_ASKED = re.compile(r"[^.!;,]*\?")
_COMPARED_WITH = re.compile(
    r"(?i)\b(?:to|near|behind|than|as|from|below|under|of|against|vs\.?)\s+(?:(?:the|our|its|their)\s+)?"
    r"(?:\w+(?:'s|’s)\s+)?$"
)
_PAST = re.compile(r"(?i)\b(?:until|at first|initially|for a while|earlier|once|used to)\b")
_OF_OTHERS = re.compile(r"(?i)^\s*(?:of|among)\s+(?:the\s+)?(?:others?|rest|remaining)\b")
_POSSESSIVE = re.compile(r"(?i)(?:\b(?:its|their|whose|own)|'s|’s)\s+(?:very\s+)?$")


class RankWord(NamedTuple):
    """`is_possessive`: of a family only ('its best')."""

    start: int
    end: int
    text: str
    rank: int
    is_verb: bool
    is_possessive: bool
    is_object: bool


def rank_words(words: str) -> list[RankWord]:
    """Those that a sentence asserts, in their order; nothing that is denied, was once, may be, or is of the others."""
    found = [_rank_word(words, m, rank) for rank, pattern in _RANKS for m in pattern.finditer(words)]
    return sorted(_asserted(words, found))


def is_asserted(words: str, start: int, end: int) -> bool:
    """Whether what stands there is said to be so: not denied, not merely possible, not asked."""
    return not _DENIED.search(words[:start]) and not _ASKED.match(words, end)


def _rank_word(words: str, match: re.Match[str], rank: int) -> RankWord:
    before = words[: match.start()]
    is_object = _COMPARED_WITH.search(before) is not None
    is_possessive = _POSSESSIVE.search(before) is not None
    is_verb = _IS_VERB.match(match.group(0)) is not None
    return RankWord(match.start(), match.end(), match.group(0), rank, is_verb, is_possessive, is_object)


def _asserted(words: str, found: list[RankWord]) -> Iterator[RankWord]:
    for word in found:
        is_past = _PAST.search(words) is not None
        if not is_past and is_asserted(words, word.start, word.end) and not _OF_OTHERS.match(words[word.end :]):
            yield word
