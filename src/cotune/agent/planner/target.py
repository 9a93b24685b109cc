"""Which column a goal wants predicted: evidence for each column, and what to ask when it doesn't settle it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Literal, NamedTuple

from cotune.agent.planner.columns import LIST, MARK, ColumnIndex, M, columns_in
from cotune.agent.planner.likeness import AMOUNT, PER, Description, levels_named, resemblance
from cotune.agent.planner.text import Phrase
from cotune.model.profile import ColumnProfile

Form = Literal["binary", "number", "classes", "any"]

_VERB = (
    r"(?:predict|predicting|predicted|predicts|prediction of|prediction for|predictions? on|"
    r"estimate|estimating|estimated|estimation of|forecast|forecasting|model for|model of|"
    r"modelling|modeling"
    r"|classify|classifying|determine|guess|infer|learn|regress|model|know|tell me|"
    r"tell us|find out|find|target|label|outcome|response|dependent variable|detect|"
    r"identify|score for|recognise|recognize|grade|learn to tell"
    r"|vorhersagen|vorherzusagen|voraus|vorhersage (?:von|fur|der|des)|schatze|schatzen|sage|"
    r"prognose (?:fur|von|der|des)|prognostiziere|zielspalte|ziel|zielvariable"
    r"|predire|predis|predisez|prevoir|prediction d[eu]|estimer|estime[rz]?|classer|cible|"
    r"variable cible|predecir|predice|prediccion de|estimar|estima|clasificar|objetivo|"
    r"variable objetivo|pronosticar)"
)
_CUE = re.compile(
    rf" {_VERB}(?: (?:column|variable|variables|is|are|be|was|:|=|the|a|an|to|for|of|whether|"
    rf"if|how|what|which|who|value|values|'|\"|on|ist|die|der|das|den|ob|es|le|la|l'|les|el|"
    rf"los|si|named|called|as|should|must|each|every|our|my|their|its|at|me|us|"
    rf"y))* (?P<list>{LIST})"
)
_CUE_AFTER = re.compile(
    rf" (?P<list>{LIST})(?: [^\s.;:!?,]+){{0,4}}? (?:(?:is|are|as|be|being)(?: (?:my|the|our|"
    rf"a))* (?:target|outcome|label|response|thing to|goal|dependent|column to predict|"
    rf"one to predict|what)|(?:to be |be |is to be |should be |gets? )?(?:predicted|"
    rf"estimated|forecast|forecasted|classified|modelled|guessed)|vorhersagen|vorhersage|"
    rf"voraus|schatzen|predictions?|prediction|model|classifier|regressor|forecast|"
    rf"vorhergesagt)(?= )"
)
_IS_COLUMN = re.compile(
    rf" (?:column|target|target column|label|outcome|one|variable|spalte|colonne|columna|"
    rf"cible|ziel|objetivo)(?: (?:to predict|i want|to be predicted|that matters|of interest|"
    rf"we want|we need))*(?: (?:is|ist|est|es|:|=|called|named|heisst|would be|"
    rf"will be))+(?: (?:the|'|\"|column))* (?P<c>{M})"
)
_SUBJECT = re.compile(r" (?:will|would|does|do|did|can|has|have|should) (?:a|an|the|this|each|every|any|our|my) $")
_ALSO = re.compile(
    r" (?:and|und|et|y|as well as) (?:also )?(?:whether|if|how|who|which|when|what|ob|wie|si|combien|cuant\w+) "
    r"| (?:and|or|und|oder|et|ou|y|o) (?=<[cd]\d)"
)
_STOP = re.compile(
    r" (?:using|with|based on|from|within|in less|because|since|but|so that|per|by|avec|mit|"
    r"con|given|via|scored|judged|measured|optimi[sz]\w+|maximi[sz]\w+|minimi[sz]\w+) "
)
_QUESTION = re.compile(r"\?")
_VERB_ONLY = re.compile(rf" {_VERB}(?= )")
_CONVENTIONAL = (
    "target",
    "label",
    "class",
    "outcome",
    "y",
    "response",
    "result",
    "dependent",
    "labels",
    "classes",
    "category",
    "diagnosis",
)
_WHO = re.compile(
    r" (?:who|whether|if|wer|ob|qui|quien|si|which (?:\S+ )?(?:customers?|clients?|people|"
    r"patients?|users?|employees?|loans?|card|of)) |^ (?:will|would|is|are|does|do|can|ist|wird|hat|est ce) "
)
_EITHER = re.compile(r" (?:or|versus|vs|against|oder|ou|o) ")
_GENERIC = re.compile(
    r" (?:diagnos\w*|classif\w*|klassifi\w*|class|classes|category|categories|type|types|"
    r"kind|kinds|outcome|result|label|labels|detect\w*|recogni\w*) "
)
_RANGE = re.compile(r" (?:stage|stages|grade|level|levels|degree|price|rent|cost|salary|age|weight|blood|count) ")


_ALONE_BEFORE = re.compile(r"^ $|[.!?;\n(] $")
_ALONE_AFTER = re.compile(r"^ (?:[.!?;\n)]|$)|^$")
_RETHOUGHT = re.compile(
    r"<[cd]\d+>(?: [^\w<])*(?: (?:or|hmm|oh|well))*(?: [^\w<])* (?:no|wait|actually|sorry|rather|better|instead|make it|scratch that|i mean|nein|"
    r"lieber|besser|non|plutot|mejor|perdon)(?: (?:[^\w<]|no|wait|the|make|it|predict|rather|better|take|that|let 's|do))* $"
)


class TargetChoice(NamedTuple):
    """The column, or the columns between which only the person can choose (none: nothing fits)."""

    column: int | None
    candidates: tuple[int, ...] = ()
    words: str = ""
    certain: bool = True


class _Evidence:
    """Points for columns with the words they stand on."""

    def __init__(self) -> None:
        self.points: dict[int, float] = defaultdict(float)
        self.words: dict[int, str] = {}

    def add(self, k: int, points: float, words: str) -> None:
        if points > self.points[k]:
            self.points[k] = points
            self.words[k] = words


def choose_target(
    phrase: Phrase, index: ColumnIndex, taken: Collection[int], suits: Callable[[ColumnProfile], bool]
) -> TargetChoice:
    """Find the target in a phrase with marked columns.

    `taken` columns have another role; a description that fits two columns means the one that `suits` the goal's metric.
    """
    together = _coordinated(phrase, taken) or _two_descriptions(phrase, index, taken)
    if together:
        return TargetChoice(None, together)
    evidence = _Evidence()
    spans = _target_spans(phrase)
    _named(phrase, spans, taken, evidence)
    if not evidence.points or max(evidence.points.values()) < 0.75:
        for k, points, words in _described(phrase, index, taken, spans):
            evidence.add(k, points if suits(index.columns[k]) else 0.7 * points, words)
    if not evidence.points or max(evidence.points.values()) < _LEAST:
        for k, points, words in _described(phrase, index, taken, _sentences(phrase)):
            if points >= _LEAST_ASIDE:
                evidence.add(k, points, words)
    best = _best(evidence)
    return best if best.column is not None or best.candidates else _conventional(phrase, index, taken)


_STRONG = re.compile(r"^ (?:predict|estimat|forecast|classif|target|vorher|predire|predecir)")


def denied_target(phrase: Phrase, excluded: Collection[int]) -> int | None:
    """The column that a goal asks for in one breath and leaves out in another."""
    cued = [columns_in(m.group("list"))[0] for m in phrase.found(_CUE) if _STRONG.match(m.group())]
    return next((k for k in cued if k in excluded), None)


def _named(phrase: Phrase, spans: list[tuple[int, int]], taken: Collection[int], evidence: _Evidence) -> None:
    """Columns that the goal names: best where it says that they are the target."""
    for match in (*phrase.found(_CUE), *phrase.found(_CUE_AFTER), *phrase.found(_IS_COLUMN)):
        text = match.groupdict().get("list") or match.groupdict().get("c") or ""
        for k in columns_in(text)[:1]:
            if k not in taken:
                evidence.add(k, 1.0 if "<c" in text else 0.9, phrase.words(*match.span()).strip())
    for place, match in enumerate(phrase.found(MARK)):
        k = int(match.group(1))
        if k in taken:
            continue
        before = phrase.text[: match.start()]
        aside = PER.search(before) is not None or _SUBJECT.search(before) is not None
        asked_for = any(a <= match.start() + 1 < b for a, b in spans)
        points = (0.45 if aside else 0.8 if asked_for else 0.55) - 0.01 * min(place, 5)
        if not aside and _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(phrase.text[match.end() :]):
            points = 0.93 - 0.01 * min(place, 5)
        if _RETHOUGHT.search(before):
            points = max(evidence.points.values(), default=0.0) + 0.02
        evidence.add(k, points if match.group().startswith("<c") else 0.75 * points, phrase.words(*match.span()))


_LEAST, _LEAST_ASIDE = 0.24, 0.36


def _sentences(phrase: Phrase) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^.!?;\n]+", phrase.text)]


def _described(
    phrase: Phrase, index: ColumnIndex, taken: Collection[int], spans: list[tuple[int, int]]
) -> Iterator[tuple[int, float, str]]:
    """Columns that the goal only describes: by a part of the name, another word for it, or its levels."""
    other = {f"<{kind}{k}>" for k in taken for kind in "cd"}
    described = [(a, b, Description(phrase.spelled_out(a, b, other))) for a, b in spans]
    for k, column in enumerate(index.columns):
        if k in taken or column.kind in ("constant", "empty"):
            continue
        for start, end, description in described:
            points = resemblance(description, index.parts[k], column)
            if points:
                yield k, points - (0.25 if column.is_id_like else 0), phrase.words(start, end).strip()
        levels = levels_named(phrase, column)
        if levels:
            yield k, levels[0] * max(0.75, *(d.fits(column) for _, _, d in described)), levels[1]


def _target_spans(phrase: Phrase) -> list[tuple[int, int]]:
    """The stretches that say what is wanted: after a verb of predicting, a question, or else the beginning."""
    spans = []
    for match in phrase.found(_VERB_ONLY):
        _, right = phrase.clause(match.end(), re.compile(r"[.!?;\n]"))
        stop = _STOP.search(phrase.text[match.end() : right])
        spans.append((match.end(), match.end() + stop.start() + 1 if stop else right))
    for match in phrase.found(_QUESTION):
        left, _ = phrase.clause(match.start(), re.compile(r"[.!;\n]"))
        spans.append((left, match.start()))
    if spans:
        return spans
    clause = re.search(r"[.!?;\n]", phrase.text)
    end = clause.start() if clause else len(phrase.text)
    stop = _STOP.search(phrase.text[:end])
    return [(0, stop.start() + 1 if stop and stop.start() > 0 else end)]


def _best(evidence: _Evidence) -> TargetChoice:
    ranked = sorted(evidence.points.items(), key=lambda kp: -kp[1])
    ranked = [(k, p) for k, p in ranked if p >= _LEAST]
    if not ranked:
        return TargetChoice(None)
    best, points = ranked[0]
    margin = 0.08 if points < 0.75 else 0.005
    close = [k for k, p in ranked if points - p <= margin]
    if len(close) > 1:
        return TargetChoice(None, tuple(close[:6]))
    return TargetChoice(best, (), evidence.words[best], certain=points >= 0.7)


def _coordinated(phrase: Phrase, taken: Collection[int]) -> tuple[int, ...]:
    """Two or more columns that are both to be predicted."""
    for match in phrase.found(_CUE):
        marks = [k for k in columns_in(match.group("list")) if k not in taken]
        if len(marks) > 1 and re.search(r" (?:and|und|et|y|&|as well as|plus|or|oder|ou|o) ", match.group("list")):
            return tuple(marks)
    return ()


def _two_descriptions(phrase: Phrase, index: ColumnIndex, taken: Collection[int]) -> tuple[int, ...]:
    """Two columns that one sentence asks for: `the interest rate and whether the loan turns bad`."""
    for start, end in _target_spans(phrase):
        parts = _ALSO.split(phrase.text[start:end], maxsplit=1)
        if len(parts) == 2 and len(parts[0].split()) <= 6:
            found = [_best_described(" " + part.strip() + " ", index, taken) for part in parts]
            if None not in found and len(set(found)) == 2:
                return tuple(k for k in found if k is not None)
    return ()


def _best_described(stretch: str, index: ColumnIndex, taken: Collection[int]) -> int | None:
    marked = [k for k in columns_in(stretch) if k not in taken]
    if marked:
        return marked[0]
    points = {}
    description, alone = Description(stretch), Phrase(stretch, ())
    for k, column in enumerate(index.columns):
        if k not in taken:
            levels = levels_named(alone, column)
            points[k] = max(resemblance(description, index.parts[k], column), levels[0] if levels else 0.0)
    best = max(points, key=lambda k: points[k], default=None)
    return best if best is not None and points[best] >= _LEAST else None


def _conventional(phrase: Phrase, index: ColumnIndex, taken: Collection[int]) -> TargetChoice:
    """A column that is called like a target, when the goal's question has the form of its values."""
    found = [k for k, parts in enumerate(index.parts) if k not in taken and "".join(parts) in _CONVENTIONAL]
    if len(found) != 1:
        return TargetChoice(None)
    k = found[0]
    column = index.columns[k]
    form = _form(phrase)
    fits = {
        "binary": column.n_unique == 2,
        "classes": column.n_unique > 1 and (column.kind in ("category", "boolean") or column.n_unique <= 30),
        "number": column.kind == "number" and column.n_unique > 10,
        "any": False,
    }[form]
    return (
        TargetChoice(k, (), phrase.words(0, len(phrase.text)).strip()[:80], certain=False)
        if fits
        else TargetChoice(None)
    )


def _form(phrase: Phrase) -> Form:
    """What kind of answer the goal's question has."""
    start, end = _target_spans(phrase)[0]
    text = " " + phrase.text[start:end].strip() + " "
    if _GENERIC.search(phrase.text):
        return "classes"
    if _RANGE.search(text):
        return "any"
    if AMOUNT.search(text):
        return "number"
    if _EITHER.search(text) or _WHO.search(text):
        return "binary"
    return "any"
