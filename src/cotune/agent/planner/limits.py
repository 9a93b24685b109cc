"""The plain figures of a goal: trials, folds, workers, seed, holdout, memory, latency, device."""

from __future__ import annotations

import re
from typing import NamedTuple

from cotune.agent.planner.machine_share import are_people, is_offer, wished_cores
from cotune.agent.planner.text import Phrase
from cotune.model.base import Scalar

_N = r"(\d+)"
_D = r"(\d+(?:\.\d+)?)"
_T = r"<t(\d+(?:\.\d+)?)>"
TRIALS = (
    r"(?:trials?|configurations?|configs?|runs|iterations?|evaluations?|experiments?|candidates?|attempts?|tries"
    r"|versuche?n?"
    r"|durchlaufe?|essais?|pruebas?|intentos?|ensayos?|iterationen|pipelines|different models|settings"
    r"|rounds (?:of (?:the )?search|of tuning))"
)
CORES = (
    r"(?:workers?|cores?|cpus?|processes|processors?|threads?|kerne?n?|prozesse|coeurs?|c\u0153urs?|processeurs?"
    r"|nucleos?|procesadores)"
)
_HOLD = (
    r"(?:hold ?-? ?out|held ?-? ?out|test set|test data|test split|for testing"
    r"|(?:as|for) (?:a |the )?(?:final |last |honest )?(?:test|check|exam|inspection|trial run)|for the test|for test"
    r"|aside|as (?:a )?test|kept? back"
    r"|hold(?:ing)? back|held back|keep back|set aside|put (?:aside|away)"
    r"|sealed|reserved?|for (?:final )?validation|zum testen|testdaten|pour le test|pour tester"
    r"|para (?:la )?(?:prueba|test))"
)
_EACH = (
    r"(?:per|for each|for every|for one|for a single|each|a|every|pro|par|por) (?:single )?(?!trial|model|fit|config"
    r"|run|fold|day|week|hour|minute|second|month|year|night|versuch|essai)[a-z]{3,}"
)
_PREDICTING = (
    r"(?:predictions?|predict(?:ing|s)?|inference|latency|respond|response|answer(?:s|ed)?|scoring"
    r"|(?:must|should|can|to) score|latenz|vorhersage|inferencia|serving)"
)

_RULES: dict[str, tuple[str, ...]] = {
    "trials": (
        rf"(?<= ){_N} (?:more )?(?:\w+ )?{TRIALS} ",
        rf" (?:try|train|fit|test|evaluate|build|compare) (?:at most |up to |about |only )?{_N} (?:\w+ )?models ",
        rf" (?:n _ )?trials? (?:= |: |of |to |is )?{_N} ",
        rf" (?:after|at) (?:the )?(?:try|trial|attempt|run) (?:number |no \. |no |nr \. |# )?{_N} ",
    ),
    "folds": (
        (
            rf"(?<= )(?!(?<= in )2 fold)(?!(?<= over )2 fold)(?!(?<= across )2 fold){_N} (?:- )?(?:\w+ )?(?:folds?"
            rf"|fach(?:e[nrs]?)?|plis|pliegues|particiones)(?: (?:cv|cross|kreuz))?[ -]"
        ),
        rf" folds? , {_N} of (?:them|those) ",
        rf" cross (?:- )?validat\w+(?: \w+){{0,3}}? {_N} (?:times|fold)",
        rf" (?:cv|cross (?:- )?validation|folds?|k) (?:= |: |with |of |over )?(?:k = )?{_N} (?!%)",
        rf"(?<= ){_N} (?:- )?(?:times|x|way) (?:cv|cross)",
    ),
    "workers": (
        rf"(?<= ){_N} (?:parallel |cpu |processor |physical |worker )?{CORES} ",
        rf"(?<= ){_N} of (?:its|the|my|your|our|these|those) {CORES} ",
        rf"(?<! to)(?<! for)(?<! of) {_N} (?:parallel )?jobs ",
        rf" (?:n _ jobs|workers|cores|n _ workers) (?:= |: |to )?{_N} ",
    ),
    "random_state": (
        (
            rf" (?:random )?(?:seed|seeded(?: with| by)?|state|random _ state|zufallszahl|(?:zufalls)?startwert|graine"
            rf"|semilla|rng)(?: (?:=|:|aleatoire|aleatoria|of|is|to|at|with|number|value|should|be|the|dice|generator"
            rf"|everything|it))* {_N} "
        ),
        (
            rf"(?<= ){_N} (?:as|als|comme|como|de|fur) (?:the |a |la |una? )?(?:random )?(?:seed|(?:zufalls)?startwert"
            rf"|graine|semilla) "
        ),
    ),
    "holdout_fraction": (
        rf"(?<= ){_D} (?:%|percent|per cent|prozent|pour cent|por ciento) [^.;:]{{0,40}}?{_HOLD}",
        rf" (?:keep|hold|put|set|leave|reserve|save|lock)[^.;:\d]{{0,12}} {_D} (?:%|percent|per cent|prozent) "
        rf"[^.;:]{{0,20}}?(?:back|aside|away|apart|out|untouched|for the end|unseen|locked|for later)(?= )",
        rf" {_HOLD}[^.;:%\d]{{0,25}}? {_D} (?:%|percent|per cent|prozent|pour cent|por ciento) ",
        rf" {_HOLD}(?: (?:=|:|of|fraction|size|set))* (0\.\d+) ",
    ),
    "memory_mb": (
        (
            rf"(?<= ){_D} (gb|gib|gigs?|gigabytes?|mb|mib|megs?|megabytes?|go|mo|g) [^.;]{{0,25}}?(?:memory|ram"
            rf"|speicher|arbeitsspeicher|memoire|memoria)"
        ),
        (
            rf" (?:memory|ram|speicher|arbeitsspeicher|memoire|memoria)[^.;\d]{{0,30}}? {_D} (gb|gib|gigs?|gigabytes?"
            rf"|mb|mib|megabytes?|go|mo) "
        ),
        rf"(?<! by) {_D} (gb|gib|gigs?|gigabytes?|mb|mib|megs|megabytes?) "
        rf"(?!(?:of )?(?:data|files?|csv|disk|tables?|logs?|downloads?|big|large|per))",
        (
            rf" (?:under|below|within|at most|max|maximum|up to|more than|use|fits? (?:in|into)|fit (?:in|into)|in|and"
            rf"|into) {_D} (gb|gib|gigs?|gigabytes?|mb|mib|megabytes?) (?:[.,;!\n]|$)"
        ),
        rf"(?<= ){_D} (tb|tib|terabytes?) (?:of )?(?:memory|ram|speicher|arbeitsspeicher|memoire|memoria)(?= )",
        rf" (?:memory|ram|speicher|arbeitsspeicher)(?: (?:=|:|of|limit|to|is))* {_D} (tb|tib|terabytes?)(?= )",
    ),
    "max_predict_ms": (
        rf"(?<= ){_T} {_EACH} ",
        rf" {_PREDICTING}[^.;<]{{0,40}}? {_T} ",
        rf"(?<= ){_T} [^.;<,]{{0,15}}?(?:latency|latenz|inference|per row|response time) ",
        r"(?<= )<t(0\.\d+)> ",
    ),
    "seconds_per_trial": (
        (
            rf"(?<= ){_T} (?:per|for each|for every|each|a|every|pro|par|por) (?:single )?(?:trial|model|fit"
            rf"|configuration|run) "
        ),
        (
            rf" (?:trials?|fits?|configurations?|models?) (?!, <t)(?:(?:each|must|should|may|can|not|take|takes|run"
            rf"|runs|longer|more|than|of|with|for|at most|up to|max|maximum|exceed|over|no|a|,) )+{_T} "
        ),
    ),
}
_RATE = re.compile(
    rf"(?<= ){_N} (?:single |separate |individual )?(?:of (?:them|these|those)|predictions?|requests?|sign (?:- )?ups?"
    rf"|log ?ins?|clicks?|visitors?|users?|rows|records|customers|scores|calls|queries|transactions|questions|answers"
    rf"|times|vorhersagen|tracks|items|images|messages|orders|objects|cases|events|pieces|texts|documents) "
    rf"(?:(?:per|each|every|/|pro|par|por) (?:second|sec|s|sekunde|seconde|segundo)|<t1>) "
)
_BELT = re.compile(
    rf"(?<= ){_N} (?:predictions?|requests?|rows|records|items|pieces|parcels|cars|images|events|messages|orders"
    rf"|people) (?:(?:per|each|every|/) minute|<t60>) (?=(?:.* )?(?:keep up|(?:1|one) (?:by|after|at) |live "
    rf"|real (?:- )?time ))"
)
"""So many a minute, which the model must keep up with one by one."""
_TWO_CORES = re.compile(rf" (?:pair|couple) of (?:\w+ )?{CORES} ")
_FOLD_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IN_A_WORD = re.compile(rf" ({'|'.join(_FOLD_WORDS)})fold ")
_GERMAN_FOLDS = ("zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn")
_IN_A_GERMAN_WORD = re.compile(rf" ({'|'.join(_GERMAN_FOLDS)})fache?[nrms]? (?=kreuz)")
_ONE_CORE = re.compile(
    r" (?:a single|single|just one|only one|a|one) (?:cpu )?(?:core|worker|process|thread|kern|coeur|nucleo) "
)
_SHARE_OUT = re.compile(
    rf" (?:a|one|1|last|newest|latest|most recent|final) (third|quarter|fifth|tenth|half) [^.;]{{0,40}}?{_HOLD}"
    rf"| (?:test|check|judge|validate|evaluate)\w*(?: \w+)? (?:on|with) (?:the )?(?:last|newest|latest|most recent"
    rf"|final) (third|quarter|fifth|tenth)(?= )| {_HOLD}[^.;]{{0,20}}? (?:a|one) (third|quarter|fifth|tenth|half) "
)
_A_GIG = re.compile(r" (?:half a|half an?|0\.5|a|one) (?:gig|gigabyte|gb)(?= )")
_ONE_IN = re.compile(rf"(?<= ){_N} (?:\w+ )?(?:in|of|out of) (?:every )?{_N} (?:\w+ )?(?:\w+ )?{_HOLD}(?= )")
_NO_HOLDOUT = re.compile(
    r" (?:no|without|skip|kein(?:e[nr]?|s)?|ohne|sans|sin)(?: (?:an?|any|the|une?))? hold ?-? ?out(?: set| rows)?(?= )"
    r"| nothing(?: is| being)? (?:held back|set aside|kept back)(?= )"
    r"| (?:seal|hold out|hold back|set aside) (?:no|nothing|none|not a single)(?: rows?)?(?= )"
)
_SLOWEST_PREDICTION_S = 10
_SHARES = {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "half": 0.5}


class Figure(NamedTuple):
    """A value of a spec field, and the words of the goal that state it; `others` are values that it states as well."""

    value: Scalar
    words: str
    span: tuple[int, int]
    others: tuple[Scalar, ...] = ()


def figures(phrase: Phrase) -> dict[str, Figure]:
    """The figures that the goal states, by spec field; of several for one field the last."""
    found: dict[str, Figure] = {}
    for field, patterns in _RULES.items():
        for pattern in patterns:
            matches = phrase.said(re.compile(pattern))
            matches = [m for m in matches if field != "workers" or not are_people(phrase, m)]
            apart = _apart(field, phrase, matches)
            if apart is not None:
                found[field] = apart
                break
            if matches and field == "workers":
                wished = wished_cores(phrase, matches)
                if wished is not None:
                    match, cores = wished
                    stated = _corrected(field, phrase, match) or cores
                    found[field] = Figure(stated, phrase.words(match.start(), match.end()).strip(), match.span())
                break
            if matches:
                match = matches[-1]
                value = _corrected(field, phrase, match) or _value(field, match)
                if value is not None:
                    found[field] = Figure(value, phrase.words(match.start(), match.end()).strip(), match.span())
                break
    return found | dict((*_worded(phrase), *_device(phrase)))


_LEAST_TRIALS = re.compile(
    rf" (?:at (?:the very )?least|no(?:t)? (?:less|fewer) than|minimum(?: of)?) {_N} (?:{TRIALS}|of them) "
    rf"|(?<= ){_N} {TRIALS} (?:at (?:the )?(?:very )?least|minimum|or more) "
)
_MOST_TRIALS = re.compile(
    rf" (?:at (?:the very )?most|(?:no|not|never)(?: \w+)? more than|maximum(?: of)?|max|up to) {_N}(?: {TRIALS})? "
    rf"|(?<= ){_N} {TRIALS} (?:at (?:the )?(?:very )?most|tops|maximum|max) "
)


def impossible_trials(phrase: Phrase) -> tuple[int, int] | None:
    """The most and the least trials that a goal allows, where it asks for more than it allows."""
    most, least = (
        [int(next(g for g in m.groups() if g)) for m in phrase.said(p)] for p in (_MOST_TRIALS, _LEAST_TRIALS)
    )
    return (min(most), max(least)) if most and least and max(least) > min(most) else None


_ONE_OF_A_KIND = ("folds", "trials", "random_state", "workers")
_AS_A_SETTING = re.compile(r" (?:workers?|n _ jobs|n _ workers|parallel jobs) |(?:use|take) \d+ (?:cores?|cpus?) ")


def _apart(field: str, phrase: Phrase, matches: list[re.Match[str]]) -> Figure | None:
    """Figures for one field that can't all be meant: they differ, and nothing takes the first one back."""
    if field == "workers":
        matches = [m for m in matches if _AS_A_SETTING.search(phrase.text[m.start() - 5 : m.end()])]
    if field not in _ONE_OF_A_KIND or not matches:
        return None
    values = [v for v in dict.fromkeys(_value(field, match) for match in matches) if v not in (None, 1)]
    start, end = matches[0].start(), matches[-1].end()
    if len(values) < 2 or _TURN.search(phrase.text[matches[0].end() - 1 : matches[-1].start() + 1]):
        return None
    return Figure(
        values[0], phrase.words(start, end).strip(), (start, end), tuple(v for v in values[1:] if v is not None)
    )


_TURN = re.compile(
    r" (?:(?:no|nein|non) (?:[.,;!]|make|wait|rather|better|let|take|sorry)|wait|actually|sorry|rather|instead|make"
    r"|scratch that|i mean|i meant|doch|lieber|plutot|mejor|or|oder|ou|o)(?= )"
)


_CORRECTION = re.compile(
    r"^ ?(?:[^.;!?\n\d]{0,6}[.,;!] )?(?:[^;!?\n\d]{2,40} )?(?:make (?:it|that)"
    r"|nehmen sie (?:doch )?(?:lieber |besser )?|nimm (?:doch )?lieber) (?P<n>\d+) (?:[.,;!\n]|$)"
    r"|^ ?(?:[.,;] )+(?:nah|no|nope|hm+|wait)(?: , | )(?:that ?'?s? |thats |that is |it 's )?(?:too|far too) (?:many"
    r"|much|few) ,? ?(?:make (?:it|that) )?(?P<m>\d+) (?:[.,;!\n]|$)|^ ?(?:[.,;] |h+m+ |uh+m? |err? |well |oh |ah |ach "
    r"|- )*(?:no|sorry|actually|rather|wait|or rather|make (?:it|that)|i mean|better|nein|non|perdon)"
    r"(?: (?:,|no|make|it|that|rather|wait|only|just|better))* (\d+) (?:[.,;!\n]|$)"
)


def _corrected(field: str, phrase: Phrase, match: re.Match[str]) -> Scalar | None:
    """A bare number after a word of correction: `100 trials. Actually make that 50.`"""
    if field not in ("trials", "folds", "workers"):
        return None
    better = _CORRECTION.match(phrase.text[match.end() - 1 :])
    return int(next(g for g in better.groups() if g)) if better else None


def _value(field: str, match: re.Match[str]) -> Scalar | None:
    groups = [g for g in match.groups() if g is not None]
    number = float(groups[0])
    match field:
        case "holdout_fraction":
            share = number / 100 if number >= 1 else number
            return share if 0 < share <= 0.5 else None
        case "memory_mb":
            return round(number * {"t": 1024 * 1024, "g": 1024}.get(groups[1][0], 1))
        case "max_predict_ms":
            return number * 1000 if number <= _SLOWEST_PREDICTION_S else None
        case "seconds_per_trial":
            return number if number >= 1 else None
        case "folds":
            return int(number) if 2 <= number <= 20 else None
        case _:
            return int(number) if number >= 1 or field == "random_state" else None


def _worded(phrase: Phrase) -> list[tuple[str, Figure]]:
    out = [("max_predict_ms", _figure(phrase, m, 1000 / float(m.group(1)))) for m in phrase.said(_RATE)]
    out.extend(("max_predict_ms", _figure(phrase, m, 60_000 / float(m.group(1)))) for m in phrase.said(_BELT))
    out.extend(("workers", _figure(phrase, match, 1)) for match in phrase.said(_ONE_CORE))
    out.extend(("workers", _figure(phrase, match, 2)) for match in phrase.said(_TWO_CORES))
    out.extend(("folds", _figure(phrase, m, 2 + _FOLD_WORDS.index(m.group(1)))) for m in phrase.said(_IN_A_WORD))
    german = phrase.said(_IN_A_GERMAN_WORD)
    out.extend(("folds", _figure(phrase, m, 2 + _GERMAN_FOLDS.index(m.group(1)))) for m in german)
    out.extend(
        ("holdout_fraction", _figure(phrase, m, int(m.group(1)) / int(m.group(2))))
        for m in phrase.said(_ONE_IN)
        if int(m.group(1)) < int(m.group(2))
    )
    out.extend(("holdout_fraction", _figure(phrase, m, 0.0)) for m in phrase.said(_NO_HOLDOUT))
    out.extend(("memory_mb", _figure(phrase, m, 512 if "half" in m.group() else 1024)) for m in phrase.said(_A_GIG))
    for match in phrase.said(_SHARE_OUT):
        share = _SHARES[next(name for name in match.groups() if name)]
        out.append(("holdout_fraction", _figure(phrase, match, share)))
    return out


_GPU = r"(?:gpus?|cuda|gra(?:ph|f)ics? cards?|grafikkarte|carte graphique|tarjeta grafica|nvidia)"
_CPU = r"(?:cpus?|processor|prozessor|processeur|procesador)"
_NO_GPU = re.compile(
    rf" (?:nothing that (?:would |will |may )?(?:needs?|wants?|uses?)|no|not|nothing|without|never|avoid|leave|off"
    rf"|kein(?:e[nr]?)?|ohne|nicht|sans|pas de|pas d'|sin|nada de)(?: (?:use|using|the|a|any|on|touch|run|die|der|auf"
    rf"|le|la|un|une|una|utiliser|usar|to|want|have|i|need))* {_GPU} "
    rf"| {_GPU} (?:(?:: |= )?(?:no|none|nein|false)(?= (?:[.,;)\n]|$))|off|aus|disabled|desactive|apagada?)(?= )"
    rf"| {_GPU}(?: (?:box|card|server|machine|node))? (?:is|are|was|were|has been|have been) (?:not|busy|taken|broken"
    rf"|off|occupied|in use|being used|used by|needed|reserved|unavailable|down|booked|gone|dead)"
    rf"| (?:booked|reserved|taken|blocked|grabbed)(?: (?:the|our|my|all))* {_GPU} "
)
_ANY_GPU = re.compile(rf" {_GPU} ")
_ONLY_CPU = re.compile(
    rf" (?:only|just|nur|seulement|uniquement|solo|exclusively)(?: (?:use|on|the|a|auf|der|die|dem|mit|sur|avec|le|la"
    rf"|en|con|el|run|with))* {_CPU} (?!s? ?cores)"
    rf"|(?: on| auf| sur| en| use| stay on| using)(?: (?:the|a|der|le|la|el|your))? {_CPU} (?!cores?)"
    rf"| {_CPU} (?:- )?only | device (?:=|:) cpu | (?:so|then|rather|instead|but|and) (?:the )?cpu (?=[.,;!)\n/]|$|then"
    rf"|instead)|(?<= [.,;:!?\n(/]) cpu (?=[.,;!?)\n/]|$|then)|^ cpu (?=[.,;!)\n/]|$)"
)


def _device(phrase: Phrase) -> list[tuple[str, Figure]]:
    no_gpu, cpu = phrase.said(_NO_GPU), phrase.said(_ONLY_CPU)
    denied = [m.span() for m in no_gpu]
    wanted = [m for m in phrase.said(_ANY_GPU) if not is_offer(phrase, m)]
    gpu = [m for m in wanted if not any(a < m.end() and m.start() < b for a, b in denied)]
    for match in (*no_gpu, *cpu):
        if gpu and _RETHOUGHT.search(
            phrase.text[min(gpu[0].end(), match.end()) : max(gpu[0].start(), match.start()) + 1]
        ):
            later = max((gpu[0], match), key=lambda m: m.start())
            return [("device", _figure(phrase, later, "cuda" if later is gpu[0] else "cpu"))]
        if gpu:
            return [("device", _figure(phrase, match, "cpu")._replace(others=("cuda",)))]
        return [("device", _figure(phrase, match, "cpu"))]
    return [("device", _figure(phrase, gpu[-1], "cuda"))] if gpu else []


_RETHOUGHT = re.compile(
    r" (?:no|wait|actually|sorry|rather|better|instead|scratch that|i mean|nein|doch|lieber|non|plutot|mejor)(?= )"
)


def _figure(phrase: Phrase, match: re.Match[str], value: Scalar) -> Figure:
    return Figure(value, phrase.words(match.start(), match.end()).strip(), match.span())
