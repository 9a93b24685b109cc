"""From the agent's text to its figures, sentence by sentence: what a trial is said to be must be true of that trial."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, takewhile
from operator import itemgetter

from cotune.agent.figures.comparisons import ANY_COMPARISON, comparisons
from cotune.agent.figures.known import known_figures, score_of
from cotune.agent.figures.limits import checked_part, unchecked
from cotune.agent.figures.mentions import TrialNumber
from cotune.agent.figures.numerals import COUNTED, TIMES, Numeral, numerals_in
from cotune.agent.figures.plain import plain
from cotune.agent.figures.rank_words import ANY_RANK
from cotune.agent.figures.ranks import ranks
from cotune.agent.figures.scores import trials_of_score
from cotune.agent.figures.sentences import Sentence, sentences
from cotune.agent.figures.spelled import SMALL_WORDS
from cotune.agent.figures.standing import trial_of_run
from cotune.agent.figures.value import Known
from cotune.model.action import Action
from cotune.model.figure import Figure
from cotune.model.noise import gap
from cotune.model.profile import TableProfile
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import LOWER_IS_BETTER

_DIGITS = r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)"
_CLAIM = re.compile(rf"(?i){_DIGITS}|\b(?:{SMALL_WORDS})\b|{ANY_RANK}|{ANY_COMPARISON}")


def figures_in(text: str, view: RunView, profile: TableProfile, drafted: Sequence[Action] = ()) -> tuple[Figure, ...]:
    """Each number of `text`, and each rank or comparison of trials that isn't true, in their order."""
    known, words = known_figures(view, profile, drafted), plain(text)
    checked = checked_part(words, _CLAIM)
    found = list(unchecked(words, len(checked), _CLAIM))
    for sentence in sentences(checked):
        found += _numbers(sentence, view, known, profile.names())
        found += ranks(sentence, view)
        found += comparisons(sentence, view)
    found = sorted(
        ((start, _as_written(figure, text[start : start + len(figure.text)])) for start, figure in found),
        key=itemgetter(0),
    )
    repeats = _repeats(words, {figure.text for _, figure in found})
    return tuple(figure.model_copy(update={"nth": repeats.get(start, 0)}) for start, figure in found)


def _as_written(figure: Figure, rest: str) -> Figure:
    """The figure as far as no mark of the text breaks it up: so an interface finds it in one piece."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(figure.text, rest, strict=False))
    written = "".join(letter for letter, _ in same).rstrip()
    return figure if written == figure.text or not written else figure.model_copy(update={"text": written})


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


def _numbers(
    sentence: Sentence, view: RunView, known: Sequence[Known], names: Collection[str]
) -> Iterator[tuple[int, Figure]]:
    for number in (n for m in sentence.mentions for n in m.numbers):
        yield sentence.start + number.start, _trial(number, view)
    spans = [(m.start, m.end) for m in sentence.mentions if m.trials]
    numerals = [n for n in numerals_in(sentence.text, names) if not any(a < n.end and n.start < b for a, b in spans)]
    if not numerals:
        return
    pool = [*_fitting(known, sentence, view), *_differences(sentence, view), *_noises(sentence, view)]
    for numeral in numerals:
        of = trials_of_score(numeral, sentence, view)
        figure = _resolved(numeral, pool) if of is None else _score(numeral, of, known)
        yield sentence.start + numeral.start, figure


def _trial(number: TrialNumber, view: RunView) -> Figure:
    row = view.trial(number.trial)
    if row is None:
        return Figure(text=number.text, bears="nothing", note="there is no such trial")
    note = FAMILY_NAMES[row.ask.configuration.family]
    return Figure(text=number.text, bears="trial", note=note, trial=row.ask.trial)


def _score(numeral: Numeral, trials: Collection[int], known: Sequence[Known]) -> Figure:
    """Of a number that is said to be the score of one of the trials."""
    scores = [k for k in known if k.trial in trials and k.note == f"score of trial {k.trial}"]
    figure = _resolved(numeral, scores)
    if figure.bears != "nothing" or len(scores) != 1:
        return figure
    return figure.model_copy(update={"note": f"the {scores[0].note} is {scores[0].value:.4g}"})


def _fitting(known: Sequence[Known], sentence: Sentence, view: RunView) -> Iterator[Known]:
    """What the sentence may speak of: of its trials where it names trials, of its families where it names families."""
    trials, families = frozenset(sentence.trials), frozenset(sentence.families)
    if not trials and families:
        trials = frozenset(r.ask.trial for r in view.trials if r.ask.configuration.family in families)
    is_of_any = not trials and not families
    return (k for k in known if is_of_any or k.trial is None or k.trial in trials)


def _differences(sentence: Sentence, view: RunView) -> Iterator[Known]:
    """How far the trials of the sentence (else the best) are from each other and from the baselines."""
    if view.spec is None:
        return
    metric = view.spec.metric
    best = view.best()
    rows = _trials_of_run(sentence, view) or ([best] if best and not sentence.trials else [])
    scores = [(r.ask.trial, s) for r in rows if (s := score_of(r, metric)) is not None]
    sign = -1 if metric in LOWER_IS_BETTER else 1
    bases = [("a guess", view.run.baseline_dummy), ("default XGBoost", view.default_xgboost())]
    others = [(name, sign * base) for name, base in bases if base is not None]
    for i, (trial, score) in enumerate(scores):
        for name, base in [*others, *((f"trial {t}", s) for t, s in scores[i + 1 :])]:
            yield Known(score - base, "score", f"trial {trial} against {name}", trial)


def _noises(sentence: Sentence, view: RunView) -> Iterator[Known]:
    """The noise of the differences between the trials of the sentence."""
    for a, b in combinations(_trials_of_run(sentence, view), 2):
        apart = gap(a, b, view.run.tested_per_trained)
        if apart is not None and apart.noise is not None:
            note = f"noise between trials {a.ask.trial} and {b.ask.trial}"
            yield Known(apart.noise, "score", note, a.ask.trial)


def _trials_of_run(sentence: Sentence, view: RunView) -> list[TrialRow]:
    return [r for t in sentence.trials if (r := trial_of_run(view, t)) is not None]


def _resolved(numeral: Numeral, pool: Sequence[Known]) -> Figure:
    size, slack = abs(numeral.value), numeral.slack
    near = (k for k in pool if -slack <= abs(k.value) - size <= slack) if numeral.is_countable else ()
    match = next((k for k in near if _bears_out(k, numeral)), None)
    if match is None:
        return Figure(text=numeral.text, bears="nothing", note="nothing in the study bears this out")
    bears = "trial" if match.trial is not None else "words" if match.seq else "draft" if match.is_draft else "study"
    return Figure.model_validate(
        {"text": numeral.text, "bears": bears, "note": match.note, "trial": match.trial, "seq": match.seq,
         "shown_in": match.shown_in}
    )  # fmt: skip


def _bears_out(known: Known, numeral: Numeral) -> bool:
    """Whether what is as large, but for the sign, is of the same kind."""
    if numeral.unit in TIMES and known.kind != "time" and known.seq is None:
        return False
    if numeral.unit == "%" and known.kind in ("time", "count"):
        return False
    if numeral.noun.lower() in COUNTED and numeral.noun.lower() not in known.nouns and known.seq is None:
        return False
    if known.kind == "count" and "." in numeral.text:
        return False
    if numeral.is_whole and known.kind in ("score", "share") and known.value != numeral.value:
        return False
    if numeral.is_whole and known.kind == "count":
        return known.value == numeral.value
    if abs(known.value - numeral.value) <= numeral.slack:
        return True
    return " against " in known.note and not numeral.sign
