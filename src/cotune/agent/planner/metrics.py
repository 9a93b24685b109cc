"""Which metric a goal wants: by name, or by the language of costs."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from cotune.agent.planner.costs import cost_wish
from cotune.agent.planner.text import Phrase
from cotune.model.words import Metric, Task, metrics_for

_NAMES: dict[Metric, str] = {
    "average_precision": (
        r"average (?:_ )?precision|mean average precision|pr (?:- )?auc|auc ?(?:- )?prc?|aupr?c|"
        r"precision (?:- )?recall (?:curve|auc)|area under the precision"
    ),
    "roc_auc": (
        r"roc (?:[-_] )?auc|au ?roc|(?<!pr )(?<!pr - )auc|area under the (?:roc|curve|receiver)|"
        r"roc|gini|flache unter der (?:roc|kurve)|aire sous la courbe|area bajo la curva|"
        r"rank(?:ing)? (?:them|customers|cases|by risk)"
    ),
    "f1_macro": r"macro (?:- )?(?:averaged )?f ?1|f ?1 (?:[-_] )?(?:score )?macro|macro (?:- )?f|makro f ?1",
    "f2": r"f ?2(?: (?:- )?score)?|f (?:- )?beta 2",
    "f1": r"f ?1(?: (?:- )?(?:score|measure|mass|wert))?|f (?:- )?(?:score|measure)",
    "balanced_accuracy": r"balanced (?:_ )?acc(?:uracy)?|balancierte genauigkeit|exactitud balanceada|bacc",
    "accuracy": (
        r"accuracy|acc|top (?:- )?1|genauigkeit|exactitude|exactitud|hit rate|share of correct|"
        r"percent(?:age)? correct|error rate|trefferquote"
    ),
    "log_loss": r"log (?:[-_] )?loss|logloss|cross (?:- )?entropy|logarithmic loss|deviance",
    "brier": r"brier(?: score)?",
    "recall": r"recall|sensitivity|true positive rate|sensitivitat|sensibilite|sensibilidad|rappel",
    "precision": r"precision|positive predictive value|ppv|prazision",
    "rmsle": r"rmsle|root mean squared? log(?:arithmic)? error",
    "rmse": (
        r"rmse|root mean squared? error|(?:mean )?squared error|mse|(?:mittlerer? )?quadratischen? fehlers?|"
        r"wurzel[^.;]{0,30}fehlers?|"
        r"erreur quadratique(?: moyenne)?|error cuadratico(?: medio)?"
    ),
    "median_ae": (
        r"median abs(?:olute?)? error|median (?:_ )?ae|medae|median error|erreur absolue mediane|"
        r"error absoluto mediano"
    ),
    "mae": (
        r"mae|mean abs(?:olute?)?(?: \.)? (?:error|deviation)|average (?:abs(?:olute?)? )?error|abs(?:olute?)? error|"
        r"(?:mittlere[rnm]?|durchschnittliche[rnm]?) absolute[rn]? fehlers?|erreur absolue(?: moyenne)?|"
        r"error absoluto(?: medio)?|l1"
    ),
    "mape": (
        r"mape|(?:mean )?(?:absolute )?percent(?:age)? error|relative error|prozentualer fehler|"
        r"erreur (?:relative|en pourcentage)|error porcentual"
    ),
    "r2": (
        r"r ?2|r squared|r - squared|r (?:- )?square|coefficient of determination|"
        r"variance explained|explained variance|bestimmtheitsmass"
    ),
}
_BY_NAME = re.compile("(?<= )(?:" + "|".join(f"(?P<{m}>{p})" for m, p in _NAMES.items()) + ")(?= )")

_ALIKE = r"(?:the same|equal(?:ly)?|alike|as well|as much|as important|gleich\w*|autant|igual\w*|meme importance)"
_MANNERS: tuple[tuple[Metric, str], ...] = (
    (
        "log_loss",
        (
            r" (?:probabilit\w+|likelihoods?|risks?|chances|odds|percentages?|wahrscheinlichkeit\w*|probabilites?|"
            r"probabilidad\w*)[^.;]* (?:honest|calibrat\w+|trust\w*|reliable|well calibrated|believ\w+|"
            r"accurate|meaningful|correct|right|realistic|taken literally|kalibriert|stimmen|verlasslich\w*|fiables?|"
            r"calibre\w*|calibrad\w*)(?= )"
        ),
    ),
    (
        "log_loss",
        (
            r" (?:honest|trustworthy|reliable|meaningful|truthful|realistic|accurate|good|proper|correct|usable|"
            r"verlassliche|fiables) (?:probabilit\w+|likelihoods?|risks?|chances|odds|wahrscheinlichkeiten)(?= )"
        ),
    ),
    (
        "log_loss",
        r" (?:quality|goodness|correctness|accuracy) of (?:the )?(?:probabilit\w+|risks?|odds)(?= )|"
        r" probabilit\w+(?: \w+){0,2} (?:quality|matters?|"
        r"counts?|are what)(?= )",
    ),
    (
        "balanced_accuracy",
        r" (?:average|mean|mittel\w*|moyenne) (?:of |over |across )?(?:the |both |"
        r"all )*(?:per (?:- )?)?class(?:es)?(?: \w+)? (?:accurac\w+|recalls?|hit "
        r"rates?)(?= )| (?:both|beide|les deux|ambas) (?:classes|sides|groups|outcomes|klassen|kinds|"
        r"types)(?: \w+){0,3}? (?:the same|equal\w*|alike|"
        r"as much|gleich\w*|autant|igual)(?= )",
    ),
    ("log_loss", r" (?:well )?(?:calibrat(?:ed|ion)|kalibriert\w*|calibrees?|calibradas?)(?= )"),
    (
        "log_loss",
        r" (?:says?|claims?|predicts?|sagt|dit|dice) \d+ (?:%|percent)[^.;]* \d+ (?:%|percent|of|in|"
        r"times)(?= )",
    ),
    (
        "log_loss",
        r" (?:probabilit\w+|wahrscheinlichkeit\w*)[^.;]* (?:not|rather than|instead of) (?:just |"
        r"only )?(?:labels?|yes|classes)(?= )",
    ),
    (
        "f1_macro",
        (
            r" (?:every|each|all|both|rare|rarest|small|minority|smallest|jede\w*|alle|chaque|cada|tod[oa]s|toutes|"
            r"tous)"
            rf"(?: [^\s.;]+){{0,6}}? (?:(?:to )?(?:counts?|matters?|weighs?|is|are|be|get|gets|treated|zahl\w*|"
            rf"compte\w*|"
            rf"cuent\w*)(?: \w+){{0,3}} )?{_ALIKE}(?= )"
        ),
    ),
    ("f1_macro", rf" (?:treat|weigh|count|weight) (?:all|every|each)(?: \w+){{0,3}} {_ALIKE}"),
    (
        "f1_macro",
        r" (?:rare|rarest|small|smaller|minority|smallest|uncommon) (?:\w+ )?(?:ones?|classes|class|kinds?|types?|"
        r"categories|groups?|species)?(?: \w+){0,3}? ?(?:matters?|counts?|(?:are|is) (?:\w+ )?important)(?= )",
    ),
    ("accuracy", r" as many (?:\S+ ){0,3}(?:right|correct\w*) as"),
    (
        "accuracy",
        r" (?:how often|the share|share of|percentage of|proportion of|fraction of)(?: \w+){0,6} (?:right|"
        r"correct\w*)(?= )",
    ),
    (
        "accuracy",
        r" (?:right|correct) as often as possible| (?:wie oft|combien de fois)[^.;]* (?:richtig|raison|"
        r"juste)(?= )",
    ),
    (
        "mae",
        (
            r" (?:extreme\w*|outliers?|ausreisser\w*|valeurs (?:aberrantes|extremes)|valores (?:atipicos|extremos)|"
            r"weird values|crazy values|a few huge \w+|big errors|large errors|big misses)[^.;]* (?:not|less|no|"
            r"without|robust|"
            r"dominat\w*|ignore\w*|nicht|pas|no)(?= )"
            r"| (?:not|robust|resistant|insensitive|nicht|robuste?|sin|unaffected)[^.;]* (?:extreme\w*|outliers?|"
            r"ausreisser\w*|"
            r"aberrantes|atipicos)(?= )"
        ),
    ),
    ("mae", r" robust(?:e[sr]?)? (?:\w+ )?(?:metric|score|measure|error|loss|metrik)(?= )"),
    (
        "rmse",
        (
            r" (?:big|bigger|large|larger|huge|gross|major|extreme|enormous|grobe|grosse\w*|grandes?|gros|gruesos|"
            r"serious|"
            r"severe) (?:errors?|mistakes?|misses|deviations?|blunders?|fehler|erreurs?|errores|abweichungen)(?= )"
            r"| (?:far|way|wildly|badly|weit|tres loin) (?:off|wrong|daneben|out)(?= )"
        ),
    ),
    (
        "mape",
        (
            r" (?:percent|%|percentage points?|prozent)(?: \w+){0,3} (?:off|error|deviation|wrong|out|daneben)(?= )"
            r"| (?:off|wrong|error|deviation|errors|out)(?: \w+){0,4} (?:percent|%|percentages?|relative terms|"
            r"prozent)(?= )"
            r"| relative[^.;]* (?:errors?|deviations?|terms)(?= )| (?:percentage|percent) (?:wise|terms|error)(?= )"
            r"| (?:error|errors|deviation) (?:in|as a|measured in|relative to) (?:percent\w*|%)(?= )"
        ),
    ),
    (
        "mae",
        (
            r" (?:off|wrong|out|daneben|error|errors)(?: [^\s.;]+){0,6} (?:on average|in the mean|typically|im schnitt|"
            r"im mittel|durchschnittlich|en moyenne|de media|en promedio)(?= )"
            r"| (?:on average|average|typically|im schnitt|im mittel|en moyenne|de media|en promedio)[^.;]* (?:off|"
            r"wrong|"
            r"daneben|deviation|error|miss|mistake)(?= )| (?:absolute|average|mean) (?:deviation|difference|miss)(?= )"
        ),
    ),
    (
        "average_precision",
        r" (?:top of|the top|best (?:\d+ )?leads first|first (?:\d+ )?(?:on|"
        r"in) the list)(?: [^.;]*)? (?:list|ranking|first|queue)(?= )",
    ),
    ("average_precision", r" (?:first|top) (?:\d+ )?(?:\w+ )?(?:on|in|of) the (?:list|ranking|queue)(?= )"),
    ("average_precision", r" top of the (?:list|ranking)(?= )"),
    ("rmsle", r" (?:log(?:arithmic)? scale|orders? of magnitude|on the log)(?= )"),
)
_SENTENCE = re.compile(r"[^.;!?\n]+")
_MANNER_RULES = tuple((metric, re.compile(pattern)) for metric, pattern in _MANNERS)
_DENIED = re.compile(
    r" (?:not|no|never|instead of|rather than|nicht|pas|forget)(?: (?:use|the|by|on|with|"
    r"care about|want|trust|look at|at))* $"
)


class MetricWish(NamedTuple):
    """A metric, the words for it, and whether it was named or follows from what errors cost."""

    metric: Metric
    words: str
    named: bool


def metric_wish(phrase: Phrase, reported: list[tuple[int, int]], task: Task | None = None) -> MetricWish | None:
    """The metric that the goal asks for; of several named ones the last that isn't denied.

    With a task, one that is only implied must fit it.
    """
    named = [m for m in phrase.found(_BY_NAME) if not _DENIED.search(phrase.text[: m.start()])]
    named = [m for m in named if not any(a <= m.start() < b for a, b in reported)]
    if named:
        match = named[-1]
        return MetricWish(_metric(match.lastgroup), phrase.words(match.start(), match.end()), named=True)
    cost = cost_wish(phrase, reported)
    if cost is not None and (task is None or cost.metric in metrics_for(task)):
        return MetricWish(cost.metric, phrase.words(cost.start, cost.end).strip(" ,"), named=False)
    for metric, pattern in _MANNER_RULES:
        if task is not None and metric not in metrics_for(task):
            continue
        for sentence in phrase.found(_SENTENCE):
            said = not any(a <= sentence.start() + 1 < b for a, b in reported)
            if said and pattern.search(phrase.spelled_out(*sentence.span())):
                span = phrase.narrowest(*sentence.span(), partial(_matches, pattern))
                return MetricWish(metric, phrase.words(*span).strip(" ,"), named=False)
    return None


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _metric(name: str | None) -> Metric:
    return next(m for m in _NAMES if m == name)


def fitting(wish: MetricWish, task: Task) -> Metric | None:
    """The metric of a wish for a task: itself, its sibling for several classes, or None when nothing near fits."""
    if wish.metric in metrics_for(task):
        return wish.metric
    if task == "multiclass" and wish.metric in ("f1", "f2", "recall", "precision"):
        return "f1_macro" if wish.metric == "f1" or not wish.named else None
    return None


def task_of(metric: Metric) -> Task | None:
    """The kind of task a metric speaks of, when it speaks of numbers only; None for classes of either number."""
    return "regression" if metric in metrics_for("regression") else None
