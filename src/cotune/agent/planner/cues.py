"""Words that turn a whole goal: reports about others, the wish to explain, a target as number or as classes."""

from __future__ import annotations

import re

REPORTED = re.compile(
    r" (?:(?:my|our|his|her|a|the|another|their) (?:\w+ ){0,2}?(?:friend|colleague|boss|mate|flatmate|roommate|cousin"
    r"|uncle|aunt|son|daughter|intern|supervisor|trainee|client|brother|sister|neighbou?r|competitor|predecessor"
    r"|consultant|student|team|vendor|teacher|professor|husband|wife|mum|mother|father|dad)s?"
    r"|he|she|they|someone|somebody|(?<! all )i|(?<! all )we|last (?:time|week|month|year|quarter)|yesterday|previously"
    r"|kaggle \w+) (?:(?!(?:must|may|might|can|could|should|shall|will|would|be|is|are|do|does|who|want|wants|sell) )"
    r"(?:\w+|'s) ){0,4}?(?:used(?! to \w+ing)|took|let(?= (?:\S+ ){1,4}run)|tried|ran|spent|reached|built|trained"
    r"|needed|achieved|burned|burnt|wasted|blew|waited|had(?! better)|did(?! not)|dropped(?! out)|excluded|removed"
    r"|left(?= (?:\S+ ){0,4}out )|split|grouped|weighted|stratified|shuffled|made(?= (?:\S+ ){1,3}split)"
    r"|got(?! (?:(?:like|about|only|just|around) )?(?:<t|\d+ (?:cores?|workers?|cpus?) )))(?= )"
)
_PEOPLE_UNDERSTAND = (
    r"(?:explain|interpret|justify|understand|comprehend|follow|(?<! will )read|defend|draw|trace|reconstruct|retrace"
    r"|inspect|audit|see why|see how|know why|tell why|say why|make sense of|work out why|check by hand|compute by hand"
    r"|reason about)"
)
INTERPRETABLE = re.compile(
    r" (?:explainable|explicable|interpretable|interpretability|explainability|understandable|intelligible|readable"
    r"|transparent|transparency|(?:nothing|not|no|never) (?:\w+ )?opaque"
    r"|(?:give|state|name|list) (?:the |its |a |their )?reasons?|comprehensible|auditable|traceable|white (?:- )?box"
    r"|glass (?:- )?box|self explanatory"
    r"|(?:no|not (?:be )?a|not want a|avoid|without|never a|hate|kein\w*|pas (?:de|une)|sin|ni una|aucune) (?:\w+ )?"
    r"(?:black (?:- )?box(?:es)?|blackbox\w*|boite noire|caja negra)"
    rf"|(?:can(?! you )|could(?! you )|must|need|needs|needed|need to|needs to|have to|has to|had to|able to|want|wants"
    rf"|want to|wants to|like to|should|may|will|able|allowed to|easy to|easily|possible to|obliged to|required to) "
    rf"(?:(?:\w+ ){{0,2}}?to )?(?:\w+ )?{_PEOPLE_UNDERSTAND}(?! (?:the )?(?:variance|ups and downs|differences?|csv"
    rf"|file|data|table|more|most|as much|rest|(?:the|a|an|our|this|that) (?:links?|advice|instructions?|accounts?"
    rf"|pages?|path|route|diet|treatment|plan|calendar|order|dates?))(?= ))"
    r"|(?:can|could|must|should|need to|needs to|has to|have to|may) be (?:\w+ )?(?:explained|justified|understood"
    r"|followed|interpreted|read|traced|reproduced|defended|audited|reconstructed)"
    r"|to explain (?:it|them|each|every|the (?:model|result|decision)|why)|(?:simple|easy|small|plain|short) enough"
    r"|(?:simple|plain|clear|small) (?:model|rules?|formula|equation|explanation|scorecard)|something simple"
    r"|rules? of thumb|easy (?:to|for [a-z ]{1,20} to) (?:explain|understand|interpret|read|follow|grasp)"
    r"|easily (?:understood|explained|read)|human (?:- )?readable|(?:pen|pencil) and paper|back of (?:an|the) envelope"
    r"|easy model|(?:on|with) (?:a )?(?:paper|napkin|whiteboard|blackboard)"
    r"|(?<! entered )(?<! in )(?<! typed )(?<! written )(?<! counted )(?<! measured )(?<! made )by hand"
    r"|without (?:needing |having )?an? (?:phd|degree)|the (?:reasons?|reasoning|logic)"
    r"(?: (?:behind|for|of|must|should|has to))|reasons? for (?:each|every|the|a)"
    r"|why (?:it|the model|each|every|a|someone|somebody)(?: \w+){0,2} (?:decid\w+|predict\w+|says?|flag\w+|reject\w+"
    r"|was|is)|explained to|explain to|explain it|explain each|laym[ae]n|lay people|layperson"
    r"|erklarbar\w*|interpretierbar\w*|nachvollzieh\w*|verstandlich\w*|erklaren (?:kann|konnen|lasst|muss|mussen)"
    r"|(?:muss|mussen|soll|sollen|kann|konnen|will|wollen|mochte\w*)(?: \S+){0,6}? (?:verstehen|erklaren|begreifen)"
    r"|einfaches modell|verstehen (?:kann|konnen|muss|mussen)|durchschaubar|keine? blackbox|begrundbar\w*"
    r"|comprehensibles?|interpretables?|expliquer|comprendre|modele (?:tres )?simple|lisibles?|transparente?s?"
    r"|explicables?|explicar\w*|modelo (?:muy )?(?:simple|sencillo)|sencillo|entendibles?|entender|comprensibles?"
    r"|interpretar) "
)
AS_NUMBER = re.compile(
    r"(?<! not)(?<! nicht)(?<! pas)(?<! no) (?:as (?:a )?(?:number|count|numeric|continuous|regression)"
    r"|regress(?:ion|or)?|regresion|als zahl|comme un nombre|como (?:un )?numero) "
)
AS_CLASSES = re.compile(
    r" (?:as (?:a )?(?:class|classes|category|categories|label|labels|categorical"
    r"|(?:yes (?:or|/) no|binary|boolean|2 (?:- )?class)(?: \w+)?|classification)|classif\w*|klassifi\w*|clasific\w*"
    r"|als klassen?|comme (?:des )?classes?|como clases?|(?:so|are|really|just|only|\d+) (?:\w+ )?(?:classes"
    r"|categories)|not (?:as )?an? (?:number|quantity|amount)|nicht als zahl|pas comme un nombre"
    r"|no como (?:un )?numero) "
)
UNWANTED = re.compile(
    r" (?:(?:muss|mussen|soll|braucht) (?:es |er |sie |das )?(?:\w+ )?nicht|neither"
    r"|(?:is|are|does|do|must|need|needs|would)(?: \w+)? not(?: \w+){0,2}"
    r"|not(?: \w+)? (?:needed|required|important|necessary)|irrelevant|optional|egal"
    r"|(?:is|are) (?:irrelevant|optional|secondary|no (?:concern|issue|must)))(?= )"
)
"""What is said of a thing after its name to say that it isn't wanted: `interpretability neither`."""
NEGATED = re.compile(r" (?:not|no|never|without|nicht|keine?|pas|sin)(?: \w+){0,2} $")
