"""Which numbers are said to be a score, and of which trials."""

from __future__ import annotations

import re

from cotune.agent.figures.mentions import Mention
from cotune.agent.figures.numerals import Numeral
from cotune.agent.figures.rank_words import ANY_RANK, rank_words
from cotune.agent.figures.sentences import Sentence
from cotune.agent.figures.standing import trials_at
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES

METRIC_WORDS = "|".join(
    sorted({*(w.lower().strip(".") for n in METRIC_NAMES.values() for w in n.split()), "score", "value", "result"})
)
_SCORED = rf"scor(?:es?|ed|ing)|reach(?:es|ed)?|achiev(?:es?|ed)|attain(?:s|ed)|got|gets|hits?|{METRIC_WORDS}"
_BETWEEN = (
    r"has|had|have|is|was|are|were|gave|gives|at|with|of|to|a|an|the|its|our|only|about|around|roughly|just|so far|far"
    r"|now|still|currently|cross-validated|mean|and|trial|model|family|it|came|comes|in|by far"
)
_NAMES = "|".join(re.escape(name) for name in FAMILY_NAMES.values())
_CHAIN = re.compile(rf"(?i)(?:'s|’s)?(?:{ANY_RANK}|(?:{_SCORED}|{_BETWEEN}|{_NAMES})(?!\w)|\([^()]*\)|[\s:,=(~≈|²-])*+")
_SAYS_SCORE = re.compile(rf"(?i)\b(?:{_SCORED})(?!\w)")
_ITS_NOUN = re.compile(rf"(?i)\s*(?:{METRIC_WORDS})(?!\w)")
_OTHER_NOUN = re.compile(r"(?i)\s*(?!(?:and|at|on|in|so|which|but|after|as|while|with|the|for|is|was)\b)[a-z]")
_IS_DIFFERENCE = re.compile(
    r"(?i)\s*(?:points?|percentage points?)?\s*(?:better|worse|higher|lower|ahead|behind|above|below|over|more|less|of"
    r"|against|apart|noise)\b"
)
_BACKWARD = re.compile(r"(?i)[\s,]*(?:(?:which|that|it)\s+)?(?:(?:is|was|remains)\s+)?(?:(?:the|our)\s+)?")
_ELSEWHERE = re.compile(r"(?i)\b(?:sealed|holdout|test rows|guess|baselines?|default|noise)\b")
_OF_MODEL = re.compile(r"(?i)\b(?:models?|blend|ensemble)\b(?!\s+famil)")
_YOURS = re.compile(r"(?i)\byou(?:r|rs)?\b")


def trials_of_score(numeral: Numeral, sentence: Sentence, view: RunView) -> frozenset[int] | None:
    """The trials whose score the number is said to be; None where it isn't said to be one."""
    text = sentence.text
    if any(start <= numeral.start < end for start, end in sentence.scored) and "." in numeral.text:
        return frozenset(sentence.trials)
    after = text[numeral.end :]
    if not numeral.may_be_score or numeral.sign == "+" or _IS_DIFFERENCE.match(after) or _ELSEWHERE.search(text):
        return None
    before = [m for m in sentence.mentions if m.end <= numeral.start]
    of_trials = [m for m in before if m.trials]
    of_families = [m for m in before if m.family is not None]
    if of_trials and _is_said(numeral, text, of_trials[-1].end):
        return frozenset(of_trials[-1].trials)
    if of_trials:
        return None
    if of_families and _is_said(numeral, text, of_families[-1].end):
        return _of_family(of_families[-1], view)
    if sentence.inherited and _SAYS_SCORE.search(text[: numeral.start]) and _is_said(numeral, text, 0):
        return frozenset(sentence.inherited)
    return None if sentence.trials or of_families else _at_a_rank(numeral, sentence, view)


def _is_said(numeral: Numeral, text: str, start: int) -> bool:
    between, after = text[start : numeral.start], text[numeral.end :]
    if not _CHAIN.fullmatch(re.sub(r"^\s*[-+*]\s", " ", between) if start == 0 else between):
        return False
    return bool(_SAYS_SCORE.search(between) or _ITS_NOUN.match(after)) or not _OTHER_NOUN.match(after)


def _of_family(mention: Mention, view: RunView) -> frozenset[int]:
    return frozenset(r.ask.trial for r in view.run_trials() if r.ask.configuration.family == mention.family)


def _at_a_rank(numeral: Numeral, sentence: Sentence, view: RunView) -> frozenset[int] | None:
    """'The best so far: 0.83', '0.83 is the best'."""
    text = sentence.text
    if _OF_MODEL.search(text) or _YOURS.search(text):
        return None
    words = rank_words(text)
    is_backward = bool(words) and re.search(r"\d", text[: words[0].start]) is not None
    for word in words:
        if is_backward:
            is_said = numeral.end <= word.start and _BACKWARD.fullmatch(text[numeral.end : word.start]) is not None
        else:
            is_said = word.end <= numeral.start and _is_said(numeral, text, word.end)
        if is_said and not word.is_possessive and not word.is_object:
            return trials_at(view, word.rank)
    return None
