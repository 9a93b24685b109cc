"""What of a message beside a search may be an order: not what says no, what compares, or what tells of the past."""

from __future__ import annotations

import re

from cotune.agent.planner.text import Phrase, word_set

_LIMIT = re.compile(
    r" (?:(?:no|not|never|nicht|pas) (?:more|longer|mehr|langer|plus|mas) (?:than|als|de|que)"
    r"|at (?:the (?:very )?)?most|(?:hochst|meist)ens|maximal|au (?:plus|maximum)|como (?:mucho|maximo))(?= )"
)
_NO_ORDER = re.compile(
    r" (?:not(?! (?:mind|hurt|harm|bother) )|never|nor|neither|no|nicht|niemals|kein\w*|pas|jamais|nunca"
    r"|(?:more|longer|mehr|langer|mas) (?:than|als|que)"
    r"|was|were|took|lasted|had|ran|war|dauerte\w*|etait|tardo) "
)
_ENDS = word_set(", . ; ! ? ( ) \n but aber mais pero")
_GONE = "<gone>"


def affirmed(phrase: Phrase) -> Phrase:
    """The clauses that may order something; of a limit (`no more than 5 more minutes`) what it limits."""
    unlimited = phrase.marked(_LIMIT, lambda _limit: _GONE)
    kept, clause = [], []
    for n, item in enumerate(unlimited.items, 1):
        clause += [item] if item.text != _GONE else []
        if item.text in _ENDS or n == len(unlimited.items):
            if not _NO_ORDER.search(Phrase(phrase.raw, clause).text):
                kept += clause
            clause = []
    return Phrase(phrase.raw, kept)
