"""What a goal says of the two kinds of error: which one costs more, and so which metric is meant.

Each sentence is read as mentions of a missed case or of a false alarm, and what is said of them: one is worse than the
other, one is rather taken than the other, one is bad, or one is no matter.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Literal, NamedTuple

from cotune.agent.planner.text import Phrase
from cotune.model.words import Metric

Error = Literal["miss", "alarm"]

_GOOD = (
    r"(?:honest|innocent|healthy|good|legit\w*|genuine|loyal|happy|normal|real|clean|sound|harmless|solvent|decent|"
    r"satisfied|reliable|proper|correct|important|ehrliche\w*|gesunde\w*|gute\w*|zufriedene\w*|sain\w*|honnetes?|bons?|"
    r"buen\w*|honest\w*|san[oa]s?|clientes? fieles?)"
)
_DO_WRONG = (
    r"(?:fell|destroy|scrap|discard|block|flag|annoy|bother|call|contact|treat|operat|accus|turn|refus|reject|declin|"
    r"stop|check|inspect|scar|"
    r"frighten|harass|suspect|punish|disturb|ring|phon|biops|email|visit|den|los|bin|delet|send)\w*"
)
_HAD = (
    r"(?:sick|ill|bad|risky|fraudulent|broken|faulty|defective|defaulting|leaving|infected|malignant|dangerous|dodgy|"
    r"toxic|poisonous|positive|real|true)"
)
_MISS = (
    r"(?:(?<!big )(?<!large )(?<!huge )(?<!bad )miss(?:e[ds]|ing)?(?! (?:values?|data|entries|cells|numbers?)\b)|"
    r"overlook\w*|false negatives?|"
    r"fail(?:s|ed|ing|ure)? to (?:catch|find|detect|spot|notice|flag|see|identify|recogni[sz]e|warn|alert|report|act)|"
    r"not (?:catch|find|detect|spott?|notic|flagg?|see|recogni[sz]|identify)\w*|(?:slip\w*|gets?|getting|"
    r"got)(?: \w+)? (?:through|by|past)|"
    r"let(?:ting)?(?: [a-z]+){0,4} (?:through|escape|get away|go unnoticed|slip|pass)|unnoticed|undetected|"
    r"(?:gets?|getting|got|goes|going|went|comes?|came|sneaks?) (?:through|past)|"
    r"undiscovered|"
    rf"(?!{_GOOD})[a-z]+ (?:[a-z]+ ){{1,6}}?(?:that|which|if) (?:we|you|it|the model) (?:call|declare|label|think|"
    rf"say|believe)[sd]?(?: is| as| it)* [a-z]+|"
    r"untreated|unflagged|uncaught|unchecked|"
    rf"(?:tell|say|call|declar|label|wav|think|believ|treat|tak)\w* [^.;]{{0,40}}?(?:un[a-z]+|"
    rf"{_HAD}) (?:[a-z]+ ){{0,3}}?"
    rf"(?:is|are|as|for|to be) (?:safe|ok|okay|fine|good|healthy|clean|harmless|sound|drinkable)|(?:wav|go|went)\w* "
    rf"(?:\w+ )?through|"
    r"los(?:e|es|ing) (?:one|1|him|her|them|someone|somebody|(?:an?|the|our|any|such an?) (?!good|real|honest|"
    r"loyal)[a-z]+)|(?:gets?|getting|got) away|escap\w+|"
    rf"(?:grant|giv|approv|lend|accept|send|sent|releas|discharg|ship|clear)\w* (?:[a-z]+ ){{0,6}}?(?:{_HAD}|"
    rf"defaulters?|fraudsters?|churners?|scammers?|crooks?|cheats?)|"
    r"verpass\w*|uberse(?:h\w*|hen)|entgeh\w*|durch(?:rutsch\w*|gehen|schlupf\w*)|durch die lappen|nicht (?:erkannt|"
    r"erkenn\w*|entdeckt?\w*|gefunden|bemerkt)|"
    r"manqu\w*|rate[rs]?|ratee?s?|laiss\w* (?:\w+ )?(?:passer|echapper)|echapp\w*|non detect\w*|faux negatifs?|"
    r"pas(?:ar|e|en)? por alto|dej(?:ar|e|a) (?:pasar|escapar)|no detect\w*|falsos? negativos?|escap\w*|"
    r"perders?e?(?: una?)?)"
)
_ALARM = (
    r"(?:cry wolf|false (?:alarms?|positives?|alerts?|accusations?|warnings?|suspicions?)|crying wolf|over ?flagg\w*|"
    r"(?:wrongly|needless(?:ly)?|unnecessar(?:y|ily)|unjust(?:ly|ified)?|mistakenly|falsely|wrongful(?:ly)?|"
    r"superfluous|"
    r"pointless|useless|wasted|unneeded) [a-z]+|wast(?:e|ing) (?:[a-z]+ ){0,3}?(?:calls?|letters?|visits?|time|money|"
    r"inspections?|coupons?|stamps?|budget|effort)|turn(?:ing|ed)? [^.;]{0,25}away|"
    rf"(?:people|customers?|clients?|users?|patients?|those|someone|anyone|one|somebody) (?:who|that) would (?:not )?"
    rf"have \w+|"
    rf"{_DO_WRONG} (?:[a-z0-9]+ ){{0,5}}?{_GOOD}|[a-z]+ (?:for nothing|in vain|umsonst|pour rien|para nada|en vano)|"
    rf"{_DO_WRONG} (?:[a-z]+ ){{0,2}}who (?:will|would|do|does|did) not|{_GOOD} (?:\S+ ){{0,8}}(?:by mistake|wrongly|"
    rf"needlessly|zu unrecht|irrtumlich|versehentlich|par erreur|a tort|por error)|"
    rf"{_DO_WRONG} (?:[a-z]+ ){{1,6}}?(?:anyway|for nothing|in vain|"
    rf"without (?:a )?(?:reason|cause|need))|{_GOOD} (?:[a-z]+ ){{1,3}}(?:in (?:the )?(?:junk|spam)|flagged|blocked|"
    r"rejected|refused|accused|suspected|turned away|lost to)|"
    r"(?:junk|spam)ing (?:a )?\w+|fehlalarm\w*|falsch\w* (?:alarm\w*|verdacht\w*|positiv\w*)|unnotige?\w* \w+|"
    r"(?:zu viel|zu viele|too many|de trop|de mas) (?!time|than)[a-z]+|"
    r"[a-z]+ (?:inutiles?|superflue?s?|innecesari[oa]s?)|"
    r"fausses? (?:alertes?|alarmes?|accusations?)|faux positifs?|falsas? alarmas?|falsos? positivos?)"
)
_MENTION = re.compile(rf"(?<= )(?:(?P<alarm>{_ALARM})|(?P<miss>{_MISS}))(?= )")

_WORSE = re.compile(
    r" (?:worse|costl(?:y|ier)|expensive|serious|harmful|dangerous|as much|times|fold|bad|hurts?|matters?|"
    r"important|weighs?|cost(?:s|ing)?|schlimmer|teurer|schwerer|pire|pires|grave|plus cher|coute\w*|peor|peores|"
    r"mas caro|"
    r"cuesta\w*|gravier\w*)(?= )"
)
_LESS = re.compile(
    r" (?:less|cheaper|not as|fewer|minder|weniger|billiger|moins|menos|better than|preferable|"
    r"acceptable)(?= )"
)
_THAN = re.compile(r" (?:than|as|als|wie|que|qu'|compared|versus|vs|of|what|over)(?= )")
_RATHER = re.compile(
    r" (?:rather|mas vale|vale mas|prefer(?:able|s|red|ably)?|sooner|better|lieber|besser|plutot|mieux vaut|"
    r"prefere\w*|prefier\w*|"
    r"mejor)(?= )"
)
_OR_ELSE = re.compile(r" (?:than|to|over|als|que|qu'|a)(?= )")
GRAVE = (
    r"(?:kill\w*|die[sd]?|dying|dead|deaths?|deadly|lethal|fatal\w*|lives|life|sue[sd]?|court|lawsuits?|jail|prison|"
    r"bankrupt\w*|ruin\w*|catastroph\w+|disast\w+|millions?|a fortune|forever|irreversib\w+|irreparab\w+|unforgiv\w+|"
    r"unacceptable|explo\w+|cripple\w*|stirb\w*|sterben|tot|tod|todlich\w*|katastroph\w+|meur\w*|mort\w*|tue[rs]?|"
    r"muer\w*|matar\w*|mata)"
)
_BAD = re.compile(
    rf" (?:{GRAVE}|"
    r"means?|leads? to|results? in|ends? (?:up )?in|bedeutet|fuhrt zu|entraine|signifie|significa|unacceptable|"
    r"not acceptable|inacceptable|catastroph\w+|not happen|not an option|disast\w+|fatal|deadly|"
    r"dangerous|terrible|horrible|awful|worst|bad|critical|expensive|costly|costs?|hurts?|harm\w*|problem|nightmare|"
    r"kills?|lethal|ruin\w*|very serious|embarrass\w+|annoy\w*|painful|unforgiv\w+|intolerable|no go|to be avoided|"
    r"avoid\w*|upset\w*|lose|angry|inakzeptabel|teuer|schlimm|todlich|katastroph\w+|grave|cher|couteux|inaceptable|"
    r"down the drain|wast(?:e|ed|ing)|thrown away|out of the window|caro|car[oa]s|peligros\w+|low|down to|to a "
    r"minimum|no - go|by mistake|not afford|can not afford)(?= )"
)
_FINE = re.compile(
    r" (?:no (?:big )?(?:problem|issue|deal|drama|worry|matter)|fine|ok|okay|acceptable|cheap|harmless|tolerable|"
    r"not (?:\w+ )?(?:matter|mind|bad|problem|hurt|care|bother|terrible|expensive|worr\w+|a problem|that bad|the end)|"
    r"costs? (?:us )?nothing|free|live with|bearable|forgivable|never mind|tolerate|tolerated|accept|egal|"
    r"kein problem|verkraftbar|nicht schlimm|"
    r"pas grave|acceptables?|no importa\w*|da igual|aceptables?)(?= )"
)
_MUCH_LESS = re.compile(r"^[^.;]* (?:far|much|way|a lot|viel|beaucoup|mucho) (?:less|weniger|moins|menos)(?= )")
_NEVER = re.compile(
    r" (?:not|never|no|none|nobody|nothing|nicht|nie(?:mals)?|kein\w*|ne|aucun\w*|jamais|ningun\w*|nunca|avoid|prevent|"
    r"minimi[sz]e|few(?:er)?|hardly any|without|reduce|limit|wenige?r?|pas de|sin|eviter|evitar|hate|"
    r"afford)(?: [a-z']+){0,4}? $"
)
_SWAMPED = re.compile(r" (?:drown\w*|swamped|flooded|buried|sick|tired|fed up|weary)(?: \w+){0,2} $")
_NONE_AFTER = re.compile(
    r"^ (?:darf|durfen|should|must|may|can|doit|ne doit|peut|debe|puede)?(?: \w+)? ?(?:nicht|niemand\w*|keine\w*|"
    r"not|no|never|pas|personne|nadie)(?= )"
)
_SURE = re.compile(
    r" (?:if|when|whenever|once|wenn|si|quand|cuando) (?:the model|it|we|you|the system|das modell|es|le modele|"
    r"el modelo)"
    r" (?:says?|flags?|predicts?|alerts?|calls?|claims?|labels?|rings?|warns?|sagt|meldet|dit|"
    r"dice)[^.;]* (?:should|must|tiene que|debe|doit|"
    r"had better|has to|have to|needs? to|be right|be true|actually|really|want to be sure|be sure|stimmen|muss)(?= )"
    r"| (?:only|just|nur|seulement|solo) (?:[a-z]+ ){0,4}?(?:if|when|where|on|bei|wenn|si|cuando|quand) [^.;]*?(?:sure|"
    r"certain|confident|really|truly|actually|definitely|genuine\w*|echte\w*|sicher|surs?|segur\w*)(?= )"
    r"| (?:only|just) (?:flag|alert|call|bother|contact|report|warn|ring|disturb|act)\w*[^.;]* (?:sure|certain|"
    r"confident|really|truly|actually|definitely|genuinely)(?= )"
    r"| (?:sure|certain|confident|right)(?: [a-z]+){0,3} (?:before|when|if|whenever) [^.;]*(?:flag|call|alert|"
    r"contact|report|warn|accus|block)\w*(?= )"
    r"| (?:those|ones|people|customers|cases|leads|names|everything|everyone|anything|whoever|all) (?:that )?(?:you|"
    r"we|it) "
    r"[a-z]+(?: (?!must|should|has|have|had|need)[a-z]+){0,4} (?:must|should|has to|have to|had better|needs? to) "
    r"(?:really |actually )?be(?= )"
    r"| (?:those|ones|people|customers|cases) (?:that )?you (?:name|pick|select|flag|give|list|choose|"
    r"report)[^.;]* (?:right|"
    r"correct|real|true|good|sure)(?= )"
    r"| (?:flagged|alerts?|hits|positives|those we call|ones we call)[^.;]* (?:really|truly|actually|mostly) "
)
_ACTION = (
    r"(?:calls?|visits?|letters?|emails?|e - mails?|mails?|checks?|inspections?|reviews?|follow ups?|follow - ups?|"
    r"alerts?|"
    r"alarms?|tests?|scans?|offers?|coupons?|leaflets?|anrufe?|briefe?|prufung(?:en)?|kontrollen?|appels?|visites?|"
    r"llamadas?|cartas?)"
)
_CHEAP_ACTION = re.compile(
    r" (?:flagged|positives?|suspected|selected|picked)[^.;]* (?:harmless|cheap|quick|gentle|painless|for free)(?= )"
    rf"| {_ACTION} (?:(?:is|are|costs?|kostet|kosten|ist|sind|coutent?|cuestan?|es|son) )(?:\w+ ){{0,2}}?(?:nothing|"
    rf"little|"
    r"cheap|free|peanuts|pennies|negligible|nichts|wenig|billig|gratis|rien|peu|nada|poco|barat[oa]s?)(?= )"
)
_DEAR_ACTION = re.compile(
    r" (?:flagged|positives?|suspected|selected|picked)[^.;]* (?:expensive|invasive|painful|risky|surgery|operated|"
    r"fired|"
    r"sued|arrested|locked|blocked)(?= )"
    rf"| {_ACTION} (?:(?:is|are|costs?|kostet|kosten|ist|sind|coutent?|cuestan?|es|son) )(?:\w+ ){{0,2}}?(?:expensive|"
    r"costly|a lot|a fortune|dear|teuer|viel|chers?|beaucoup|car[oa]s?|mucho)(?= )"
)
_EATS = re.compile(
    r" (?:eats?|wipes?|costs?|burns?|takes?|destroys?|swallows?|frisst|mange|come)(?: up| out| us)?(?: as much as)? "
    r"(?:the |our |all )?(?:profits?|margins?|gains?|earnings|gewinn\w*|benefices?|beneficios?) "
    r"(?:of|from|on|made with|von|de) (?:\d+|many|several|a dozen)(?= )"
)
_PERCENT = re.compile(r" \d+ (?:%|percent|prozent|pour cent|por ciento) ")
_IN_DOUBT = re.compile(r" (?:if|when) in doubt(?: ,)? (?P<act>\w+)")
_CATCH_ALL = re.compile(
    r" (?:catch|find|detect|spot|identify|flag|get|see|finden|erkennen|erwischen|trouver|detecter|reperer|encontrar|"
    r"detectar|pillar)(?: \w+)? (?:all|' em all|every|everyone|everybody|every single|each|as many|nearly all|"
    r"almost all|most|"
    r"alle|moglichst viele|tous|toutes|todos|todas)(?! (?:\w+ )?(?:letters?|right|correct))(?= )[^.;]*"
    r"| (?:all|every|each|alle|tous|toutes|todos|todas)(?: [a-z<>0-9]+){1,3} (?:must|should|has to|have to|need to|"
    r"shall) be "
    r"(?:caught|found|detected|spotted|flagged)(?= )| better safe than sorry "
)


_AMOUNT = re.compile(
    r" (?:costs?|is|are|loses?|of|us|around|about|average|mean|roughly|nearly|eur|usd|\$|:|=|at|kostet|coute|cuesta|"
    r"only|just) (?:\$ )?(\d+(?:\.\d+)?)(?= (?!times|fold|x))"
)


class CostWish(NamedTuple):
    """The metric that follows from what errors cost, and where the goal says so."""

    metric: Metric
    start: int
    end: int


def cost_wish(phrase: Phrase, reported: list[tuple[int, int]]) -> CostWish | None:
    """The metric for the kind of error that the goal calls the dearer one, or None."""
    for sentence in re.finditer(r"[^.;!?\n]+", phrase.text):
        start, text = sentence.start(), phrase.spelled_out(*sentence.span())
        if any(a <= start + 1 < b for a, b in reported):
            continue
        metric = _dearer(text)
        if metric is not None:
            return CostWish(metric, *phrase.narrowest(start, sentence.end(), partial(_says, metric)))
    return None


def error_in(text: str) -> Error | None:
    """The kind of error that a clause speaks of."""
    found = _MENTION.search(text)
    return None if found is None else "alarm" if found.group("alarm") else "miss"


def _says(metric: Metric, text: str) -> bool:
    return _dearer(text) == metric


def _dearer(text: str) -> Metric | None:
    if _SURE.search(text) and not _PERCENT.search(text):
        return "precision"
    if _EATS.search(text):
        return "f2"
    doubt = _IN_DOUBT.search(text)
    if doubt:
        return "precision" if doubt.group("act") in ("leave", "do", "let", "not", "skip", "spare") else "recall"
    mentions: list[tuple[Error, re.Match[str]]] = [
        ("alarm" if m.group("alarm") else "miss", m) for m in _MENTION.finditer(text)
    ]
    if not mentions and _CATCH_ALL.search(text):
        return "recall"
    return _compared(text, mentions) or _blamed(text, mentions) or _of_actions(text)


def _blamed(text: str, mentions: list[tuple[Error, re.Match[str]]]) -> Metric | None:
    """`X is unacceptable`, `X is no problem`."""
    for kind, match in mentions:
        verdict = _alone(text, kind, match)
        if verdict is not None:
            return "recall" if verdict == "miss" else "precision"
    return None


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
        than = next((m for m in _OR_ELSE.finditer(text) if m.start() > rather.start()), None)
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
    clause_after = re.split(r" (?:,|but|aber|mais|pero|while|and) ", f"{after}")[0] + " "
    if _SWAMPED.search(before):
        return kind
    if (
        _FINE.search(clause_after)
        or _MUCH_LESS.search(after)
        or re.search(
            r" (?:not mind|live with|accept|tolerate|fine with|"
            r"ok with)(?: \w+){0,2} $",
            before,
        )
    ):
        return opposite
    if _BAD.search(clause_after) or _NEVER.search(before) or _NONE_AFTER.match(after):
        return kind
    return None
