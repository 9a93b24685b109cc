"""What the agent says is better or worse than what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cotune.agent.figures.mentions import Mention
from cotune.agent.figures.rank_words import is_asserted
from cotune.agent.figures.scores import METRIC_WORDS
from cotune.agent.figures.sentences import Sentence
from cotune.agent.figures.standing import family_score, trial_score
from cotune.model.figure import Figure
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import LOWER_IS_BETTER

_BETTER = (
    r"better|beats?|outperforms?|outperformed|outscores?|outdoes|surpass(?:es|ed)?|exceeds?|superior|wins over|won over"
    r"|edges out|edged out|tops|ahead"
)
_WORSE = r"worse|behind|trails?|inferior|loses to|lost to|falls short of|lags"
_UP, _DOWN = r"higher|above", r"lower|below"
_PASSIVE = r"(?:beaten|outperformed|surpassed|outscored|topped|edged out) by"
ANY_COMPARISON = rf"\b(?:{_PASSIVE}|{_BETTER}|{_WORSE}|{_UP}|{_DOWN})\b"
_COMPARISON = re.compile(
    rf"(?i)\b(?:(?P<passive>{_PASSIVE})|(?P<better>{_BETTER})|(?P<worse>{_WORSE})|(?P<up>{_UP})|(?P<down>{_DOWN}))\b"
)
_BREAKS = re.compile(r"(?i)[;,]|\b(?:and|but|while|whereas|when|because)\b")
_ALSO = re.compile(r"(?i)(?:\s*\([^()]*\))?\s*,?\s*(?:and|&|or|as well as)\s+(?:also\s+|both\s+)?")
_OTHER_QUANTITY = re.compile(rf"(?i)\s+(?!than\b|by\b|{METRIC_WORDS})[a-z]\w*")


class _Side(NamedTuple):
    name: str
    score: float


def comparisons(sentence: Sentence, view: RunView) -> Iterator[tuple[int, Figure]]:
    """The comparisons of a sentence that are not true of one of those that they are made of."""
    if view.spec is None:
        return
    words = list(_COMPARISON.finditer(sentence.text))
    for n, word in enumerate(words):
        until = words[n + 1].start() if n + 1 < len(words) else len(sentence.text)
        since = words[n - 1].end() if n else 0
        note = _doubt(word, sentence, view, since, until)
        if note:
            yield sentence.start + word.start(), Figure(text=word.group(0), bears="nothing", note=note)


def _doubt(word: re.Match[str], sentence: Sentence, view: RunView, since: int, until: int) -> str:
    text = sentence.text
    if not is_asserted(text, *word.span()) or (_is_natural(word) and _OTHER_QUANTITY.match(text, word.end())):
        return ""
    subjects = _sides([m for m in sentence.mentions if m.end <= word.start()], sentence, view, since)
    objects = _objects(word, sentence, view, until)
    if not subjects and sentence.inherited:
        subjects = [s for t in sentence.inherited if (s := _trial_side(view, t)) is not None]
    sign = _sign(word, view)
    for one in subjects:
        for other in objects:
            if one.name != other.name and (one.score - other.score) * sign <= 0:
                truth = "worse than" if one.score < other.score else "as good as"
                truth = "better than" if one.score > other.score else truth
                return f"{one.name} is {truth} {other.name}"
    return ""


def _is_natural(word: re.Match[str]) -> bool:
    return bool(word["up"] or word["down"])


def _sign(word: re.Match[str], view: RunView) -> int:
    up = -1 if view.spec is not None and view.spec.metric in LOWER_IS_BETTER else 1
    if _is_natural(word):
        return up if word["up"] else -up
    return 1 if word["better"] else -1


def _objects(word: re.Match[str], sentence: Sentence, view: RunView, until: int) -> list[_Side]:
    """What the word compares with: named behind it, before the clause breaks off."""
    after = [m for m in sentence.mentions if word.end() <= m.start and m.end <= until]
    if not after or _BREAKS.search(sentence.text[word.end() : after[0].start]):
        return []
    group = [after[0]]
    for mention in after[1:]:
        if not _ALSO.fullmatch(sentence.text[group[-1].end : mention.start]):
            break
        group.append(mention)
    return _scored(group, view)


def _sides(before: list[Mention], sentence: Sentence, view: RunView, since: int) -> list[_Side]:
    """The last one named before the word, with those that 'and' puts beside it."""
    text = sentence.text
    group: list[Mention] = []
    for mention in reversed(before):
        if mention.start < since or (group and not _ALSO.fullmatch(text[mention.end : group[0].start])):
            break
        if mention.family is not None and _is_aside(mention, text):
            continue
        group.insert(0, mention)
    return _scored(group, view)


def _is_aside(mention: Mention, text: str) -> bool:
    """'trial 7 (XGBoost)': the family only tells what the trial is."""
    return text[: mention.start].rstrip().endswith("(")


def _scored(group: list[Mention], view: RunView) -> list[_Side]:
    trials = [_trial_side(view, t) for m in group for t in m.trials]
    families = [
        _Side(FAMILY_NAMES[m.family], score)
        for m in group
        if m.family is not None and (score := family_score(view, m.family)) is not None
    ]
    return [*(t for t in trials if t is not None), *families]


def _trial_side(view: RunView, trial: int) -> _Side | None:
    score = trial_score(view, trial)
    return None if score is None else _Side(f"trial {trial}", score)
