"""How people say what counts among classes without the name of a metric: honest odds, a short list, classes alike."""

from __future__ import annotations

import re

from cotune.model.words import Metric

_PROBABILITY = (
    r"(?:probabilit\w+|likelihoods?|risks?|chances?|odds|percentages?|percents|p (?=must|should|needs?|has|is)"
    r"|p \( [a-z0-9]+ \)|wahrscheinlichkeit\w*|risiko|risiken|cotes?|probabilidad\w*)"
)
_HONEST = (
    r"(?:honest|calibrat\w+|(?:un)?trust\w*|reliable|believ\w+|accurate|meaningful|truthful|correct|right|realistic"
    r"|real|true|proper|usable|unbiased|literally|mean what|face value|multipl\w+|kalibriert\w*|stimmen|verlasslich\w*"
    r"|ehrlich\w*|fiables?|honnetes?|calibre\w*|calibrad\w*)"
)
_ALIKE = (
    r"(?:the same|same (?:say|weight)|equal(?:ly)?|alike|as well|as much|as (?:\w+ )?important|as dear|gleich\w*"
    r"|genauso|ebenso|autant|igual\w*|meme importance|por igual|aussi (?:bien|important\w*))"
)
_RARE = (
    r"(?:rare\w*|few|small\w*|minority|seldom|rarely|hardly ever|almost never|uncommon|scarce|tiny|only \d+(?: [a-z]+)?"
    r"|\d+ (?:[a-z]+ )?only|\d+ %|selten\w*|wenige\w*|kleine\w*|rares?|peu nombreu\w*|petit\w*|rar[oa]s?|poc[oa]s?"
    r"|minoritari\w*)"
)
_MATTERS = (
    r"(?:matters?|counts?|important|(?:need|want) to (?:see|find|catch|know|recogni[sz]e)|(?:the )?ones? (?:i|we|that)"
    r"|care about|dear|dangerous|critical|decisive|precious|(?:are|is) what|looking for|wichtig\w*|zahl\w*"
    r"|gefahrlich\w*|compt\w*|importan\w*|cuentan?|peligros\w*)"
)
_ACT = (
    r"(?:call|phone|ring|contact|visit|check|review|inspect|look (?:at|into)|go (?:through|to)|investigate|handle|treat"
    r"|send|mail|write to|listen(?: in)? to|serve|watch|read|open|talk to|interview|follow up|audit|examine|process"
    r"|offer|approach|anruf\w*|pruf\w*|besuch\w*|kontaktier\w*|anschreib\w*|appeler|verifier|controler|visiter"
    r"|contacter|llamar|revisar|visitar|contactar)"
)
_LIMITED = (
    r"(?:only|can|could|able|time|budget|capacity|manage|afford|enough|at most|no more than|will|would|konn\w*|kann|nur"
    r"|schaff\w*|zeit|werden?|temps|pouvons|peux|peut|seulement|podemos|puedo|puede|solo|tiempo)"
)
_NOT_OF_SEARCH = (
    r"(?! (?:%|percent|(?:more |different )?(?:trials?|folds?|models?|cores?|runs?|configs?|iterations?|workers?|times"
    r"|threads?|columns?|features?|classes|levels?)))"
)
_RIGHT = r"(?:right|correct\w*|richtig\w*|korrekt\w*|treffer|justes?|bonnes?|exact\w*|aciert\w*|acert\w*|correct[oa]s?)"
_OFTEN = (
    r"(?:as (?:many|often)[^.;]* as (?:possible|u can|you can|we can|it gets)|most (?:of the time|often)|often"
    r"|moglichst (?:viele|oft)|so (?:viele|oft) wie moglich|(?:le )?plus souvent|le plus possible|autant que possible"
    r"|lo mas posible|(?:el )?maximo posible|mas veces)"
)
_TOP_FIRST: tuple[tuple[Metric, str], ...] = (
    (
        "log_loss",
        r" (\d+) .* \1 (?:in|out of|of|von|sur|de|von den) (?:an? |the |every |such |solchen )?100(?= )",
    ),
    ("f1", r" (?:in|into) balance(?= $| [.,;!)])"),
    ("f1", r" weigh\w*(?: \w+){0,2} (?:2|both|each other|1) against(?= )"),
    (
        "f1",
        r" (?:fair deal|balanc\w+|compromise|trade (?:- )?off|middle (?:ground|way)|mittelweg|gleichgewicht|equilibr\w+"
        r"|compromis\w*)(?: \w+){0,3} (?:between|of|entre|zwischen)(?= )"
        r"| (?:equal\w*|same|gleich\w*|meme|mismo) (?:weight|importance|gewicht\w*|poids|peso) (?:on|for|to|fur|pour"
        r"|para) (?:both|beide|les deux|ambos)(?= )(?! classes)",
    ),
    (
        "average_precision",
        rf"^(?!.* (?:than|als|plutot|rather|lieber) ).* {_LIMITED}(?: [^\s.;]+){{0,6}}? {_ACT}(?: [^\s.;]+){{0,6}}? \d+"
        rf"(?= ){_NOT_OF_SEARCH}"
        rf"| (?:can|could|able to|konnen|kann|peut|pouvons|puede|podemos) (?:only|nur|seulement|que|solo)"
        rf"(?: [^\s.;]+){{1,7}}? \d+(?= ){_NOT_OF_SEARCH}| (?:budget|capacity|room|time|staff|zeit|temps|presupuesto) "
        rf"(?:for|fur|pour|para)(?: \w+)? \d+(?= ){_NOT_OF_SEARCH}",
    ),
    (
        "average_precision",
        rf" (?:most \w+|top|best|first|highest|hottest|ersten|besten|\w+sten|premiers?|primer\w*|mejores)(?: [a-z]+)? "
        rf"(?!1 )\d+(?= ){_NOT_OF_SEARCH}| \d+ (?:most \w+|best|highest|\w+sten|meilleur\w*|mejores|plus \w+|mas \w+)"
        rf"(?= ){_NOT_OF_SEARCH}",
    ),
    (
        "average_precision",
        rf" {_ACT}(?: [^\s.;]+){{0,4}}? (?:top|best|first|highest|upper|riskiest|ersten|besten|premiers?|primeros?) "
        rf"\d+ (?:%|percent|prozent)(?= )",
    ),
    (
        "average_precision",
        r" (?:hottest|likeliest|riskiest|worst|surest|(?:the )?most [a-z]+) (?:ones|leads|cases|first|candidates)(?= )"
        r"| (?:from|at) (?:the )?top(?= )| top (?:to bottom|of the (?:list|ranking|queue))(?= )"
        r"|(?:until|till|as long as) the (?:budget|money|time|day)(?: \S+){0,3} (?:gone|up|over|out|lasts|spent)(?= )"
        r"| (?:first|top) (?:\w+ )?(?:on|in|of) the (?:list|ranking|queue)(?= )| (?:leads|cases) first(?= )",
    ),
)
_MANNERS: tuple[tuple[Metric, str], ...] = (
    (
        "log_loss",
        rf" {_PROBABILITY}[^.;]* {_HONEST}(?= )| {_HONEST} (?:\w+ )?{_PROBABILITY}(?= )"
        r"| (?:quality|goodness|accuracy) of (?:the )?(?:probabilit\w+|risks?|odds)(?= )"
        r"| probabilit\w+(?: \w+){0,2} (?:quality|matters?|counts?|are what)(?= )",
    ),
    (
        "log_loss",
        r" (?:well )?(?:calibrat(?:ed|ion)|kalibriert\w*|calibrees?|calibradas?)(?= )"
        r"| (?:says?|claims?|predicts?|sagt|dit|dice) \d+ (?:%|percent)[^.;]* \d+ (?:%|percent|of|in|times)(?= )"
        r"| \d+ (?:%|percent)(?: \w+)? (?:means?|has to be|heisst|bedeute\w*|veut dire|significa\w*)[^.;]* \d+(?= )"
        r"| (?:probabilit\w+|wahrscheinlichkeit\w*|probabilites|probabilidades)[^.;]* (?:not|rather than|instead of"
        r"|nicht|pas|no)(?: just| only| nur| seulement| solo)? (?:labels?|yes|classes|ja|oui|si)(?= )"
        r"| (?:number|figure|percentage|percent) (?:that )?(?:we|you|i|it) (?:give|show|tell|print|quote|hand|report"
        r"|publish)(?= )"
        r"| (?:shown|told|given|printed|reported|communicated) (?:\w+ ){0,4}as an? (?:percentage|number|figure)(?= )"
        r"| (?:percentage|probability|chance|risk)(?: \w+)? (?:is|gets|are|will be) (?:printed|shown|told|quoted"
        r"|published|displayed)(?= )"
        rf"| (?:multipl\w+|add(?:s|ed)? up)[^.;]* {_PROBABILITY}(?= )| {_PROBABILITY}[^.;]* (?:add up|sum up)(?= )"
        r"| (?:expected (?:loss|value|cost|damage|profit)|erwartete\w* (?:verlust|wert|schaden))(?= )",
    ),
    (
        "accuracy",
        r" (?:both|either|beide|les deux|ambos) (?:kinds?|types?|sorts?|arten|types)? ?(?:of |von |d' |de )?"
        r"(?:mistakes?|errors?|fehler\w*|erreurs|errores)[^.;]* (?:same|equal\w*|alike|more than|gleich\w*|autant"
        r"|igual\w*)(?= )",
    ),
    (
        "balanced_accuracy",
        r" (?:average|mean|mittel\w*|moyenne) (?:of |over |across )?(?:the |both |all )*(?:per (?:- )?)?class(?:es)?"
        r"(?: \w+)? (?:accurac\w+|recalls?|hit rates?)(?= )| (?:both|beide|les deux|ambas) (?:classes|sides|groups"
        r"|outcomes|klassen|kinds|types)(?: \w+){0,3}? (?:the same|equal\w*|alike|as much|gleich\w*|autant|igual)(?= )",
    ),
    (
        "f1_macro",
        rf" (?:every|each|all|both|{_RARE}|jede\w*|alle|chaque|cada|tod[oa]s|toutes|tous)(?: [^\s.;]+){{0,12}}? "
        rf"{_ALIKE}(?= )"
        rf"| (?:treat|weigh|count|weight|judge) (?:all|every|each|them)(?: \w+){{0,3}} {_ALIKE}(?= )"
        rf"| equal (?:say|weight|voice|importance) (?:for|to) (?:all|every|each)(?= )",
    ),
    ("f1_macro", rf" {_RARE}(?: [^\s.;]+){{0,6}}? {_MATTERS}(?= )| {_MATTERS}(?: [^\s.;]+){{0,3}}? {_RARE}(?= )"),
    ("f1_macro", rf" (?:matter|count|weigh|zahl\w*|compt\w*|cuent\w*)s? (?:\w+ )?{_ALIKE}(?= )"),
    ("f1_macro", rf" {_ALIKE} (?:\w+ )?(?:matter|count|weigh|zahl\w*|compt\w*|cuent\w*)(?= )"),
    (
        "balanced_accuracy",
        r" (?:recogni[sz]ed|found|detected|caught|seen|spotted|hit) (?:equally|as|just as) (?:often|well|likely)(?= )",
    ),
    (
        "f1_macro",
        r" (?:not|never|nicht|pas|no)(?: [^\s.;]+){0,5}? (?:dominat\w*|win|drown|hide|swamp|swallow|smother|crush"
        r"|overshadow\w*|take over|decide|domin\w*|untergeh\w*|ecras\w*)(?= )"
        r"| (?:never|always) (?:says?|predicts?|guess\w*|finds?|sagt|dit|dice)(?= )"
        r"| accuracy (?:would|will|could|can|looks?|seems?|is|misleads?|hides) (?:hide|mislead\w*|lie|fool|great|good"
        r"|high|fine|useless|meaningless|not|already|\d)",
    ),
    (
        "accuracy",
        rf" {_OFTEN}[^.;]* {_RIGHT}(?= )| {_RIGHT}[^.;]* {_OFTEN}(?= )| as many (?:\S+ ){{0,5}}{_RIGHT}(?= )",
    ),
    (
        "accuracy",
        r" (?:how often|(?:the )?(?:share|percentage|proportion|fraction)(?: of)?)(?: \w+){0,6} (?:right|correct\w*)"
        r"(?= )"
        r"| (?:right|correct) share(?= )| (?:wie oft|combien de fois)[^.;]* (?:richtig|raison|juste)(?= )",
    ),
    (
        "roc_auc",
        r" (?:rank\w*|sort\w*|order(?:ing)?|rangier\w*|trier|class\w+|orden\w+)[^.;]* (?:what counts|matters?|counts"
        r"|important|right|most|(?:by|nach|par|por|selon|segun) (?:\w+ )?(?:likely|probable|risk|danger|probab\w+"
        r"|likelihood|score|suspicion|risiko|wahrscheinlichkeit|risque|riesgo|chance|promise|urgency))(?= )"
        r"| (?:rank|sort|order|rang|trier|class|orden)\w*(?: \S+){0,3} (?:from|von|de|du|des) (?:the )?\S+(?: \S+)? "
        r"(?:to|bis|zu\w*|au|aux|a) (?:the )?\S+(?= )",
    ),
    ("roc_auc", r" (?:sort|rank|order)\w*[^.;]* (?:come|go|are|stand) first(?= )"),
    (
        "roc_auc",
        r" (?:only|just) (?:care|interested)[^.;]* (?:order|ranking|sequence)(?= )"
        r"| (?:order|ranking|sequence) (?:is|be) (?:right|correct|what counts|all)(?= )",
    ),
    (
        "roc_auc",
        r" (?:cut (?:- )?off|cutoff|threshold|schwelle\w*|seuil|umbral)[^.;]* (?:myself|later|ourselves|own|business"
        r"|yourself|selbst|spater|us|we|moi|nous|nosotros|despues)(?= )"
        r"| (?:separat\w+|discriminat\w+|tell\w* apart)[^.;]* (?:overall|well|from)(?= )",
    ),
    (
        "log_loss",
        rf" {_PROBABILITY}[^.;]* (?:plug\w*|feed\w*|fed|goes? into|enters?|formulas?|calculations?"
        rf"|expected (?:\w+ )?(?:loss|cost|value|profit))(?= )| (?:\d+ (?:%|percent|prozent)|probabilit\w+|chances?"
        rf"|odds)[^.;]* (?:rely on|relies on|trust\w*|believe\w*|count on|bank on|verlassen)(?= )",
    ),
    (
        "f1_macro",
        r" (?:not|never|nicht|pas|no)[^.;]* (?:ignor\w*|neglect\w*|forg[eo]t\w*|overlook\w*|drown\w*|sacrific\w*"
        r"|swamp\w*|vernachlassig\w*|neglig\w*|olvid\w*)[^.;]* (?:rare\w*|small\w*|minority|uncommon|selten\w*"
        r"|rar[oa]s?)(?= )| (?:rare|rarest|small|smaller|minority) (?:\w+ )?are what(?= )",
    ),
    (
        "f1_macro",
        r" (?:rare\w*|small\w*|minority|uncommon|selten\w*|rar[oa]s?)(?: [^\s.;]+){0,5}? (?:not|never|nicht|pas|no)"
        r"(?: [^\s.;]+){0,3}? (?:ignor\w*|neglect\w*|forg[eo]t\w*|overlook\w*|drown\w*|sacrific\w*|swamp\w*|left behind"
        r"|vernachlassig\w*|neglig\w*|olvid\w*)(?= )",
    ),
    ("accuracy", r" how many (?:\w+ ){0,4}(?:right|correct)(?= )| (?:from|of|out of|in) 100 \w+ how many(?= )"),
    ("accuracy", r" (?:aciert\w*|acert\w*) (?:\w+ )?(?:cuant\w+|lo) mas(?= )"),
    (
        "precision",
        r" (?:must|has to|have to|needs? to|should|had better|muss|doit|debe) (?:really |very |absolutely |quite )*"
        r"(?:be|feel|sein|etre|estar) (?:\w+ )?(?:sure|certain|confident|sicher|sur|segur[oa])"
        r"(?! (?:to|that|all|every|not))(?= )",
    ),
)


def _compiled(rules: tuple[tuple[Metric, str], ...]) -> tuple[tuple[Metric, re.Pattern[str]], ...]:
    return tuple((metric, re.compile(pattern)) for metric, pattern in rules)


BEFORE_COSTS, AFTER_COSTS = _compiled(_TOP_FIRST), _compiled(_MANNERS)
"""Rules that are read before the language of costs, and those after it."""
