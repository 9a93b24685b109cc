"""Which metric a goal wants: by name, or by the language of costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from cotune.agent.planner.costs import cost_wish
from cotune.agent.planner.manners import AFTER_COSTS, BEFORE_COSTS
from cotune.agent.planner.manners_of_numbers import NUMBER_RULES
from cotune.agent.planner.reader import read_metrics
from cotune.agent.planner.stakes import weighed
from cotune.agent.planner.text import SENTENCE, Phrase, sentences_to_read
from cotune.model.words import Metric, Task, metrics_for

_NAMES: dict[Metric, str] = {
    "average_precision": (
        r"average (?:_ )?precision|mean average precision|pr (?:- )?auc|auc ?(?:- )?prc?|aupr?c"
        r"|precision (?:- )?recall (?:curve|auc|area)|pr (?:- )?(?:curve|area)"
        r"|area under the precision(?: (?:- |and )?recall(?: curve)?)?"
        r"|(?:flache unter (?:der )?)?(?:pr|precision (?:- )?recall|prazisions? (?:- )?recall) (?:- )?kurve"
        r"|courbe (?:pr|(?:de )?precision (?:- |et )?rappel)|curva (?:pr"
        r"|(?:de )?precision (?:- |y )?(?:recall|exhaustividad))"
    ),
    "roc_auc": (
        r"roc (?:[-_] )?auc|au ?roc|(?<!pr )(?<!pr - )auc|area under the (?:roc|curve|receiver)|roc|gini"
        r"|flache unter der (?:roc|kurve)|aire sous la courbe|area bajo la curva"
        r"|rank(?:ing)? (?:them|customers|cases|by risk)"
    ),
    "f1_macro": r"macro (?:- )?(?:averaged )?f ?1|f ?1 (?:[-_] )?(?:score )?macro|macro (?:- )?f|makro f ?1",
    "f2": r"f (?:- )?(?:score|measure|beta)[^.;]{0,20}? (?:weight|emphasis|stress|importance|more|double"
    r"|twice)[^.;]{0,20}? recall|f ?2(?: (?:- )?score)?|f (?:- )?beta[^.;]{0,25}? 2",
    "f1": r"(?:balanc\w+|harmonic mean|mix|trade (?:- )?off|compromise|both|combin\w+|mean)[^.;]{0,20} "
    r"(?:precision and recall|recall and precision)|(?:precision|recall) (?:and|&) (?:recall|precision)(?! curve)"
    r"|f ?1(?: (?:- )?(?:score|measure|mass|wert))?|f (?:- )?(?:score|measure)",
    "balanced_accuracy": r"(?:sensitivity|sensitivitat|sensibilite|sensibilidad) (?:and|&|und|et|y) (?:the )?"
    r"(?:specificity|spezifitat|specificite|especificidad)|balanced (?:_ )?acc(?:uracy)?"
    r"|(?:balancierte|ausgewogene) genauigkeit|exactitude equilibree|exactitud equilibrada"
    r"|exactitud balanceada|bacc",
    "accuracy": (
        r"accuracy|acc|top (?:- )?1|genauigkeit|exactitude|exactitud|hit rate"
        r"|(?:share|percentage|percent|proportion|number|fraction|rate) of (?:right|correct)\w*|percent(?:age)? correct"
        r"|error rate|trefferquote"
    ),
    "log_loss": r"log (?:[-_] )?loss|logloss|cross (?:- )?entropy|logarithmic loss|deviance"
    r"|(?:strictly )?proper scoring rules?",
    "brier": r"brier(?: score)?",
    "recall": r"recall|sensitivity|true positive rate|sensitivitat|sensibilite|sensibilidad|rappel",
    "precision": r"precision|positive predictive value|ppv|prazision",
    "rmsle": r"rmsle|(?:rmse|mse|(?:root )?(?:mean )?squared? errors?) (?:on|of|over) (?:the )?log(?:s|arithms?|"
    " values?| scale)|(?:root )?mean squared? log(?:arithmic)? error|log(?:arithmic)? (?:scale )?errors?",
    "rmse": (
        r"rmse|root mean squared? error|(?:mean )?sq(?:uared?)?(?: \.)? (?:err(?:or)?|loss)|mse"
        r"|(?:mittlere[rnm]? )?quadratische[rnm]? (?:fehlers?|abweichung)|wurzel[^.;]{0,30}fehlers?"
        r"|l ?2 (?:loss|norm|error)|erreur quadratique(?: moyenne)?|error cuadratico(?: medio)?"
    ),
    "median_ae": (
        r"median abs(?:olute?)?(?: \.)? err(?:or)?s?|medianen? (?:der |des )?(?:absolut\w* )?(?:fehlers?|erreurs?"
        r"|abweichung\w*)|mediane des erreurs(?: absolues)?|mediana (?:de los )?errores(?: absolutos)?|median (?:_ )?ae"
        r"|medae|median of the abs\w* errors?|median (?:error|deviation|miss|fehler|abweichung)"
        r"|(?:typical|usual) (?:error|deviation|miss) [(,:] median|erreur absolue mediane"
        r"|(?:error|errores) absolutos? medianos?"
    ),
    "mae": (
        r"mae|mean abs(?:olute?)?(?: \.)? (?:err(?:or)?|deviation)|average (?:abs(?:olute?)? )?error"
        r"(?! in (?:percent|%) )|abs(?:olute?)? error|(?:mittlere[rnm]?|durchschnittliche[rnm]?) absolute[rn]? fehlers?"
        r"|erreur absolue(?: moyenne)?(?! en pour)|error (?:medio )?absoluto(?: medio)?(?! en porc)"
        r"|l ?1(?: (?:loss|norm|error))?"
    ),
    "mape": (
        r"mape|(?:procent|prozent) error|(?:average |mean )?(?:abs(?:olute)? )?(?:error|deviation|miss) in (?:percent"
        r"|%)|(?:mean )?abs(?:olute)? percent\w*(?: error)?|(?:mean )?(?:absolute )?percent(?:age)? error"
        r"|relative error|prozentuale\w* (?:fehler|abweichung\w*)|erreur (?:relative|(?:\w+ ){0,2}en pourcentage)"
        r"|error (?:\w+ ){0,2}(?:porcentual|en porcentaje)"
    ),
    "r2": (
        r"r ?2|r squared|r - squared|r (?:- )?square|coefficient of determination|variance explained|explained variance"
        r"|(?:how much variance|variance (?:\w+ ){0,3}explain)|(?:how much|share|part|fraction|percentage) of (?:the )?"
        r"(?:explained )?varia\w+|bestimmtheitsmass"
    ),
}
_BY_NAME = re.compile("(?<= )(?:" + "|".join(f"(?P<{m}>{p})" for m, p in _NAMES.items()) + ")(?= )")


def names_metric(text: str, at: int) -> bool:
    """Whether a metric is named at this place of a phrase's text."""
    return _BY_NAME.match(text, at) is not None


_DENIED = re.compile(
    r" (?:not|no|never|instead of|rather than|nicht|pas|forget)(?: (?:use|the|by|on|with|care about|want|trust|look at"
    r"|at))* $"
)


_DENIED_AFTER = re.compile(
    r"^ (?:(?:would|will|could|can|may|might) (?:only )?(?:hide|mislead|lie|fool|deceive|be (?:misleading|useless))"
    r"|(?:looks?|seems?) (?:\w+ )?(?:great|good|fine|high|nice|perfect)"
    r"|(?:is|are) (?:misleading|useless|pointless|no (?:use|good)|not (?:what|of)|meaningless)|misleads?|hides|lies)"
    r"(?= )"
)
_AT_FIRST = re.compile(r" (?:at )?first[^.;!?]*$")
_TAKEN_BACK = re.compile(
    r"^(?: [^\w<])*(?: (?:oh|hm+|ah|well|no|nein|non))*(?: [^\w<])* (?:wait|scratch that|forget (?:that|it)"
    r"|on second thought|doch nicht|moment|attends|espera)(?= )"
)
_TURN = re.compile(
    r"[^.;!?]* (?:but|aber|mais|pero)(?= )|^(?: [^\w<])* (?:oh |hm+ |ah |well )?(?:wait|no|actually|rather|instead)"
    r"(?= )"
)
_OF_INSTRUMENTS = ("accuracy", "precision", "recall", "balanced_accuracy")
_OTHER_SENSE = re.compile(
    r" (?:sensors?|scales?|instruments?|devices?|gauges?|meters?|thermometers?|probes?|readings?|measurements?)"
    r"(?: \S+){0,6}? # | # of (?:the |a |our |all )?(?:whole |entire )?(?:<[cdt]|\d"
    r"|(?!class|positive|recall|precision)[a-z]+ $)| (?:product|means? a|batch) # "
)


class MetricWish(NamedTuple):
    """A metric, the words for it, and whether it was named or follows from what errors cost."""

    metric: Metric
    words: str
    named: bool


def named_metric(phrase: Phrase) -> MetricWish | None:
    """The metric that the goal names; of several the last that isn't denied."""
    named = _named(phrase)
    return _wish(phrase, named[-1]) if named else None


_AND = re.compile(r" (?:and|&|\+|plus|as well as|und|sowie|et|y)(?: (?:by|the|also|for|auch|aussi))* ")


def rival_metric(phrase: Phrase) -> MetricWish | None:
    """The one before the metric that the goal names last, where it wants both in one breath: `by roc_auc and f1`."""
    for one, other in list(pairwise(_named(phrase)))[-1:]:
        if _AND.fullmatch(phrase.text[one.end() : other.start()]):
            return _wish(phrase, one)
    return None


def _named(phrase: Phrase) -> list[re.Match[str]]:
    """Where metrics are named and not denied."""
    return [
        m
        for m in phrase.said(_BY_NAME)
        if not (_goes_on(phrase, m) or _is_denied(phrase, m))
        and not (m.lastgroup in _OF_INSTRUMENTS and _OTHER_SENSE.search(_around(phrase, m)))
    ]


def _wish(phrase: Phrase, match: re.Match[str]) -> MetricWish:
    return MetricWish(_metric(match.lastgroup), phrase.words(match.start(), match.end()), named=True)


_NOT_ON_OFFER = re.compile(
    r"(?<= )(?:(?:quadratic(?:ally)? )?(?:weighted )?(?:cohen(?: 's)? )?kappa|qwk"
    r"|matthews(?: corr\w+)?(?: coefficient)?|mcc|(?:pinball|quantile|huber|hinge|focal|tweedie|poisson) (?:loss"
    r"|deviance)|jaccard(?: index| score)?|(?:concordance|c) (?:- )?index|ndcg|smape|mase|wape"
    r"|top (?:- )?[2-9](?: accuracy)?|lift(?= (?:at|in the (?:top|first|best|\d)))|g (?:- )?mean|youden\w*(?: j)?"
    r"|spearman(?: \w+)?|kendall(?: \w+)?|pearson(?: \w+)?|max(?:imum)? error)(?= )"
)


def metric_not_on_offer(phrase: Phrase) -> str:
    """The words for a metric that there isn't here, where the goal asks for one; else empty."""
    return next((phrase.words(*m.span()) for m in phrase.said(_NOT_ON_OFFER) if not _is_denied(phrase, m)), "")


def metric_called(name: str) -> Metric | None:
    """The metric of exactly this name, in the words of a phrase."""
    match = next((m for m in _BY_NAME.finditer(f" {name} ") if m.group() == name), None)
    return _metric(match.lastgroup) if match else None


def implied_metric(phrase: Phrase, task: Task) -> MetricWish | None:
    """The metric that follows for a task from what the goal says of its errors, or of what the model is for."""
    if _NO_MATTER.search(phrase.text):
        return None
    ruled = _by_rule(phrase, task)
    share, read = _as_read(phrase, task)
    if read is None or ruled is None:
        return ruled or (read if share >= _SURE else None)
    is_alike = any({read.metric, ruled.metric} <= alike for alike in _ALIKE)
    needed = _SUREST if _COMPARED.search(f" {ruled.words.lower()} ") else _SURER
    return read if share >= needed and not is_alike else ruled


def _as_read(phrase: Phrase, task: Task) -> tuple[float, MetricWish | None]:
    """What the encoder makes of the sentence, or the two in a row, of which it is surest; and how sure it is."""
    said = sentences_to_read(phrase)
    words = [phrase.words(*span).strip() for span in (*said, *((a, d) for (a, _), (_, d) in pairwise(said)))]
    read = zip(words, read_metrics(words, task), strict=True)
    wishes = [(share, MetricWish(metric, of, named=False)) for of, (metric, share) in read if metric]
    return max(wishes, default=(0.0, None), key=lambda found: found[0])


_NO_MATTER = re.compile(
    r" (?:never mind|forget(?: about)?|no matter|not mind|not care(?: about)?|nothing (?:of|about)"
    r"|no idea (?:of|about)?|choose|pick|decide on)(?: (?:the|which|what|a|any|about))* (?:metrics?|scores?|measures?)"
    r"(?= )"
    r"| (?:metrics?|score|measure) (?:is |are )?(?:up to you|your (?:choice|call)|you (?:choose|decide|pick)|egal"
    r"|whatever|all the same)(?= )"
)
_SURE, _SURER, _SUREST = 0.6, 0.65, 0.95
"""How sure the encoder must be alone, to go before a rule, and before one that finds two errors compared."""
_COMPARED = re.compile(r" (?:worse|schlimmer|pire|peor|rather|lieber|better|besser|mieux|mejor|prefiero) ")
_ALIKE = ({"recall", "f2"}, {"log_loss", "brier"}, {"average_precision", "roc_auc"}, {"f1_macro", "balanced_accuracy"})


def _by_rule(phrase: Phrase, task: Task) -> MetricWish | None:
    if task == "regression":
        return _by_manner(phrase, NUMBER_RULES)
    first = _by_manner(phrase, BEFORE_COSTS) if task == "binary" else None
    if first is not None:
        return first
    costs = weighed(phrase) or cost_wish(phrase)
    cost = costs and MetricWish(costs.metric, phrase.words(costs.start, costs.end).strip(" ,;"), named=False)
    manner = _by_manner(phrase, [(m, p) for m, p in AFTER_COSTS if m in metrics_for(task)])
    return cost or manner if task == "binary" else manner or cost


def _by_manner(phrase: Phrase, rules: Sequence[tuple[Metric, re.Pattern[str]]]) -> MetricWish | None:
    sentences = phrase.said(SENTENCE)
    for metric, pattern in rules:
        for sentence in sentences:
            if pattern.search(phrase.spelled_out(*sentence.span())):
                span = phrase.narrowest(*sentence.span(), partial(_matches, pattern))
                return MetricWish(metric, phrase.words(*span).strip(" ,;"), named=False)
    return None


def _goes_on(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether a name is only the beginning of a word: r2 in the value `r2l`."""
    words = re.escape(phrase.words(match.start(), match.end()))
    return re.search(rf"{words}(?![^\W_])", phrase.raw) is None


def _is_denied(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether a metric is named to be refused: before it, after it, or as what was wanted at first."""
    before, after = phrase.text[: match.start()], phrase.text[match.end() :]
    if _DENIED.search(before) or _DENIED_AFTER.match(after) or _TAKEN_BACK.match(after):
        return True
    return bool(_AT_FIRST.search(before) and _TURN.match(after))


_CLAUSE_END = re.compile(r"[.,!?;\n]")


def _around(phrase: Phrase, match: re.Match[str]) -> str:
    """The clause of a match, itself as `#`."""
    left, right = phrase.clause(match.start(), _CLAUSE_END)
    return f"{phrase.text[left : match.start()]}#{phrase.text[match.end() : right]}"


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
