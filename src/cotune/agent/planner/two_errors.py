"""The two kinds of error in a goal's words: a missed case and a false alarm; and how grave a harm may be."""

from __future__ import annotations

import re
from typing import Literal

Error = Literal["miss", "alarm"]

_GOOD = (
    r"(?:honest|innocent|paying|trustworthy|healthy|good|legit\w*|genuine|loyal|happy|normal|real|clean|sound|harmless"
    r"|solvent|decent|satisfied|reliable|proper|correct|important|ehrliche\w*|gesunde\w*|gute\w*|zufriedene\w*|sain\w*"
    r"|honnetes?|bons?|buen\w*|honest\w*|san[oa]s?|clientes? fieles?)"
)
_DO_WRONG = (
    r"(?:fell|destroy|scrap|discard|block|flag|annoy|bother|call|contact|treat|operat|accus|turn|refus|reject|declin"
    r"|stop|check|inspect|scar|frighten|harass|suspect|punish|disturb|ring|phon|biops|email|visit|den|los|bin|delet"
    r"|send|charg|bill|cull|slaughter|fir|arrest|lock|bann?|evict|amputat)\w*"
)
_HAD = (
    r"(?:sick|ill|bad|risky|fraudulent|broken|faulty|defective|defaulting|leaving|infected|malignant|dangerous|dodgy"
    r"|toxic|poisonous|positive|real|true|cancerous|contaminated|spoiled|diseased|stolen|forged)"
)
_FINE_STATE = r"(?:safe|ok|okay|fine|good|healthy|clean|harmless|sound|drinkable|benign|well|negative|edible|normal)"
_NAMING = r"(?:tell|say|call|declar|label|wav|think|believ|treat|tak|diagnos|classif|mark|judg)\w*"
_CALLED_FINE = rf"{_NAMING} (?:(?!{_GOOD} )[a-z0-9]+ ){{0,6}}?(?:un[a-z]+|{_HAD}) (?:[a-z0-9]+ ){{0,5}}?{_FINE_STATE}"
_CALLED_BAD = rf"{_NAMING} (?:(?!{_HAD} )[a-z0-9]+ ){{0,6}}?(?:{_GOOD}|{_FINE_STATE}) (?:[a-z0-9]+ ){{0,5}}?{_HAD}"
CALLED = re.compile(rf"(?<= )(?:{_CALLED_FINE}|{_CALLED_BAD})(?= )")
"""Something called what it isn't: its words of harm say nothing of what that costs."""
_MISS = (
    rf"(?:(?<!big )(?<!large )(?<!huge )(?<!bad )miss(?:e[ds]|ing)?(?! (?:values?|data|entries|cells|numbers?)\b)"
    rf"|overlook\w*|false negatives?|fail(?:s|ed|ing|ure)? to (?:catch|find|detect|spot|notice|flag|see|identify"
    rf"|recogni[sz]e|warn|alert|report|act)|not (?:catch|find|detect|spott?|notic|flagg?|see|recogni[sz]|identify)\w*"
    rf"|(?:slip\w*|gets?|getting|got)(?: \w+)? (?:through|by|past)|let(?:ting)?(?: [a-z]+){{0,4}} (?:through|escape"
    rf"|get away|go unnoticed|slip|pass)|unnoticed|undetected|undiscovered"
    rf"|(?:goes|going|went|comes?|came|sneaks?) (?:through|past)|(?:nobody|no one|no 1) (?:\w+ )?(?:told|saw|knew"
    rf"|noticed|warned|spotted)|too late|unbemerkt|inapercue?s?|(?!{_GOOD})[a-z]+ (?:[a-z]+ ){{1,6}}?(?:that|which|if) "
    rf"(?:we|you|it|the model) (?:call|declare|label|think|say|believe)[sd]?(?: is| as| it)* [a-z]+|untreated|unflagged"
    rf"|uncaught|unchecked|{_CALLED_FINE}|(?:wav|go|went)\w* (?:\w+ )?through"
    rf"|los(?:e|es|ing) (?:one|1|him|her|them|someone|somebody|(?:an?|the|our|any|such an?) (?!good|real|honest"
    rf"|loyal)[a-z]+)|(?:gets?|getting|got) away|escap\w+|(?:grant|giv|approv|lend|accept|send|sent|releas|discharg"
    rf"|ship|clear)\w* (?:[a-z]+ ){{0,6}}?(?:{_HAD}|defaulters?|fraudsters?|churners?|scammers?|crooks?|cheats?)"
    rf"|verpass\w*|uberse(?:h\w*|hen)|entgeh\w*|durch(?:rutsch\w*|gehen|schlupf\w*)|durch die lappen"
    rf"|nicht (?:erkannt|erkenn\w*|entdeckt?\w*|gefunden|bemerkt)|manqu\w*|rate[rs]?|ratee?s?"
    rf"|laiss\w* (?:\w+ )?(?:passer|echapper)|echapp\w*|non detect\w*|faux negatifs?"
    rf"|(?:let|leav|allow|clear|pass|trust|keep)\w* (?:an? |the |one |1 )?{_HAD}|pas(?:ar|e|en)? por alto"
    rf"|dej(?:ar|e|a) (?:pasar|escapar)|no detect\w*|falsos? negativos?|escap\w*|perders?e?(?: una?)?)"
)
_ALARM = (
    rf"(?:cry wolf|false (?:alarms?|positives?|alerts?|accusations?|warnings?|suspicions?)|crying wolf|over ?flagg\w*"
    rf"|(?:wrongly|needless(?:ly)?|unnecessar(?:y|ily)|unjust(?:ly|ified)?|mistakenly|falsely|wrongful(?:ly)?"
    rf"|superfluous|pointless|useless|wasted|unneeded) [a-z]+|wast(?:e|ing) (?:[a-z]+ ){{0,3}}?(?:calls?|letters?"
    rf"|visits?|time|money|inspections?|coupons?|stamps?|budget|effort)|turn(?:ing|ed)? [^.;]{{0,25}}away"
    rf"|(?:people|customers?|clients?|users?|patients?|those|someone|anyone|one|somebody) (?:who|that) would "
    rf"(?:not )?have \w+|(?!miss|los|overlook|ignor|let|find|catch)[a-z]+ing (?:an? |the |our ){_GOOD} \w+"
    rf"|{_CALLED_BAD}|{_DO_WRONG} (?:(?!{_HAD} )[a-z0-9]+ ){{0,5}}?{_GOOD}"
    rf"|[a-z]+ (?:for nothing|in vain|umsonst|pour rien|para nada|en vano)"
    rf"|{_DO_WRONG} (?:[a-z]+ ){{0,2}}who (?:will|would|do|does|did|are|is|were) not"
    rf"|{_GOOD} (?:\S+ ){{0,8}}(?:by mistake|wrongly|needlessly|zu unrecht|irrtumlich|versehentlich|par erreur|a tort"
    rf"|por error)|{_DO_WRONG} (?:[a-z]+ ){{1,6}}?(?:anyway|for nothing|in vain|without (?:a )?(?:reason|cause|need))"
    rf"|{_GOOD} (?:[a-z0-9]+ ){{1,3}}(?:in (?:the )?(?:junk|spam)|flagged|blocked|thrown away|thrown out|scrapped"
    rf"|discarded|destroyed|culled|sent (?:home|away|back)|rejected|refused|accused|suspected|turned away|lost to)"
    rf"|(?:junk|spam)ing (?:a )?\w+|fehlalarm\w*|falsch\w* (?:alarm\w*|verdacht\w*|positiv\w*)|unnotige?\w* \w+"
    rf"|(?:zu viel|zu viele|too many|de trop|de mas) (?!time|than)[a-z]+|[a-z]+ de (?:trop|mas)"
    rf"|(?:person|customer|client|patient|he|she|they|someone|anyone|one) (?:who |that )?would have \w+ (?:\w+ )?"
    rf"(?:anyway|regardless|all the same|without)|too many(?= [.,;]|\s*$)"
    rf"|[a-z]+ (?:inutiles?|superflue?s?|innecesari[oa]s?)|fausses? (?:alertes?|alarmes?|accusations?)|faux positifs?"
    rf"|falsas? alarmas?|falsos? positivos?)"
)
ACTION = (
    r"(?:calls?|phone calls?|checks?|letters?|visits?|inspections?|vouchers?|coupons?|tests?|scans?|reminders?|mails?"
    r"|emails?|e - mails?|exam\w*|reviews?|biops\w+|cultures?|discounts?|offers?|leaflets?|follow (?:- )?ups?|trips?"
    r"|alarms?|alerts?|warnings?|anruf\w*|briefe?|pruf\w*|kontroll\w*|untersuch\w*|mahnung\w*|controles?|appels?"
    r"|rappels?|visites?|llamadas?|cartas?|revision\w*|inspeccion\w*)"
)
"""What is done about those that a model flags."""
MENTION = re.compile(rf"(?<= )(?:(?P<alarm>{_ALARM})|(?P<miss>{_MISS}))(?= )")
_BEFORE_DIE = ("to", "may", "might", "could", "would", "will", "can", "not", "people", "patients", "they", "who")
_DIE = "(?:" + "|".join(f"(?<={word} )" for word in _BEFORE_DIE) + ")die"
"""The verb, not the German article."""
GRAVE = (
    rf"(?:kill\w*|{_DIE}|dies|died|dying|dead|deaths?|deadly|lethal|fatal\w*|lives|life|sue[sd]?|court|lawsuits?|jail"
    rf"|prison|bankrupt\w*|ruin\w*|catastroph\w+|disast\w+|millions?|a fortune|forever|for good|funerals?|coffins?"
    rf"|irreversib\w+|irreparab\w+|unforgiv\w+|unacceptable|unthinkable|inexcusable|undenkbar|impensable|buried"
    rf"|drown\w*|injur\w*|crash\w*|amputat\w*|verletz\w*|ertrink\w*|explo[ds]\w*|cripple\w*|stirb\w*|sterben|tot|tod"
    rf"|todlich\w*|katastroph\w+|meur\w*|mort\w*|tue[rs]?|muer\w*|matar\w*|mata)"
)


def error_in(text: str) -> Error | None:
    """The kind of error that a clause speaks of."""
    found = MENTION.search(text)
    return None if found is None else "alarm" if found.group("alarm") else "miss"
