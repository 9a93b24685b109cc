"""Which model families a goal wants, and which it rules out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cotune.agent.planner.reader import Stance, read_stances, seen_from_each
from cotune.agent.planner.second_thoughts import is_taken_back
from cotune.agent.planner.text import Phrase, word_set
from cotune.model.words import FAMILIES, Family

_NAMES: dict[tuple[Family, ...], str] = {
    ("hist_gradient_boosting",): (
        r"hist(?:ogram)?(?: -| _| \.)? ?(?:based )?gradient(?: -| _)? ?boost(?:ing|ed trees)?|hist ?gb[mdt]?|hgb"
    ),
    ("xgboost",): r"xg ?boost|xgb|extreme gradient boosting",
    ("random_forest",): (
        r"random(?: -| _)? ?forests?|rf|random ?forest"
        r"|zufallsw(?:ald|alder)n?|forets? aleatoires?|bosques? aleatorios?"
    ),
    ("extra_trees",): r"e?xtra(?: -| _)? ?trees?|extremely randomi[sz]ed trees?|extratrees?",
    ("linear",): (
        r"(?:logistic|logit|linear|ridge|lasso|elastic(?: -)? ?net)(?: (?:regressions?|models?|classifiers?))?"
        r"|(?:ordinary )?least squares|ols|glms?|lms?|elasticnet|logreg|linreg|lin reg|log reg"
        r"|lineares modell|logistische regression|lineare (?:modelle|regression)"
        r"|regression (?:logistique|lineaire)|regresion (?:logistica|lineal)|modeles? lineaires?|modelos? lineales?"
    ),
    ("svm",): (
        r"svms?|svc|svr|support(?: -)? vectors?(?: (?:machines?|classifiers?|regress(?:ion|ors?)))?"
        r"|stutzvektor\w*|machines? a vecteurs de support"
        r"|maquinas? de (?:vectores(?: de)? soporte|soporte vectorial)"
    ),
    ("knn",): r"(?:k )?k ?nn|k - nn|(?:k(?: -)? )?nearest(?: -)? neighbou?rs?",
    ("mlp",): (
        r"mlps?|neural(?: -)? ?net(?:work)?s?|neuronal networks?|nns?|neural|dnns?|anns?|deep(?: -)? ?learning"
        r"|deep nets?|deep models?|perceptrons?|multi(?: -)? ?layer perceptrons?"
        r"|neuronale[nsmr]? netz\w*|reseaux? de neurones|redes? neuronal(?:es)?"
    ),
    ("naive_bayes",): r"naiv(?:e|es)?(?: -| _)? ?bayes|bayes",
    ("decision_tree",): (
        r"(?:single )?decision(?: -| _)? ?trees?|single trees?|cart"
        r"|entscheidungsbaume?|arbres? de decision|arbol(?:es)? de decision"
    ),
    ("xgboost", "hist_gradient_boosting"): (
        r"boosters?|(?:gradient )?boost(?:ing|ed)(?: (?:trees|models?|machines?|methods?))?|gbms?|gbdts?|gbts?"
    ),
    ("random_forest", "extra_trees"): r"forests?|bagged trees",
    ("xgboost", "hist_gradient_boosting", "random_forest", "extra_trees", "decision_tree"): (
        r"tree(?: -)? ?(?:based )?(?:models?|methods?|ensembles?|stuff|things?|learners?|algorithms?)"
        r"|tree(?: -)? ?based|trees"
    ),
}
_UNKNOWN = (
    r"cat ?boost|light ?gbm|lgbm?|tab ?pfn|tab ?net|prophet|s?arimax?|lstms?|transformers?|bert|gpt|ngboost"
    r"|gaussian process(?:es)?"
    r"|ada ?boost|rule ?fit|explainable boosting(?: machines?)?|ebms?|gams?|k (?:- )?means|isolation forests?|yolo\w*"
    r"|resnets?"
    r"|symbolic regression|genetic programming|auto ?gluon|h2o|auto ?ml|ft transformer|cnns?|rnns?|stan|bart"
)
_MARKS = tuple(_NAMES)
_PATTERN = re.compile(
    "(?<= )(?:" + "|".join(f"(?P<n{i}>{p})" for i, p in enumerate(_NAMES.values())) + f"|(?P<x>{_UNKNOWN}))(?= )"
)
MARK = re.compile(r"<f(\d+|x)>")
TREES = f"<f{len(_NAMES) - 1}>"
"""What `trees` becomes, also where they are counted."""

_M = r"<f(?:\d+|x)>"
_LIST = (
    rf"{_M}(?:(?: ,)?(?: (?:and|or|&|\+|versus|vs|against|und|oder|noch|et|ou|y|o|ni|nor|neither|/))?"
    rf"(?: (?:an?|the|no|any|1|single|simple|plain|small))* {_M})*"
)
_LISTED = re.compile(_LIST)
_NO = re.compile(
    r" (?:no|not|neither|none of|nothing with|not (?:\w+ ){0,2}anything with|without|never|except|except for|excluding"
    r"|exclude|skip|avoid|stop|ban|banned|forbid|drop|remove|omit|leave out"
    r"|nothing(?: \w+)? like|anything but|any (?:\w+ )?(?:but|except)|all but|everything but|but no|but not|rather not"
    r"|other than|apart from|hate|dislike|spare me|stay away from|steer clear of|keep away from|rule out|done with"
    r"|tired of|can do without|forget"
    r"|keine?n?|kein|ohne|nicht|ausser|sans|pas de|pas d'|aucun|sauf|sin|nada de|ningun|ninguna|excepto|salvo|evitar"
    r"|eviter)(?: (?:any|more|further|the|a|an|need|like|have|care for|do|bother with|give|show|touch|come with|fan of"
    r"|interested in|everything|anything|all|models?(?= (?:that|which|based|built) )|that|which|is|are|based on"
    r"|built on|use|using|try|trying|run|include|including|want|consider|considering|train|fit|to|of|me|with"
    r"|them|such|kind|please|les|los|las|el|la|de|des))* $"
)
_NO_AFTER = re.compile(
    r"^ (?:(?:of any (?:kind|sort|type) )?(?:models? )?(?:is|are|must|should|may|can|would be)(?: (?:be|strictly))? "
    r"(?:not|never|out|overkill|no option|off|forbidden|banned|excluded"
    r"|prohibited|ruled out|off limits)|(?:is |are )?not welcome|unwelcome"
    r"|(?:(?:is|are) )?(?:far |way |much |a bit )?too (?:dull|slow|simple|big|heavy|opaque|complicated|fancy|old|dumb"
    r"|weak)|takes? (?:forever|ages|too long)|(?:is|are) [^.;]{0,40}?,(?: so)? (?:exclude|drop|leave|skip|avoid|ignore"
    r"|no|not|do not)"
    r"|(?:need|needs|do|does|should)(?: \w+)? not (?:have to |need to )?(?:be )?(?:tried|used|considered|included"
    r"|wanted)"
    r"|(?:can|may) be (?:skipped|left (?:out|aside|alone)|spared|dropped|ignored)"
    r"|excepted|aside|no(?= (?:[,;]|\. (?!\d)))|(?:can )?(?:stays?|remains?) (?:at )?home"
    r"|(?:: )?(?:please )?not(?= (?:please |bitte )?(?:[.,;!)\n]|$))|not allowed|forbidden|banned|off limits"
    r"|(?:not )?allowed not|nicht|verboten|interdit) "
)
_PUT = re.compile(r" (?:leave|keep|take|put|throw|kick|chuck)(?: (?:the|all|any|your|those))* $")
_AWAY = re.compile(r"^ (?:models? )?(?:out|away|aside|off)(?= )")
_LIKEWISE = re.compile(r" (?:and|,) (?:so|nor|neither) (?:can|do|does|is|are|should|must|will)(?: (?:the|all|any))* $")
_ONLY_BEFORE = re.compile(
    r" (?:only (?:trust|accept|know|want|allow|understand|believe in|like|consider|permit|let|need)|only|just|solely"
    r"|exclusively|nothing but|none but|nothing except|einzig|restrict(?:ed)? (?:it |yourself |the search )?to"
    r"|limit(?:ed)? (?:it |yourself |the search )?to|stick to|stick with|nur|ausschliesslich|seulement|uniquement"
    r"|rien que|solo"
    r"|solamente|unicamente|nada mas que)(?: (?:a|an|the|use|using|try|with|by|mit|avec|con|des|les|models?|from))* $"
)
_WANTED_BEFORE = re.compile(
    r" (?:(?:has|have|needs?|must|should|shall|ought) (?:to )?be|therefore|hence|deshalb|daher|donc|use|using|with|via"
    r"|try|train|fit|run|want|need|by|a|an|mit|verwende|benutze|nimm|avec|utilise[rz]?|con|usa|usar|:|=|through"
    r"|apply|take|build|compare|model)(?: (?:a|an|the|both|either|only|un|une|una|eine[nm]?|simple|plain|good|old))* $"
)
_SOFT = re.compile(
    r" (?:prefer|preferably|start|begin|first|like|eg|zb|such as|including|maybe|perhaps|ideally|include|focus|more) "
)


_BESIDE_A_NAME = word_set(", and or und oder et ou y o models model please a an the 1 single simple plain")


class FamilyWish(NamedTuple):
    """The families a goal restricts the search to, and those it rules out; with its words.

    `unknown` are the words of a wanted family that isn't on offer; `apart`: it wants one and nothing else, and another.
    """

    only: tuple[Family, ...]
    excluded: tuple[Family, ...]
    only_words: str = ""
    excluded_words: str = ""
    unknown: str = ""
    apart: bool = False

    def contradicts(self) -> bool:
        return self.apart or (bool(self.only) and not set(self.only) - set(self.excluded))


def with_families(phrase: Phrase) -> Phrase:
    """Each name of a model family becomes a mark ``<f3>``, a family that isn't on offer ``<fx>``."""

    def mark(match: re.Match[str]) -> str:
        group = match.lastgroup or "x"
        return "<fx>" if group == "x" else f"<f{group[1:]}>"

    return phrase.marked(_PATTERN, mark)


def families_said(phrase: Phrase) -> list[str]:
    """The goal as it is seen from each model family that it names, in the order of their marks."""
    return seen_from_each(phrase, MARK, "this model", "that one")


def families_in(text: str) -> tuple[Family, ...]:
    """The families behind the marks of a text, in the order of FAMILIES."""
    named = {f for m in MARK.finditer(text) if m.group(1) != "x" for f in _MARKS[int(m.group(1))]}
    return tuple(f for f in FAMILIES if f in named)


def family_wish(phrase: Phrase) -> FamilyWish:
    """What the goal wants of families."""
    only: list[str] = []
    excluded: list[str] = []
    words: dict[str, str] = {}
    stances: list[str] = []
    unknown = ""
    read = dict(zip((m.start() for m in phrase.found(MARK)), read_stances(families_said(phrase)), strict=True))
    for match in phrase.found(_LISTED):
        named = [of for at, of in read.items() if match.start() <= at < match.end()]
        stance = None if phrase.is_aside(match.start()) else _stance(phrase, match) or _as_read(named)
        if stances and _LIKEWISE.search(phrase.text[: match.start()]):
            stance = stances[-1]
        if stance is None:
            continue
        stances.append(stance)
        (only if stance == "only" else excluded).append(match.group())
        words[stance] = phrase.words(match.start(), match.end())
        if stance == "only" and "<fx>" in match.group():
            unknown = phrase.words(match.start(), match.end())
    wanted, banned = families_in(" ".join(only)), families_in(" ".join(excluded))
    return FamilyWish(wanted, banned, words.get("only", ""), words.get("no", ""), unknown, _are_apart(phrase))


_DEMANDED = re.compile(
    rf" (?:must|(?:has|have|needs?) to)(?: also)? (?:be|use|include|contain)(?: (?:an?|the|1|some))* (?P<list>{_LIST})"
    rf"|(?<= )(?P<list2>{_LIST}) (?:must|(?:has|have|needs?) to)(?: also)? be (?:among|in|1 of|one of|part of|tried"
    rf"|used|included)(?= )"
)
_NOTHING_ELSE = re.compile(
    rf" (?:only|nothing but|exclusively|solely)(?: (?:a|an|the|use|using|accepts?|allows?))* (?P<list>{_LIST})"
    rf"|(?<= )(?P<list2>{_LIST}) (?:models? )?(?:exclusively|only|and nothing else|, nothing else|and no other\w*)(?= )"
)
_OR = re.compile(r" or(?= )")


def _are_apart(phrase: Phrase) -> bool:
    """Whether the goal wants one family and nothing else and demands another: `linear only; it must be xgboost`."""
    for only in phrase.said(_NOTHING_ELSE):
        allowed = set(families_in(only.group("list") or only.group("list2")))
        for demand in phrase.said(_DEMANDED):
            demanded = set(families_in(demand.group("list") or demand.group("list2")))
            start, end = min(only.end(), demand.end()), max(only.start(), demand.start())
            turned = is_taken_back(phrase, start, end) or _OR.search(phrase.text, start - 1, end + 1)
            if allowed and demanded and not demanded & allowed and not turned:
                return True
    return False


_SURE = 0.8
_OF: dict[Stance, str | None] = {"passing": None, "wanted": "only", "banned": "no"}


def _as_read(read: Sequence[Mapping[Stance, float]]) -> str | None:
    """The stance to a list of families where no rule knows it, if the encoder is sure."""
    mean = {stance: sum(of[stance] for of in read) / len(read) for stance in _OF}
    likely = max(_OF, key=lambda stance: mean[stance])
    return _OF[likely] if mean[likely] >= _SURE else None


def _stance(phrase: Phrase, match: re.Match[str]) -> str | None:
    before, after = phrase.text[: match.start()], phrase.text[match.end() :]
    if _NO.search(before) or _NO_AFTER.match(after) or (_PUT.search(before) and _AWAY.match(after)):
        return "only" if re.search(r"(?:nothing|none|rien) (?:but|except|que) (?:\w+ )?$", before) else "no"
    if _ONLY_BEFORE.search(before) or re.match(
        (
            r"^ (?:models? )?(?:for <[cd]\d+> )?(?:[.;,] (?:\w+ ){0,3}?(?:not|never|no) (?:\w+ )?any other (?:models?"
            r"|methods?|algorithms?|famil\w+)|(?:is|are|will be|would be|should be) (?:\w+ )?(?:enough|sufficient)"
            r"|suffic\w+|will do|reich\w+|genugt|suffi\w+|basta\w*|only|exclusively|alone|please only"
            r"|(?:(?:whichever|whatever|whoever) (?:wins|is (?:the )?(?:better|best)|does (?:better|best)) )?(?:, |and "
            r"|, and |please |please , |\( |- )*(?:(?:and )?nothing else|nobody else|noone else|solely"
            r"|nothing (?:beyond|besides|but)(?: \w+)*|no others?|nothing more|no further|rien d' autre|nada mas"
            r"|(?:compared , )?nothing (?:fancier|bigger|fancy)|(?:these|those) (?:2|3|two|three) (?:alone|only)"
            r"|(?:everybody|everyone|everything|all the) (?:else|others?|rest) (?:stays?|remains?|is|goes|can stay) "
            r"(?:out\w*|at home|home|aside|away)|(?:fight|battle|slug|sort) it out|(?:und )?sonst (?:gar )?nichts"
            r"|nichts anderes|that is all|that's it|no other (?:models?|methods?|families))|nur|seulement|solo"
            r"|uniquement|ausschliesslich) "
        ),
        after,
    ):
        return "only"
    comma = _comma(phrase, match)
    if _SOFT.search(f" {phrase.text[comma[0] : comma[1]]} "):
        return None
    rest = MARK.sub("", phrase.text[_comma(phrase, match)[0] : _comma(phrase, match)[1]]).split()
    alone = all(w in _BESIDE_A_NAME for w in rest)
    return "only" if alone or _WANTED_BEFORE.search(before) else None


def _comma(phrase: Phrase, match: re.Match[str]) -> tuple[int, int]:
    """The clause of a mention, commas counting as ends, but not those inside its own list."""
    text = phrase.text
    left = max((m.end() for m in re.finditer(r"[.!?;:,()\n]", text[: match.start()])), default=0)
    right = re.search(r"[.!?;:,()\n]", text[match.end() :])
    return left, match.end() + right.start() if right else len(text)
