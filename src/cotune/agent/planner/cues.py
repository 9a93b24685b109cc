"""Words that turn a whole goal: reports about others, the wish to explain, a target as number or as classes."""

from __future__ import annotations

import re

REPORTED = re.compile(
    r" (?:(?:my|our|his|her|a|the|another|their) (?:\w+ ){0,2}?(?:friend|colleague|boss|mate|"
    r"brother|sister|neighbou?r|competitor|predecessor|consultant|student|team|vendor|"
    r"teacher|professor|husband|wife|mum|mother|father|dad)s?"
    r"|he|she|they|someone|somebody|i|we|last (?:time|week|month|year|quarter)|yesterday|previously|kaggle \w+)"
    r" (?:(?:\w+|'s) ){0,4}?(?:used|took|tried|ran|spent|reached|built|trained|needed|achieved|waited|had|did"
    r"|got(?! (?:(?:like|about|only|just|around) )?(?:<t|\d+ (?:cores?|workers?|cpus?) )))(?= )"
)
INTERPRETABLE = re.compile(
    r" (?:explainable|interpretable|interpretability|explainability|understandable|"
    r"transparent|comprehensible|white (?:- )?box|glass (?:- )?box"
    r"|(?:no|not a|avoid|without|kein\w*|pas de|sin) (?:\w+ )?black (?:- )?box(?:es)?|(?:can|"
    r"could|must|need to|have to|has to|able to|want to) (?:\w+ )?(?:explain|interpret|justify)(?! the variance)"
    r"|(?:can|could) (?:actually |really |easily |also |still )?(?:read|understand|follow)"
    r"|(?:simple|easy|small) enough|simple model|easy to (?:explain|understand|interpret|"
    r"read)|human (?:- )?readable|read (?:the rules|it by hand)"
    r"|erklarbar\w*|interpretierbar\w*|nachvollziehbar\w*|verstandlich\w*|erklaren kann|"
    r"einfaches modell|explicable\w*|interpretable\w*|expliquer|modele simple|comprehensible|"
    r"explicar|modelo (?:simple|sencillo)|sencillo|entendible) "
)
AS_NUMBER = re.compile(
    r" (?:as (?:a )?(?:number|numeric|continuous|regression)|regress(?:ion|or)?|regresion|"
    r"als zahl|comme un nombre|como (?:un )?numero) "
)
AS_CLASSES = re.compile(
    r" (?:as (?:a )?(?:class|classes|category|categories|label|labels|categorical|"
    r"classification)|classif\w*|klassifi\w*|clasific\w*|als klassen?|"
    r"comme (?:des )?classes?|como clases?) "
)
NEGATED = re.compile(r" (?:not|no|never|without|nicht|keine?|pas|sin)(?: \w+){0,2} $")
