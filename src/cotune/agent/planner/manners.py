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
MANNER_RULES = tuple((metric, re.compile(pattern)) for metric, pattern in _MANNERS)
