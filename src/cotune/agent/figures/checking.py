"""From the agent's text to its figures, sentence by sentence: what a trial is said to be must be true of that trial."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from cotune.agent.figures.known import known_figures, score_of
from cotune.agent.figures.limits import checked_part, unchecked
from cotune.agent.figures.numerals import TIMES, Numeral, numerals_in
from cotune.agent.figures.value import Known
from cotune.model.action import Action
from cotune.model.figure import Figure
from cotune.model.noise import gap
from cotune.model.profile import TableProfile
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import LOWER_IS_BETTER, Family

# "Hist. gradient boosting" is a family's name, and no end of a sentence.
_SENTENCE = re.compile(r"[^.!?\n]*(?:(?:[.!?](?!\s|$)|(?<=Hist)\.)[^.!?\n]*)*(?:[.!?\n]|$)")
_TRIALS = re.compile(
    r"(?i)(?:\btrials?\s+(?:no\.?\s*|number\s+)?#?|#)\d+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)#?\d+(?![\w.]))*"
)
_RANKS = (
    (2, re.compile(r"(?i)\b(?:second|2nd)[- ]best\b|\brunner[- ]up\b|\branks? (?:2nd|second)\b")),
    (3, re.compile(r"(?i)\b(?:third|3rd)[- ]best\b|\branks? (?:3rd|third)\b")),
    (-1, re.compile(r"(?i)\bworst\b")),
    (1, re.compile(r"(?i)(?<!second[- ])(?<!third[- ])(?<!2nd[- ])(?<!3rd[- ])\b(?:best|incumbent|leads|winner)\b")),
)
_ABOVE = re.compile(r"(?i)\b(?:better|beats?|outperform\w*|ahead|higher|above|lower|below|worse|behind|trails?)\b")
_BETTER = {"better", "beat", "beats", "ahead"}
_NATURAL_UP = {"higher", "above"}
_NATURAL_DOWN = {"lower", "below"}
_CLAIM = re.compile(
    "|".join([r"(?<![\w.])\d+(?:[.,]\d+)*", *(p.pattern[4:] for _, p in _RANKS), _ABOVE.pattern[4:]]), re.I
)
_MOST_DIGITS = 18


class _Sentence(NamedTuple):
    start: int
    text: str
    trials: tuple[int, ...]
    families: tuple[Family, ...]


def figures_in(text: str, view: RunView, profile: TableProfile, drafted: Sequence[Action] = ()) -> tuple[Figure, ...]:
    """Each number of `text`, and each rank or comparison of trials that isn't true, in their order."""
    known = known_figures(view, profile, drafted)
    checked = checked_part(text, _CLAIM)
    found = list(unchecked(text, len(checked), _CLAIM))
    for sentence in _sentences(checked):
        found += _numbers(sentence, view, known, profile.names())
        found += _ranks(sentence, view)
        found += _comparisons(sentence, view)
    found.sort(key=lambda placed: placed[0])
    repeats = _repeats(text, {figure.text for _, figure in found})
    return tuple(figure.model_copy(update={"nth": repeats.get(start, 0)}) for start, figure in found)


def _repeats(text: str, wanted: Collection[str]) -> dict[int, int]:
    """Where one of the texts stands alone, how often it did before: so an interface finds it in its layout."""
    if not wanted:
        return {}
    any_of = "|".join(re.escape(w) for w in sorted(wanted, key=len, reverse=True))
    seen: dict[str, int] = {}
    places = {}
    for match in re.finditer(rf"(?<![\w.])(?:{any_of})(?!\w)", text):
        places[match.start()] = seen.get(match.group(0), 0)
        seen[match.group(0)] = places[match.start()] + 1
    return places


def _sentences(text: str) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(text):
        words = match.group(0)
        if words.strip():
            mentions = [_id(n) for m in _TRIALS.finditer(words) for n in re.findall(r"\d+", m.group(0))]
            families = [f for f, name in FAMILY_NAMES.items() if _names(words, f, name)]
            yield _Sentence(match.start(), words, tuple(mentions), tuple(families))


def _names(words: str, family: Family, name: str) -> bool:
    spoken = (re.escape(family), re.escape(family.replace("_", " ")), re.escape(name))
    return re.search(rf"(?i)\b(?:{'|'.join(spoken)})", words) is not None


def _numbers(
    sentence: _Sentence, view: RunView, known: Sequence[Known], names: Collection[str]
) -> Iterator[tuple[int, Figure]]:
    ids = [m.span() for m in _TRIALS.finditer(sentence.text)]
    for start, end in ids:
        for digits in re.finditer(r"\d+", sentence.text[start:end]):
            yield sentence.start + start + digits.start(), _trial(digits.group(0), view)
    pool = [k for k in known if _fits(k, sentence, view)]
    pool += [*_differences(sentence, view), *_noises(sentence, view)]
    for numeral in numerals_in(sentence.text, names):
        if not any(start <= numeral.start < end for start, end in ids):
            yield sentence.start + numeral.start, _resolved(numeral, pool)


def _id(digits: str) -> int:
    """Of a trial; one that no study has for a number too long to be read."""
    return int(digits) if len(digits) <= _MOST_DIGITS else -1


def _trial(digits: str, view: RunView) -> Figure:
    row = view.trial(_id(digits))
    if row is None:
        return Figure(text=digits, bears="nothing", note="there is no such trial")
    return Figure(text=digits, bears="trial", note=FAMILY_NAMES[row.ask.configuration.family], trial=row.ask.trial)


def _fits(known: Known, sentence: _Sentence, view: RunView) -> bool:
    """Whether the sentence speaks of it: of its trial where it names trials, of its family where it names families."""
    if known.trial is None:
        return True
    if sentence.trials:
        return known.trial in sentence.trials
    row = view.trial(known.trial)
    return not sentence.families or (row is not None and row.ask.configuration.family in sentence.families)


def _differences(sentence: _Sentence, view: RunView) -> Iterator[Known]:
    """How far the trials of the sentence (else the best) are from each other and from the baselines."""
    if view.spec is None:
        return
    metric = view.spec.metric
    best = view.best()
    rows = [r for r in map(view.trial, sentence.trials) if r is not None] or ([best] if best else [])
    scores = [(r.ask.trial, s) for r in rows if (s := score_of(r, metric)) is not None]
    sign = -1 if metric in LOWER_IS_BETTER else 1
    bases = [("a guess", view.run.baseline_dummy), ("default XGBoost", view.default_xgboost())]
    others = [(name, sign * base) for name, base in bases if base is not None]
    for i, (trial, score) in enumerate(scores):
        for name, base in [*others, *((f"trial {t}", s) for t, s in scores[i + 1 :])]:
            yield Known(score - base, "score", f"trial {trial} against {name}", trial)


def _noises(sentence: _Sentence, view: RunView) -> Iterator[Known]:
    """The noise of the differences between the trials of the sentence."""
    rows = [r for r in map(view.trial, sentence.trials) if r is not None]
    for a, b in combinations(rows, 2):
        apart = gap(a, b, view.run.folds)
        if apart is not None and apart.noise is not None:
            note = f"noise between trials {a.ask.trial} and {b.ask.trial}"
            yield Known(apart.noise, "score", note, a.ask.trial)


def _resolved(numeral: Numeral, pool: Sequence[Known]) -> Figure:
    match = next((k for k in pool if _bears_out(k, numeral)), None)
    if match is None:
        return Figure(text=numeral.text, bears="nothing", note="nothing in the study bears this out")
    bears = "trial" if match.trial is not None else "words" if match.seq else "draft" if match.is_draft else "study"
    return Figure.model_validate(
        {"text": numeral.text, "bears": bears, "note": match.note, "trial": match.trial, "seq": match.seq}
    )


def _bears_out(known: Known, numeral: Numeral) -> bool:
    if not numeral.is_countable:
        return False
    if numeral.unit in TIMES and known.kind != "time" and known.seq is None:
        return False
    if numeral.unit == "%" and known.kind in ("time", "count"):
        return False
    if _is_counted(numeral.noun) and numeral.noun.lower() not in known.nouns and known.seq is None:
        return False
    if known.kind == "count" and "." in numeral.text:
        return False
    if numeral.is_whole and known.kind in ("score", "share") and known.value != numeral.value:
        return False
    if numeral.is_whole and known.kind == "count":
        return known.value == numeral.value
    if abs(known.value - numeral.value) <= numeral.slack:
        return True
    is_difference = " against " in known.note
    return is_difference and not numeral.sign and abs(abs(known.value) - numeral.value) <= numeral.slack


def _is_counted(noun: str) -> bool:
    return noun.lower() in (
        "trial", "trials", "fold", "folds", "family", "families", "row", "rows", "column", "columns", "features",
    )  # fmt: skip


def _ranks(sentence: _Sentence, view: RunView) -> Iterator[tuple[int, Figure]]:
    if len(sentence.trials) != 1 or (row := view.trial(sentence.trials[0])) is None:
        return
    said = [(rank, m) for rank, pattern in _RANKS for m in pattern.finditer(sentence.text)]
    own = row.ask.configuration.family
    rivals = [r for r in view.run_trials() if not sentence.families or r.ask.configuration.family == own]
    scores = [r.result.score for r in rivals if r.status == "ok" and r.result and r.result.score is not None]
    mine = row.result.score if row.result is not None else None
    if len(said) != 1:
        return
    rank, match = said[0]
    place = None if mine is None else 1 + sum(s > mine for s in scores)
    wanted = len(scores) - scores.count(min(scores)) + 1 if rank == -1 and scores else rank
    if place != wanted:
        what = "has no score" if place is None else f"is number {place} of {len(scores)}"
        note = f"trial {row.ask.trial} {what}"
        yield sentence.start + match.start(), Figure(text=match.group(0), bears="nothing", note=note)


def _comparisons(sentence: _Sentence, view: RunView) -> Iterator[tuple[int, Figure]]:
    words = list(_ABOVE.finditer(sentence.text))
    rows = [r for r in map(view.trial, sentence.trials) if r is not None]
    if len(words) != 1 or len(rows) != 2 or view.spec is None:
        return
    first, second = (r.result.score if r.result is not None else None for r in rows)
    if first is None or second is None:
        return
    word = words[0].group(0).lower()
    up = -1 if view.spec.metric in LOWER_IS_BETTER else 1
    claimed = up if word in _NATURAL_UP else -up if word in _NATURAL_DOWN else 1 if _says_better(word) else -1
    if (first - second) * claimed <= 0:
        truth = "worse than" if first < second else "better than" if first > second else "as good as"
        note = f"trial {rows[0].ask.trial} is {truth} trial {rows[1].ask.trial}"
        yield sentence.start + words[0].start(), Figure(text=words[0].group(0), bears="nothing", note=note)


def _says_better(word: str) -> bool:
    return word in _BETTER or word.startswith("outperform")
