"""Which columns a goal leaves out: what each clause says of the columns it names, or of those named just before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cotune.agent.planner.clauses import Clause, clauses_of
from cotune.agent.planner.columns import LIST, ColumnIndex, columns_in, singular
from cotune.agent.planner.cues import NEGATED
from cotune.agent.planner.leaving_out import (
    ACTIVE_LIST,
    ALL_OF_A_KIND,
    AROUND,
    BEFORE_KNOWN,
    ELLIPSIS,
    KEEP,
    NEAR,
    NEAR_LIST,
    NEITHER,
    ON_A_TOPIC,
    ONE_BY_ONE,
    POINTED,
    PREDICATE,
    VERB_ALONE,
)
from cotune.agent.planner.second_thoughts import is_taken_back
from cotune.agent.planner.text import Phrase, folded


class Exclusion(NamedTuple):
    """The numbers of the columns left out, the goal's words for it, and columns it names as features to use.

    `torn` are columns that it leaves out and demands as inputs.
    """

    columns: tuple[int, ...]
    words: tuple[str, ...]
    kept: tuple[int, ...]
    torn: tuple[int, ...] = ()


def exclusion(phrase: Phrase, index: ColumnIndex) -> Exclusion:
    """Read which columns are left out. `it` and `them`, or a verdict alone, speak of the columns named just before."""
    clauses = clauses_of(phrase)
    out = {k: (words, at) for k, words, at in _on_a_topic(phrase, index)}
    kept: list[int] = []
    stance = ""
    for n, clause in enumerate(clauses):
        if phrase.is_aside(clause.start):
            continue
        flipped = ELLIPSIS.match(clause.text) if n else None
        if flipped is not None:
            marks = columns_in(flipped.group("list") or flipped.group("list2") or flipped.group("list3"))
            if flipped.group("list3") and stance != "out":
                continue
            if stance == "out" and flipped.group("list") and not _LISTED_NO.search(clauses[n - 1].text):
                kept.extend(marks)
            else:
                out.update((k, (phrase.words(clause.start, clause.end), clause.start)) for k in marks)
            continue
        if not clause.columns() and n and _KEPT_AFTER_ALL.search(clause.text):
            kept.extend(_named_before(clauses, n))
            continue
        if (
            KEEP.search(clause.text) and not (AROUND.search(clause.text) or NEITHER.search(clause.text))
        ) or _TAKEN_BACK.search(clause.text):
            kept.extend(clause.columns())
            stance = "in"
            continue
        left_out = _left_out(clause) or _pointed_at(clauses, n)
        if _THAT_AND.search(clause.text):
            left_out = (*_named_before(clauses, n), *left_out)
        stance = "out" if left_out else stance
        for k in left_out:
            out.setdefault(k, (phrase.words(clause.start, clause.end), clause.start))
    torn = (k for k, demand in _demanded(phrase, clauses) if k in out and _are_apart(phrase, out[k][1], demand))
    columns = tuple(k for k in out if k not in kept)
    return Exclusion(columns, tuple(dict.fromkeys(out[k][0] for k in columns)), tuple(kept), tuple(torn))


_DEMAND = re.compile(
    rf" (?P<list>{LIST})(?: [a-z']+)?? (?:(?:has|have|needs?|must|should|ought|is|are)(?: to)?(?: be)?|be) (?:\w+ )?"
    rf"(?:used|among the (?:inputs?|features|predictors|columns)|included|in the model|as an? (?:input|feature)"
    rf"|an? (?:input|feature|predictor))(?= )"
)
_DEMAND_ALONE = re.compile(
    r"^ (?:(?:so|and|therefore|hence) )*(?:it|that|this|that 1|this 1) (?:has to|must|needs to|should) (?:be |stay )"
    r"(?:used|included|in|among the inputs)(?= )"
)


def _are_apart(phrase: Phrase, left_out: int, demand: Clause) -> bool:
    """Whether a column left out at text[left_out] and demanded can't be both: nothing takes the first one back."""
    start, end = min(left_out, demand.start), max(phrase.clause(left_out + 1)[1], demand.end)
    return not is_taken_back(phrase, start, end)


def _demanded(phrase: Phrase, clauses: Sequence[Clause]) -> Iterator[tuple[int, Clause]]:
    """The columns that a goal demands as inputs, each with the clause that does: `income has to be used`."""
    for n, clause in enumerate(clauses):
        if phrase.is_aside(clause.start) or NEGATED.search(f"{clause.text} ") or _NOT.search(clause.text):
            continue
        for match in _DEMAND.finditer(clause.text):
            yield from ((k, clause) for k in columns_in(match.group("list")))
        if not clause.columns() and _DEMAND_ALONE.search(clause.text):
            yield from ((k, clause) for k in _named_before(clauses, n))


_NOT = re.compile(r" (?:not|no|never|nor|neither|without|nicht|pas|only)(?= )")


def _on_a_topic(phrase: Phrase, index: ColumnIndex) -> Iterator[tuple[int, str, int]]:
    """The columns with the topic's word in their names, the words and their place: `all about streaming`."""
    for match in phrase.said(ON_A_TOPIC):
        if KEEP.match(phrase.text, match.start()) or NEGATED.search(phrase.text[: match.start() + 1]):
            continue
        topic = phrase.words(*match.span("topic"))
        yield from ((k, phrase.words(*match.span()), match.start()) for k in _called(topic, index))
    for match in phrase.said(ALL_OF_A_KIND):
        kind = _called(phrase.words(*match.span("topic")), index)
        if len(kind) > 1 and not NEGATED.search(phrase.text[: match.start() + 1]):
            yield from ((k, phrase.words(*match.span()), match.start()) for k in kind)


def _called(topic: str, index: ColumnIndex) -> list[int]:
    """The columns with this word in their names."""
    word = singular(folded(topic))
    found = (k for k, parts in enumerate(index.parts) if any(singular(part) == word for part in parts))
    return list(found) if len(word) > 2 else []


def _left_out(clause: Clause) -> tuple[int, ...]:
    """The columns of a clause that it leaves out itself."""
    text = clause.text
    found: list[int] = []
    for match in ACTIVE_LIST.finditer(text):
        cue = match.group()[: match.start("list") - match.start()].split()
        if _ASSERTED.search(text[: match.start()]):
            continue
        if cue[0] in NEAR and not NEAR_LIST.match(text, match.start()):
            continue
        if cue[0] == "no" and re.match(
            r" (?:is|are|means|was|=|in (?:2|several|different|both|multiple)|across)(?= )", text[match.end() :]
        ):
            continue
        found.extend(columns_in(match.group("list")))
    for pattern in (AROUND, NEITHER, ONE_BY_ONE, BEFORE_KNOWN):
        found.extend(k for m in pattern.finditer(text) for k in columns_in(m.group("list")))
    verdict = None if _NEEDED.search(text) else PREDICATE.search(text)
    lists = list(re.finditer(LIST, text))
    if verdict and _FOR_TARGET.search(text) and _VERDICT_ONLY.match(text[: verdict.start() + 1]):
        return tuple(dict.fromkeys(found))
    if verdict and lists:
        before = [m for m in lists if m.end() <= verdict.start() + 1]
        if before or not found:
            joined = len(before) > 1 and _OF.fullmatch(text, before[-2].end(), before[-1].start())
            before = before[:-1] if joined else before
            close = not joined and bool(before) and len(text[before[-1].end() : verdict.start() + 1].split()) <= 1
            first = not before or (not close and _DETERMINERS.fullmatch(text[: before[0].start()]))
            subject = lists[0] if first else before[-1]
            named = columns_in(subject.group())
            one = _IS_ONE.match(text, subject.end()) and not _JOINED.search(f" {subject.group()} ")
            found.extend(named[-1:] if one else named)
    if lists and not found and len(text[lists[-1].end() :].split()) <= 4:
        after = text[lists[-1].end() :]
        if POINTED.search(after) or VERB_ALONE.search(after):
            found.extend(columns_in(lists[-1].group()))
    return tuple(dict.fromkeys(found))


_TAKEN_BACK = re.compile(
    rf" (?:not|nicht|pas|no) {LIST} (?:as|like|wie|comme|como) (?:(?:i|we|ich|wir|je|j'|nous) )?(?:\w+ )?(?:wrote|said"
    rf"|typed|told|asked|mentioned|schrieb|geschrieben|sagte|gesagt|ecrit|dit|escribi|dije)(?= )"
)
"""Another target was named before: that column isn't left out."""
_KEPT_AFTER_ALL = re.compile(
    r" (?:keep|leave|put) (?:it|that|them|those|that 1|this 1|these)(?: 1| one)?(?: back)?(?: in)?(?= (?:[.,;!)\n]|$))"
)
"""`No, on second thoughts leave that in`, `... but no, keep that one`."""
_NEEDED = re.compile(r" (?:has|have|needs?|must|should|ought)(?: to)? be known(?= )")
"""What has to be known early is what is asked for."""
_IS_ONE = re.compile(r" (?:is|was|'s|ist|est|es)(?= )")
_JOINED = re.compile(r" (?:and|or|und|oder|et|ou|y|o|&|\+|nor|noch|ni|\(|\)) ")
_ASSERTED = re.compile(r" (?!i |we |you )\w+ (?:would|could|might|will)$")
_LISTED_NO = re.compile(rf" (?:not|no|nicht|pas|sin|sans|ohne) (?:the )?{LIST}(?: [a-z]+){{0,2}} $")
_PREDICTED = re.compile(r" (?:predict|forecast|estimat|classif)\w*(?: (?:the|if|whether))* $")
_FOR_TARGET = re.compile(rf" (?:inputs?|features?|predictors?|columns?) (?:for|of|to predict)(?: the)? {LIST} ")
"""Columns of which others are inputs: these aren't left out."""
_THAT_AND = re.compile(
    rf" (?:drop|remove|exclude|ignore|omit|leave out|skip|delete|forget) (?:that|it|this|them|those|these)(?: 1| one"
    rf"| ones)? (?:plus|and|as well as|along with|together with) (?:the |also )?{LIST}"
)
_OF = re.compile(r" (?:of|in|from|by)(?: the)? ")
_DETERMINERS = re.compile(r"(?: (?:the|both|all|and|also|so|our|my|its|die|der|das|le|la|les|el|los|las))* ")
_VERDICT_ONLY = re.compile(
    r"^ (?:(?:and|so|also|therefore|hence|it|they|that|this|these|those|both|the model|which|all|of|them|'s|is|are|was"
    r"|would|will|be|please|simply|just|definitely|really|obviously|clearly|strictly|absolutely|sie|es|das|ist|sind"
    r"|ils?|elles?|c'|est|son|better|one|ones|two|latter|i|we|you|since|because|as|but|though|even|then|course|in"
    r"|practice|a|an|the|columns?|pure|plain|to|me|us|not|bitte|por|favor|svp|out|with) )*$"
)


def _pointed_at(clauses: Sequence[Clause], n: int) -> tuple[int, ...]:
    """The columns that a clause without names leaves out: those of the nearest clause before that has some."""
    clause = clauses[n]
    if clause.columns() and not _FOR_TARGET.search(clause.text):
        return ()
    verdicts = (VERB_ALONE.search(clause.text), PREDICATE.search(clause.text))
    alone = any(v is not None and _VERDICT_ONLY.match(clause.text[: v.start() + 1]) for v in verdicts)
    return _named_before(clauses, n) if alone or POINTED.search(clause.text) else ()


def _named_before(clauses: Sequence[Clause], n: int) -> tuple[int, ...]:
    """The first columns of the nearest clause before that has some, in this sentence or the one before."""
    clause = clauses[n]
    for earlier in reversed(clauses[max(0, n - 3) : n]):
        if "<f" in earlier.text:
            return ()
        lists = next(
            (m for m in re.finditer(LIST, earlier.text) if not _PREDICTED.search(earlier.text[: m.start()])), None
        )
        if lists and clause.sentence - earlier.sentence <= 1:
            return columns_in(lists.group())
    return ()
