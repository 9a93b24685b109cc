"""What a goal says of the two kinds of error: which one costs more, and so which metric is meant.

Each sentence is read as mentions of a missed case or of a false alarm, and what is said of them: one is worse than the
other, one is rather taken than the other, one is bad, or one is no matter.
"""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from cotune.agent.planner.text import STATEMENT, Phrase
from cotune.agent.planner.two_errors import ACTION, GRAVE, MENTION, Error
from cotune.model.words import Metric

_WORSE = re.compile(
    r" (?:worse|costl(?:y|ier)|expensive|serious|harmful|dangerous|as much|times|fold|bad|hurts?|matters?|important"
    r"|weighs?|cost(?:s|ing)?|schlimmer|teurer|schwerer|pire|pires|grave|plus cher|coute\w*|peor|peores|mas caro"
    r"|cuesta\w*|gravier\w*)(?= )"
)
_LESS = re.compile(
    r" (?:less|cheaper|not as|fewer|minder|weniger|billiger|moins|menos|better than|preferable|acceptable)(?= )"
)
_THAN = re.compile(r" (?:than|as|als|wie|que|qu'|compared|versus|vs|of|what|over)(?= )")
_RATHER = re.compile(
    r" (?:rather|mas vale|vale mas|prefer(?:able|s|red|ably)?|sooner|better|lieber|besser|plutot|mieux vaut|prefere\w*"
    r"|prefier\w*|mejor)(?= )"
)
_THAN_THAT = re.compile(r" (?:than|als)(?= )")
_OR_ELSE = re.compile(r" (?:than|to|over|als|que|qu'|a)(?= )")
_BAD = re.compile(
    rf" (?:{GRAVE}|means?|leads? to|results? in|ends? (?:up )?in|bedeutet|fuhrt zu|entraine|signifie|significa"
    rf"|unacceptable|not acceptable|inacceptable|catastroph\w+|not happen|not an option|disast\w+|malpractice"
    rf"|newspapers?|press|reputation|illegal|scandal\w*|unethical|criminal|fatal|deadly|dangerous|terrible|horrible"
    rf"|awful|worst|bad|critical|expensive|costly|costs?|hurts?|harm\w*|problem|nightmare|kills?|lethal|ruin\w*"
    rf"|very serious|embarrass\w+|annoy\w*|painful|unforgiv\w+|intolerable|no go|to be avoided|avoid\w*|upset\w*|lose"
    rf"|angry|inakzeptabel|teuer|schlimm|todlich|katastroph\w+|grave|cher|couteux|inaceptable|already|again and again"
    rf"|hace que|provoca\w*|obliga\w*|oblige\w*|car[oa]?isim[oa]s?|down the drain|wast(?:e|ed|ing)|thrown away"
    rf"|out of the window|caro|car[oa]s|peligros\w+|low|down to|to a minimum|no - go|by mistake"
    rf"|(?:mistake|error|thing) we (?:can|must|may|should) not|not afford|can not afford)(?= )"
)
_FINE = re.compile(
    r" (?:no (?:big )?(?:problem|issue|deal|drama|worry|matter)|fine|ok|okay|acceptable|cheap|harmless|tolerable"
    r"|not (?:\w+ )?(?:matter|mind|bad|problem|hurt|care|bother|terrible|expensive|worr\w+|a problem|that bad|the end)"
    r"|costs? (?:us )?nothing|free|live with|bearable|forgivable|never mind|tolerate|tolerated|accept|egal|kein problem"
    r"|verkraftbar|nicht schlimm|pas grave|acceptables?|no importa\w*|da igual|aceptables?)(?= )"
)
_MUCH_LESS = re.compile(r"^[^.;]* (?:far|much|way|a lot|viel|beaucoup|mucho) (?:less|weniger|moins|menos)(?= )")
_NEVER = re.compile(
    r" (?:not|never|no|none|nobody|nothing|nicht|nie(?:mals)?|kein\w*|ne|aucun\w*|jamais|ningun\w*|nunca|avoid|prevent"
    r"|minimi[sz]e|few(?:er)?|hardly any|without|reduce|limit|wenige?r?|pas de|sin|eviter|evitar|hate|afford)"
    r"(?: [a-z']+){0,4}? $"
)
_UNWANTED = re.compile(r" (?:not (?:want|like|wish)|hate|neither|nor|weder|noch|ni)(?: (?:to|want|like|do|we|i|it))* $")
_SWAMPED = re.compile(r" (?:drown\w*|swamped|flooded|buried|sick|tired|fed up|weary)(?: \w+){0,2} $")
_NONE_AFTER = re.compile(
    r"^ (?:darf|durfen|should|must|may|can|doit|ne doit|peut|debe|puede)?(?: \w+)? ?(?:nicht|niemand\w*|keine\w*|not|no"
    r"|never|pas|personne|nadie)(?= )"
)
_SURE = re.compile(
    r" (?:if|when|whenever|once|wenn|si|quand|cuando) (?:the model|it|we|you|the system|das modell|es|le modele"
    r"|el modelo) (?:says?|flags?|predicts?|alerts?|calls?|claims?|labels?|rings?|warns?|sagt|meldet|dit|dice)[^.;]* "
    r"(?:should|must|tiene que|debe|doit|had better|has to|have to|needs? to|be right|be true|actually|really"
    r"|want to be sure|be sure|stimmen|muss)(?= )"
    r"| (?:only|just|nur|seulement|solo) (?:[a-z]+ ){0,4}?(?:if|when|where|on|bei|wenn|si|cuando|quand) [^.;]*?(?:sure"
    r"|certain|confident|really|truly|actually|definitely|genuine\w*|echte\w*|sicher|surs?|segur\w*)(?= )"
    r"| (?:only|just) (?:flag|alert|call|bother|contact|report|warn|ring|disturb|act)\w*[^.;]* (?:sure|certain"
    r"|confident|really|truly|actually|definitely|genuinely)(?= )"
    r"| (?:sure|certain|confident|right)(?: [a-z]+){0,3} (?:before|when|if|whenever) [^.;]*(?:flag|call|alert|contact"
    r"|report|warn|accus|block)\w*(?= )"
    r"| (?:those|ones|people|customers|cases|leads|names|everything|everyone|anything|whoever|all) (?:that )?(?:you|we"
    r"|it) [a-z]+(?: (?!must|should|has|have|had|need)[a-z]+){0,4} (?:must|should|has to|have to|had better|needs? to) "
    r"(?:really |actually )?be(?= )"
    r"| (?:those|ones|people|customers|cases) (?:that )?you (?:name|pick|select|flag|give|list|choose|report)[^.;]* "
    r"(?:right|correct|real|true|good|sure)(?= )"
    r"| (?:flagged|alerts?|hits|positives|those we call|ones we call)[^.;]* (?:really|truly|actually|mostly) "
)
_IS = r"(?:is|are|costs?|kostet|kosten|ist|sind|coutent?|cuestan?|es|son)"
_MARKED = r"(?:flagged|positives?|suspected|selected|picked)"
_CHEAP_ACTION = re.compile(
    rf" {_MARKED}[^.;]* (?:harmless|cheap|quick|gentle|painless|for free)(?= )"
    rf"| {ACTION} {_IS} (?:\w+ ){{0,2}}?(?:nothing|little|cheap|free|peanuts|pennies|negligible|nichts|wenig|billig"
    rf"|gratis|rien|peu|nada|poco|barat[oa]s?)(?= )"
)
_DEAR_ACTION = re.compile(
    rf" {_MARKED}[^.;]* (?:expensive|invasive|painful|risky|surgery|operated|fired|sued|arrested|locked|blocked)(?= )"
    rf"| {ACTION} {_IS} (?:\w+ ){{0,2}}?(?:expensive|costly|a lot|a fortune|dear|teuer|viel|chers?|beaucoup|car[oa]s?"
    rf"|mucho)(?= )"
)
_EATS = re.compile(
    r" (?:eats?|wipes?|costs?|burns?|takes?|destroys?|swallows?|frisst|mange|come)(?: up| out| us)?(?: as much as)? "
    r"(?:the |our |all )?(?:profits?|margins?|gains?|earnings|gewinn\w*|benefices?|beneficios?) (?:of|from|on|made with"
    r"|von|de) (?:\d+|many|several|a dozen)(?= )"
)
CONDITION = re.compile(
    r"^ (?:(?:and|but|so|und|et|y) )*(?:if|when|whenever|every time|each time|wenn|si|quand|cuando)(?= )"
)
"""A clause that says when, and the next one what then."""
_PERCENT = re.compile(r" \d+ (?:%|percent|prozent|pour cent|por ciento) ")
_IN_DOUBT = re.compile(r" (?:if|when) in doubt(?: ,)? (?P<act>\w+)")
_HANDS_OFF = ("leave", "do", "let", "not", "skip", "spare", "stay", "keep", "wait", "hold", "be", "nothing")
_CATCH_ALL = re.compile(
    r" (?:catch|find|detect|spot|identify|flag|get|see|finden|erkennen|erwischen|trouver|detecter|reperer|encontrar"
    r"|detectar|pillar)(?: \w+)? (?:all|' em all|every|everyone|everybody|every single|each|as many|nearly all"
    r"|almost all|most|alle|moglichst viele|tous|toutes|todos|todas)(?! (?:\w+ )?(?:letters?|right|correct))(?= )[^.;]*"
    r"| (?:all|every|each|alle|tous|toutes|todos|todas)(?: [a-z<>0-9]+){1,3} (?:must|should|has to|have to|need to"
    r"|shall) be (?:caught|found|detected|spotted|flagged)(?= )| (?:ni una|ni uno|not (?:even )?(?:an?|one|1)? ?single"
    r"|keine? einzige\w*|pas une seule|pas un seul)(?= )| better safe than sorry "
)


_AMOUNT = re.compile(
    r" (?:costs?|is|are|loses?|of|us|around|about|average|mean|roughly|nearly|eur|usd|\$|:|=|at|kostet|coute|cuesta"
    r"|only|just) (?:\$ )?(\d+(?:\.\d+)?)(?= (?!times|fold|x))"
)


class CostWish(NamedTuple):
    """The metric that follows from what errors cost, and where the goal says so."""

    metric: Metric
    start: int
    end: int


def cost_wish(phrase: Phrase) -> CostWish | None:
    """The metric for the kind of error that the goal calls the dearer one, or None."""
    for sentence in phrase.said(STATEMENT):
        metric = _dearer(phrase.spelled_out(*sentence.span()))
        if metric is not None:
            return CostWish(metric, *phrase.narrowest(*sentence.span(), partial(_says, metric)))
    return None


def _says(metric: Metric, text: str) -> bool:
    return _dearer(text) == metric


def _dearer(text: str) -> Metric | None:
    if _SURE.search(text) and not _PERCENT.search(text):
        return "precision"
    if _EATS.search(text):
        return "f2"
    doubt = _IN_DOUBT.search(text)
    if doubt:
        return "precision" if doubt.group("act") in _HANDS_OFF else "recall"
    mentions: list[tuple[Error, re.Match[str]]] = [
        ("alarm" if m.group("alarm") else "miss", m) for m in MENTION.finditer(text)
    ]
    if not mentions and _CATCH_ALL.search(text):
        return "recall"
    if len({kind for kind, m in mentions if _UNWANTED.search(text[: m.start()])}) == 2:
        return "f1"
    return _compared(text, mentions) or _blamed(text, mentions) or _of_actions(text)


def _blamed(text: str, mentions: list[tuple[Error, re.Match[str]]]) -> Metric | None:
    """`X is unacceptable`, `X is no problem`; nothing where both kinds are called bad."""
    verdicts = {verdict for kind, match in mentions if (verdict := _alone(text, kind, match)) is not None}
    if len(verdicts) != 1:
        return None
    return "recall" if verdicts == {"miss"} else "precision"


def _of_actions(text: str) -> Metric | None:
    """`A call costs nothing`: what is done with those that are flagged is cheap or dear."""
    if _CHEAP_ACTION.search(text):
        return "recall"
    return "precision" if _DEAR_ACTION.search(text) else None


def _compared(text: str, mentions: list[tuple[Error, re.Match[str]]]) -> Metric | None:
    """`X is worse than Y`, `rather X than Y`: of two kinds of error, or of one and something else."""
    if not mentions:
        return None
    kind, first = mentions[0]
    other = next((m for k, m in mentions if k != kind), None)
    rather = _RATHER.search(text)
    if rather is not None and (rather.start() < first.start() or other is None or rather.start() < other.start()):
        than = next((m for p in (_THAN_THAT, _OR_ELSE) for m in p.finditer(text) if m.start() > rather.start()), None)
        feared = next((k for k, m in mentions if than is not None and m.start() >= than.end() - 1), None)
        if feared is None and than is not None and rather.end() <= first.end() <= than.end():
            feared = "alarm" if kind == "miss" else "miss"
        if feared is not None:
            return "recall" if feared == "miss" else "precision"
    if other is not None:
        amounts = [_AMOUNT.search(text[m.end() : end]) for m, end in ((first, other.start()), (other, len(text)))]
        if amounts[0] and amounts[1]:
            more = float(amounts[0].group(1)) > float(amounts[1].group(1))
            return "f2" if more == (kind == "miss") else "precision"
    before = text[: first.start() + 1]
    outdone = _WORSE.search(before)
    if other is None and outdone is not None and _THAN.search(before, outdone.end() - 1):
        return "precision" if kind == "miss" else "f2"
    worse = next((m for m in _WORSE.finditer(text) if m.start() >= first.end() - 1 or other is not None), None)
    than = next((m for m in _THAN.finditer(text) if worse is not None and m.start() >= worse.end() - 1), None)
    if worse is None or than is None:
        return None
    if worse.start() < first.start():
        return None if other is None or than.start() > other.start() else ("f2" if kind == "miss" else "precision")
    dear = kind if not _LESS.search(text[first.end() - 1 : than.end()]) else ("alarm" if kind == "miss" else "miss")
    if other is None and than.group().strip() in ("of", "what", "over"):
        return None
    return "f2" if dear == "miss" else "precision"


def _alone(text: str, kind: Error, match: re.Match[str]) -> Error | None:
    """The dearer kind of error, from what is said of this one alone."""
    opposite: Error = "alarm" if kind == "miss" else "miss"
    before, after = text[: match.start()], text[match.end() :]
    clauses = re.split(r" (?:,|but|aber|mais|pero|while|and) ", after)
    clause_after = " ".join(clauses[: 2 if CONDITION.match(before) else 1]) + " "
    if _SWAMPED.search(before):
        return kind
    if (
        _FINE.search(clause_after)
        or _MUCH_LESS.search(after)
        or re.search(
            r" (?:not mind|live with|accept|tolerate|fine with|ok with|no problem with|happy with|fine by)"
            r"(?: \w+){0,2} $",
            before,
        )
    ):
        return opposite
    if _BAD.search(clause_after) or _NEVER.search(before) or _NONE_AFTER.match(after):
        return kind
    return None
