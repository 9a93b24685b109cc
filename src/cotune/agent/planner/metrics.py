"""Which metric a goal wants: by name, or by the language of costs."""

from __future__ import annotations

import re
from typing import NamedTuple

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
    "balanced_accuracy": r"balanced (?:_ )?accuracy|balancierte genauigkeit|exactitud balanceada|bacc",
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
        r"rmse|root mean squared? error|(?:mean )?squared error|mse|quadratischer fehler|"
        r"erreur quadratique(?: moyenne)?|error cuadratico(?: medio)?"
    ),
    "median_ae": (
        r"median abs(?:olute)? error|median (?:_ )?ae|medae|median error|erreur absolue mediane|"
        r"error absoluto mediano"
    ),
    "mae": (
        r"mae|mean abs(?:olute)? (?:error|deviation)|average (?:abs(?:olute)? )?error|abs(?:olute)? error|"
        r"mittlerer absoluter fehler|mittleren absoluten fehler|erreur absolue(?: moyenne)?|"
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

_MISS = (
    r"(?:miss(?:ing|ed)?|overlook(?:ing|ed)?|fail(?:ing)? to (?:catch|find|detect|spot)|"
    r"false negatives?|not catching|letting|slip(?:ping)? through|let through|undetected|"
    r"verpassen|ubersehen|manquer|rater|pasar por alto)"
)
_ALARM = (
    r"(?:false (?:alarms?|positives?)|needless (?:calls|alarms?)|wrongly (?:flag\w*|accus\w*|"
    r"block\w*)|turning [^.;]{0,20}away|fehlalarme?|fausses? alertes?|falsas? alarmas?|"
    r"crying wolf)"
)
_WORSE = (
    r"(?:worse|costs?|costly|more expensive|as much|times|bad as|hurts?|matters? more|serious|"
    r"schlimmer|pire|peor|teurer|weigh)"
)
_BAD = (
    r"(?:unacceptable|not acceptable|catastroph\w+|must not happen|not an option|disaster|fatal|"
    r"deadly|dangerous|not afford|can not|can't|terrible|worst|not miss|never|inakzeptabel|"
    r"inacceptable|inaceptable)"
)
_COSTS: tuple[tuple[Metric, str], ...] = (
    ("f2", rf" {_MISS}[^.;]*? {_WORSE}[^.;]*? (?:than|as)[^.;]*"),
    (
        "f2",
        (
            r" [^.;]* (?:costs?|is) [^.;]*?\d+ times[^.;]*? (?:as|than|more)[^.;]* (?:turning|"
            r"rejecting|refusing|flagging|checking|false alarm|alarm)[^.;]*"
        ),
    ),
    ("recall", rf" {_ALARM}(?: \w+){{0,2}} (?:no problem|fine|ok|okay|acceptable|cheap|harmless|tolerable|not matter)"),
    (
        "recall",
        r" (?:no|not one|kein\w*|aucun\w*|ningun\w*) (?:\S+ ){0,4}?"
        r"(?:missed|overlooked|ubersehen|verpasst|entgehen|manque\w*|escape\w*)(?= )",
    ),
    ("precision", rf" {_ALARM}[^.;]*? {_WORSE}[^.;]*? than[^.;]*"),
    ("precision", rf" {_ALARM} (?:\w+ ){{0,3}}(?:{_BAD}|expensive|costly|annoy\w*|costs?|hurt)"),
    ("precision", rf" (?:no|few(?:er)?|avoid|minimi[sz]e|without|hardly any|keine|wenige?|pas de|sin) {_ALARM}"),
    (
        "precision",
        (
            r" (?:if|when|whenever|once|wenn|si|quand|cuando) (?:the model|it|we|you|the system|"
            r"das modell|le modele|el modelo) (?:says?|flags?|predicts?|alerts?|calls?|"
            r"sagt)[^.;]*(?:should|must|had better|has to|needs? to|be right|be true|actually|"
            r"really|stimmen)"
        ),
    ),
    ("precision", r" (?:only|just) (?:flag|alert|call|bother|contact|report|warn)[^.;]*(?:sure|certain|confident)"),
    ("recall", rf" {_MISS}[^.;]*? (?:is|would be|are|ist|est|es) (?:\w+ )?{_BAD}"),
    (
        "recall",
        (
            rf" (?:can not|could not|must not|should not|not want to|not afford to|never|not|"
            rf"no) (?:afford to |to |want to )?{_MISS}"
        ),
    ),
    (
        "recall",
        (
            r" (?:catch|find|detect|spot|identify|flag|get) (?:all|every|each|as many|nearly all|"
            r"almost all|most)(?! letters?)[^.;]*"
        ),
    ),
    (
        "log_loss",
        (
            r" (?:probabilit\w+|likelihoods?|risks?|chances|wahrscheinlichkeit\w*|probabilites?|"
            r"probabilidad\w*)[^.;]* (?:honest|calibrat\w+|trust\w*|reliable|well calibrated|"
            r"accurate|meaningful|correct|right|kalibriert|fiables?|fiables)"
        ),
    ),
    (
        "log_loss",
        r" (?:honest|trustworthy|reliable|meaningful|truthful) (?:probabilit\w+|likelihoods?|risks?|chances|odds)(?= )",
    ),
    ("log_loss", r" (?:well )?(?:calibrat(?:ed|ion)|kalibriert\w*|calibrees?|calibradas?) "),
    (
        "f1_macro",
        (
            r" (?:every|each|all|rare|small|jede|chaque|cada)(?: \S+){0,5}? (?:to )?(?:counts?|matters?|"
            r"weighs?|important)(?: \w+){0,3} (?:the same|equally|alike|as well|as much|gleich|"
            r"autant|igual)"
        ),
    ),
    ("f1_macro", r" (?:treat|weigh|count) (?:all|every|each)(?: \w+){0,3} (?:equally|the same|alike)"),
    ("accuracy", r" as many (?:\S+ ){0,3}(?:right|correct) as"),
    ("accuracy", r" (?:how often|the share|percentage of)(?: \w+){0,4} (?:right|correct)"),
    (
        "rmse",
        (
            r" (?:big|large|huge|gross|major|grosse|grandes?|gros|gruesos) (?:errors?|mistakes?|"
            r"misses|deviations?|fehler|erreurs?|errores)"
        ),
    ),
    (
        "mae",
        (
            r" (?:extreme\w*|outliers?|ausreisser|valeurs aberrantes|"
            r"valores atipicos)[^.;]*(?:not|less|no|without|robust|dominate|ignore)|(?: not|"
            r" robust| resistant)[^.;]* (?:extreme\w*|outliers?|ausreisser)"
        ),
    ),
    ("mae", r" (?:off|wrong) by[^.;]* (?:on average|in the mean|typically)|(?: on average)[^.;]* (?:off|wrong) by"),
    ("mape", r" (?:percent|%)(?: \w+){0,2} (?:off|error|deviation)|(?: relative)[^.;]* (?:errors?|deviations?)"),
    ("average_precision", r" (?:top of the list|the top of|best (?:\d+ )?leads first)"),
)
_COST_RULES = tuple((metric, re.compile(pattern)) for metric, pattern in _COSTS)
_INSTEAD = re.compile(r" (?:instead|rather|no|sorry|actually|hang on|wait|i mean|use) ")
_DENIED = re.compile(
    r" (?:not|no|never|instead of|rather than|nicht|pas|forget)(?: (?:use|the|by|on|with|"
    r"care about|want|trust|look at|at))* $"
)
_ADJECTIVE = re.compile(r" (?:good|high|low|better|great|best|more) $")


class MetricWish(NamedTuple):
    """A metric, the words for it, and whether it was named or follows from what errors cost."""

    metric: Metric
    words: str
    named: bool


def metric_wish(phrase: Phrase, reported: list[tuple[int, int]]) -> MetricWish | None:
    """The metric that the goal asks for; of several named ones the last that isn't denied."""
    named = [m for m in phrase.found(_BY_NAME) if not _DENIED.search(phrase.text[: m.start()])]
    named = [m for m in named if not any(a <= m.start() < b for a, b in reported)]
    if named:
        match = named[-1]
        return MetricWish(_metric(match.lastgroup), phrase.words(match.start(), match.end()), named=True)
    for metric, pattern in _COST_RULES:
        for found in phrase.found(pattern):
            if not any(a <= found.start() < b for a, b in reported):
                return MetricWish(metric, phrase.words(found.start(), found.end()).strip(), named=False)
    return None


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
