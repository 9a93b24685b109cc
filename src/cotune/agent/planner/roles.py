"""Which columns a goal leaves out, groups by, or orders time by."""

from __future__ import annotations

import re
from typing import NamedTuple

from cotune.agent.planner.columns import LIST, M, columns_in
from cotune.agent.planner.text import Phrase

_FILL = (
    r"(?: (?:the|a|an|any|all|both|also|just|please|always|column|columns|feature|features|"
    r"variable|variables|field|fields|info|out|off"
    r"|of|on|use|using|named|called|from|it|values?|information|useless|redundant|too|either|"
    r"die|der|das|den|spalten?|merkmale?"
    r"|les?|la|los|las|el|colonnes?|variables|columnas?|de|des|du|l'|d'|to|at|about"
    r"|utiliser|usar|zu|verwenden|spalte|:|=))*"
)
_DROP = (
    r"(?:exclude|excluding|drop|dropping|remove|removing|leave out|leaving out|ignore|"
    r"ignoring|omit|omitting|discard|skip|delete|get rid"
    r"|throw away|throw out|hide|forget|disregard|strip|take out|keep out|without|except|"
    r"except for|apart from|all but|everything but"
    r"|(?:do|does|must|should|can|may|shall|will|could)(?: \w+)? not (?:\w+ ){0,2}?(?:use|"
    r"using|include|including|see|know|look at|touch|train on|rely on|consider|contain|have|"
    r"feed|peek at)"
    r"|not (?:to )?(?:use|using|include|look at|rely on|with|from)"
    r"|not let (?:it|the model|them) (?:see|use|know|look at)"
    r"|never (?:use|see|include)|ban|avoid|stop using|no longer use|be blind to|off limits :|no"
    r"|ohne|ignoriere|entferne|schliesse|lass|lasse|verwende nicht|nicht verwenden :|ausser"
    r"|sans|exclure|exclus|exclues|exclue[zr]?|ignore[rz]|enleve[rz]?|retire[rz]?|"
    r"supprime[rz]?|ne pas utiliser|n' utilise[rz]? pas|sauf"
    r"|sin|excluye|excluir|excluyendo|ignora|ignorar|quita|quitar|elimina|eliminar|no uses|"
    r"no usar|no utilizar|no utilices|salvo|excepto)"
)
_DROP_LIST = re.compile(rf" {_DROP}{_FILL} (?P<list>{LIST})")
_DROP_IT = re.compile(
    rf" {_DROP}{_FILL} (?:it|them|that|this|these|those|both|that one|sie|es|ihn|diese|le|lo|"
    rf"los|las|leave)(?= )| (?:leave|take|keep|throw) (?:it|them|that|this|these|those|"
    rf"both) out| (?:leave|take|keep|throw|nimm|lass) {LIST} (?:out|weg|raus|away|aside)"
)
_DROP_AROUND = re.compile(
    rf" (?:leave|take|keep|throw|nimm|lass|schliesse)(?: (?:the|column|columns|die|"
    rf"spalte))* (?P<list>{LIST}) (?:out|weg|raus|away|aside|alone|aus)"
)
_MAY_NOT = (
    r"(?:(?:must|may|should|can|shall|could|ought|will|need)(?: \w+)? not (?:to )?(?:be )?(?:\w+ ){0,2}?(?:used|"
    r"included|considered|seen|there|allowed|known|available|part|play|enter|count|influence|go into|in)"
    r"|(?:is|are)(?: \w+)? not (?:to )?(?:be )?(?:\w+ )?(?:used|included|considered|seen|allowed|known|available)"
    r"|not to (?:be )?(?:use|used|included|seen)|not (?:be )?(?:used|included|allowed|seen)"
    r"|(?:should|must|can|needs? to|"
    r"has to|have to|ought to|is to|are to|to|will|shall|"
    r"please) (?:please )?(?:be )?(?:dropped|removed|excluded|ignored|left out|omitted|"
    r"discarded|deleted|skipped|hidden|out|stay out|stay away|remain out|kept out|set aside)"
    r"|(?:is|are) (?:\w+ )?(?:off limits|forbidden|banned|not allowed|taboo|irrelevant|"
    r"useless|a leak|leaks|leaky|leaking|cheating|prohibited|excluded)"
    r"|(?:is|are)(?: \w+){0,3} (?:only|just|merely)?(?: \w+){0,2} ?(?:unknown|known|"
    r"available|recorded|filled in|measured|determined|set)(?: only)? (?:before|after|"
    r"afterwards|later|once|when|at the time|until|in hindsight)"
    r"|(?:is|are)(?: \w+){0,3} unknown|(?:is|are)(?: \w+)? not (?:yet )?(?:known|available)|"
    r"(?:come|comes|arrive|arrives|happen|happens|gets?) (?:\w+ )?(?:later|after|afterwards|"
    r"too late)|(?:would|will) (?:\w+ )?(?:give away|leak|reveal|be cheating)|leaks?"
    r"|(?:durfen|darf|sollen|soll|konnen|kann)(?: \w+)? nicht|weglassen|ausschliessen|ignorieren|entfernen|raus"
    r"|ne (?:doit|doivent|peut|peuvent|sont) pas|(?:doit|doivent) etre (?:exclu\w*|ignore\w*|"
    r"retire\w*)|no (?:se )?(?:debe|deben|puede|pueden)(?: \w+)?)"
)
_PASSIVE = re.compile(rf" (?P<list>{LIST})(?: (?!{M}|but |yet |while |although )[^\s.;:!?,<]+){{0,4}}? {_MAY_NOT}(?= )")
_PASSIVE_IT = re.compile(
    rf" (?:(?:it|they|them|that|these|this|both|sie|es|ils?|"
    rf"elles?)(?: [^\s.;:!?,<]+){{0,2}}? {_MAY_NOT}|, (?:so |"
    rf"therefore )?not to (?:be )?use[d]?)(?= )"
)
_SHIELD = re.compile(
    rf" (?:not|never) (?:drop|remove|exclude|ignore|leave out|omit|"
    rf"forget)(?: \w+){{0,3}} (?P<list>{LIST})|"
    rf" keep(?: \w+){{0,2}} (?P<list2>{LIST})(?! (?:out|away|aside))"
)
_ONLY_USE = re.compile(
    rf" (?:only use|use only|using only|only using|based only on|only from|just use|"
    rf"nothing but|restrict (?:it|yourself) to)(?: (?:the|columns?|features?|variables?|"
    rf"these))*(?: :)? (?P<list>{LIST})"
)
_UNKNOWN_DROP = re.compile(
    r" (?:exclude|drop|remove|leave out|ignore|omit|discard|without|except|not use)"
    r"(?: (?:the|column|columns|feature|variable))*"
    r" (?:['\"`] ?(?P<q>[\w -]+?) ?['\"`]|(?P<snake>[a-z]+(?: _ [a-z0-9]+)+)|(?:column|"
    r"feature|variable) (?P<col>[a-z]\w+)|(?P<pre>[a-z]\w+) (?:column|feature|"
    r"variable))(?= )"
)

_GROUP = (
    re.compile(
        rf" (?:group(?:ed)?|split|splitting|block(?:ed)?|cluster(?:ed)?|gruppiert?|grouper|"
        rf"regrouper?|agrupar?|agrupado|separate)(?: (?!by )\w+){{0,4}} (?:by|on|nach|par|"
        rf"por)(?: (?:the|each|whole|jedem|chaque|cada))* (?P<c>{M})"
    ),
    re.compile(rf" (?P<c>{M}) (?:as|for|to form|als)(?: the)? (?:groups?|grouping|gruppen?)"),
    re.compile(
        rf" (?:groups?|group _ column|grouping)(?: (?:is|are|=|:|column|variable|by|from|"
        rf"given by|defined by|should be|key))* (?P<c>{M})"
    ),
    re.compile(
        rf" (?:same|one|single|gleichen?|meme|mismo|"
        rf"misma) (?P<c>{M})(?: [^\s.;!?]+){{0,10}} (?:fold|folds|side|together|split|"
        rf"partition)"
    ),
    re.compile(rf" (?:same|one|single)(?: fold| side)[^.;!?]*(?P<c>{M})"),
    re.compile(rf" (?:same|one|single) \w+ [^.;!?]{{0,40}}(?:both|either|only one) [^.;!?]*?(?P<c>{M})"),
    re.compile(
        rf" (?:new|unseen|other|different|unknown|neue|nouveaux?|"
        rf"nuevos?) (?P<c>{M})(?: [^\s.;!?]+){{0,6}} (?:fold|folds|generali[sz]\w*|split|"
        rf"cross)"
    ),
    re.compile(rf" (?P<c>{M})(?: [^\s.;!?]+){{0,6}} (?:both|either) (?:train|sides|training|in)"),
    re.compile(rf" (?:leave one) (?P<c>{M}) out| (?:per|by) (?P<c2>{M}) (?:split|folds|cross)"),
    re.compile(rf" keep(?: \w+){{0,5}} (?P<c>{M}) (?:together|in one fold|in the same fold)"),
)
_GROUP_WISH = re.compile(
    r" (?:group (?:the )?folds|grouped? (?:split|cv|k ?fold|folds|cross)|groups? in cross|"
    r"in the same fold|leave one group out)"
)
_TIME_WISH = re.compile(
    r" (?:time (?:- )?(?:based |aware |ordered )?(?:split|order|series split|cv)|"
    r"split (?:it )?(?:by|on|over|in) (?:the )?(?:time|date|order)|time based|"
    r"(?:validat\w+|test\w*|evaluat\w+|split) (?:over|across|along) time|"
    r"ordre (?:du |de )?temps|orden (?:del |de )?tiempo|"
    r"respect(?:ing)? (?:the )?(?:time|chronolog\w+|temporal|date)|respect time"
    r"|chronological\w*|temporal (?:split|order|validation)|walk (?:- )?forward|"
    r"forward (?:- )?chaining|rolling (?:origin|window)|out of time|back ?test\w*"
    r"|(?:train|learn|fit)(?: \w+)? on (?:the )?(?:older|past|earlier|old|previous|first|"
    r"historical)|(?:test|validate|evaluate|check)(?: \w+)? on (?:the )?(?:newer|future|"
    r"later|newest|recent|latest|most recent|last)|no shuffling|not shuffle|in time order|"
    r"ordered by time|zeitlich\w*|chronologisch\w*|chronologique\w*|temporelle?|"
    r"cronologic\w*|temporal\w*|orden temporal|ordre temporel|zeitliche reihenfolge|"
    r"predict the future|future data) "
)
_SPLIT_WORDS = (
    (re.compile(r" stratifi\w+ "), "stratified"),
    (re.compile(r" (?:random split|random folds|shuffled? (?:split|folds|cv)|plain k fold) "), "random"),
)
_CLAUSE_END = re.compile(r"[.;:!?,\n()]")


class Roles(NamedTuple):
    """The numbers of the columns in each role, with the goal's words for it.

    `group_wish` and `time_wish` are words for a split whose column the goal doesn't name; `unknown` is a column that
    the goal leaves out but the table doesn't have.
    """

    excluded: tuple[int, ...] = ()
    excluded_words: str = ""
    group: int | None = None
    group_words: str = ""
    time: tuple[int, ...] = ()
    time_words: str = ""
    group_wish: str = ""
    time_wish: str = ""
    split: str | None = None
    split_words: str = ""
    unknown: str = ""


def roles_of(phrase: Phrase) -> Roles:
    """Read the roles of columns from a phrase in which they are marked."""
    excluded, words = _excluded(phrase)
    group, group_words = _group(phrase)
    time, time_words = _time(phrase)
    split = next(((kind, m) for p, kind in _SPLIT_WORDS for m in phrase.found(p)), None)
    wish = _GROUP_WISH.search(phrase.text)
    unknown = _UNKNOWN_DROP.search(phrase.text)
    return Roles(
        excluded=excluded,
        excluded_words="; ".join(words),
        group=group,
        group_words=group_words,
        time=time,
        time_words=time_words,
        group_wish=phrase.words(*wish.span()).strip() if wish and group is None else "",
        time_wish=time_words if not time else "",
        split=split[0] if split else None,
        split_words=phrase.words(*split[1].span()).strip() if split else "",
        unknown=next((g for g in unknown.groups() if g), "") if unknown else "",
    )


def _excluded(phrase: Phrase) -> tuple[tuple[int, ...], list[str]]:
    hits: list[tuple[int, int, str]] = []
    for pattern in (_DROP_LIST, _DROP_AROUND, _PASSIVE):
        hits.extend((*m.span(), m.group("list")) for m in phrase.found(pattern))
    for pattern in (_DROP_IT, _PASSIVE_IT):
        for match in phrase.found(pattern):
            meant = _meant(phrase, match.start())
            if meant:
                hits.append((*match.span(), meant))
    kept = {k for m in phrase.found(_SHIELD) for k in columns_in(m.group("list") or m.group("list2") or "")}
    numbers = dict.fromkeys(k for _, _, text in sorted(hits) for k in columns_in(text) if k not in kept)
    return tuple(numbers), [phrase.words(a, b).strip() for a, b, _ in sorted(hits)]


def _meant(phrase: Phrase, at: int) -> str | None:
    """What `it` or `them` stands for at text[at]: the first columns of the nearest clause before that names some."""
    text = phrase.text[:at]
    for clause in reversed(_clauses(text)):
        found = re.search(LIST, clause)
        if found:
            return found.group()
    return None


def _clauses(text: str) -> list[str]:
    """The clauses of a text; the commas inside a list of columns end none."""
    whole = re.sub(LIST, lambda m: m.group().replace(" , ", " \x00 "), text)
    return [c.replace("\x00", ",") for c in _CLAUSE_END.split(whole)]


def _group(phrase: Phrase) -> tuple[int | None, str]:
    for pattern in _GROUP:
        for match in phrase.found(pattern):
            marks = columns_in(match.groupdict().get("c") or match.groupdict().get("c2") or "")
            left, right = phrase.clause(match.start() + 1)
            if marks and not _TIME_WISH.search(phrase.text[left:right] + " "):
                return marks[0], phrase.words(*match.span()).strip()
    return None, ""


def _time(phrase: Phrase) -> tuple[tuple[int, ...], str]:
    wish = _TIME_WISH.search(phrase.text)
    if wish is None:
        return (), ""
    left, right = phrase.clause(wish.start() + 1)
    near = re.search(
        (
            rf" (?:using|on|by|with|via|over|per|of|column|in|nach|anhand|par|selon|por|segun|\(|"
            rf":|=)(?: (?:the|column|order|of|die|la|el))* (?P<list>{LIST})"
        ),
        phrase.text[wish.start() : right + 1],
    )
    if near is None:
        near = re.search(rf" (?:order|sort(?:ed)?)(?: \w+){{0,2}} (?P<list>{LIST})", phrase.text[left : right + 1])
    words = phrase.words(*wish.span()).strip()
    return (columns_in(near.group("list")), words) if near else ((), words)


def only_these(phrase: Phrase) -> tuple[int, ...]:
    """The columns to which a goal restricts the features, when it does."""
    return tuple(k for m in phrase.found(_ONLY_USE) for k in columns_in(m.group("list")))
