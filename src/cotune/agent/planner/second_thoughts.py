"""How people take back what they have just said (`no, wait`, `on second thoughts`), and the number they say instead."""

from __future__ import annotations

import re

from cotune.agent.planner.text import Phrase

_NO = r"(?:no|nope|nein|non)(?= (?:[.,;:!?]|\d|<t|make|wait|rather|better|let|take|sorry|leave|keep|it|that) ?)"
WORDS = (
    rf"(?:{_NO}|wait|hold on|hang on|actually|sorry|pardon|perdon|oops|rather|better|instead(?! of)|make (?:it|that|\d)"
    r"|scratch that|forget (?:that|it)|correction|i (?:mean|meant)|(?:on )?second thoughts?|changed my mind|but no"
    r"|after all|doch|lieber|besser|plutot|mejor)"
)
_TAKEN_BACK = re.compile(rf" {WORDS}(?= )")
_NUMBER_INSTEAD = re.compile(
    r"^ (?:[^.;!?\n\d]{0,6}[.,;!] )?(?:[^;!?\n\d]{2,40} )?(?:make (?:it|that)"
    r"|nehmen sie (?:doch )?(?:lieber |besser )?|nimm (?:doch )?lieber) (?P<n>\d{1,15}) (?:[.,;!\n]|$)"
    r"|^ (?:[.,;] )+(?:nah|no|nope|hm+|wait)(?: , | )(?:that ?'?s? |thats |that is |it 's )?(?:too|far too) (?:many"
    r"|much|few) ,? ?(?:make (?:it|that) )?(?P<m>\d{1,15}) (?:[.,;!\n]|$)|^ (?:[.,;] |h+m+ |uh+m? |err? |well |oh |ah "
    r"|ach |- )*(?:no|sorry|actually|rather|wait|or rather|make (?:it|that)|i mean|better|nein|non|perdon)"
    r"(?: (?:,|no|make|it|that|rather|wait|only|just|better))* (\d{1,15}) (?:[.,;!\n]|$)"
)


def is_taken_back(phrase: Phrase, start: int, end: int) -> bool:
    """Whether the words of text[start:end], between two wishes or around them, take the first one back."""
    return _TAKEN_BACK.search(phrase.text, max(start - 1, 0), end + 1) is not None


def number_instead(phrase: Phrase, end: int) -> int | None:
    """The bare number that takes the place of the one said before text[end]: `100 trials. Actually make that 50.`"""
    better = _NUMBER_INSTEAD.match(phrase.text[end:])
    return None if better is None else int(next(group for group in better.groups() if group))
