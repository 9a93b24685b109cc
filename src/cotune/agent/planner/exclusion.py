"""Which columns a goal leaves out: what each clause says of the columns it names, or of those named just before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cotune.agent.planner.clauses import Clause, clauses_of
from cotune.agent.planner.columns import LIST, columns_in
from cotune.agent.planner.text import Phrase

_NOT = (
    r"(?:(?:do|does|did|must|should|can|may|shall|will|would|could|need|ought)(?: \w+)? not(?: to)?|not to|never|not|"
    r"nicht|ne|n'|no)"
)
_USE = (
    r"(?:use|using|include|including|see|seeing|know|look at|touch|train on|learn from|rely on|consider|contain|have|"
    r"feed|peek at|base \w+ on|take into account|let \w+(?: \w+)? (?:see|use|know|look at)|verwende[nt]?|benutz\w+|"
    r"nutze\w*|berucksichtig\w+|utilise[rz]?|uses?|usar|utiliza\w*|utilic\w+|incluy\w+|incluir|"
    r"prend\w* en compte|tener en cuenta)"
)
_DROP = (
    r" (?:exclud(?:e|es|ing)|drop(?:ping)?|remov(?:e|ing)|leav(?:e|ing) (?:out|off|away|aside)|ignor(?:e|ing)|"
    r"omit(?:ting)?|discard(?:ing)?|skip(?:ping)?|delet(?:e|ing)|get(?:ting)? rid of|throw(?:ing)? (?:away|out)|"
    r"toss|ditch|hid(?:e|ing)|forget(?: about)?|disregard(?:ing)?|strip(?: out| off)?|tak(?:e|ing) (?:out|away)|"
    r"keep(?:ing)? (?:out|away)|cut(?: out)?|kick(?: out)?|scrap|eliminate|filter out|mask|ban|avoid(?: using)?|"
    r"stop using|no longer use|be blind to|without(?: using)?|except(?: for)?|excluding|apart from|aside from|all but|"
    r"everything but|anything but|other than|minus|less|no|not|neither|none of|nor"
    rf"|{_NOT}(?: \w+){{0,2}}? {_USE}|off limits|forbidden|not allowed|taboo"
    r"|ohne|ignoriere?n?|entfern\w*|schliesse?|weder|ausser|bis auf|streiche?|wirf|verzichte(?: auf)?|kein\w*"
    r"|sans(?: utiliser)?|exclu\w*|ignore[rz]?|enleve[rz]?|retire[rz]?|supprime[rz]?|ecarte[rz]?|omet\w*|laisse[rz]? de"
    r" cote|sauf|hormis|a part|ni|ne pas utiliser|pas d[eu']"
    r"|sin(?: usar| utilizar| tener en cuenta)?|excluy\w*|excluir|ignora\w*|quita\w*|elimina\w*|descarta\w*|"
    r"omit\w*|deja(?:r|ndo)? fuera|salvo|excepto|menos|prescind\w* de)"
)
_BETWEEN = (
    r"(?: (?!(?:gpus?|cpus?|<t|<f|for|in|by|to predict|predict|with|more|than|longer)\b)(?:[a-z']+|:|=|/|\(|\"|')){0,5}?"
)
_ACTIVE_LIST = re.compile(rf"{_DROP}{_BETWEEN} (?P<list>{LIST})")
_NEAR = frozenset(
    """no not without except minus less cut other than ni sin sans ohne menos avoid nor neither kein keine keinen pas
    all everything anything but have""".split()
)
_SMALL = (
    r"(?: (?:the|a|an|any|all|both|also|just|please|columns?|features?|variables?|fields?|info|information|use|using|"
    r"for|from|of|on|my|our|its|their|usar|utiliser|utilizar|die|der|das|den|dem|spalten?|les?|la|los|las|el|columnas?|"
    r"colonnes?|l'|d'|de|:|\"|'|either))*"
)
_NEAR_LIST = re.compile(rf"{_DROP}{_SMALL} (?P<list>{LIST})")
_AROUND = re.compile(
    r" (?:leave|leaving|take|taking|keep|keeping|throw|throwing|put|set|let|nimm|lass\w*|schliess\w*|wirf|deja\w*|"
    rf"laisse[rz]?)(?: (?:[a-z']+|\")){{0,4}}? (?P<list>{LIST})(?: \w+){{0,3}}? (?:out|weg|raus|away|aside|alone|aus|"
    r"aussen vor|beiseite|de cote|fuera|aparte|off)(?= )"
)
_PRONOUN = (
    r"(?:it|them|that|this|these|those|both|either|all (?:of )?(?:them|these|those)|that (?:one|1)|this (?:one|1)|these (?:two|2)|"
    r"those (?:two|2)|the (?:two|2)|the latter|sie|es|ihn|diese|beide|das|le|les|la|lo|los|las|ellos|ambas|ambos)"
)
_POINTED = re.compile(
    rf"{_DROP}(?: (?:use|using|also|for|please|to|let|the model|columns?|of))* {_PRONOUN}(?= )"
    r"| (?:leave|take|keep|throw|put|set|lass|nimm) "
    rf"{_PRONOUN}(?: \w+)? (?:out|away|aside|off|alone|weg|raus)(?= )"
    rf"| (?:leave|forget|skip) {_PRONOUN} $| (?:excluye|quita|elimina|ignora|enleve|retire|supprime|exclus)(?:lo|la|los|las|-?(?:le|la|les))s?(?= )"
)
_VERB_ALONE = re.compile(
    r" (?:please )?(?:exclude|drop|remove|leave out|ignore|omit|discard|skip|delete|forget|off limits|forbidden|not allowed|"
    r"taboo|exclure|ignorer|retirer|enlever|supprimer|excluir|ignorar|quitar|eliminar|weglassen|ignorieren|raus damit|"
    r"do not use|never use|must not use|nicht verwenden|ne pas utiliser|no usar)"
    r"(?: (?:please|too|altogether|completely|entirely|as well|bitte|!|s'il vous plait|svp|por favor))* $"
)
_UNUSED = (
    r"(?:used|included|considered|seen|there|allowed|known|available|part of|an? (?:feature|input|predictor)|play|enter|"
    r"count|influence\w*|matter|go in(?:to)?|in(?: there| it)?|taken into account|relied on|have (?:an? )?(?:influence|"
    r"say|effect)|affect|touched|fed)"
)
_OUT = (
    r"(?:dropped|removed|excluded|ignored|left out|omitted|discarded|deleted|skipped|hidden|out|stay out|stay away|"
    r"remain out|be out|kept out|set aside|taken out|thrown (?:out|away)|go|go away|disregarded|gone)"
)
_AUX = r"(?:is|'s|'re|are|was|were|be|being|gets?|become|becomes|ist|sind|wird|werden|est|sont|es|son|esta|estan|se)"
_AFTER_WARDS = (
    r"(?:before|after|afterwards|later|once|when|at the time|until|in hindsight|too late|in advance|at prediction|"
    r"post|following|while|the next|by then|a posteriori|apres|despues|nachher|hinterher|erst|danach|spater|luego)"
)
_KNOWN = (
    r"(?:known|available|recorded|filled(?: in)?|measured|determined|set|assigned|computed|calculated|written|entered|"
    r"decided|collected|observed|reported|created|added|logged|noted|bekannt|verfugbar|gemessen|connue?s?|disponibles?|"
    r"mesuree?s?|conocid\w+|conocen?|sabe|saben|mide|registr\w+|erfasst|eingetragen)"
)
_PREDICATE = re.compile(
    rf" (?:(?:must|may|should|can|shall|could|ought|will|need|would|do|does)(?: \w+)? not (?:to )?(?:be )?(?:\w+ )"
    rf"{{0,2}}?{_UNUSED}"
    rf"|{_AUX}(?: \w+)? not (?:to )?(?:be )?(?:\w+ )?{_UNUSED}|not to (?:be )?(?:use|used|included|seen)"
    rf"|not (?:be )?(?:used|included|allowed|seen)"
    rf"|(?:should|must|can|needs? to|has to|have to|ought to|is to|are to|to|will|shall|please)(?: \w+)? (?:be )?{_OUT}"
    rf"(?! (?:up|down|for|to|from))|(?:can|could|may|might) (?:be )?{_OUT}(?! (?:up|down|for|to|from))"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:off limits|off the table|forbidden|banned|disallowed|taboo|tabu|irrelevant|useless|"
    r"worthless|meaningless|noise|garbage|junk|nonsense|(?:a )?leaks?|leaky|leaking|leakage|cheating|prohibited|excluded|"
    r"confidential|no go|verboten|unzulassig|wertlos|unwichtig|interdite?s?|inutiles?|prohibid\w+|inutil(?:es)?|"
    r"inservibles?|no good|of no use|not useful|no help|not helpful|redundant|pointless|nur (?:eine )?(?:id|nummer))"
    rf"|(?:off limits|forbidden|removed|dropped|excluded|ignored|omitted|left out|taken out|discarded|deleted|exclu[se]?s?|excluid[oa]s?|banned|taboo|tabu|prohibited|verboten|out|raus|weg|fuera|interdit|prohibido|bleib\w* "
    rf"draussen|bleiben? aussen vor)(?: (?:please|bitte))? $"
    rf"|(?:only|just|merely|nur|erst|seulement|uniquement|solo)(?: \w+){{0,2}} {_KNOWN}(?: \w+){{0,2}}? {_AFTER_WARDS}"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:only |just |merely |erst )?(?:\w+ )?{_KNOWN}(?: \w+){{0,2}}? {_AFTER_WARDS}(?! take)"
    rf"|{_AUX}(?: \w+){{0,3}}? (?:erst|seulement|solo)(?: \w+){{0,3}} {_KNOWN}"
    rf"|(?:{_AUX}|stays?|remains?)(?: \w+){{0,3}}? (?:unknown|unavailable|missing at|unbekannt|inconnue?s?|desconocid\w+)"
    rf"|{_AUX}(?: \w+)? not (?:yet )?{_KNOWN}|(?:will|would) not (?:yet )?be {_KNOWN}|not {_KNOWN}(?: yet| before|$| at)"
    r"|(?:come|comes|came|arrive|arrives|happen|happens|gets?|get|become|becomes|appear|appears|turn up|exist|exists)"
    r"(?: \w+){0,2}? (?:later|after|afterwards|too late|in hindsight)|not (?:yet )?exist(?: yet| before)?"
    r"|(?:would|will|does|do|might|could)?(?: \w+)? ?(?:giv(?:e|es) (?:\w+ ){1,3}away|leaks?|reveals?|be cheating|cheats?|"
    r"spoils?|betrays?)|(?:tells?|says?|contains?|encodes?|is|are)(?: \w+)? (?:it|the answer|the outcome|the target|the "
    r"result)(?: \w+)? (?:directly|already|itself|away|outright)|(?:contains?|encodes?|is|are) (?:\w+ )?(?:the answer|the"
    r" outcome|the target)|(?:is|are) (?:\w+ )?(?:derived|computed|calculated|taken|built|made) from (?:it|that|the "
    r"(?:target|outcome|answer))|plays? no (?:role|part)|(?:has|have) nothing to do|not (?:matter|count|play|stay(?: in)?)"
    r"|(?:durfen|darf|sollen|soll|sollte|sollten|konnen|kann|muss|mussen)(?: \w+){0,2} (?:nicht|keine?n?)|"
    r"(?:nicht|keinesfalls)(?: \w+)? (?:verwende[nt]?|benutz\w*|nutzen|beruck\w*|einbezieh\w*|rein|dabei|einfliessen)|"
    r"weglassen|weggelassen|ausschliessen|ausgeschlossen|ignorieren|entfernen|aussen vor|(?:muss|mussen|soll|sollen|"
    r"kann|konnen) (?:\w+ )?(?:raus|weg)"
    r"|(?:ne|n')? ?(?:doit|doivent|peut|peuvent|sont|est|devrai\w+)(?: \w+)? pas|(?:doit|doivent|est|sont)(?: etre)? "
    r"(?:exclu\w*|ignore\w*|retire\w*|ecarte\w*|supprime\w*)|a (?:exclure|ignorer|retirer|supprimer|ecarter|eviter)"
    r"|no (?:se )?(?:debe|deben|puede|pueden|conoce|conocen|sabe|saben|esta|estan|deberia\w*)(?: \w+)?|quedan? fuera|"
    r"(?:debe|deben) (?:quedar|excluir\w*|ser excluid\w*|eliminar\w*)|no (?:usar|utilizar|cuenta\w*))(?= |$)"
)
_NEITHER = re.compile(rf" (?:neither|weder|ni)(?: (?:the|die|der|le|la|el))* (?P<list>{LIST})")
_ONE_BY_ONE = re.compile(rf"^ (?:(?:the|and|nor|or) )*(?P<list>{LIST}) (?:neither|either|as well|too|auch nicht|non plus|tampoco) $")
_KEEP = re.compile(
    rf" (?:(?:do |must |should |can |may )?not|never|nicht|don't|ne pas|no)(?: \w+){{0,2}}? (?:drop|remove|exclude|"
    r"ignore|leave out|omit|forget|delete|discard|throw|skip|be (?:dropped|removed|excluded|ignored|left out|omitted)|"
    r"entfern\w*|weglassen|quit\w*|elimin\w*|enlev\w*|supprim\w*)(?= )"
    r"|(?<! not)(?: (?:must|should|can|may|have to|has to|to|please))?(?<! not) (?:stays?|remains?|kept)(?: in)? (?!out|away)(?= |$)"
    r"| (?:is|are) (?:fine|ok|okay|allowed)(?= )| (?:leave|keep)(?: \w+)? in(?= )"
    rf"| keep(?! out| away| \w+ out| {LIST} (?:out|away|aside))(?= )| (?:can|may|must|should) be used(?= )"
)


_ELLIPSIS = re.compile(
    rf"^ (?:(?:but|and|aber|mais|pero|sondern) )*(?:not|nicht|pas|no) (?:the )?(?P<list>{LIST}) $"
    rf"|^ (?:but|and|aber|mais|pero) (?:the )?(?P<list2>{LIST}) (?:does|do|is|are|should|must|may|can|did|has|have) not(?: \w+)? $"
)


class Exclusion(NamedTuple):
    """The numbers of the columns left out, the goal's words for it, and columns it names as features to use."""

    columns: tuple[int, ...]
    words: tuple[str, ...]
    kept: tuple[int, ...]


def exclusion(phrase: Phrase) -> Exclusion:
    """Read which columns are left out. `it` and `them`, or a verdict alone, speak of the columns named just before."""
    clauses = clauses_of(phrase)
    out: dict[int, str] = {}
    kept: list[int] = []
    stance = ""
    for n, clause in enumerate(clauses):
        flipped = _ELLIPSIS.match(clause.text) if n else None
        if flipped is not None:
            marks = columns_in(flipped.group("list") or flipped.group("list2"))
            if stance == "out" and flipped.group("list"):
                kept.extend(marks)
            else:
                out.update((k, phrase.words(clause.start, clause.end).strip()) for k in marks)
            continue
        if _KEEP.search(clause.text) and not _AROUND.search(clause.text):
            kept.extend(clause.columns())
            stance = "in"
            continue
        left_out = _left_out(clause) or _pointed_at(clauses, n)
        stance = "out" if left_out else stance
        for k in left_out:
            out.setdefault(k, phrase.words(clause.start, clause.end).strip())
    columns = tuple(k for k in out if k not in kept)
    return Exclusion(columns, tuple(dict.fromkeys(out[k] for k in columns)), tuple(kept))


def _left_out(clause: Clause) -> tuple[int, ...]:
    """The columns of a clause that it leaves out itself."""
    text = clause.text
    found: list[int] = []
    for match in _ACTIVE_LIST.finditer(text):
        cue = match.group()[: match.start("list") - match.start()].split()
        if cue[0] in _NEAR and not _NEAR_LIST.match(text, match.start()):
            continue
        if cue[0] == "no" and re.match(r" (?:is|are|means|was|=)(?= )", text[match.end() :]):
            continue
        found.extend(columns_in(match.group("list")))
    for pattern in (_AROUND, _NEITHER, _ONE_BY_ONE):
        found.extend(k for m in pattern.finditer(text) for k in columns_in(m.group("list")))
    verdict = _PREDICATE.search(text)
    lists = list(re.finditer(LIST, text))
    if verdict and lists:
        before = [m for m in lists if m.end() <= verdict.start() + 1]
        if before or not found:
            joined = len(before) > 1 and re.fullmatch(r" (?:of|in|from|by)(?: the)? ", text[before[-2].end() : before[-1].start()])
            before = before[:-1] if joined else before
            close = not joined and bool(before) and len(text[before[-1].end() : verdict.start() + 1].split()) <= 1
            first = not before or (not close and _DETERMINERS.fullmatch(text[: before[0].start()]))
            subject = lists[0] if first else before[-1]
            found.extend(columns_in(subject.group()))
    if lists and not found and len(text[lists[-1].end() :].split()) <= 4:
        after = text[lists[-1].end() :]
        if _POINTED.search(after) or _VERB_ALONE.search(after):
            found.extend(columns_in(lists[-1].group()))
    return tuple(dict.fromkeys(found))


_DETERMINERS = re.compile(r"(?: (?:the|both|all|and|also|so|our|my|its|die|der|das|le|la|les|el|los|las))* ")
_VERDICT_ONLY = re.compile(
    r"^ (?:(?:and|so|also|therefore|hence|it|they|that|this|these|those|both|the model|which|all|of|them|'s|is|are|was|"
    r"would|will|be|please|simply|just|definitely|really|obviously|clearly|strictly|absolutely|sie|es|das|ist|sind|ils?|"
    r"elles?|c'|est|son|better|one|ones|two|latter|i|we|you|since|because|as|but|though|even|then|course|in|practice|"
    r"a|an|the|columns?|pure|plain|to|me|us|not) )*$"
)


def _pointed_at(clauses: Sequence[Clause], n: int) -> tuple[int, ...]:
    """The columns that a clause without names leaves out: those of the nearest clause before that has some."""
    clause = clauses[n]
    if clause.columns():
        return ()
    verdicts = (_VERB_ALONE.search(clause.text), _PREDICATE.search(clause.text))
    alone = any(v is not None and _VERDICT_ONLY.match(clause.text[: v.start() + 1]) for v in verdicts)
    if not alone and not _POINTED.search(clause.text):
        return ()
    for earlier in reversed(clauses[max(0, n - 3) : n]):
        lists = re.search(LIST, earlier.text)
        if lists and clause.sentence - earlier.sentence <= 1:
            return columns_in(lists.group())
    return ()
