"""The two kinds of error in a goal's words: a missed case and a false alarm; and how grave a harm may be."""

from __future__ import annotations

import re
from typing import Literal

Error = Literal["miss", "alarm"]

_GOOD = (
    r"(?:honest|innocent|paying|trustworthy|healthy|good|legit\w*|genuine|loyal|happy|normal|real|clean|sound|"
    r"harmless|solvent|decent|"
    r"satisfied|reliable|proper|correct|important|ehrliche\w*|gesunde\w*|gute\w*|zufriedene\w*|sain\w*|honnetes?|bons?|"
    r"buen\w*|honest\w*|san[oa]s?|clientes? fieles?)"
)
_DO_WRONG = (
    r"(?:fell|destroy|scrap|discard|block|flag|annoy|bother|call|contact|treat|operat|accus|turn|refus|reject|declin|"
    r"stop|check|inspect|scar|"
    r"frighten|harass|suspect|punish|disturb|ring|phon|biops|email|visit|den|los|bin|delet|send|charg|bill|cull|"
    r"slaughter|"
    r"fir|arrest|lock|bann?|evict|amputat)\w*"
)
_HAD = (
    r"(?:sick|ill|bad|risky|fraudulent|broken|faulty|defective|defaulting|leaving|infected|malignant|dangerous|dodgy|"
    r"toxic|poisonous|positive|real|true|cancerous|contaminated|spoiled|diseased|stolen|forged)"
)
_FINE_STATE = r"(?:safe|ok|okay|fine|good|healthy|clean|harmless|sound|drinkable|benign|well|negative|edible|normal)"
_NAMING = r"(?:tell|say|call|declar|label|wav|think|believ|treat|tak|diagnos|classif|mark|judg)\w*"
_CALLED_FINE = rf"{_NAMING} (?:(?!{_GOOD} )[a-z0-9]+ ){{0,6}}?(?:un[a-z]+|{_HAD}) (?:[a-z0-9]+ ){{0,5}}?{_FINE_STATE}"
_CALLED_BAD = rf"{_NAMING} (?:(?!{_HAD} )[a-z0-9]+ ){{0,6}}?(?:{_GOOD}|{_FINE_STATE}) (?:[a-z0-9]+ ){{0,5}}?{_HAD}"
CALLED = re.compile(rf"(?<= )(?:{_CALLED_FINE}|{_CALLED_BAD})(?= )")
"""Something called what it isn't: its words of harm say nothing of what that costs."""
_MISS = (
    r"(?:(?<!big )(?<!large )(?<!huge )(?<!bad )miss(?:e[ds]|ing)?(?! (?:values?|data|entries|cells|numbers?)\b)|"
    r"overlook\w*|false negatives?|"
    r"fail(?:s|ed|ing|ure)? to (?:catch|find|detect|spot|notice|flag|see|identify|recogni[sz]e|warn|alert|report|act)|"
    r"not (?:catch|find|detect|spott?|notic|flagg?|see|recogni[sz]|identify)\w*|(?:slip\w*|gets?|getting|"
    r"got)(?: \w+)? (?:through|by|past)|"
    r"let(?:ting)?(?: [a-z]+){0,4} (?:through|escape|get away|go unnoticed|slip|pass)|unnoticed|undetected|"
    r"undiscovered|(?:goes|going|went|comes?|came|sneaks?) (?:through|past)|"
    r"(?:nobody|no one|no 1) (?:\w+ )?(?:told|saw|knew|noticed|warned|spotted)|too late|unbemerkt|inapercue?s?|"
    rf"(?!{_GOOD})[a-z]+ (?:[a-z]+ ){{1,6}}?(?:that|which|if) (?:we|you|it|the model) (?:call|declare|label|think|"
    rf"say|believe)[sd]?(?: is| as| it)* [a-z]+|"
    r"untreated|unflagged|uncaught|unchecked|"
    rf"{_CALLED_FINE}|(?:wav|go|went)\w* "
    rf"(?:\w+ )?through|"
    r"los(?:e|es|ing) (?:one|1|him|her|them|someone|somebody|(?:an?|the|our|any|such an?) (?!good|real|honest|"
    r"loyal)[a-z]+)|(?:gets?|getting|got) away|escap\w+|"
    rf"(?:grant|giv|approv|lend|accept|send|sent|releas|discharg|ship|clear)\w* (?:[a-z]+ ){{0,6}}?(?:{_HAD}|"
    rf"defaulters?|fraudsters?|churners?|scammers?|crooks?|cheats?)|"
    r"verpass\w*|uberse(?:h\w*|hen)|entgeh\w*|durch(?:rutsch\w*|gehen|schlupf\w*)|durch die lappen|nicht (?:erkannt|"
    r"erkenn\w*|entdeckt?\w*|gefunden|bemerkt)|"
    r"manqu\w*|rate[rs]?|ratee?s?|laiss\w* (?:\w+ )?(?:passer|echapper)|echapp\w*|non detect\w*|faux negatifs?|"
    rf"(?:let|leav|allow|clear|pass|trust|keep)\w* (?:an? |the |one |1 )?{_HAD}|"
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
    rf"(?!miss|los|overlook|ignor|let|find|catch)[a-z]+ing (?:an? |the |our ){_GOOD} \w+|"
    rf"{_CALLED_BAD}|{_DO_WRONG} (?:(?!{_HAD} )[a-z0-9]+ ){{0,5}}?{_GOOD}|"
    r"[a-z]+ (?:for nothing|in vain|umsonst|pour rien|para nada|en vano)|"
    rf"{_DO_WRONG} (?:[a-z]+ ){{0,2}}who (?:will|would|do|does|did|are|is|were) not|"
    rf"{_GOOD} (?:\S+ ){{0,8}}(?:by mistake|wrongly|"
    rf"needlessly|zu unrecht|irrtumlich|versehentlich|par erreur|a tort|por error)|"
    rf"{_DO_WRONG} (?:[a-z]+ ){{1,6}}?(?:anyway|for nothing|in vain|"
    rf"without (?:a )?(?:reason|cause|need))|{_GOOD} (?:[a-z0-9]+ ){{1,3}}(?:in (?:the )?(?:junk|spam)|flagged|blocked|"
    r"thrown away|thrown out|scrapped|discarded|destroyed|culled|sent (?:home|away|back)|"
    r"rejected|refused|accused|suspected|turned away|lost to)|"
    r"(?:junk|spam)ing (?:a )?\w+|fehlalarm\w*|falsch\w* (?:alarm\w*|verdacht\w*|positiv\w*)|unnotige?\w* \w+|"
    r"(?:zu viel|zu viele|too many|de trop|de mas) (?!time|than)[a-z]+|[a-z]+ de (?:trop|mas)|"
    r"(?:person|customer|client|patient|he|she|they|someone|anyone|one) (?:who |"
    r"that )?would have \w+ (?:\w+ )?(?:anyway|"
    r"regardless|all the same|without)|too many(?= [.,;]|\s*$)|"
    r"[a-z]+ (?:inutiles?|superflue?s?|innecesari[oa]s?)|"
    r"fausses? (?:alertes?|alarmes?|accusations?)|faux positifs?|falsas? alarmas?|falsos? positivos?)"
)
ACTION = (
    r"(?:calls?|phone calls?|checks?|letters?|visits?|inspections?|vouchers?|coupons?|tests?|scans?|reminders?|mails?|"
    r"emails?|"
    r"e - mails?|exam\w*|reviews?|biops\w+|cultures?|discounts?|offers?|leaflets?|follow (?:- )?ups?|trips?|alarms?|"
    r"alerts?|"
    r"warnings?|anruf\w*|briefe?|pruf\w*|kontroll\w*|untersuch\w*|mahnung\w*|controles?|appels?|rappels?|visites?|"
    r"llamadas?|"
    r"cartas?|revision\w*|inspeccion\w*)"
)
"""What is done about those that a model flags."""
MENTION = re.compile(rf"(?<= )(?:(?P<alarm>{_ALARM})|(?P<miss>{_MISS}))(?= )")
_BEFORE_DIE = ("to", "may", "might", "could", "would", "will", "can", "not", "people", "patients", "they", "who")
_DIE = "(?:" + "|".join(f"(?<={word} )" for word in _BEFORE_DIE) + ")die"
"""The verb, not the German article."""
GRAVE = (
    rf"(?:kill\w*|{_DIE}|dies|died|dying|dead|deaths?|deadly|lethal|fatal\w*|lives|life|sue[sd]?|court|lawsuits?|jail|"
    rf"prison|"
    r"bankrupt\w*|ruin\w*|catastroph\w+|disast\w+|millions?|a fortune|forever|for good|funerals?|coffins?|"
    r"irreversib\w+|irreparab\w+|unforgiv\w+|"
    r"unacceptable|unthinkable|inexcusable|undenkbar|impensable|buried|drown\w*|injur\w*|crash\w*|amputat\w*|"
    r"verletz\w*|ertrink\w*|explo[ds]\w*|cripple\w*|stirb\w*|"
    r"sterben|tot|tod|todlich\w*|katastroph\w+|meur\w*|mort\w*|tue[rs]?|"
    r"muer\w*|matar\w*|mata)"
)


def error_in(text: str) -> Error | None:
    """The kind of error that a clause speaks of."""
    found = MENTION.search(text)
    return None if found is None else "alarm" if found.group("alarm") else "miss"
