"""Words that turn a whole goal: reports about others, the wish to explain, a target as number or as classes."""

from __future__ import annotations

import re

REPORTED = re.compile(
    r" (?:(?:my|our|his|her|a|the|another|their) (?:\w+ ){0,2}?(?:friend|colleague|boss|mate|"
    r"flatmate|roommate|cousin|uncle|aunt|son|daughter|intern|supervisor|trainee|client|"
    r"brother|sister|neighbou?r|competitor|predecessor|consultant|student|team|vendor|"
    r"teacher|professor|husband|wife|mum|mother|father|dad)s?"
    r"|he|she|they|someone|somebody|(?<! all )i|(?<! all )we|last (?:time|week|month|year|quarter)|yesterday|"
    r"previously|kaggle \w+)"
    r" (?:(?:\w+|'s) ){0,4}?(?:used|took|let(?= (?:\S+ ){1,4}run)|tried|ran|spent|reached|built|trained|needed|"
    r"achieved|"
    r"burned|burnt|wasted|blew|"
    r"waited|had|did(?! not)"
    r"|got(?! (?:(?:like|about|only|just|around) )?(?:<t|\d+ (?:cores?|workers?|cpus?) )))(?= )"
)
_PEOPLE_UNDERSTAND = (
    r"(?:explain|interpret|justify|understand|comprehend|follow|(?<! will )read|defend|draw|trace|reconstruct|retrace|"
    r"inspect|"
    r"audit|"
    r"see why|see how|know why|tell why|say why|make sense of|work out why|check by hand|compute by hand|reason about)"
)
INTERPRETABLE = re.compile(
    r" (?:explainable|explicable|interpretable|interpretability|explainability|understandable|intelligible|readable|"
    r"transparent|transparency|(?:nothing|not|no|never) (?:\w+ )?opaque|(?:give|state|name|list) (?:the |its |a |"
    r"their )?reasons?|comprehensible|auditable|traceable|white (?:- )?box|glass (?:- )?box|self explanatory"
    r"|(?:no|not (?:be )?a|not want a|avoid|without|never a|hate|kein\w*|pas (?:de|une)|sin|ni una|aucune) (?:\w+ )?"
    r"(?:black (?:- )?box(?:es)?|blackbox\w*|boite noire|caja negra)"
    r"|(?:can(?! you )|could(?! you )|must|need|needs|needed|need to|needs to|have to|has to|had to|"
    r"able to|want|wants|want to|"
    r"wants to|like "
    r"to|should|may|will|able|allowed to|easy to|easily|possible to|obliged to|"
    r"required to) (?:(?:\w+ ){0,2}?to )?(?:\w+ )?"
    rf"{_PEOPLE_UNDERSTAND}(?! (?:the )?(?:variance|ups and downs|differences?|csv|file|data|table|more|most|as much|"
    rf"rest|(?:the|a|an|our|this|that) (?:links?|advice|instructions?|accounts?|pages?|path|route|diet|treatment|"
    r"plan|calendar|order|dates?))"
    r"(?= ))"
    r"|(?:can|could|must|should|need to|needs to|has to|have to|may) be (?:\w+ )?(?:explained|justified|understood|"
    r"followed|interpreted|"
    r"read|traced|reproduced|defended|audited|reconstructed)|to explain (?:it|them|each|every|the (?:model|result|"
    r"decision)|why)|(?:simple|easy|small|plain|short) enough|"
    r"(?:simple|plain|clear|small) (?:model|rules?|formula|equation|explanation|scorecard)|something simple|"
    r"rules? of thumb|"
    r"easy (?:to|for [a-z ]{1,20} to) (?:explain|understand|interpret|read|follow|grasp)|easily (?:understood|"
    r"explained|read)|"
    r"human (?:- )?readable|(?:pen|pencil) and paper|back of (?:an|the) envelope|easy model|(?:on|with) (?:a "
    r")?(?:paper|napkin|whiteboard|blackboard)|"
    r"(?<! entered )(?<! in )(?<! typed )(?<! written )(?<! counted )(?<! measured )(?<! made )by hand|"
    r"without (?:needing |"
    r"having )?an? (?:phd|degree)|"
    r"the (?:reasons?|reasoning|logic)(?: (?:behind|for|of|must|should|has to))|reasons? for (?:each|every|the|a)|"
    r"why (?:it|the model|each|every|a|someone|somebody)(?: \w+){0,2} (?:decid\w+|predict\w+|says?|flag\w+|"
    r"reject\w+|was|is)|"
    r"explained to|explain to|explain it|explain each|laym[ae]n|lay people|layperson"
    r"|erklarbar\w*|interpretierbar\w*|nachvollzieh\w*|verstandlich\w*|erklaren (?:kann|konnen|lasst|muss|mussen)|"
    r"(?:muss|mussen|soll|sollen|kann|konnen|will|wollen|mochte\w*)(?: \S+){0,6}? (?:verstehen|erklaren|begreifen)|"
    r"einfaches modell|verstehen (?:kann|konnen|muss|mussen)|durchschaubar|keine? blackbox|begrundbar\w*"
    r"|comprehensibles?|interpretables?|expliquer|comprendre|modele (?:tres )?simple|lisibles?|transparente?s?"
    r"|explicables?|explicar\w*|modelo (?:muy )?(?:simple|sencillo)|sencillo|entendibles?|entender|comprensibles?|"
    r"interpretar) "
)
AS_NUMBER = re.compile(
    r"(?<! not)(?<! nicht)(?<! pas)(?<! no) (?:as (?:a )?(?:number|count|numeric|continuous|regression)|"
    r"regress(?:ion|or)?|regresion|"
    r"als zahl|comme un nombre|como (?:un )?numero) "
)
AS_CLASSES = re.compile(
    r" (?:as (?:a )?(?:class|classes|category|categories|label|labels|categorical|(?:yes (?:or|/) no|binary|"
    r"boolean|2 (?:- )?class)(?: \w+)?|"
    r"classification)|classif\w*|klassifi\w*|clasific\w*|als klassen?|"
    r"comme (?:des )?classes?|como clases?|(?:so|are|really|just|only|\d+) (?:\w+ )?(?:classes|categories)|"
    r"not (?:as )?an? (?:number|quantity|amount)|nicht als zahl|pas comme un nombre|no como (?:un )?numero) "
)
UNWANTED = re.compile(
    r" (?:(?:muss|mussen|soll|braucht) (?:es |er |sie |das )?(?:\w+ )?nicht|neither|(?:is|are|does|do|must|need|needs|"
    r"would)(?: \w+)? not(?: \w+){0,2}|not(?: \w+)? (?:needed|required|"
    r"important|necessary)|irrelevant|optional|egal|(?:is|are) (?:irrelevant|optional|secondary|no (?:concern|issue|"
    r"must)))(?= )"
)
"""What is said of a thing after its name to say that it isn't wanted: `interpretability neither`."""
NEGATED = re.compile(r" (?:not|no|never|without|nicht|keine?|pas|sin)(?: \w+){0,2} $")
