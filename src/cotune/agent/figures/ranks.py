"""Ranks that the agent gives to trials and families: best, worst, second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cotune.agent.figures.mentions import Mention
from cotune.agent.figures.rank_words import RankWord, rank_words
from cotune.agent.figures.sentences import Sentence
from cotune.agent.figures.standing import (
    family_score,
    has_rank,
    place_in_words,
    scores_of,
    scores_of_families,
    trial_score,
)  # fmt: skip
from cotune.model.figure import Figure
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import Family

_VERB = r"(?:is|was|are|were|remains?|stays?|looks|seems|takes|became|becomes)"
_SMALL_WORDS = r"(?:the|a|an|our|your|clearly|still|currently|now|so far|by far|overall|also|again|very)"
_LINK = re.compile(rf"(?i)(?:'s)?(?:\s*\([^()]*\))?(?:[\s,:]|{_VERB}\b|{_SMALL_WORDS}\b)*+")
_ONWARD = re.compile(rf"(?i)(?:[\s,:]|{_VERB}\b|{_SMALL_WORDS}\b|(?:of all|trial|one|family|model|choice|result)\b)*+")
_HAS_VERB = re.compile(rf"(?i)\b{_VERB}\b|:")
_OF_ALL = re.compile(
    r"(?i)\s*(?:$|[.,;:!)]|(?:family|families|model|one|choice|performer|so far|by|with|at|in|on|here|now|overall|and"
    r"|of all|among all|of the (?:run|search)|again|is|was)\b)"
)
_ASIDE = re.compile(r"\([^()]*\)")


def ranks(sentence: Sentence, view: RunView) -> Iterator[tuple[int, Figure]]:
    """The rank words of a sentence that are not true of what they are said of."""
    words = rank_words(sentence.text)
    for word in words:
        note = _doubt(word, sentence, view, is_only_one=len(words) == 1)
        if note:
            yield sentence.start + word.start, Figure(text=word.text, bears="nothing", note=note)


def _doubt(word: RankWord, sentence: Sentence, view: RunView, *, is_only_one: bool) -> str:
    trial = _trial_of(word, sentence, is_only_one=is_only_one)
    if trial is not None and view.trial(trial) is not None:
        scores = scores_of(view, _rivals(word, sentence, view, trial))
        score = trial_score(view, trial)
        return "" if has_rank(score, word.rank, scores) else place_in_words(f"trial {trial}", score, scores)
    family = None if sentence.trials else _family_of(word, sentence)
    if family is None or not scores_of(view):
        return ""
    score, all_scores = family_score(view, family), scores_of_families(view)
    is_true = has_rank(score, word.rank, all_scores)
    return "" if is_true else place_in_words(FAMILY_NAMES[family], score, all_scores)


def _trial_of(word: RankWord, sentence: Sentence, *, is_only_one: bool) -> int | None:
    of_trials = [m for m in sentence.mentions if len(m.trials) == 1]
    beside = [m.trials[0] for m in of_trials if _is_beside(m, word, sentence.text)]
    if beside:
        return beside[0]
    return sentence.trials[0] if len(sentence.trials) == 1 and is_only_one and not word.is_object else None


def _is_beside(mention: Mention, word: RankWord, text: str) -> bool:
    if mention.end <= word.start:
        return not word.is_object and _LINK.fullmatch(text[mention.end : word.start]) is not None
    return _ONWARD.fullmatch(text[word.end : mention.start]) is not None


def _rivals(word: RankWord, sentence: Sentence, view: RunView, trial: int) -> Sequence[Family]:
    """The trial's own family where the rank is within a family; what stands in brackets only tells what it is."""
    asides = [m.span() for m in _ASIDE.finditer(sentence.text)]
    families = [m for m in sentence.mentions if m.family and not any(a <= m.start < b for a, b in asides)]
    row = view.trial(trial)
    return (row.ask.configuration.family,) if row is not None and (word.is_possessive or families) else ()


def _family_of(word: RankWord, sentence: Sentence) -> Family | None:
    """The family that is said to be it: 'knn is the best', 'the best family is knn'; not 'the best linear model'."""
    for mention in sentence.mentions:
        if mention.family is None or word.is_possessive or word.is_object:
            continue
        if mention.end <= word.start:
            between = sentence.text[mention.end : word.start]
            is_said = word.is_verb or _HAS_VERB.search(between) is not None
            if is_said and _LINK.fullmatch(between) and _OF_ALL.match(sentence.text[word.end :]):
                return mention.family
        else:
            between = sentence.text[word.end : mention.start]
            if _ONWARD.fullmatch(between) and _HAS_VERB.search(between):
                return mention.family
    return None
