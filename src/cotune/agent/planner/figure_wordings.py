"""How people say the plain figures of a search: trials, folds, workers, seed, holdout, memory, times of one trial.

What is said plainly is read as it is said, also where no search can have it. What only may be a figure of the search is
read where it is a possible one: `500 folds`, but no `500 folds of paper`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Literal

from cotune.agent.planner.signs import DASH

FigureField = Literal[
    "trials",
    "folds",
    "workers",
    "random_state",
    "holdout_fraction",
    "memory_mb",
    "max_predict_ms",
    "seconds_per_trial",
]
Read = Callable[[re.Match[str]], float]

N = r"(\d{1,15})"
_AFTER = rf"(?:{DASH} )?{N}"
"""A number behind its name, where it may have a sign."""
_ONE_OR_MORE = r"([1-9]\d{0,14})"
_FEW = r"([2-9]|1\d|20)"
_NOT_FEW = rf"(?!{_FEW} ){N}"
_D = r"(\d{1,15}(?:\.\d{1,15})?)"
_TO_HALF = r"(?!0+(?:\.0+)? )(50(?:\.0+)?|[1-4]?\d(?:\.\d{1,15})?)"
_T = r"<t(\d+(?:\.\d+)?)>"
_SOON = r"<t(10|\d(?:\.\d+)?)>"
_A_SECOND = r"<t([1-9]\d*(?:\.\d+)?)>"
TRIALS = (
    r"(?:trials?|configurations?|configs?|runs|iterations?|evaluations?|experiments?|candidates?|attempts?|tries"
    r"|versuche?n?"
    r"|durchlaufe?|essais?|pruebas?|intentos?|ensayos?|iterationen|pipelines|different models|settings"
    r"|rounds (?:of (?:the )?search|of tuning))"
)
_CORES = (
    r"(?:workers?|cores?|cpus?|processes|processors?|threads?|kerne?n?|prozesse|coeurs?|c\u0153urs?|processeurs?"
    r"|nucleos?|procesadores)"
)
_CORE = r"(?:cpu )?(?:core|worker|process|thread|kern|coeur|nucleo)(?= )"
_PERCENT = r"(?:%|percent|per cent|prozent|pour cent|por ciento)"
_HOLD = (
    r"(?:hold ?-? ?out|held ?-? ?out|test set|test data|test split|for testing"
    r"|(?:as|for) (?:a |the )?(?:final |last |honest )?(?:test|check|exam|inspection|trial run)|for the test|for test"
    r"|aside|as (?:a )?test|kept? back"
    r"|hold(?:ing)? back|held back|keep back|set aside|put (?:aside|away)"
    r"|sealed|reserved?|for (?:final )?validation|zum testen|testdaten|pour le test|pour tester"
    r"|para (?:la )?(?:prueba|test))"
)
_HOLD_OUT = r"(?:hold ?-? ?out|seal(?:ing)?|hold(?:ing)? back|set aside)"
_MEMORY = r"(?:memory|ram|speicher|arbeitsspeicher|memoire|memoria)"
_EACH = (
    r"(?:per|for each|for every|for one|for a single|each|a|every|pro|par|por) (?:single )?(?!trial|model|fit|config"
    r"|run|fold|day|week|hour|minute|second|month|year|night|versuch|essai)[a-z]{3,}"
)
_PREDICTING = (
    r"(?:predictions?|predict(?:ing|s)?|inference|latency|respond|response|answer(?:s|ed)?|scoring"
    r"|(?:must|should|can|to) score|latenz|vorhersage|inferencia|serving)"
)
_FOLD_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_GERMAN_FOLDS = ("zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn")
_SHARES = {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "half": 0.5}


def _first(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def count(match: re.Match[str]) -> int:
    return int(_first(match))


def _share(match: re.Match[str]) -> float:
    return float(_first(match))


def _percent(match: re.Match[str]) -> float:
    return float(_first(match)) / 100


def _share_in_a_word(match: re.Match[str]) -> float:
    return _SHARES[_first(match)]


def _one_in(match: re.Match[str]) -> float:
    return int(match.group(1)) / int(match.group(2))


def _fold_word(words: tuple[str, ...], match: re.Match[str]) -> int:
    return 2 + words.index(match.group(1))


def _megabytes(match: re.Match[str]) -> int:
    number, unit = (group for group in match.groups() if group)
    return round(float(number) * {"t": 1024 * 1024, "g": 1024}.get(unit[0], 1))


def _half_a_gig(match: re.Match[str]) -> int:
    return 512 if "half" in match.group() or "0.5" in match.group() else 1024


def _seconds(match: re.Match[str]) -> float:
    return float(_first(match))


def _milliseconds(match: re.Match[str]) -> float:
    return 1000 * float(_first(match))


def _each_of(seconds: float, match: re.Match[str]) -> float:
    """The milliseconds of one, of so many in these seconds."""
    return 1000 * seconds / int(match.group(1))


def _always(value: float, _: re.Match[str]) -> float:
    return value


_WORDINGS: dict[FigureField, tuple[tuple[str, Read], ...]] = {
    "trials": (
        (rf"(?<= ){_ONE_OR_MORE} (?:more )?(?:\w+ )?{TRIALS} ", count),
        (
            rf" (?:try|train|fit|test|evaluate|build|compare) (?:at most |up to |about |only )?{_ONE_OR_MORE} "
            rf"(?:\w+ )?models ",
            count,
        ),
        (rf" (?:n _ )?trials? (?:= |: |of |to |is )?(?:{DASH} )?{_ONE_OR_MORE} ", count),
        (rf" (?:after|at) (?:the )?(?:try|trial|attempt|run) (?:number |no \. |no |nr \. |# )?{_ONE_OR_MORE} ", count),
        (r"(?<= )(0) (?:trials?|configurations?|versuche?n?|essais?|ensayos?)(?= )", count),
        (r" trials (?:= |: )(0)(?= )", count),
    ),
    "folds": (
        (
            rf"(?<= )(?!(?<= in )2 fold)(?!(?<= over )2 fold)(?!(?<= across )2 fold){_FEW} (?:- )?(?:\w+ )?(?:folds?"
            rf"|fach(?:e[nrs]?)?|plis|pliegues|particiones)(?: (?:cv|cross|kreuz))?[ -]",
            count,
        ),
        (rf" folds? , {_FEW} of (?:them|those) ", count),
        (rf" cross (?:- )?validat\w+(?: \w+){{0,3}}? {_FEW} (?:times|fold)", count),
        (rf" (?:cv|cross (?:- )?validation|folds?|k) (?:= |: |with |of |over )?(?:k = )?{_FEW} (?!%)", count),
        (rf"(?<= ){_FEW} (?:- )?(?:times|x|way) (?:cv|cross)", count),
        (rf"(?<= ){_NOT_FEW} (?:- )?(?:\w+ )?folds(?= )(?! of (?!(?:the )?cross))", count),
        (rf"(?<= ){_NOT_FEW} (?:- )?fold (?:cv|cross)(?= )", count),
        (r" (?:with|use|using) (1) folds?(?= (?:[.,;!)\n]|$))", count),
        (rf" (?:folds|cv) (?:= |: ){_AFTER} (?!%)", count),
        (rf" (?:folds?|cv) (?:= |: |of |to |is )?{DASH} {N}(?= )", count),
        (rf" ({'|'.join(_FOLD_WORDS)})fold ", partial(_fold_word, _FOLD_WORDS)),
        (rf" ({'|'.join(_GERMAN_FOLDS)})fache?[nrms]? (?=kreuz)", partial(_fold_word, _GERMAN_FOLDS)),
    ),
    "workers": (
        (rf"(?<= ){N} (?:parallel |cpu |processor |physical |worker )?{_CORES} ", count),
        (rf"(?<= ){N} of (?:its|the|my|your|our|these|those) {_CORES} ", count),
        (rf"(?<! to)(?<! for)(?<! of) {_ONE_OR_MORE} (?:parallel )?jobs ", count),
        (rf" (?:n _ jobs|workers|cores|n _ workers) (?:= |: |to |of |is )?{_AFTER} ", count),
        (rf" (?:a single|single|just one|only one|one) {_CORE}", partial(_always, 1)),
        (rf" (?:use|using|on|with|take|only|just) a {_CORE}", partial(_always, 1)),
        (rf" (?:pair|couple) of (?:\w+ )?{_CORES} ", partial(_always, 2)),
    ),
    "random_state": (
        (
            rf" (?:random )?(?:seed|seeded(?: with| by)?|state|random _ state|zufallszahl|(?:zufalls)?startwert|graine"
            rf"|semilla|rng)(?: (?:=|:|aleatoire|aleatoria|of|is|to|at|with|number|value|should|be|the|dice|generator"
            rf"|everything|it))* {_AFTER} ",
            count,
        ),
        (
            rf"(?<= ){N} (?:as|als|comme|como|de|fur) (?:the |a |la |una? )?(?:random )?(?:seed|(?:zufalls)?startwert"
            rf"|graine|semilla) ",
            count,
        ),
    ),
    "holdout_fraction": (
        (rf"(?<= ){_TO_HALF} {_PERCENT} [^.;:%]{{0,40}}?{_HOLD}", _percent),
        (
            rf" (?:keep|hold|put|set|leave|reserve|save|lock)[^.;:\d]{{0,12}} {_TO_HALF} {_PERCENT} "
            rf"[^.;:]{{0,20}}?(?:back|aside|away|apart|out|untouched|for the end|unseen|locked|for later)(?= )",
            _percent,
        ),
        (rf" {_HOLD}[^.;:%\d]{{0,25}}? {_TO_HALF} {_PERCENT} ", _percent),
        (rf" {_HOLD}(?: (?:=|:|of|fraction|size|set))* (0\.(?:50*|[0-4]\d*)) ", _share),
        (
            rf" {_HOLD_OUT}(?: (?:=|:|of|is|fraction|size|share|the|last|latest|about|away|off|set))* {_D} {_PERCENT}"
            rf"(?= )",
            _percent,
        ),
        (
            rf"(?<= ){_D} {_PERCENT} (?:of (?:the |my |all |our )*(?:rows|data|table|records) )?(?:as |for )?"
            rf"(?:an? |the )?hold ?-? ?out(?= )",
            _percent,
        ),
        (r" hold ?-? ?out(?: (?:=|:|of|fraction|size|set|is))* (0\.\d{1,15})(?= )", _share),
        (rf"(?<= ){N} (?:\w+ )?(?:in|of|out of) (?:every )?{_ONE_OR_MORE} (?:\w+ )?(?:\w+ )?{_HOLD}(?= )", _one_in),
        (
            r" (?:no|without|skip|kein(?:e[nr]?|s)?|ohne|sans|sin)(?: (?:an?|any|the|une?))? hold ?-? ?out"
            r"(?: set| rows)?(?= )"
            r"| nothing(?: is| being)? (?:held back|set aside|kept back)(?= )"
            r"| (?:seal|hold out|hold back|set aside) (?:no|nothing|none|not a single)(?: rows?)?(?= )",
            partial(_always, 0.0),
        ),
        (
            rf" (?:a|one|1|last|newest|latest|most recent|final) (third|quarter|fifth|tenth|half) [^.;]{{0,40}}?{_HOLD}"
            rf"| (?:test|check|judge|validate|evaluate)\w*(?: \w+)? (?:on|with) (?:the )?(?:last|newest|latest"
            rf"|most recent|final) (third|quarter|fifth|tenth)(?= )"
            rf"| {_HOLD}[^.;]{{0,20}}? (?:a|one) (third|quarter|fifth|tenth|half) ",
            _share_in_a_word,
        ),
    ),
    "memory_mb": (
        (
            rf"(?<= ){_D} (gb|gib|gigs?|gigabytes?|mb|mib|megs?|megabytes?|go|mo|g) [^.;\d]{{0,25}}?{_MEMORY}",
            _megabytes,
        ),
        (rf" {_MEMORY}[^.;\d]{{0,30}}? {_D} (gb|gib|gigs?|gigabytes?|mb|mib|megabytes?|go|mo) ", _megabytes),
        (
            rf"(?<! by) {_D} (gb|gib|gigs?|gigabytes?|mb|mib|megs|megabytes?) "
            rf"(?!(?:of )?(?:data|files?|csv|disk|tables?|logs?|downloads?|big|large|per))",
            _megabytes,
        ),
        (
            rf" (?:under|below|within|at most|max|maximum|up to|more than|use|fits? (?:in|into)|fit (?:in|into)|in|and"
            rf"|into) {_D} (gb|gib|gigs?|gigabytes?|mb|mib|megabytes?) (?:[.,;!\n]|$)",
            _megabytes,
        ),
        (rf"(?<= ){_D} (tb|tib|terabytes?) (?:of )?{_MEMORY}(?= )", _megabytes),
        (rf" {_MEMORY}(?: (?:=|:|of|limit|to|is))* {_D} (tb|tib|terabytes?)(?= )", _megabytes),
        (r" (?:half a|half an?|0\.5|a|one) (?:gig|gigabyte|gb)(?= )", _half_a_gig),
    ),
    "max_predict_ms": (
        (
            rf"(?<= ){_ONE_OR_MORE} (?:single |separate |individual )?(?:of (?:them|these|those)|predictions?|requests?"
            rf"|sign (?:- )?ups?|log ?ins?|clicks?|visitors?|users?|rows|records|customers|scores|calls|queries"
            rf"|transactions|questions|answers|times|vorhersagen|tracks|items|images|messages|orders|objects|cases"
            rf"|events|pieces|texts|documents) "
            rf"(?:(?:per|each|every|/|pro|par|por) (?:second|sec|s|sekunde|seconde|segundo)|<t1>) ",
            partial(_each_of, 1),
        ),
        (
            rf"(?<= ){_ONE_OR_MORE} (?:predictions?|requests?|rows|records|items|pieces|parcels|cars|images|events"
            rf"|messages|orders|people) (?:(?:per|each|every|/) minute|<t60>) (?=(?:.* )?(?:keep up"
            rf"|(?:1|one) (?:by|after|at) |live |real (?:- )?time ))",
            partial(_each_of, 60),
        ),
        (
            rf"(?<= ){_T} (?:per|for each|for every|for 1|each|every|pro|par|por) (?:single )?(?:predictions?"
            rf"|vorhersage|inference)(?= )",
            _milliseconds,
        ),
        (
            rf" (?:each|every|any|per|1|single) (?:single )?prediction (?:(?:must|should|may|can|has to|not|never|take"
            rf"|takes|be|last|done|ready|within|in|under|longer|more|than|at most|up to|max|maximum|:|=) )+{_T}(?= )",
            _milliseconds,
        ),
        (rf"(?<= ){_SOON} {_EACH} ", _milliseconds),
        (rf" {_PREDICTING}[^.;<]{{0,40}}? {_SOON} ", _milliseconds),
        (rf"(?<= ){_SOON} [^.;<,]{{0,15}}?(?:latency|latenz|inference|per row|response time) ", _milliseconds),
        (r"(?<= )<t(0\.\d+)> ", _milliseconds),
    ),
    "seconds_per_trial": (
        (
            rf"(?<= ){_A_SECOND} (?:per|for each|for every|each|a|every|pro|par|por) (?:single )?(?:trial|model|fit"
            rf"|configuration|run) ",
            _seconds,
        ),
        (
            rf" (?:trials?|fits?|configurations?|models?) (?!, <t)(?:(?:each|must|should|may|can|not|take|takes|run"
            rf"|runs|longer|more|than|of|with|for|at most|up to|max|maximum|exceed|over|no|a|,) )+{_A_SECOND} ",
            _seconds,
        ),
    ),
}
RULES: tuple[tuple[FigureField, re.Pattern[str], Read], ...] = tuple(
    (field, re.compile(pattern), read) for field, wordings in _WORDINGS.items() for pattern, read in wordings
)
"""In the order in which they are read, for each field."""
