"""What a goal says that is at stake: two statements of what something costs, weighed against each other.

A statement is of a missed case, of a false alarm (or of what acting on an alarm costs), or of something else. Where one
of two is known, the other is its opposite: `a voucher for nothing costs 5, a lost customer 400`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cotune.agent.planner.costs import CONDITION, CostWish
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.two_errors import ACTION, CALLED, GRAVE, Error, error_in
from cotune.model.words import Metric

_END = re.compile(
    r" (?:[.!?;,:()\n\u2013\u2014]+|but|while|whereas|although|though|aber|wahrend|mais|alors que|tandis que|pero"
    r"|mientras(?: que)?)(?= )"
)
_HARMLESS = re.compile(
    r" (?:(?:(?<!for )|(?<=next to )|(?<=almost ))nothing|free|for free|gratis|hardly anything|peanuts|pennies|zilch"
    r"|next to nothing|harmless|no (?:\w+ )?(?:problem|issue|deal|drama|matter|harm|cost|damage|effort|trouble|bother)"
    r"|fine|ok|okay|acceptable|tolerable|bearable|not (?:hurt|matter|harm|cost|mind|care|a problem|bad|the end)"
    r"|live with|nichts|schadet nicht|zumutbar|egal|verkraftbar|kein problem|nicht schlimm|(?<!pour )rien|pas grave"
    r"|(?<!para )nada|no importa|anyway|sowieso|ohnehin|de toute facon|de todos modos)(?= )"
)
_GRAVE = re.compile(rf" {GRAVE}(?= )")
_BAD = re.compile(
    r" (?:hurts?|lost|wast(?:e|ed|ing)|scrap(?:ped|ping)|complain\w*|malpractice|expensive|costly|dear|dearly|lose[sn]?"
    r"|loss|angry|furious|serious\w*|terrible|horrible|awful|worst|dangerous|bad|nightmare|painful|problem|hard"
    r"|costs? (?:us )?(?:a lot|much|dearly|the|our|an?)|teuer|schlimm\w*|cher|grave|car[oa]s?|peligros\w+)(?= )"
)
_MILD = re.compile(
    r" (?:annoy\w*|irritat\w*|nuisance|unpleasant|bother\w*|inconvenien\w*|missed opportunity|scares?|awkward"
    r"|embarrass\w*|a bit|minor|(?:one|1) (?:extra|more|additional|small|short) [a-z]+|cheap|cents?|argerlich|nervt"
    r"|lastig|genant|embetant|asusta\w*|molest\w*|inquiet\w*)(?= )| (?:costs?|takes?|is|only|just|kostet|dauert|coute"
    r"|cuesta)(?: \w+){0,2} <t[\d.]+>|<t[\d.]+> of "
)
_THROWN_OUT = re.compile(r" (?:thrown|throwing|throw) (?:away|out)(?= )")
_SCALE = ((_THROWN_OUT, 2), (_HARMLESS, 0), (_GRAVE, 3), (_BAD, 2), (_MILD, 1))
_MONEY = r"(?:eur\w*|\u20ac|usd|dollars?|\$|gbp|pounds?|\u00a3|chf|francs?|cents?|bucks|pesos)"
_AMOUNT = re.compile(
    rf" (?:(?:costs?|costing|loses?|pay|kostet|kosten|coute\w*|cuestan?|=)(?: (?!no|not)[a-z$\u20ac]+){{0,3}}? "
    rf"(?P<n>\d+(?:\.\d+)?)|(?:{_MONEY} )(?P<m>\d+(?:\.\d+)?)|(?P<k>\d+(?:\.\d+)?) (?:- )?(?P<unit>k )?{_MONEY})"
    rf"(?! (?:times|fold|x|fois|mal|veces))(?P<more> (?:k|thousand|tausend|mille|mil))?(?= )"
)
_CENTS = re.compile(r" \d+ (?:- )?cents? ")
_ACTING = re.compile(rf" {ACTION}(?= )")
_A_WISH = re.compile(r" (?:not (?:want|like|wish)|hate) (?:to )?(?!miss)")
"""What somebody doesn't want has no price: both errors may be unwanted."""
_OUR_ACT = re.compile(r"^ (?:(?:and|so|but|because|since) )*[a-z]+ing (?!to |is |it )")
"""A clause that begins with what is done speaks of acting on an alarm, unless it says that something is missed."""
_TURNED = re.compile(
    r" (?:the )?(?:other way (?:a)?round|reverse|opposite|if (?:we|you|it|i|they) (?:do|does|did) not|sinon|sonst|si no"
    r"|umgekehrt|l' inverse|al reves)(?= )"
)
_POINTS_BACK = re.compile(
    r"^ (?:(?:and|so|und|et|y) )*(?:that|this|it|which|they|because|since|das|es|ca|cela|c'|eso|i|we)(?= )"
)
_ALIKE = re.compile(r" (?:too|also|both|as well|equal\w*|same|as much|auch|ebenso|aussi|tambien)(?= )")
_RATIO = 1.5


class _Statement(NamedTuple):
    """text[start:end] of a phrase: the kind of error that it is about, how bad it is (0 to 3), what it costs."""

    start: int
    end: int
    kind: Error | None
    severity: int
    amount: float | None
    text: str


def weighed(phrase: Phrase) -> CostWish | None:
    """The metric for the dearer of two things that the goal sets a price on, or None."""
    said = [s for s in _statements(phrase) if not phrase.is_aside(s.start)]
    for one, other in pairwise(said):
        kinds = _kinds(one, other)
        if kinds is None:
            continue
        miss, alarm = (one, other) if kinds == ("miss", "alarm") else (other, one)
        metric = _verdict(miss, alarm)
        if metric is not None:
            return CostWish(metric, one.start, other.end)
    return None


def _statements(phrase: Phrase) -> Iterator[_Statement]:
    """The clauses of a phrase that put a price on something."""
    left, priced = 0, False
    for right, after in [*((m.start(), m.end()) for m in phrase.found(_END)), (len(phrase.text), 0)]:
        text = phrase.spelled_out(left, right) if right > left + 1 else " "
        if CONDITION.match(text) and error_in(text) is not None and phrase.text[right:after].strip() == ",":
            continue
        amount = _amount(text) or (_last_number(text) if priced else None)
        priced = amount is not None
        harm = CALLED.sub("", text)
        severity = next((level for pattern, level in _SCALE if pattern.search(harm)), 1 if amount else None)
        if severity is not None and not _A_WISH.search(text):
            acting = _ACTING.search(text) or _OUR_ACT.match(text)
            kind = error_in(text) or ("alarm" if acting else None)
            yield _Statement(left, right, kind, severity, amount, text)
        left = after


def _last_number(text: str) -> float | None:
    """The price in a clause that leaves out what it shares with the one before: `costs 30000, a day of it 4000`."""
    found = re.search(r" (\d+(?:\.\d+)?) $", text)
    return float(found.group(1)) if found else None


def _amount(text: str) -> float | None:
    found = _AMOUNT.search(text)
    if found is None:
        return None
    number = float(found.group("n") or found.group("m") or found.group("k"))
    thousand = 1000 if found.group("unit") or found.group("more") else 1
    return number * thousand / (100 if _CENTS.search(text) else 1)


def _kinds(one: _Statement, other: _Statement) -> tuple[Error, Error] | None:
    """What the two are about, where that is known of one of them and the other is a thing of its own."""
    opposite: dict[Error, Error] = {"miss": "alarm", "alarm": "miss"}
    if one.kind is not None and _TURNED.search(other.text):
        return one.kind, opposite[one.kind]
    if one.kind is not None and other.kind is not None:
        return (one.kind, other.kind) if one.kind != other.kind else None
    if one.kind == "alarm" and not _POINTS_BACK.match(other.text):
        return "alarm", "miss"
    return ("miss", "alarm") if other.kind == "alarm" and not _POINTS_BACK.match(one.text) else None


def _verdict(miss: _Statement, alarm: _Statement) -> Metric | None:
    if miss.amount is not None and alarm.amount is not None:
        if max(miss.amount, alarm.amount) < _RATIO * min(miss.amount, alarm.amount):
            return "f1"
        return "f2" if miss.amount > alarm.amount else "precision"
    if miss.severity == alarm.severity:
        return "f1" if _ALIKE.search(miss.text + alarm.text) else None
    if miss.severity < alarm.severity:
        return "precision"
    return "recall" if alarm.severity == 0 else "f2"
