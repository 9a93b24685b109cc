"""Where a goal says what it wants predicted: by naming a column as its target, or in the stretch that asks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from cotune.agent.planner.columns import LIST, MARK, ColumnIndex, M, columns_in, singular
from cotune.agent.planner.likeness import PER
from cotune.agent.planner.metrics import names_metric
from cotune.agent.planner.second_thoughts import WORDS
from cotune.agent.planner.text import STATEMENT, Phrase, word_set
from cotune.data import is_id_name

_VERB = (
    r"(?:predict|predicting|predicted|predicts|prediction of|prediction for|predictions? on|estimate|estimating"
    r"|estimated|estimation of|forecast|forecasting|model for|model of|modelling|modeling|guessing|classifying"
    r"|(?:know|see|find out) how well"
    r"|classify|classifying|determine|guess|infer|learn(?! on| from)|regress|model|know|tell me"
    r"|(?:this time|now|today) it(?: 's)?|tell us|find out|(?<!you )find|look for|looking for|spot|target|label|outcome"
    r"|response|dependent variable|detect|p \(|(?:probability|likelihood|chances?|risk) (?:of|that)|identify|score for"
    r"|recognise|recognize|grade|learn to tell"
    r"|vorhersagen|vorherzusagen|voraus|vorhersage (?:von|fur|der|des)|schatze|schatzen|sage"
    r"|prognose (?:fur|von|der|des)|prognostiziere|zielspalte|ziel|zielvariable"
    r"|predire|predis|predisez|prevoir|prediction d[eu]|estimer|estime[rz]?|classer|cible|variable cible|predecir"
    r"|predice|prediccion de|estimar|estima|clasificar|objetivo|variable objetivo|pronosticar)"
)
_CUE = re.compile(
    rf" {_VERB}(?: (?:column|variable|variables|is|are|be|was|:|=|the|a|an|to|for|of|whether|if|how|what|which|who"
    rf"|value|values|'|\"|on|ist|die|der|das|den|ob|es|le|la|l'|les|el|los|si|named|called|as|should|must|each|every"
    rf"|our|my|their|its|at|me|us|y))* (?P<list>{LIST})"
)
_CUE_AFTER = re.compile(
    rf" (?P<list>{LIST})(?: [^\s.;:!?,]+){{0,4}}? (?:(?:is|are|as|be|being)(?: (?:my|the|our|a))* (?:target|outcome"
    rf"|label|response|thing to|goal|dependent|column to predict|one to predict|what)"
    rf"|(?:(?:yes|ja|oui|si) (?:/|or|oder|ou|o) (?:no|nein|non)|y / n|(?:or|oder|ou|o) (?:not|nicht|non|no))"
    rf"|it (?:is|shall be|will be)(?= [.,;!)]| $)|(?:to be |be |is to be |should be |gets? )?(?:predicted|estimated"
    rf"|forecast|forecasted|classified|modelled|guessed)|vorhersag\w*|voraus|schatz\w*|predictions?|prediction|model"
    rf"|classifier|regressor|forecast|vorhergesagt)(?= )"
)
_IS_COLUMN = re.compile(
    rf" (?:column|target|target column|label|outcome|one|variable|spalte|colonne|columna|cible|ziel|objetivo)"
    rf"(?: (?:to predict|i want|to be predicted|that matters|of interest|we want|we need))*"
    rf"(?: (?:is|ist|est|es|:|=|called|named|heisst|would be|will be))+(?: (?:the|'|\"|column))* (?P<c>{M})"
)
_SUBJECT = re.compile(
    r" (?:will|would|does|do|did|can|has|have|should|needs?|that|whether|if) (?:a|an|the|this|each|every|any|our|my) $"
    r"| how (?:late|early|long|often|much|many|well|fast|far) (?:do|does|did|will|can|would|could) "
    r"(?:(?:a|an|the|our|these) )?$"
    r"| how (?:old|tall|heavy|fast|expensive|good|sick|far) (?:is|are|was|were) (?:a|an|the|this|each|our|my) $"
    r"| (?:wird|werden|hat|kann|soll|muss|[a-z]{3,}t) (?:der|die|das|dieser|diese|dieses|ein|eine|1) $"
    r"| (?:est ce que|va|sera|peut|va a|esta|es|lleva|tiene|necesita|puede) (?:le|la|les|un|une|el|los|las|una|1) $"
)
_WHAT_WILL = re.compile(r" (?:what|how (?:high|low|big|large)) (?:will|would|can|could|should) (?:the|our|its|this) $")
_STOP = re.compile(
    r" (?:using|with|based on|from|within|in less|because|since|but|so that|per|by|avec|mit|con|given|via|scored|judged"
    r"|measured|optimi[sz]\w+|maximi[sz]\w+|minimi[sz]\w+) "
)
_OBJECT_IN = re.compile(
    r" (?:predict|estimate|forecast|determine|guess|vorhersagen|predire|predecir|estimer|estimar) (?:the|a|an|its|our) "
    r"(?:(?!number|amount|value|count|level)[a-z]+ )(?:in|on|at|inside|within) (?:the|a|an|each|every|our) $"
)
"""Something else is asked for, and the column only says where it is."""
_QUESTION = re.compile(r"\?")
_VERB_ONLY = re.compile(rf" {_VERB}(?= )")
_ALONE_BEFORE = re.compile(r"^ $|[.!?;\n(>] $")
_ALONE_AFTER = re.compile(r"^ (?:[.!?;\n)]|$)|^$")
_RETHOUGHT = re.compile(
    r"<[cd]\d+>(?: (?:of|for|in|per|von|de|du) (?:[a-z]+ )?[a-z]+)?(?: (?:[^\w<]|or|hmm|oh|well))* "
    rf"(?:no|nein|non|{WORDS})(?: (?:[^\w<]|no|wait|sorry|actually|the|make|it|predict|rather|better|take|that|forget"
    r"|let 's|do))* $"
)

_MEANT = re.compile(r"^ (?:,? ?i (?:mean|meant)|rather|instead)(?= )")
_IS = re.compile(r" (?:is|are|was|were) (?:a|an|the|this|each|every|any|our|my) $")
_GOING = re.compile(r" (?:going|about|likely|able|expected|at risk|ready|still|[a-z]{3,}ing)(?= )")
_EACH = re.compile(r" (?:an?|1|each|every|any|some|ein|eine|une?|una) $")
_WHO = re.compile(r" (?:who|that|which)(?= )")
_OURS = re.compile(
    r" (?:i|we) (?:have(?= \d)|run|own|manage|operate|lead|work (?:in|at|for|with)) (?:an? |the |my |our |\d+ )?$"
)
_WHICH = re.compile(r" (?:which|welche[rs]?|quel(?:le)?s?|cual(?:es)?|que) $")
_DOES = re.compile(rf"(?: (?!(?:does|do|did|can|the|an?|our|my|this|each|der|die|das|le|la|el) )[a-z]+){{1,3}} {M}")


_HEAD = re.compile(
    rf"(?:^|[.!?;\n:]) (?P<c>{M})(?: (?:please|pls|bitte|svp|por favor))? (?:[,;] "
    rf"|(?:judged |measured |scored )?(?:by|with|via) (?:the )?)"
)
_SETTING = re.compile(r"(?:<t|<f|\d+ (?:- )?(?:trials?|folds?|fold|workers?|cores?) |seed |gpu |cpu |no (?:gpu|<f))")


def heads(phrase: Phrase) -> dict[int, str]:
    """Columns at the head of a list of settings, as in `price, MAE, 5 minutes`, with the goal's words for them."""
    return {
        columns_in(m.group("c"))[0]: phrase.words(*m.span("c"))
        for m in phrase.found(_HEAD)
        if _SETTING.match(phrase.text, m.end()) or names_metric(phrase.text, m.end())
    }


class Evidence:
    """Points for columns with the words they stand on."""

    def __init__(self) -> None:
        self.points: dict[int, float] = defaultdict(float)
        self.words: dict[int, str] = {}

    def add(self, k: int, points: float, words: str) -> None:
        if points > self.points[k]:
            self.points[k] = points
            self.words[k] = words


_STRONG = re.compile(r"^ (?:predict|estimat|forecast|classif|target|vorher|predire|predecir)")


def denied_target(phrase: Phrase, excluded: Collection[int]) -> int | None:
    """The column that a goal asks for in one breath and leaves out in another."""
    cued = [columns_in(m.group("list"))[0] for m in phrase.found(_CUE) if _STRONG.match(m.group())]
    return next((k for k in cued if k in excluded), None)


def coordinated(phrase: Phrase, taken: Collection[int]) -> tuple[int, ...]:
    """Two or more columns that are both to be predicted."""
    for match in phrase.found(_CUE):
        marks = [k for k in columns_in(match.group("list")) if k not in taken]
        if len(marks) > 1 and re.search(r" (?:and|und|et|y|&|as well as|plus|or|oder|ou|o) ", match.group("list")):
            return tuple(marks)
    both = (columns_in(match.group("both")) for match in phrase.found(_BOTH))
    return next((marks for marks in both if len(marks) > 1 and set(marks).isdisjoint(taken)), ())


_BOTH = re.compile(
    rf"(?:^|[.!?;\n]| (?:i|we|and) (?:need|want)) (?:the )?(?P<both>{M} (?:and|und|et|y|&|as well as)"
    rf"(?: (?:also|the))* {M})(?: (?:of|for|in|per) (?:(?:the|a|an|each|every|our) )?[a-z]+){{0,2}} ?"
    rf"(?:(?:to be )?predicted|,? ?please|[.;]|$)(?= |$)"
)
"""`The rent and the arrears, please`: a goal that begins with two columns wants both."""


def _passing(before: str) -> float:
    """Points for a column that is named in passing: the sooner, the more."""
    return max(0.4, 0.58 - 0.06 * len(re.findall(r" [.!?;\n]+(?= )", before)))


def named(
    phrase: Phrase, spans: list[tuple[int, int]], taken: Collection[int], evidence: Evidence, index: ColumnIndex
) -> None:
    """Columns that the goal names: best where it says that they are the target.

    Identifiers are named after whom or what the goal is about: `which patients come back` doesn't want the patient_nr.
    """
    entities = [k for k, column in enumerate(index.columns) if is_id_name(column.name)]
    for match in (*phrase.found(_CUE), *phrase.found(_CUE_AFTER), *phrase.found(_IS_COLUMN)):
        if _REFUSED.search(phrase.text[: match.start()]):
            continue
        text = match.groupdict().get("list") or match.groupdict().get("c") or ""
        for k in columns_in(text)[:1]:
            if k not in taken and not _is_whose(phrase.text[match.end() :], k, index):
                evidence.add(k, 1.0 if "<c" in text else 0.9, phrase.words(*match.span()).strip())
    for k, words in heads(phrase).items():
        if k not in taken:
            evidence.add(k, 0.97, words)
    for place, match in enumerate(phrase.found(MARK)):
        k = int(match.group(1))
        if k in taken:
            continue
        before = phrase.text[: match.start()]
        if _OBJECT_IN.search(before) or _OURS.search(before):
            continue
        after = phrase.text[match.end() :]
        subject = (
            (_SUBJECT.search(before) and not (_WHAT_WILL.search(before) and after.startswith(" be ")))
            or (_IS.search(before) and _GOING.match(after))
            or (_EACH.search(before) and _WHO.match(after))
            or (_WHICH.search(before) and _DOES.match(after))
        )
        if _NOT_THIS.search(before) and _BUT_THAT.match(after):
            continue
        aside = subject or k in entities or PER.search(before) or _is_whose(after, k, index)
        asked_for = any(a <= match.start() + 1 < b for a, b in spans)
        points = (0.2 if subject else 0.45 if aside else 0.8 if asked_for else _passing(before)) - 0.01 * min(place, 5)
        if not aside and _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(phrase.text[match.end() :]):
            points = 0.93 - 0.01 * min(place, 5)
        elif not aside and _ALONE_BEFORE.search(before) and phrase.text[match.end() :].startswith(" , "):
            points = max(points, 0.84 - 0.01 * min(place, 5))
        if _RETHOUGHT.search(before) or _MEANT.match(after):
            points = max(evidence.points.values(), default=0.0) + 0.02
        evidence.add(k, points if match.group().startswith("<c") else 0.75 * points, phrase.words(*match.span()))


def _is_whose(after: str, k: int, index: ColumnIndex) -> bool:
    """Whether the name only says whose thing is wanted: in `flight delays` the delay, which other columns hold."""
    noun = _NOUN.match(after)
    word = singular(noun.group(1)) if noun else ""
    return len(word) > 3 and any(
        word == singular(part) for n, parts in enumerate(index.parts) if n != k for part in parts[-2:]
    )


_NOT_THIS = re.compile(r"(?:^|[.;!?,(]) not (?:the )?$")
_BUT_THAT = re.compile(rf"^ ,?(?: (?:but|rather|no))?(?: the)? {M}(?= )")
_NOUN = re.compile(r" ?([a-z]+)(?= |$)")


def target_spans(phrase: Phrase) -> list[tuple[int, int]]:
    """The stretches that say what is wanted: after a verb of predicting, a question, or else the beginning."""
    spans = []
    for match in phrase.found(_VERB_ONLY):
        if _REFUSED.search(phrase.text[: match.start()]):
            continue
        _, right = phrase.clause(match.end())
        if _NOTHING_AFTER.match(phrase.text[match.end() :]):
            spans.append((phrase.clause(match.start(), _CLAUSE_END)[0], match.start() + 1))
            continue
        stop = _STOP.search(phrase.text[match.end() : right])
        spans.append((match.end(), match.end() + stop.start() + 1 if stop else right))
    for match in phrase.found(_QUESTION):
        left, _ = phrase.clause(match.start(), _STATEMENT_END)
        spans.append((left, match.start()))
    if spans:
        return spans
    clause = re.search(r"[.!?;\n]", phrase.text)
    end = clause.start() if clause else len(phrase.text)
    stop = _STOP.search(phrase.text[:end])
    return [(0, stop.start() + 1 if stop and stop.start() > 0 else end)]


_CLAUSE_END = re.compile(r"[.!?;:,\n]")
_STATEMENT_END = re.compile(r"[.!;\n]")
_REFUSED = re.compile(
    r" (?:not|never|nicht|no)(?: (?:want|wish|need|like|care|going|trying|asking|asked|you))* ?(?:to)?$"
)
"""`We don't want to predict the age`."""
_NOTHING_AFTER = re.compile(r"^ (?:[.!?;:,\n]|$)")
_ANYTHING = word_set(
    "a an the my our this that it some any good best nice model models data table something anything me us please "
    "for from of on in with to "
    "analysis you can what how is are do does there be i we want need would like"
)


def wanted_words(phrase: Phrase) -> str:
    """The few words that say what is wanted; empty where they name nothing, as in `make me a good model`."""
    if not phrase.found(_VERB_ONLY) and not phrase.found(_QUESTION):
        return ""
    start, end = target_spans(phrase)[0]
    said = phrase.words(start, end).strip(" '\"")
    return said if 0 < len(said) <= 60 and not set(phrase.text[start:end].split()) <= _ANYTHING else ""


def sentences(phrase: Phrase) -> list[tuple[int, int]]:
    return [m.span() for m in phrase.found(STATEMENT)]
