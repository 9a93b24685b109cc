"""How people say which errors of a predicted number count: outliers, percent, twice as much, far off, on average."""

from __future__ import annotations

import re

from cotune.model.words import Metric

_N = r"(?:\d+(?:\.\d+)?|<t\d+(?:\.\d+)?>)"
_PERCENT = r"(?:%|percent\w*|prozent\w*|pour cent|pourcent\w*|por ciento|porcentaje)"
_ERROR = (
    r"(?:errors?|mistakes?|miss(?:es)?|deviations?|differences?|blunders?|residuals?|misjudg\w*|slips?|misestimat\w*"
    r"|(?:under|over) ?estimat\w*|fehler|abweichung\w*|erreurs?|ecarts?|errores|desviacion\w*|diferencias?)"
)
_OFF = rf"(?:off|short|plus - minus|plus minus|\u00b1|\+ / -|wrong|out|late|daneben\w*|a cote|se trompe\w*|{_ERROR})"
_BIG = (
    r"(?:big|bigger|biggest|large|larger|largest|huge|gross|major|extreme|enormous|serious|severe|grob\w*|gross\w*"
    r"|grandes?|gros|gordos|gruesos|graves|importantes)"
)
_SMALL = r"(?:small|smaller|cheap|little|tiny|kleine\w*|petit\w*|pequen\w*)"
_BADLY = (
    r"(?:(?<!how )far|way|wildly|badly|completely|massively|totally|weit|vollig|stark|total|grob|tres loin|muy"
    r"|completamente)"
)
_AVERAGE = (
    r"(?:on average|in the mean|averaged?|avg|mean|plain|typically|im schnitt|im mittel|durchschnitt\w*|mittlere\w*"
    r"|en moyenne|moyen(?:ne)?s?|de media|en promedio|promedio|medi[oa])"
)
_TOLERATED = (
    r"(?:fine|ok|okay|nothing|forgiv\w*|not (?:\w+ )?(?:notic\w*|mind|matter|care|bad|a problem)"
    r"|(?:nobody|no one|no 1) (?:\w+ )?(?:notic\w*|cares?|minds?)|notices nobody|tolera\w*|absorb\w*|acceptable"
    r"|harmless|egal|pas grave|no importan?)"
)
_RESENTED = (
    r"(?:furious|angry|useless|too late|wasted|wreck\w*|penalt\w*|blows? up|fines?|fined|lawsuit\w*|sprengt|ruin\w*"
    r"|not (?:forgiv\w*|ok|fine|acceptable)|complain\w*|awful|terrible|hurts?|disast\w*|catastroph\w*|bad|expensive"
    r"|costl\w*|worse|unacceptable|teuer\w*|schlimm\w*|cher|coute\w*|pire|grave|car[oa]|cuesta\w*|peor)"
)
_OUTLIERS = (
    r"(?:extreme\w*|outliers?|oddballs?|freaks?|anomal\w*|measurement (?:mistakes?|errors?)"
    r"|(?:weird|crazy|odd|freak) (?:values?|cases?|rows?|ones?|prices?)|ausreisser\w*|valeurs (?:aberrantes|extremes)"
    r"|valores (?:atipicos|extremos))"
)
_A_FEW = (
    r"(?:(?:a |the )?(?:few|handful of|couple of|(?:two|2) (?:or|to) (?:three|3)|odd|rare|single|one|1) (?:\w+ )?[a-z]+"
    r"|whales?|big errors|big misses)"
)
_NO_SAY = (
    r"(?:(?:nobody|no one|no 1|who) (?:\w+ )?(?:cares?|minds?)|(?:not|never|no|nicht|sollen nicht|pas|ne|no deben)"
    r"(?: \w+){0,6}? (?:dictate|care|matter|drive|dominate\w*|ruin|decide|spoil|steer|count|distort|blow|fuss|sweat"
    r"|bother|worry|mind|influence|weigh|let|zahlen|verzerren|bestimmen|compt\w*|cont\w*)|care less|never mind|egal"
    r"|(?:ignor|discount|downweight|forget|disregard|cap)\w*|robust\w*|resist\w*|insensitiv\w*|irrelevant|unaffected"
    r"|not (?:the|those|that)|da igual|no importan?|peu importe)"
)
_WHERE = r"(?:on|for|of|at|bei|sur|pour|en|con|quand|when|where|wenn|cuando)"
_RULES: tuple[tuple[Metric, str], ...] = (
    (
        "r2",
        r" (?:how much|share|part|fraction|percentage|anteil|teil|parte|proportion)[^.;]* (?:differences?|variation"
        r"|ups and downs|spread|unterschied\w*|streuung|diferencias?|ecarts)[^.;]* (?:explain\w*|account\w*|erklar\w*"
        r"|expli[cq]\w*)(?= )",
    ),
    (
        "median_ae",
        rf" (?:the )?middle (?:1|one)(?= (?:if|of|when|counts|is))| (?:half|50 %|halfte|moitie|mitad)(?: \S+){{0,6}}? "
        rf"(?:within|inside|closer?|nearer|hit|near|off|error|wrong|innerhalb|dans|dentro)(?= )"
        rf"| median (?:\w+ )?{_ERROR}(?= )| {_ERROR}[^.;]* median(?= )",
    ),
    (
        "mape",
        rf" {_PERCENT}(?: \w+){{0,5}} {_OFF}(?= )| (?:small|low|few) (?:an? )?{_PERCENT}"
        rf"| {_OFF}(?: \w+){{0,4}} (?:{_PERCENT}|relative terms)(?= )"
        rf"| relativ\w*[^.;]* (?:{_ERROR}|terms|standards?|scale|measure|yardstick)(?= )"
        rf"| relativ\w*(?= (?:please|to (?:the|its)|[.,;])|\s*$)"
        rf"| {_PERCENT} (?:wise|terms)(?= )| (?:within|to|auf|\u00b1|\+ (?:/ )?-|plus or minus|a|au) {_N} {_PERCENT} "
        rf"(?:accura\w*|genau|exakt|pres|is|of the|ok\w*|fine|or (?:so|better))(?= )"
        rf"| (?:within|\u00b1) (?:\d+|a few|a couple of) (?:%|percent) ",
    ),
    (
        "mape",
        rf" (?:{_N}(?: \S+){{0,3}}? {_OFF}|{_OFF}(?: (?:by|de|um|of))? {_N})(?>[^.;]*? {_WHERE})(?>[^.;]*? {_N})"
        rf"[^.;]*? {_WHERE} (?:\w+ ){{0,4}}?{_N}(?= )"
        rf"| {_SMALL}[^.;]* (?:like|as much as|the same as|as well as|wie|comme|como) [^.;]*{_BIG}",
    ),
    ("mape", rf" {_N}[^.;]* (?:weigh|count|matter)\w* (?:as much|the same|like|equal\w*)[^.;]* {_N}(?= )"),
    (
        "rmsle",
        rf" (?:double|twice)[^.;]* half| half[^.;]* (?:double|twice)(?= )"
        rf"| between {_N} and {_N}[^.;]* same[^.;]* between {_N} and {_N}(?= )",
    ),
    (
        "rmsle",
        r" (?:factor|facteur|faktor) (?:by|por|par|um|que|we|with)(?= )"
        r"| (?:log(?:arithm\w*)? scale|logarithm\w*|orders? of magnitude|magnitudes|decades|octaves?|on the log"
        r"|factor of|factor \d|multiplicative\w*|grossenordnung\w*|ordres? de grandeur|ordenes de magnitud)(?= )"
        r"| (?:as a|in|by|their|the) (?:ratios?|factors?)(?= )| (?:twice|\d+ times|half|double|doppelt) (?:too|as|so) "
        r"(?:much|high|low|little|big|viel)(?= )",
    ),
    (
        "rmsle",
        rf" {_N} (?:vs|versus|instead of|for|statt|au lieu de) {_N}[^.;]* as[^.;]* {_N} (?:vs|versus|instead of) {_N} ",
    ),
    (
        "median_ae",
        rf" (?:typical|usual|ordinary|typische\w*|ubliche\w*|habituel\w*|tipic\w*) (?:{_ERROR}|[a-z]+ not)(?= )"
        rf"| {_ERROR} (?:typiques?|habituel\w*|tipic\w*)(?= )",
    ),
    (
        "mae",
        rf" {_OUTLIERS}[^.]* (?:{_NO_SAY}|not|less|no|without|dominat\w*|nicht|pas)(?= )"
        rf"| (?:{_NO_SAY}|not|nicht|sin)[^.]* {_OUTLIERS}(?= )| {_A_FEW}[^.]* {_NO_SAY}(?= )"
        rf"| {_NO_SAY}[^.]* {_A_FEW}(?= )"
        r"| robust\w* (?:\w+ )?(?:metric|score|measure|error|loss|metrik|instead)(?= )",
    ),
    (
        "mae",
        rf" (\d+)[^.;]* \1 times as (?:bad|much|costly|dear|expensive|annoying)(?= )"
        rf"| no (?:extra|special|additional|further) (?:\w+ )?(?:for|on|to) (?:the )?{_BIG}(?= )",
    ),
    (
        "mae",
        rf" (\S+ \S+ {_OFF}) (?:\w+ )?(?:is|ist|est|es) \1(?= )| (\S+) {_OFF} (?:\w+ )?(?:is|ist|est|es) \2(?= )"
        rf"| every [a-z]+ {_OFF}[^.;]* (?:same|equal\w*|alike)(?= )",
    ),
    (
        "mae",
        r" (?:too|zu|trop|demasiad[oa]s?) (?:few|little|low|early|much|many|high|late|wenig|viel|peu|poc[oa]s?)[^.;]* "
        r"(?:too|zu|trop|demasiad[oa]s?)? ?(?:many|much|high|late|few|little|low|viel|beaucoup|much[oa]s?)[^.;]* "
        r"(?:same|equal\w*|alike|gleich\w*|autant|lo mismo|igual)(?= )",
    ),
    ("mae", r" (?:over|under) ?(?:- )?[^.;]*(?:over|under)[^.;]* (?:same|equal\w*|alike)(?= )"),
    ("mae", rf" how far[^.;]* {_AVERAGE}(?= )"),
    (
        "rmse",
        r" (?:squared|quadratic\w*|quadratisch\w*|the square of|au carre|al cuadrado|quadriert\w*)(?= )"
        r"| (?:disproportion\w*|more than (?:twice|double|proportional\w*))(?= )"
        rf"| (?:punish\w*|penali[sz]\w*|bestraf\w*|penalis\w*)[^.;]* (?:{_BIG}|whoppers?|howlers?|clangers?|worst)(?= )"
        rf"| (?:big|large|huge) ones(?= )| {_BIG} {_ERROR}(?= )| {_ERROR} {_BIG}(?= )| {_BADLY} {_OFF}(?= )",
    ),
    (
        "rmse",
        rf" (?:1|one|a single) (?>[^.;]*? {_OFF})[^.;]* (?:more|worse|dearer|costlier) than [^.;]*{_OFF}(?= )"
        rf"| {_SMALL} (?:\w+ )?{_ERROR}(?>[^.;]*? {_TOLERATED})[^.;]* (?:but|aber|mais|pero) [^.;]*{_BIG}(?= )"
        rf"| (?:tell|say|promis|announc|quot)\w*(?>[^.;]*? {_N} (?:when|while|and|but))[^.;]* {_N}[^.;]* {_RESENTED}"
        rf"(?= )",
    ),
    (
        "rmse",
        rf"(?=.* (?:{_OFF}|forgiv\w*) )(?=.* {_TOLERATED} )(?=.* {_RESENTED} )"
        rf"(?=.* (?:{_N}|{_SMALL}|{_BIG}|more than) .* (?:{_N}|{_SMALL}|{_BIG}) ).*",
    ),
    (
        "rmse",
        r" (?:totals?|sums?|summe|somme|suma)(?: \S+){0,6} (?:right|correct|match\w*|stimm\w*|justes?|add up|accurate)"
        r"(?= )"
        rf"| {_BIG} (?:\w+ )?(?:counts?|matters?|weighs?) (?:the )?most(?= )",
    ),
    (
        "mae",
        rf" {_OFF}(?: [^\s.;]+){{0,6}} {_AVERAGE}(?= )| {_AVERAGE}[^.;]* {_OFF}(?= )| absolute {_ERROR}(?= )"
        rf"| (?:abweichung\w*|desviacion\w*|ecarts?)[^.;]* {_AVERAGE}(?= )",
    ),
    (
        "mae",
        rf" (?:penalt\w+|bills?|billed|charges?|fined?|pay|paid|los(?:e|es|ing)|costs?|charge[ds]?|strafe|zahlen|payons"
        rf"|pagamos)[^.;]* (?:each|every|per|jede\w*|pro|chaque|par|cada|por) [^.;]{{0,25}}{_OFF}(?= )"
        rf"| every [a-z]+ of {_ERROR}[^.;]* (?:same|equal\w*|alike)(?= )",
    ),
    (
        "mape",
        rf" {_OFF}[^.;]* (?:less|not as (?:much|bad)|cheaper)[^.;]* (?:there|large|larger|big|bigger|huge|expensive"
        rf"|high)(?= )| (?:in|as) (?:a )?(?:{_PERCENT}|share|fraction) of (?:the |its |their )?(?:true|actual|real"
        rf"|right|value|correct|price|amount)(?= )",
    ),
    (
        "rmse",
        rf" (?:long|longest|high|highest|expensive|{_BIG}) (?:\w+ ){{0,5}}(?:get right|must be right|right)(?= )"
        rf"| {_OFF}(?: (?:by|of))? {_N}(?>[^.;]*? {_TOLERATED})(?>[^.;]*? {_N})[^.;]* (?:dangerous|{_RESENTED})(?= )",
    ),
)
BY_STEPS = re.compile(
    rf" (?:call|calling|take|taking|say|saying) an? {_N} (?:for )?an? {_N}(?: \S+){{0,4}} (?:worse|more|costlier"
    rf"|dearer)(?= )"
    rf"| (?:{_OFF}|miss\w*|mistakes?)(?: \S+){{0,2}}? (?:by|of) {_N}(?: \S+){{0,4}}? (?:much |far |way |a lot )?"
    rf"(?:worse|more|costlier|dearer|schlimmer|pire|peor)(?: \S+){{0,4}}? (?:than|als|que)(?: \S+){{0,4}}? {_N}(?= )"
)
"""Steps of a scale count for more the more they are: then its classes are numbers."""
NUMBER_RULES = (("rmse", BY_STEPS), *((metric, re.compile(pattern)) for metric, pattern in _RULES))
