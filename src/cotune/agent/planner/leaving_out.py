"""The words for leaving columns out, and for keeping them: orders, verdicts, and what points back."""

from __future__ import annotations

import re

from cotune.agent.planner.columns import LIST
from cotune.agent.planner.text import word_set

_NOT = (
    r"(?:(?:do|does|did|must|should|can|may|shall|will|would|could|need|ought)(?: \w+)? not(?: to)?|not to|never|not"
    r"|nicht|ne|n'|no)"
)
_USE = (
    r"(?:use|using|include|including|see|seeing|know|look at|touch|train on|learn from|rely on|consider|contain|have"
    r"|feed|take(?! (?:more|longer|over|up|less|\d))|peek(?:ing)? at|base \w+ on|take into account"
    r"|let \w+(?: \w+)? (?:see|use|know|look at)|verwende[nt]?|benutz\w+|nutze\w*|berucksichtig\w+|utilise[rz]?|uses?"
    r"|usar|utiliza\w*|utilic\w+|incluy\w+|incluir|prend\w* en compte|tener en cuenta)"
)
_DROP = (
    r" (?:exclud(?:e|es|ing)|drop(?:ping)?|remov(?:e|ing)|leav(?:e|ing) (?:out|off|away|aside)|ignor(?:e|ing)"
    r"|omit(?:ting)?|discard(?:ing)?|skip(?:ping)?|delet(?:e|ing)|get(?:ting)? rid of|throw(?:ing)? (?:away|out)|toss"
    r"|ditch|hid(?:e|ing)|forget(?: about)?(?! (?:that|it|this|what))|disregard(?:ing)?|strip(?: out| off)?"
    r"|tak(?:e|ing) (?:out|away)|keep(?:ing)? (?:out|away)|cut(?: out)?|kick(?: out)?|scrap|strike(?: out| off)?"
    r"|(?:can|could|must|may|should)(?: \w+)? not (?:keep|have)|eliminate|filter out|mask|ban|avoid(?: using)?"
    r"|stop using|no longer use|be blind to|without(?: using)?|except(?: for)?|excluding|apart from|aside from|out with"
    r"|away with|without knowing|all but|(?:all|every) (?:other )?(?:columns?|features?|variables?|fields?|one) but"
    r"|everything but|anything but|other than|minus|less|no|not|neither|none of|nor"
    rf"|{_NOT}(?: \w+){{0,2}}? {_USE}|off limits|forbidden|not allowed|taboo"
    r"|ohne|ignoriere?n?|entfern\w*|schliesse?|weder|ausser|bis auf|streiche?|wirf|verzichte(?: auf)?|kein\w*"
    r"|sans(?: utiliser)?|exclu\w*|ignore[rz]?|enleve[rz]?|retire[rz]?|supprime[rz]?|ecarte[rz]?|omet\w*"
    r"|laisse[rz]? de cote|sauf|hormis|a part(?= (?:de |l'|la |les? |<))|ni|ne pas utiliser|pas d[eu']"
    r"|sin(?: usar| utilizar| tener en cuenta)?|excluy\w*|excluir|ignora\w*|quita\w*|elimina\w*|descarta\w*|omit\w*"
    r"|deja(?:r|ndo)? fuera|salvo|excepto|menos|prescind\w* de)"
)
_BETWEEN = (
    r"(?: (?!(?:gpus?|cpus?|<t|<f|for|in|by|to predict|predict|with|more|than|longer)\b)(?:[a-z']+|:|=|/|\(|\""
    r"|')){0,5}?"
)
ON_A_TOPIC = re.compile(
    rf"{_DROP}[^.;!?\n]*? (?:anything|everything|whatever|all|any|columns?|features?|variables?|fields?|alles|tout"
    rf"|todo)(?: (?:columns?|features?|variables?|fields?|info|information))?(?: that (?:has|have|is|are))? "
    rf"(?:to do with|related to|relating to|about|regarding|concerning|mentioning|uber|sur|sobre)"
    rf"(?: (?:the|our|a|an))? (?P<topic>\S+)(?= )"
)
"""`ignore anything about streaming`: all columns with that word in their names."""
ALL_OF_A_KIND = re.compile(
    rf"{_DROP}(?: (?:out|every|each|one|1|all|any|of|the|those|these|2|3|4|5|both))* (?P<topic>[a-z]{{3,}}) (?:columns"
    rf"|features|variables|fields)(?= )"
)
"""`leave out every one of the reanalysis columns`."""
ACTIVE_LIST = re.compile(rf"{_DROP}{_BETWEEN} (?P<list>{LIST})")
NEAR = word_set(
    "no not without except minus less cut other than ni sin sans ohne menos avoid nor neither kein keine keinen pas "
    "all everything anything but have"
)
_SMALL = (
    r"(?: (?:the|a|an|any|all|both|also|just|please|columns?|features?|variables?|fields?|info|information|use|using"
    r"|for|from|of|on|my|our|its|their|usar|utiliser|utilizar|die|der|das|den|dem|spalten?|les?|la|los|las|el|columnas?"
    r"|colonnes?|l'|d'|de|:|\"|'|either))*"
)
NEAR_LIST = re.compile(rf"{_DROP}{_SMALL} (?P<list>{LIST})")
AROUND = re.compile(
    rf" (?:leave(?! (?:- )?(?:one|1) - )|leaving|take|taking|keep|keeping|throw|throwing|put|set|let|nimm|lass\w*"
    rf"|schliess\w*|wirf|deja\w*|laisse[rz]?)(?: (?:[a-z']+|\")){{0,4}}? (?P<list>{LIST})(?: \w+){{0,3}}? (?:out|weg"
    rf"|raus|away|aside|alone|aus|aussen vor|beiseite|de cote|fuera|aparte|off)(?= )"
)
_PRONOUN = (
    r"(?:it|them|that|this|these|those|both|either|all (?:of )?(?:them|these|those)|that (?:one|1)|this (?:one|1)"
    r"|these (?:two|2)|those (?:two|2)|the (?:two|2)|the latter|sie|es|ihn|diese|beide|das|le|les|la|lo|los|las|ellos"
    r"|ambas|ambos)"
)
POINTED = re.compile(
    rf"{_DROP}(?: (?:use|using|also|for|please|to|let|the model|columns?|of))* {_PRONOUN}(?= )"
    rf"(?! (?:when|while|in) (?:\w+ )?(?:scor|evaluat|judg|measur)\w*)"
    rf"(?! (?:win|dominat\w*|decide|drive|ruin|spoil|count|fool|take over))"
    rf"| (?:leave|take|keep|throw|put|set|lass|nimm) {_PRONOUN}(?: \w+)? (?:out|away|aside|off|alone|weg|raus)(?= )"
    rf"| (?:leave|forget|skip) {_PRONOUN} $| (?:excluye|quita|elimina|ignora|enleve|retire|supprime|exclus)(?:lo|la|los"
    rf"|las|-?(?:le|la|les))s?(?= )"
)
VERB_ALONE = re.compile(
    r" (?:please )?(?:exclude|drop|remove|leave out|ignore|omit|discard|skip|delete|forget|off limits|forbidden"
    r"|not allowed|taboo|exclure|ignorer|retirer|enlever|supprimer|excluir|ignorar|quitar|eliminar|weglassen|ignorieren"
    r"|raus damit|do not use|never use|must not use|nicht verwenden|ne pas utiliser|no usar)"
    r"(?: (?:please|too|altogether|completely|entirely|as well|bitte|!|s'il vous plait|svp|por favor))* $"
)
_UNUSED = (
    r"(?:used|included|considered|seen|there|allowed|known|available|part of|an? (?:feature|input|predictor)|play|enter"
    r"|count|influence\w*|matter|go in(?:to)?|in(?! (?:both|train\w*|test\w*|two|different|several"
    r"|the (?:same|train\w*|test)))(?: there| it)?|taken into account|relied on|have (?:an? )?(?:influence|say|effect)"
    r"|affect|touched|fed)"
)
_OUT = (
    r"(?:dropped|removed|excluded|ignored|left out|omitted|discarded|deleted|skipped|hidden|out|stay out|stay away"
    r"|remain out|be out|kept out|set aside|taken out|thrown (?:out|away)|go|go away|disregarded|gone)"
)
_AUX = r"(?:is|'s|'re|are|was|were|be|being|gets?|become|becomes|ist|sind|wird|werden|est|sont|es|son|esta|estan|se)"
_AFTER_WARDS = (
    r"(?:before|after|at the (?:end|close)|in the end|am ende|a la fin|al final|afterwards|later|once|when|at the time"
    r"|until|in hindsight|too late|in advance|at prediction|post|following|while|the next|by then|a posteriori|apres"
    r"|despues|nachher|hinterher|erst|danach|spater|luego)"
)
_KNOWN = (
    r"(?:known|available|recorded|filled(?: in)?|measured|determined|set|assigned|computed|calculated|written|entered"
    r"|decided|collected|observed|reported|created|added|logged|noted|bekannt|verfugbar|gemessen|connue?s?|disponibles?"
    r"|mesuree?s?|conocid\w+|conocen?|sabe|saben|mide|registr\w+|erfasst|eingetragen)"
)
PREDICATE = re.compile(
    rf" (?:(?:must|may|should|can|shall|could|ought|will|need|would|do|does)(?: \w+)? not (?:to )?(?:be )?"
    rf"(?:\w+ ){{0,2}}?{_UNUSED}"
    rf"|{_AUX}(?: \w+)? not (?:to )?(?:be )?(?:\w+ )?{_UNUSED}|not to (?:be )?(?:use|used|included|seen)"
    rf"|not (?:be )?(?:used|included|allowed|seen)"
    rf"|(?:should|must|can|needs? to|has to|have to|ought to|is to|are to|to|will|shall|please)(?: \w+)? (?:be )?{_OUT}"
    rf"(?! (?:up|down|for|to|from))|(?:can|could|may|might) (?:be )?{_OUT}(?! (?:up|down|for|to|from))"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:off limits|off the table|forbidden|banned|disallowed|taboo|tabu|irrelevant|useless"
    rf"|worthless|meaningless|noise|garbage|junk|nonsense|(?:a )?leaks?|leaky|leaking|leakage|cheating|prohibited"
    rf"|excluded|confidential|no go|verboten|unzulassig|wertlos|unwichtig|interdite?s?|inutiles?|prohibid\w+"
    rf"|inutil(?:es)?|inservibles?|no good|of no use|(?:an? )?(?:ids?|identifiers?|keys?|row numbers?|counters?"
    rf"|serial numbers?)|not useful|no help|not helpful|redundant|pointless|nur (?:eine )?(?:id|nummer))"
    rf"|(?:off limits|forbidden|removed|dropped|excluded|ignored|omitted|left out|taken out|discarded|deleted"
    rf"|exclu[se]?s?|excluid[oa]s?|banned|taboo|tabu|prohibited|verboten|out|raus|weg|fuera|interdit|prohibido"
    rf"|bleib\w* draussen|bleiben? aussen vor)(?: (?:please|bitte))? $"
    rf"|(?:only|just|merely|nur|erst|seulement|uniquement|solo)(?: \w+){{0,2}} {_KNOWN}(?: \w+){{0,2}}? {_AFTER_WARDS}"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:only |just |merely |erst )?(?:\w+ )?{_KNOWN}(?: \w+'?){{0,2}}? {_AFTER_WARDS}"
    rf"(?! take)"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:erst|seulement|solo)(?: \w+){{0,3}} {_KNOWN}"
    rf"|(?:{_AUX}|stays?|remains?)(?: \w+){{0,3}}? (?:unknown|unavailable|missing at|unbekannt|inconnue?s?"
    rf"|desconocid\w+)"
    rf"|{_AUX}(?: \w+)? not (?:yet )?{_KNOWN}|(?:will|would) not (?:yet )?be {_KNOWN}"
    rf"|not {_KNOWN}(?: yet| before|$| at)"
    r"|(?:unknown|unavailable|not known|unbekannt|inconnue?s?) (?:in advance|beforehand|before|at the time|yet|until"
    r"|vorab|im voraus|a l' avance)"
    r"|(?:is|are|was|were)(?: \w+){0,2} (?:reacting|reactions?|consequences?|results?|effects?|symptoms?)"
    r"(?! of (?:the )?<)"
    r"|(?:steht|stehen)(?: \w+){0,2} erst(?: \w+){1,2} fest|verrat(?:en)?"
    r"|(?:come|comes|came|arrive|arrives|happen|happens|gets?|get|become|becomes|appear|appears|turn up|exist|exists)"
    r"(?: \w+){0,2}? (?:later|after|afterwards|too late|in hindsight)|not (?:yet )?exist(?: yet| before)?"
    r"|(?:would|will|does|do|might|could)?(?: \w+)? ?(?:giv(?:e|es) (?:\w+ ){1,3}away|leaks?|reveals?|be cheating"
    r"|cheats?|spoils?|betrays?)|(?:tells?|says?|contains?|encodes?|is|are)(?: \w+)? (?:it|the answer|the outcome"
    r"|the target|the result)(?: \w+)? (?:directly|already|itself|away|outright)"
    r"|(?:contains?|encodes?) (?:\w+ )?(?:the answer|the outcome|the target)|(?:is|are) (?:\w+ )?the answer"
    r"|(?:is|are) (?:\w+ )?(?:derived|computed|calculated|taken|built|made) from (?:it|that"
    r"|the (?:target|outcome|answer))|plays? no (?:role|part)|(?:has|have) nothing to do"
    r"|not (?:matter|count|play|stay(?: in)?)"
    r"|(?:durfen|darf|sollen|soll|sollte|sollten|konnen|kann|muss|mussen)(?: \w+){0,2} (?:nicht|keine?n?)"
    r"|(?:nicht|keinesfalls)(?: \w+)? (?:verwende[nt]?|benutz\w*|nutzen|beruck\w*|einbezieh\w*|rein|dabei|einfliessen)"
    r"|weglassen|weggelassen|ausschliessen|ausgeschlossen|ignorieren|entfernen|aussen vor"
    r"|(?:muss|mussen|soll|sollen|kann|konnen) (?:\w+ )?(?:raus|weg)"
    r"|(?:ne|n')? ?(?:doit|doivent|peut|peuvent|sont|est|devrai\w+)(?: \w+)? pas"
    r"|(?:doit|doivent|est|sont)(?: etre)? (?:exclu\w*|ignore\w*|retire\w*|ecarte\w*|supprime\w*)"
    r"|a (?:exclure|ignorer|retirer|supprimer|ecarter|eviter)"
    r"|no (?:se )?(?:debe|deben|puede|pueden|conoce|conocen|sabe|saben|esta|estan|deberia\w*)(?: \w+)?"
    r"|goes(?: out| away)? $|quedan? fuera|(?:debe|deben) (?:quedar|excluir\w*|ser excluid\w*|eliminar\w*)"
    r"|no (?:usar|utilizar|cuenta\w*))(?= |$)"
)
BEFORE_KNOWN = re.compile(
    rf" before (?:the )?(?P<list>{LIST}) (?:is|are|gets?|becomes?|was|were|comes?)(?: \w+)? ?(?:{_KNOWN}|in)(?= )"
)
NEITHER = re.compile(rf" (?:neither|weder|ni)(?: (?:the|die|der|le|la|el))* (?P<list>{LIST})")
ONE_BY_ONE = re.compile(
    rf"^ (?:(?:the|and|nor|or) )*(?P<list>{LIST}) (?:neither|either|as well|too|auch nicht|non plus|tampoco) $"
)
KEEP = re.compile(
    rf" (?:(?:do |must |should |can |may )?not|never|nicht|don't|ne pas|no)(?: \w+){{0,2}}? (?:drop|remove|exclude"
    rf"|ignore|leave out|omit|forget|delete|discard|throw|skip|be (?:dropped|removed|excluded|ignored|left out|omitted)"
    rf"|entfern\w*|weglassen|quit\w*|elimin\w*|enlev\w*|supprim\w*)(?= )"
    r"|(?<! not)(?: (?:must|should|can|may|have to|has to|to|please))?(?<! not) (?:stays?|remains?|kept)(?: in)? (?!out"
    r"|away)(?= |$)"
    rf"| (?:is|are) (?:fine|ok|okay|allowed)(?= )| wants?(?: to have)? (?:\w+|<[cd]\d+>) (?:back )?in(?= [.,;!)]| $)"
    rf"| {LIST} will do(?= )| (?:leave|keep)(?: (?:\w+|<[cd]\d+>)){{0,3}}? in(?! mind)(?= )"
    rf"| keep(?! out| away| \w+ out| {LIST} (?:out|away|aside)|[^.;!?]{{0,60}} (?:same|together))(?= )"
    rf"| (?:can|may|must|should) be used(?= )"
)


ELLIPSIS = re.compile(
    rf"^ (?:(?:but|and|aber|mais|pero|sondern) )*(?:not|nicht|pas|no) (?:the )?(?P<list>{LIST}) $"
    rf"|^ (?:and )?(?:so|neither|nor) (?:is|are|does|do|goes|go|must|should|will) (?:the )?(?P<list3>{LIST}) $"
    rf"|^ (?:but|and|aber|mais|pero) (?:the )?(?P<list2>{LIST}) (?:does|do|is|are|should|must|may|can|did|has|have) not"
    rf"(?: \w+)? $"
)
