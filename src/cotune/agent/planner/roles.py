"""Which columns a goal leaves out, groups by, or orders time by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cotune.agent.planner.columns import LIST, MARK, ColumnIndex, columns_in, stands_for_things
from cotune.agent.planner.exclusion import exclusion
from cotune.agent.planner.grouping import Grouping, can_group, grouping
from cotune.agent.planner.reader import Role, read_apart, read_roles, read_target
from cotune.agent.planner.text import STATEMENT, Phrase, folded, sentences_to_read, word_set
from cotune.agent.planner.wanted import heads

_ONLY_USE = re.compile(
    rf" (?:only use|use only|using only|only using|based only on|based on only|only from|from only|just use|using just"
    rf"|only with|nothing but|restrict (?:it|yourself|the model) to|nur mit|seulement avec|solo con"
    rf"|(?:features?|inputs?|columns?|predictors?|variables?)(?: [a-z]+){{0,4}} only"
    rf"|only (?:features?|inputs?|columns?|predictors?)(?: (?:to use|allowed|are|is))*)"
    rf"(?: (?:the|columns?|features?|variables?|these|following|predictors?|inputs?))*(?: :)? (?P<list>{LIST})"
    rf"|[.;,:(] (?P<list3>{LIST}) only(?= [.;,)]| $)"
    rf"| (?:from|using|use|with|based on|given) (?P<list2>{LIST})(?: (?:only|alone|and nothing else|exclusively|allein"
    rf"|seulement|solamente))(?= )"
)
_LEARN = r"(?:train|learn|fit|trained|gelernt|lernen|lern|trainier\w*|apprend\w*|entraine\w*|entren\w*|aprend\w*)"
_OLDER = (
    rf"{_LEARN}(?: \w+){{0,2}} (?:on|from|auf|an|aus|mit|sur|con|en|de)(?: \w+){{0,4}} (?:old\w*|past|earl\w*|start"
    rf"|beginning|alte\w*|fruh\w*|vergangen\w*|passe\w*|ancien\w*|debut|visitas antiguas|antigu\w*|viej\w*|pasad\w*)"
)
_NEWER = (
    r"(?:new\w*|recent\w*|latest|later|future|end|rest|neue\w*|spater\w*|kunftig\w*|suite|nouve\w*|avenir|futur\w*"
    r"|recientes?|nuev\w*|final)"
)
_TIME_WISH = re.compile(
    r" (?:time (?:- )?(?:based |aware |ordered )?(?:split|order|series split|cv)"
    r"|split (?:it )?(?:by|on|over|in) (?:the )?(?:time|date|order)|time based"
    r"|(?:validat\w+|test\w*|evaluat\w+|split) (?:over|across|along) time|ordre (?:du |de )?temps"
    r"|orden (?:del |de )?tiempo|respect(?:ing)? (?:the )?(?:time|chronolog\w+|temporal|date)|respect time"
    r"|chronological\w*|temporal (?:split|order|validation)|walk (?:- )?forward|forward (?:- )?chaining"
    r"|rolling (?:origin|window)|out of time|back ?test\w*"
    rf"|(?:train|learn|fit)(?: \w+)? on (?:the )?(?:older|past|earlier|old|previous|first|historical)"
    rf"|(?:test|validate|evaluate|check)(?: \w+)? on (?:the )?(?:newer|future|later|newest|recent|latest|most recent"
    rf"|last)|no shuffling|not shuffle|in time order|ordered by time|(?:train|fit|learn|trained|trainier\w*"
    rf"|entraine\w*)(?: \w+)? (?:on|auf|sur|with|up to|until|bis)[^.;!?]{{0,30}}? (?:19|20)\d\d[^.;!?]* (?:test"
    rf"|validat\w+|evaluat\w+|check|predict|score|teste\w*|prufe\w*)(?: \w+)?"
    rf"|(?:not|never|without|no)(?: \w+){{0,2}} (?:peek\w*|look\w*|leak\w*|see|seeing|know\w*|mix\w*)(?: \w+){{0,4}} "
    rf"future|past (?:and|from|to|for) (?:the )?future|(?:latest|newest|most recent) (?:\S+ ){{0,3}}"
    rf"(?:(?:are|form|make up|(?:have to|must|should|shall|ought to) be) (?:the|my|our) (?:test|holdout)|for testing"
    rf"|for the test|as (?:a |the )?test|as holdout|for validation|to test|to validate|held out)"
    rf"|later than (?:every|all|the|any)(?: \w+)? train\w*(?: \w+)?|forecast(?:ing)? setup|time series|zeitreihe"
    rf"|serie temporelle|last (?:\S+ ){{0,2}}(?:(?:have to|has to|must|should|shall) be|are|is|form) (?:the|my) (?:test"
    rf"|holdout)|(?:alt|alteren|fruheren) (?:\w+ )?(?:trainieren|lernen)"
    rf"|(?:neueren|spateren|neuen) (?:\w+ )?(?:testen|prufen)|apprendre sur le passe|zeitlich\w*|chronologisch\w*"
    rf"|chronologique\w*|temporel(?:le)?s?|cronologic\w*|temporal\w*|orden temporal|ordre temporel"
    rf"|zeitliche reihenfolge|predict the future|future data|<[cd]\d+> (?:- )?ordered"
    rf"|in (?:the )?(?:<[cd]\d+>|time|date) order|in (?:the )?order of <[cd]\d+>"
    rf"|<[cd]\d+> (?:gives|is|sets|tells) the (?:time )?order|(?:{_OLDER})[^.;!?]*? (?:{_NEWER})"
    rf"|(?:train|learn|fit)\w*(?: \w+)? (?:before|earlier|early)[^.;]{{0,20}}? (?:test|check|validate|score)\w*"
    rf"(?: \w+)? (?:after|later|late)) "
)
_WEIGHTS = re.compile(
    rf" (?:weight(?:ed|s|ing)?|weigh|gewichtet|gewichte|pondere\w*|ponderad\w*)"
    rf"(?: (?:the|each|every|all|rows?|samples?|cases?|observations?|it|them))* (?:by|with|using|from|in|are in|is in"
    rf"|is|are|:|=|nach|mit|par|por)(?: (?:the|column))* (?P<list>{LIST})"
    rf"|(?<= )(?P<list2>{LIST}) (?:as|is|are|holds?|contains?|gives?)(?: (?:the|a|an|our))* (?:sample|samples|row|rows"
    rf"|case|survey|sampling|observation|instance)?(?: )?weight(?:s|ing)?(?= )"
)
_SPLIT_WORDS = (
    (re.compile(r" stratifi\w+ "), "stratified"),
    (
        re.compile(
            r" (?:random split|random folds|shuffled? (?:split|folds|cv)|plain k fold"
            r"|(?<! not )(?<! never )(?<! no )shuffl\w+(?: \w+){0,4}? (?:at random|randomly|into the folds"
            r"|over the folds)) "
        ),
        "random",
    ),
)


class Roles(NamedTuple):
    """The numbers of the columns in each role, with the goal's words for it.

    `group_wish` and `time_wish` are words for a split whose column the goal doesn't name; `torn` are columns that are
    left out and demanded.
    """

    excluded: tuple[int, ...] = ()
    excluded_words: str = ""
    kept: tuple[int, ...] = ()
    torn: tuple[int, ...] = ()
    group: int | None = None
    group_words: str = ""
    time: tuple[int, ...] = ()
    time_words: str = ""
    weight: int | None = None
    weight_words: str = ""
    group_wish: str = ""
    time_wish: str = ""
    split: str | None = None
    split_words: str = ""


def roles_of(phrase: Phrase, index: ColumnIndex) -> Roles:
    """Read the roles of columns from a phrase in which they are marked: by rules, and what these don't see as read."""
    return _read_further(_by_rule(phrase, index), phrase, index)


def _read_further(roles: Roles, phrase: Phrase, index: ColumnIndex) -> Roles:
    """Roles that are told in words which no rule knows; and columns that a rule leaves out and the goal doesn't."""
    shares = read_roles(phrase)
    is_plain = len(phrase.items) < _FEWEST_ITEMS or _SETTING.search(phrase.text) is not None
    roles = roles if is_plain else _doubted(roles, shares, phrase)
    busy = {*roles.excluded, *roles.kept, *roles.time, roles.group, roles.weight, *heads(phrase)}
    said = {k for mark in phrase.said(MARK) for k in columns_in(mark.group())}
    read = {k: of for k, of in shares.items() if k in said and k not in busy}
    more = [k for k, of in read.items() if of["left_out"] >= _SURE]
    if more:
        words = dict.fromkeys([*filter(None, [roles.excluded_words]), *(_sentence_about(phrase, k) for k in more)])
        roles = roles._replace(excluded=(*roles.excluded, *more), excluded_words="; ".join(words))
    if roles.group is not None or roles.time or roles.split is not None:
        return roles
    for k, of in read.items():
        if of["group"] >= _SURER and can_group(index, k) and index.columns[k].kind != "number":
            return roles._replace(group=k, group_words=_sentence_about(phrase, k), group_wish="")
        if of["time"] >= _SURE and _is_time(index, k):
            return roles._replace(time=(k,), time_words=_sentence_about(phrase, k), time_wish="")
    return _apart_as_read(roles, phrase, index)


def _doubted(roles: Roles, shares: Mapping[int, Mapping[Role, float]], phrase: Phrase) -> Roles:
    """Less what a rule finds and the goal hardly says: a column left out, or a group that is left out or another."""
    out = tuple(k for k in roles.excluded if k not in shares or shares[k]["left_out"] > _HARDLY)
    roles = roles._replace(excluded=out)
    of = shares.get(roles.group) if roles.group is not None else None
    if of is None:
        return roles
    better = next((k for k in shares if shares[k]["group"] >= _SURER and of["group"] < _LITTLE), None)
    if better is not None:
        return roles._replace(group=better, group_words=_sentence_about(phrase, better))
    return roles if of["left_out"] < _SURE else roles._replace(group=None, group_words="")


_SURE, _SURER, _HARDLY, _LITTLE = 0.7, 0.9, 0.003, 0.1
_FEWEST_ITEMS = 8
"""The encoder has seen whole goals: a rule is not doubted in a shorter one, nor in a list of settings."""
_SETTING = re.compile(r" [a-z_]+ = ")
_SURE_OF_GROUPS, _SURE_OF_TIME = 0.99, 0.95


def _apart_as_read(roles: Roles, phrase: Phrase, index: ColumnIndex) -> Roles:
    """A split by groups or by time that is told without the name of a column."""
    if not roles.time_wish and not roles.group_wish:
        said = [phrase.words(*span).strip() for span in sentences_to_read(phrase, sentence=STATEMENT)]
        read = list(zip(said, read_apart(said), strict=True)) if said else []
        by_group = max(read, default=None, key=lambda found: found[1]["group"])
        by_time = max(read, default=None, key=lambda found: found[1]["time"])
        if by_group is not None and by_group[1]["group"] >= _SURE_OF_GROUPS:
            roles = roles._replace(group_wish=by_group[0])
        elif by_time is not None and by_time[1]["time"] >= _SURE_OF_TIME:
            roles = roles._replace(time_wish=by_time[0])
    if not roles.group_wish:
        return roles
    column = _described_group(roles.group_wish, index)
    return roles if column is None else roles._replace(group=column, group_words=roles.group_wish, group_wish="")


_SURE_OF_GROUP = 0.5


def _described_group(words: str, index: ColumnIndex) -> int | None:
    """The column that words on a split describe, without naming it: a code or a category that comes more than once."""
    usable = [k for k, c in enumerate(index.columns) if can_group(index, k) and c.kind != "number"]
    usable = [k for k in usable if index.folded_names[k] not in folded(words)]
    shares = read_target(words, index.columns, usable).shares
    best = max(shares, default=None, key=lambda k: shares[k])
    if best is not None and shares[best] >= _SURE_OF_GROUP:
        return best
    things = [k for k in usable if stands_for_things(index.columns[k])]
    return things[0] if len(things) == 1 else None


def _sentence_about(phrase: Phrase, column: int) -> str:
    at = re.search(rf"<[cd]{column}>", phrase.text)
    return phrase.words(*phrase.clause(at.start())).strip() if at else ""


def _by_rule(phrase: Phrase, index: ColumnIndex) -> Roles:
    left_out = exclusion(phrase, index)
    group = grouping(phrase, index, _TIME_WISH)
    time, time_words = _time(phrase, index)
    if group is not None and not time and _orders_time(index, group):
        time, time_words, group = (group.column,) if group.column is not None else (), group.words, None
    split = next(((kind, m) for p, kind in _SPLIT_WORDS for m in phrase.said(p)), None)
    weighing = _weighing(phrase)
    weight = next(iter(weighing.said(_WEIGHTS)), None)
    return Roles(
        excluded=tuple(k for k in left_out.columns if group is None or k != group.column),
        excluded_words="; ".join(left_out.words),
        kept=left_out.kept,
        torn=left_out.torn,
        group=group.column if group else None,
        group_words=group.words if group else "",
        time=time,
        time_words=time_words,
        group_wish=group.words if group and group.column is None else "",
        time_wish=time_words if not time else "",
        weight=columns_in(next(g for g in weight.groups() if g))[0] if weight else None,
        weight_words=weighing.words(*weight.span()).strip(" .,;:") if weight else "",
        split=split[0] if split else None,
        split_words=phrase.words(*split[1].span()).strip() if split else "",
    )


def _weighing(phrase: Phrase) -> Phrase:
    """The phrase with `weighted` as a word where a column called weight has taken it for its own."""

    def as_word(match: re.Match[str]) -> str | None:
        word = phrase.words(*match.span()).lower()
        is_verb = word in ("weighted", "weighting") or _OF_ROWS.match(phrase.text, match.end())
        is_role = _AS.search(phrase.text[: match.start()]) is not None
        return word if word.startswith("weigh") and (is_verb or is_role) else None

    return phrase.marked(re.compile(r"(?<= )<[cd]\d+>(?= )"), as_word)


_OF_ROWS = re.compile(r"(?: (?:the|each|every|all))* (?:rows?|samples?|cases?|observations?|them) ")
_AS = re.compile(r" (?:as|is|are)(?: (?:the|a|an|our))*(?: (?:sample|row|case|survey|sampling|observation))? $")
_TIME_PARTS = word_set(
    "date time year years month week day timestamp datetime yr quarter period datum jahr fecha datetime ts"
)


def _orders_time(index: ColumnIndex, group: Grouping) -> bool:
    """Whether `split by year` means an order in time, not groups."""
    return (
        group.column is not None
        and group.by_name
        and _is_time(index, group.column)
        and "group" not in group.words.lower()
    )


def _is_time(index: ColumnIndex, k: int) -> bool:
    return index.columns[k].kind == "datetime" or not _TIME_PARTS.isdisjoint(index.parts[k])


def _time(phrase: Phrase, index: ColumnIndex) -> tuple[tuple[int, ...], str]:
    wish = next(iter(phrase.said(_TIME_WISH)), None)
    if wish is None:
        return (), ""
    left, right = phrase.clause(wish.start() + 1)
    near = re.search(
        (
            rf" (?:using|on|by|with|via|over|per|of|column|in|nach|anhand|par|selon|por|segun|\(|:|=)"
            rf"(?: (?:the|column|order|of|die|la|el))* (?P<list>{LIST})"
        ),
        phrase.text[wish.start() : right + 1],
    )
    if near is None:
        near = re.search(rf" (?:order|sort(?:ed)?)(?: \w+){{0,2}} (?P<list>{LIST})", phrase.text[left : right + 1])
    words = phrase.words(*wish.span()).strip()
    named = columns_in(near.group("list")) if near else ()
    timely = tuple(k for k in columns_in(phrase.text[left:right]) if _is_time(index, k))
    if named and not _is_time(index, named[0]) and timely:
        named = ()
    return named or timely, words


_ONLY_POINTED = re.compile(
    r" (?:use|take|using|with|from|on) (?:nothing but|only|just) (?:these|those)(?: (?:2|3|4|5|6|columns?|features?))*"
    r"(?= )"
)


class OnlyThese(NamedTuple):
    """The columns to which a goal restricts the features, with its words; empty where it doesn't."""

    columns: tuple[int, ...]
    words: str


def only_these(phrase: Phrase) -> OnlyThese:
    """Read a restriction such as `use only A and B`."""
    found = phrase.said(_ONLY_USE)
    pointed = next(iter(phrase.said(_ONLY_POINTED)), None)
    if pointed is not None and not found:
        before = [m for m in re.finditer(LIST, phrase.text[: pointed.start() + 1]) if len(columns_in(m.group())) > 1]
        return OnlyThese(columns_in(before[-1].group()) if before else (), phrase.words(*pointed.span()).strip())
    columns = (k for m in found for k in columns_in(next(g for g in m.groups() if g)))
    words = (phrase.words(*m.span()).strip(" .,;:") for m in found)
    return OnlyThese(tuple(dict.fromkeys(columns)), "; ".join(words))
