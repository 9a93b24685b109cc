"""How people say what counts without the name of a metric: honest odds, outliers, percent, every class alike."""

from __future__ import annotations

import re

from cotune.model.words import Metric

_ALIKE = r"(?:the same|equal(?:ly)?|alike|as well|as much|as important|gleich\w*|autant|igual\w*|meme importance)"
_MANNERS: tuple[tuple[Metric, str], ...] = (
    (
        "log_loss",
        (
            r" (?:probabilit\w+|likelihoods?|risks?|chances|odds|wahrscheinlichkeit\w*|probabilites?|"
            r"probabilidad\w*)[^.;]* (?:honest|calibrat\w+|trust\w*|reliable|well calibrated|believ\w+|"
            r"accurate|meaningful|correct|right|realistic|taken literally|mean what|kalibriert|stimmen|"
            r"verlasslich\w*|fiables?|"
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
        r" (\d+) (?:%|percent|prozent) (?:(?:must|should|has to|have to|shall|needs? to|really|actually|muss|soll) )+"
        r"(?:be|mean|sein|bedeuten|heissen)? ?(?:\w+ ){0,2}?\1 (?:%|percent|prozent|of|in|out)(?= )|"
        r" (?:probabilit\w+|likelihoods?|wahrscheinlichkeit\w*|probabilites?|probabilidad\w*)[^.;]* (?:plug\w*|feed\w*|"
        r"fed|multipl\w*|goes? into|go into|enters?|formulas?|calculations?|expected (?:\w+ )?(?:loss|cost|value|"
        r"profit))(?= )|"
        r" (?:multipl\w*|plug\w*|feed\w*|weight\w*)[^.;]{0,25} (?:probabilit\w+|likelihoods?|"
        r"wahrscheinlichkeit\w*)(?= )",
    ),
    (
        "log_loss",
        r" (?:\d+ (?:%|percent|prozent)|probabilit\w+|chances?|odds)[^.;]* (?:rely on|relies on|trust\w*|believe\w*|"
        r"count on|bank on|verlassen)(?= )",
    ),
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
        r"categories|groups?|species)?(?: \w+){0,3}? ?(?:matters?|counts?|(?:are|is) (?:\w+ )?important|are what)(?= )",
    ),
    (
        "f1_macro",
        r" (?:not|never|nicht|pas|no)[^.;]* (?:ignor\w*|neglect\w*|forg[eo]t\w*|overlook\w*|drown\w*|sacrific\w*|"
        r"swamp\w*|"
        r"vernachlassig\w*|neglig\w*|olvid\w*)[^.;]* (?:rare\w*|small\w*|minority|uncommon|selten\w*|rar[oa]s?)(?= )",
    ),
    ("accuracy", r" how many (?:\w+ ){0,4}(?:right|correct)(?= )"),
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
    (
        "mae",
        r" (?:a few|some|few|handful|rare|odd|occasional|single|individual|strange|freak)[^.;]* (?:not|never|nicht|"
        r"pas|no)"
        r"[^.;]* (?:driv\w*|dominat\w*|decid\w*|rul\w*|distort\w*|skew\w*|govern\w*|spoil\w*|ruin\w*|influenc\w*|"
        r"dictat\w*|weigh\w* (?:too|more))(?= )| (?:not|never|nicht|pas|no)[^.;]* (?:driven|dominated|decided|ruled|"
        r"distorted|"
        r"skewed|governed|spoiled|influenced|dictated) by (?:a few|some|few|a handful|the odd|single|individual|huge|"
        r"rare)(?= )",
    ),
    (
        "mae",
        r" (?:penalt\w+|fined?|pay|paid|los(?:e|es|ing)|costs?|charge[ds]?|strafe|zahlen|payons|pagamos)[^.;]* "
        r"(?:each|every|per|jede\w*|pro|chaque|par|cada|por) [^.;]{0,25}(?:off|wrong|errors?|deviation|daneben|"
        r"abweichung|erreur|ecart)(?= )",
    ),
    ("mae", r" robust(?:e[sr]?)? (?:\w+ )?(?:metric|score|measure|error|loss|metrik)(?= )"),
    (
        "average_precision",
        r" (?:only|just|at most|no more than|not more than|can|could|capacity|enough|room|staff|nur|hochstens)[^.;]* "
        r"\d+ "
        r"(?:most|highest|best|riskiest|likeliest|worst|hottest|top)(?= )| (?:the|our|top) (?:top )?\d+ (?:most|"
        r"highest|"
        r"riskiest|likeliest|hottest|best)? ?[a-z]+ (?:first|a day|per|each|every|<t\d+>)",
    ),
    (
        "roc_auc",
        r" (?:rank|sort|order|prioriti[sz]|triag)\w*[^.;]* (?:by (?:how likely|likelihood|probability|risk|chance)|"
        r"from (?:the )?(?:most|highest|top))(?= )",
    ),
    (
        "roc_auc",
        r" (?:ranking|order(?:ing)?|rank\w*|sort\w*)[^.;]* (?:what counts|matters?|counts|important|right|"
        r"by risk|most)(?= )",
    ),
    ("roc_auc", r" (?:separat\w+|discriminat\w+|tell\w* apart)[^.;]* (?:overall|well|from)(?= )"),
    ("mae", r" (?:ignore|discount|downweight|forget|disregard|cap)(?: \w+){0,3} (?:outliers?|extremes?)(?= )"),
    (
        "mae",
        r" (?:typical|usual|average|mean) (?:error|miss|deviation|difference)(?= )| every [a-z]+ (?:of|"
        r"off)[^.;]* (?:same|equal\w*|alike)(?= )",
    ),
    (
        "mae",
        r" (?:on average|im schnitt|im mittel|en moyenne|de media|en promedio|typically)[^.;]* how (?:far|much|"
        r"many)(?= )|"
        r" (?:how far|abweichung\w*|desviacion\w*|ecarts?)[^.;]* (?:on average|im schnitt|im mittel|en moyenne|"
        r"de media|en promedio|typically)(?= )",
    ),
    (
        "rmse",
        r" (?:disproportion\w*|more than (?:twice|double|proportional\w*)|(?:big|large|huge) (?:ones|miss)|"
        r"errores (?:grandes|gordos)|"
        r"erreurs importantes)(?= )",
    ),
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
        "rmse",
        r" (?:squared?|quadratic\w*|quadrat\w*|carre|cuadrad\w*)[^.;]{0,40} (?:deviation|errors?|miss|distance|"
        r"difference|"
        r"fehlers?|abweichung\w*|erreurs?|ecarts?|desviacion)(?= )| (?:penalt\w+|costs?|loss\w*|damage|harm|punish\w*|"
        r"schaden|strafe)[^.;]* (?:squared?|quadratic\w*|quadratisch\w*)(?= )",
    ),
    (
        "rmse",
        r" \d[\d.]*[^.;]* (?:harmless|fine|ok|okay|no problem|nothing|acceptable|tolerable|nobody (?:\w+ )?(?:notices|"
        r"cares|"
        r"minds)|not (?:\w+ )?matter)[^.;]* \d[\d.]*[^.;]* (?:dangerous|bad|worse|terrible|disast\w+|catastroph\w*|"
        r"complain\w*|unacceptable|kills?|costly|expensive|a problem|matters?)(?= )| (?:small|little|minor|slight|"
        r"tiny|kleine) "
        r"(?:errors?|mistakes?|deviations?|misses|ones|fehler)[^.;]* (?:fine|ok|okay|harmless|no problem|not (?:\w+ "
        r")?matter|"
        r"acceptable|live with|tolerable|not (?:\w+ )?care|egal|kein problem)(?= )",
    ),
    (
        "mape",
        r" (?:error|off|deviation|miss|wrong)[^.;]* (?:less|not as (?:much|bad)|cheaper)[^.;]* (?:there|large|larger|"
        r"big|"
        r"bigger|huge|expensive|high)(?= )| (?:in|as) (?:a )?(?:%|percent|percentages?|share|fraction) of (?:the |its |"
        r"their )?(?:true|actual|real|right|value|correct|price|amount)(?= )| (?:in proportion|proportional\w*|"
        r"relative) to "
        r"(?:the |its |their )?(?:size|value|true|actual|amount|price)(?= )",
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
    (
        "precision",
        r" (?:must|has to|have to|needs? to|should|had better|muss|doit|debe) (?:really |very |absolutely |quite "
        r")*(?:be|feel|sein|"
        r"etre|estar) (?:\w+ )?(?:sure|certain|confident|sicher|sur|segur[oa])(?! (?:to|that|all|every|not))(?= )",
    ),
    ("median_ae", r" median(?= )"),
    (
        "rmse",
        r" (?:long|large|big|high|expensive|extreme|huge|biggest|largest|longest|highest) (?:\w+ ){0,5}(?:get right|"
        r"must be "
        r"right|right|matters? most|counts? most)(?= )",
    ),
    ("rmsle", r" (?:log(?:arithmic)? scale|orders? of magnitude|on the log)(?= )"),
)
MANNER_RULES = tuple((metric, re.compile(pattern)) for metric, pattern in _MANNERS)
