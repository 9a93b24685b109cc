"""What belongs together when a goal speaks of groups: the column it names for that, or describes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from cotune.agent.planner.columns import MARK, ColumnIndex, M, columns_in, singular
from cotune.agent.planner.concepts import stands_for
from cotune.agent.planner.text import STATEMENT, Phrase, word_set

_SIDE = r"(?:folds?|sides?|partitions?|faltung\w*|plis?|pliegue\w*|particion\w*|cote|lado|seite)"
_FOLD = rf"(?:{_SIDE}|splits?|training|train|sets?)"
_ONE = r"(?:one|single|1|eine[mnr]?|seul|unico)"
_BY = re.compile(
    rf" (?:group\w*|split\w*|block(?:ed|ing)?|cluster(?:ed)?|partition(?:ed)?|fold(?:s|ed)?|cv|cross (?:- )?validat\w+"
    rf"|validat\w+|gruppier\w*|grouper|regroup\w*|agrup\w*|separ(?:ate|ad|ar|emos|ez|er)|teile?|aufteil\w*)"
    rf"(?: (?!{M})(?!by )[^\s.;!?,]+){{0,6}}? (?:by|on|per|along|over|across|with|using|nach|par|por|pro)"
    rf"(?: (?:the|each|whole|column|columns|variable|spalte|colonne|columna|jedem|chaque|cada|der|die|la|le|el|field"
    rf"|feature))* (?P<c>{M})"
)
_BY_ABSENT = re.compile(
    r" (?:group(?:s|ed|ing)?|(?:split|folds?|cv|cross (?:- )?validat\w+)(?: \w+){0,3} grouped)(?: \S+){0,4}? (?:by|on"
    r"|per)(?: the)? [a-z0-9]+(?: _ [a-z0-9]+)+(?= )"
)
"""A column's name that no column has."""
_IS_GROUP = re.compile(
    rf" (?P<c5>{M}) (?:- )?(?:wise )?(?:groups|grouping|grouped|gruppen|groupes|grupos|groupkfold)(?= )"
    rf"| (?P<c>{M}) (?:as|for|to form|als|is|are|=|:|- >|forms?|defines?|gives?)(?: the| a| my| our)? (?:groups?"
    rf"|grouping|gruppen?|clusters?|groupes?|grupos?)(?= )| (?:groups?|group _ column|grouping|groupkfold|gruppen?"
    rf"|groupes?|grupos?)(?: (?:is|are|=|:|column|variable|by|from|given by|defined by|should be|key|on|with|using|der"
    rf"|von|de|par|por|k|fold|\())* (?P<c2>{M})| (?:per|by) (?P<c3>{M}) (?:split|folds|cross)"
    rf"| leave (?:- )?(?:one|1) (?:- )?(?P<c4>{M}) (?:- )?out"
)
_BY_LAST = re.compile(
    rf" (?P<c2>{M}) (?:decides|determines|sets|makes) (?:the |its )?(?:folds?|groups?|splits?)(?= )"
    rf"| (?:by|nach|par|por) (?:the |der |die |das |le |la |el )?(?P<c>{M}) (?:gruppier\w*|group\w*|regroup\w*|agrup\w*"
    rf"|aufteil\w*|split\w*|getrennt|trenn\w*|separ\w*)(?= )"
)
_TOGETHER = re.compile(
    rf" (?:(?:same|gleichen?|selben?|meme|mismo|misma)(?: (?:cv|validation|and the same|side of the))? {_FOLD}"
    rf"|(?<! with )(?<! use )(?<! using ){_ONE}(?: (?:cv|validation))? {_SIDE}"
    rf"|(?:in|into|inside|within|dans|en) (?:(?:just|only|exactly) )?(?:an?|une?|una|{_ONE})"
    rf"(?: (?:cv|validation))? {_FOLD}|(?:keep|stay|stays|remain|remains|belong|belongs|go"
    rf"|goes|put|kept|leave|hold|held|bleib\w*|rest\w*|permane\w*)(?: [^\s.;!?]+){{0,7}}? (?:together|zusammen|ensemble"
    rf"|juntos|juntas)"
    rf"|(?:both|either)(?: in| the)* (?:train\w*|sides?|sets?|parts?)"
    rf"|(?:across|between|over|uber|auf mehrere|sur plusieurs|entre|in both|in different|in several|in two|in 2) "
    rf"(?:the )?(?:folds?|train\w*|splits?|sets|halves|sides)|(?:train|training)(?: \w+)? (?:and|or|und|et|y)(?: the)?"
    rf"(?: in)? (?:test|validation|testing|pruebas?)"
    rf"|(?:train\w*|learn\w*|fit) (?:on|with|from) some [^.;!?]{{0,30}}? (?:test\w*|check\w*|validat\w*|judge\w*)"
    rf"(?: \w+)? (?:on|with) (?:the )?others?"
    rf"|(?:same|one|1|each|every) {M} together|keep(?: \w+)? {M}s? (?:whole|intact|undivided|in one piece)"
    rf"|(?:stays?|remains?|kept) (?:whole|intact|undivided)|straddl\w+|spread (?:over|across|among)|half and half"
    rf"|not (?:be )?(?:split|spread|torn|separated|divided|mixed)|never (?:be )?(?:split|spread|torn|mixed)"
    rf"|group (?:- )?k (?:- )?fold|groupkfold|grouped? (?:split|cv|k ?fold|folds|cross)|group (?:the )?folds"
    rf"|half of [^.;!?]* train\w* and (?:the )?other half|(?:entweder|either|wholly|entirely|ganz) (?:\w+ ){{0,2}}?"
    rf"(?:in|into|ins|im)(?: \w+)? train\w* (?:or|oder)|{M} splits?|leave (?:- )?(?:one|1) (?:- )?group(?: -)? out"
    rf"|groups? in cross)(?= )"
)
_UNSEEN = re.compile(
    rf"(?<! must)(?<! may)(?<! can)(?<! should)(?<! to)(?<! 's)(?<! is)(?<! are) "
    rf"(?:(?:to|for|on|with|in|into|across|over|we|fur|auf|bei|an|pour|sur|para|en|con)"
    rf"(?: (?:an?|any|the|entirely|completely|all|eine\w*|une?|des|un|una|go|see|meet))* (?:new|unseen|unknown"
    rf"|never seen|other|different|neue\w*|nouve\w*|nuev\w*|unbekannte\w*|inconnu\w*)(?: \w+)? {M}"
    rf"|(?:never|not)(?: \w+){{0,2}} (?:seen|met|visited|been in|trained on|encountered|come across)(?: \w+)*"
    rf"|(?:works?|generali[sz]\w+|hold\w*|do(?:es)?|perform\w*|transfers?|carr\w+)(?: [a-z]+){{0,5}} (?:to|on|for|with"
    rf"|in) (?:new|unseen|other|unknown)(?: \w+)?)(?= )"
)
_PREDICTED = re.compile(
    r" (?:predict\w*|forecast\w*|estimat\w*|classif\w*|target|vorhersag\w*|predire|predecir)"
    r"(?: (?:the|is|:|=|column))* $"
)
_AS_TARGET = re.compile(r" (?:as|is|being) (?:the |my |our )?(?:target|outcome|label|goal)(?= )")
_ENTITY = re.compile(
    r" (?:(?:with|keep|no|same|each|every|one|1|single|per|keep|keeping|different|new|unseen|other|several|many"
    r"|multiple|repeated|whole|by|all|his|her|a|an|the|of|leave one|von|jede\w*|gleiche\w*|selbe\w*|chaque|meme|du|cada"
    r"|mismo|misma|del) )+(?:(?:rows?|measurements?|records?|data|observations?|visits?|lines) (?:of|from|per) (?:a|an"
    r"|the|one|each) )?([a-z]+)(?= )"
)


_MANY_MORE = 5
_SAME_ENTITY = (
    word_set("patient subject person participant individual proband patiente paciente"),
    word_set("customer client user account kunde cliente member"),
    word_set("company firm business firma empresa"),
)
"""Words of goals and of names for one and the same."""


class Grouping(NamedTuple):
    """The column to group by, or only the wish for groups; with the goal's words."""

    column: int | None
    words: str
    by_name: bool = True


def grouping(phrase: Phrase, index: ColumnIndex, split_by_time: re.Pattern[str]) -> Grouping | None:
    """Read what must stay together; None when the goal doesn't speak of it."""
    wish: Grouping | None = None
    for start, end in phrase.stretches(STATEMENT):
        text = f" {phrase.text[start:end].strip()} "
        if split_by_time.search(text):
            continue
        words = phrase.words(start + 1, end).strip()
        named = next((m for p in (_BY, _BY_LAST, _IS_GROUP) for m in p.finditer(text)), None)
        if named is not None:
            mark = next(g for g in named.groups() if g)
            at = start + named.start()
            return Grouping(columns_in(mark)[0], phrase.words(at, at + len(named.group())).strip())
        cue = _TOGETHER.search(text) or _BY_ABSENT.search(text)
        said = cue or _UNSEEN.search(text)
        if said is None:
            continue
        is_absent = _BY_ABSENT.search(text) is not None
        column = None if is_absent else _meant(text, said, index, phrase.text[end:])
        if column is not None:
            return Grouping(column, words, by_name=False)
        if cue is not None:
            wish = wish or Grouping(None, words)
    return wish


def _meant(text: str, cue: re.Match[str], index: ColumnIndex, later: str) -> int | None:
    """The column of a sentence about groups, named or described: in the clause of the cue, the sentence, or after."""
    left = text.rfind(" , ", 0, cue.start() + 1) + 1
    right = text.find(" , ", cue.end() - 1)
    clause = text[left : right + 1 if right >= 0 else len(text)]
    for stretch in (clause, text):
        marks = [m for m in MARK.finditer(stretch) if can_group(index, int(m.group(1)))]
        marks = [m for m in marks if not _PREDICTED.search(stretch[: m.start()])]
        marks = [m for m in marks if not _AS_TARGET.match(stretch[m.end() :])]
        if marks:
            at = max(0, cue.start() - left) if stretch is clause else cue.start()
            return int(min(marks, key=lambda m: abs(m.start() - at)).group(1))
        entity = _described(stretch, index)
        if entity is not None:
            return entity
    following = re.match(
        rf" ?[.;] (?:(?:that|this|it|the|group|column|is|'s|:|given by|see|in) )*({M})"
        rf"(?= (?:[.,;!)\n]|$|says|tells|has))",
        later,
    )
    return columns_in(following.group(1))[0] if following else None


def _described(stretch: str, index: ColumnIndex) -> int | None:
    """The one column whose name holds what a stretch speaks of: patient_nbr for `the same patient`.

    Of customer_no and customer_type it is the one with many more values: each customer has one.
    """
    for noun in _ENTITY.findall(stretch):
        alike = next((names for names in _SAME_ENTITY if singular(noun) in names), frozenset({singular(noun)}))
        named = [k for k, parts in enumerate(index.parts) if any(_means(singular(p), alike) for p in parts)]
        fitting = sorted((k for k in named if can_group(index, k)), key=lambda k: -index.columns[k].n_unique)
        values = [index.columns[k].n_unique for k in fitting]
        if len(values) == 1 or (values and values[0] >= _MANY_MORE * values[1]):
            return fitting[0]
    return None


def _means(part: str, words: Collection[str]) -> bool:
    return part in words or any(stands_for(part, word) for word in words)


def can_group(index: ColumnIndex, k: int) -> bool:
    """Whether rows may share a column's values: a code or a category, a whole number, but not each row's own."""
    column = index.columns[k]
    return (
        not column.is_id_like
        and column.kind not in ("datetime", "constant", "empty")
        and not (column.kind == "number" and not column.is_integer)
    )
