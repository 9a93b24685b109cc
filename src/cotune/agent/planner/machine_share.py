"""How much of the machine a goal wants used: the cores it has are not the cores to take, and a GPU may be an offer."""

from __future__ import annotations

import re

from cotune.agent.planner.text import Phrase

_HAS = re.compile(
    r" (?:have|has|had|got|are|is|own|owns|comes with|with|of|out of)(?: (?:my|the|our|its|all|about))* $"
)
_PART_BEFORE = re.compile(r" (\d+|half|one half)(?: out)? of (?:(?!for|on|in)[a-z']+ ){0,4}$")
_TAKE = (
    r"(?:take|takes|use|using|only|just|no more than|not more than|at most|maximum(?: of)?|max|up to|stick to"
    r"|limit (?:it|yourself|this) to|run (?:it )?on|give (?:it|this|you)|go with|stay (?:at|under|below))"
)
_PART_AFTER = re.compile(
    rf"^(?![^.;!?\n]*?[.;!?\n]?[^.;!?\n]* (?:trials?|folds?|configs?|configurations?|seed|models?|runs?) "
    rf")[^.;!?\n]{{0,30}}?(?:[.;!\n] )?(?:[^.;!?\n]{{0,25}} )?{_TAKE} (?:(?:only|just|about|please|at most|up to) )*"
    rf"(\d+|half)(?: of (?:them|those|these|it|my cores|the cores))? (?:[.,;!?)\n]|$|and |please "
    rf"|for (?:this|it|that) )"
)
_OF_THOSE = re.compile(
    r"^[^.;!?\n]{0,40} (\d+|half) of (?:them|those|these) (?:are|is) (?:yours|for you)(?= )"
    r"|^[^.;!?\n]{0,40} (?:have|get|take|use) (\d+|half) of (?:them|those|these)(?= )"
)
_THE_REST = re.compile(
    r"^[^.;!?\n]{0,60} (?:occup\w+|us(?:es|ing)|needs?|takes?|has taken|blocks?|keeps?) (\d+)"
    r"(?: of (?:them|those|these))?(?= )[^.;!?\n]*[,.;:]? [^.;!?\n]{0,20}(?:rest|remaining|others?|what is left)(?= )"
)
"""Others use so many of them, and the search gets the rest."""
_MOST_WORKERS = 256
_ORDERED = re.compile(
    r" (?:with|on|use|using|run|start|take|up to|at most|max|maximum|in|across|over|allow|=|:|,)"
    r"(?: (?:all|some|about))* $"
)
"""Before a number of workers that the search is to have; of people it is said otherwise."""
_SPARED_BEFORE = re.compile(r" (?:leave|leaving|spare|reserve|keep|keeping|save)(?: (?:me|us|at least|always|my))* $")
_SPARED_AFTER = re.compile(
    r"^ ?(?:\w+ )?(?:free|idle|alone|unused|untouched|in peace|for (?:me|myself|us|others?))(?= )"
)


def wished_cores(phrase: Phrase, matches: list[re.Match[str]]) -> tuple[re.Match[str], int] | None:
    """The number of cores to use, from all places that speak of a number of cores; None where they are all spared.

    `I have 8 cores but take 4`, `4 of my 8 cores` and `half of my 8 cores` are 4; `keep 2 cores free` is no wish.
    """
    asked = [m for m in matches if not _is_spared(phrase, m)]
    if not asked:
        return None
    chosen = [m for m in asked if not _HAS.search(phrase.text[: m.start()])] or asked
    match = chosen[-1]
    total = int(match.group(1))
    used = _THE_REST.match(phrase.text[asked[0].end() - 1 :])
    if used is not None and int(used.group(1)) < int(asked[0].group(1)):
        return asked[0], int(asked[0].group(1)) - int(used.group(1))
    part = _PART_BEFORE.search(phrase.text[: match.start()]) or next(
        (m for p in (_PART_AFTER, _OF_THOSE) for m in [p.match(phrase.text[match.end() - 1 :])] if m), None
    )
    return match, total if part is None else _share(next(g for g in part.groups() if g), total)


def are_people(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether a number of workers is told of no machine: `a plant of 300 workers`."""
    is_many = int(match.group(1)) > _MOST_WORKERS and match.group().endswith(" workers ")
    return is_many and not _ORDERED.search(phrase.text[: match.start()])


def _is_spared(phrase: Phrase, match: re.Match[str]) -> bool:
    before, after = phrase.text[: match.start()], phrase.text[match.end() - 1 :]
    return bool(_SPARED_AFTER.match(after)) or (bool(_SPARED_BEFORE.search(before)) and "only" not in after[:20])


def _share(said: str, total: int) -> int:
    return max(1, total // 2) if "half" in said else max(1, int(said))


_ALLOWED = (
    r"(?:ok|okay|fine|allowed|permitted|available|free|welcome|possible|there|no problem|in order|all right|alright"
    r"|optional|all the same|(?:1|one) to me|the same to me|erlaubt|vorhanden|autorise|disponible|permitido|permitida)"
)
_OFFER_AFTER = re.compile(
    rf"^ ?(?:(?:use|usage|is|are|would be|also|too|here|:|=|ist|est|es|esta) )*{_ALLOWED}(?= )"
    r"|^ ?(?:here )?(?:,? ?(?:but )?only )?(?:if|when|where|in case|should) (?:you |it |that |there |one |this |they )?"
    r"(?:\w+ )?(?:like|want|wish|need|must|helps?|exists?|is|available|possible|faster|worth|useful|think|have|makes?"
    r"|speeds?|necessary|needed)"
)
_OFFER_BEFORE = re.compile(
    r" (?:(?:may|might|could|can)(?: \w+)?(?: also)? (?:use|take|touch|run on|go to|try|have)"
    r"|(?:free|welcome|allowed|permitted) to (?:use|take|try|run on)|(?:mind|object to)(?: (?:you|it|the model))?"
    r"(?: using)?|(?:have|has|got|there is|there's|owns?|comes with)|i don ' t care (?:about|whether it uses))"
    r"(?: (?:a|an|the|my|our|one|also|decent|small|big|good|its|nvidia))* $"
)
_USE_IT = re.compile(
    r"^[^.;!?\n]{0,25} (?:use|take|run on) (?:it|that|this|him|her|them)(?= )(?! if)"
    r"|^ ?(?:that|which) (?:you |it )?(?:should|must|shall) (?:use|take|run on)(?= )"
    r"|^ ?(?:is|are) (?:there|available|free|idle) , (?:so )?(?:please )?(?:use|take)(?= )"
)


def is_offer(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether the goal only allows this device (`gpu ok`, `you may use the gpu`, `I have a GPU`)."""
    after = phrase.text[match.end() - 1 :]
    if _USE_IT.match(after):
        return False
    return bool(_OFFER_BEFORE.search(phrase.text[: match.start() + 1])) or bool(_OFFER_AFTER.match(after))
