"""How many of the machine's cores a goal wants used: those it has are not those to take."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cotune.agent.planner.figures_said import Mention
from cotune.agent.planner.text import Phrase

_HAS = re.compile(
    r" (?:have|has|had|got|are|is|own|owns|comes with|with|of|out of)(?: (?:my|the|our|its|all|about))* $"
)
_PART_BEFORE = re.compile(r" (\d{1,15}|half|one half)(?: out)? of (?:(?!for|on|in)[a-z']+ ){0,4}$")
_TAKE = (
    r"(?:take|takes|use|using|only|just|no more than|not more than|at most|maximum(?: of)?|max|up to|stick to"
    r"|limit (?:it|yourself|this) to|run (?:it )?on|give (?:it|this|you)|go with|stay (?:at|under|below))"
)
_PART_AFTER = re.compile(
    rf"^(?![^.;!?\n]*?[.;!?\n]?[^.;!?\n]* (?:trials?|folds?|configs?|configurations?|seed|models?|runs?) "
    rf")[^.;!?\n]{{0,30}}?(?:[.;!\n] )?(?:[^.;!?\n]{{0,25}} )?{_TAKE} (?:(?:only|just|about|please|at most|up to) )*"
    rf"(\d{{1,15}}|half)(?: of (?:them|those|these|it|my cores|the cores))? (?:[.,;!?)\n]|$|and |please "
    rf"|for (?:this|it|that) )"
)
_OF_THOSE = re.compile(
    r"^[^.;!?\n]{0,40} (\d{1,15}|half) of (?:them|those|these) (?:are|is) (?:yours|for you)(?= )"
    r"|^[^.;!?\n]{0,40} (?:have|get|take|use) (\d{1,15}|half) of (?:them|those|these)(?= )"
)
_THE_REST = re.compile(
    r"^[^.;!?\n]{0,60} (?:occup\w+|us(?:es|ing)|needs?|takes?|has taken|blocks?|keeps?) (\d{1,15})"
    r"(?: of (?:them|those|these))?(?= )[^.;!?\n]*[,.;:]? [^.;!?\n]{0,20}(?:rest|remaining|others?|what is left)(?= )"
)
"""Others use so many of them, and the search gets the rest."""
_MOST_WORKERS = 256
_ORDERED = re.compile(
    r"(?: (?:use|using|run|start|take|up to|at most|max|maximum|allow|=|:|,)"
    r"|(?:^| (?:<\S+|\d+|[^\w\s]|it|this|that|all|everything|search\w*|run\w*|train\w*|fit\w*|tun\w*|work\w*|go"
    r"|parallel|please|and|job|study|trials?|folds?|models?|machine|server|cluster|cpu|gpu))"
    r"(?: (?:with|on|in|across|over))+)(?: (?:all|some|about))* $"
)
"""Before a number of workers that the search is to have; of people it is said otherwise: `a plant with 300 workers`."""
_SPARED_BEFORE = re.compile(r" (?:leave|leaving|spare|reserve|keep|keeping|save)(?: (?:me|us|at least|always|my))* $")
_SPARED_AFTER = re.compile(
    r"^ ?(?:\w+ )?(?:free|idle|alone|unused|untouched|in peace|for (?:me|myself|us|others?))(?= )"
)


def wished_cores(phrase: Phrase, said: Sequence[Mention]) -> Mention | None:
    """The number of cores to use, from all places that speak of a number of cores; None where they are all spared.

    `I have 8 cores but take 4`, `4 of my 8 cores` and `half of my 8 cores` are 4; `keep 2 cores free` is no wish.
    """
    asked = [m for m in said if not _is_spared(phrase, m)]
    if not asked:
        return None
    chosen = [m for m in asked if not _HAS.search(phrase.text[: m.start])] or asked
    first, wish = asked[0], chosen[-1]
    used = _THE_REST.match(phrase.text[first.end :])
    if used is not None and int(used.group(1)) < first.value:
        return first._replace(value=first.value - int(used.group(1)))
    part = _PART_BEFORE.search(phrase.text[: wish.start]) or next(
        (m for p in (_PART_AFTER, _OF_THOSE) for m in [p.match(phrase.text[wish.end :])] if m), None
    )
    return wish if part is None else wish._replace(value=_share(next(g for g in part.groups() if g), wish.value))


def are_people(phrase: Phrase, mention: Mention) -> bool:
    """Whether a number of workers is told of no machine: `a plant of 300 workers`."""
    is_odd = mention.value > _MOST_WORKERS or mention.value == 0
    is_of_workers = phrase.text[mention.start : mention.end].endswith(" workers")
    return is_odd and is_of_workers and not _ORDERED.search(phrase.text[: mention.start])


def _is_spared(phrase: Phrase, mention: Mention) -> bool:
    before, after = phrase.text[: mention.start], phrase.text[mention.end :]
    return bool(_SPARED_AFTER.match(after)) or (bool(_SPARED_BEFORE.search(before)) and "only" not in after[:20])


def _share(said: str, total: float) -> int:
    return max(1, int(total) // 2) if "half" in said else max(1, int(said))
