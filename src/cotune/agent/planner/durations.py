"""How long: durations in four languages, and which of them is the budget of the search."""

from __future__ import annotations

import re
from typing import NamedTuple

from cotune.agent.planner.reader import read_budgets, seen_from_each
from cotune.agent.planner.second_thoughts import is_taken_back
from cotune.agent.planner.text import Phrase, folded, word_set

_UNITS = {
    "microsecond": (0.000_001, "us|\u03bcs|\u00b5s|microseconds?|mikrosekunden?|microsecondes?|microsegundos?"),
    "millisecond": (0.001, "ms|msec|millisecs?|milliseconds?|millisekunden?|millisecondes?|milisegundos?"),
    "second": (1.0, "s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|seg"),
    "minute": (60.0, "m|mins?|minutes?|minuten?|minutos?|mn|minits?|mintues?|minuets?|minuits?|minuts?"),
    "hour": (3600.0, "h|hrs?|hours?|ours?|stunden?|std|heures?|horas?"),
    "day": (86400.0, "days?|tage?n?|jours?|dias?"),
    "week": (604800.0, "weeks?|wochen?|semaines?|semanas?"),
}
_SHARES = {
    "half": r"half (?:of )?an?|half of|half|a half|(?:eine )?halbe|(?:une )?demi(?: -)?|media",
    "quarter": r"(?:a )?quarter of(?: an?)?|(?:a )?quarter|(?:un )?quart d'|(?:un )?cuarto de|(?:un )?quart d",
    "three quarters": r"3 quarters? of(?: an?)?|(?:trois|3) quarts d'|(?:tres|3) cuartos de",
    "third": r"(?:an? |1 )?(?:third|3rd) of an?|(?:un )?tiers d'|(?:un )?tercio de",
    "two thirds": r"2 (?:thirds|3rds) of an?|2 tiers d'",
    "tenth": r"(?:an? |1 )(?:tenth|10th) of an?",
    "hundredth": r"(?:an? |1 )(?:hundredth|100th) of an?",
    "thousandth": r"(?:an? |1 )(?:thousandth|1000th) of an?",
    "couple": r"(?:a )?couple of|(?:a )?couple|ein paar|un par de|deux",
    "few": r"a few|einige|quelques|unos|algunos",
    "one": r"an? (?:full|whole|solid|good)|an?|eine[rn]? (?:ganze|volle)[nr]?|eine[rn]?|ein|une?|una|uno",
}
_SHARE_VALUE = {
    "half": 0.5,
    "quarter": 0.25,
    "three quarters": 0.75,
    "third": 1 / 3,
    "two thirds": 2 / 3,
    "tenth": 0.1,
    "hundredth": 0.01,
    "thousandth": 0.001,
    "couple": 2.0,
    "few": 3.0,
    "one": 1.0,
}

UNIT = "(?:" + "|".join(words for _, words in _UNITS.values()) + ")"
_AMOUNT = r"(?:0\.\d+ of an?|\d+(?:\.\d+)?|" + "|".join(_SHARES.values()) + ")"
_PART = rf"(?:\d+(?:\.\d+)? (?:or|to|-|bis|oder|a|ou|o|/) )?{_AMOUNT} (?:- )?(?:full |whole |solid )?{UNIT}"
_JOIN = r"(?: (?:and|und|et|y))?"
_MORE = {0.5: r"(?:and (?:a )?half|et demie?|y medi[ao])", 0.25: r"(?:and a quarter|et (?:un )?quart|y (?:un )?cuarto)"}
_DURATION = re.compile(
    rf"(?<= )(?:{_PART}(?:{_JOIN} \d+(?:\.\d+)? {UNIT})*(?: (?:{'|'.join(_MORE.values())})(?! of )"
    rf"|(?<= h) \d\d(?! (?:%|-|folds?|trials?))"
    r"|(?:(?<= hr)|(?<= hrs)|(?<= hour)|(?<= hours)) [0-5]\d(?= (?:[.,;!)\n]|$))"
    r"|(?<= hour) and [1-5]\d(?= (?:[.,;!)\n]|$))"
    r"|(?:(?<= m)|(?<= mn)|(?<= min)|(?<= minute)|(?<= minutes)) [1-5]\d(?= (?:[.,;!)\n]|$)))?"
    r"|(?:eine )?(?:drei)?viertelstunde|\d viertelstunden)(?= )"
)
_AMOUNT_UNIT = re.compile(rf"(?<= )({_AMOUNT}) (?:- )?(?:full |whole |solid )?({UNIT})(?= )")
_TAIL_MORE = {share: re.compile(rf" {words}$") for share, words in _MORE.items()}
_TAIL = re.compile(r" (h(?:ours?|rs?|eures?)?|m(?:n|in|inutes?)?)(?: and)? (\d\d?)$")
_FROM_TO = re.compile(
    r" (?:from|between|von|de|entre|desde) (\d\d?) : (\d\d) (?:to|till|until|and|bis|a|et|y|hasta) (\d\d?) : (\d\d)"
    r"(?= )"
)

PATIENCE = re.compile(
    r" (?:no|not|nothing|never|stops?|stalls?|nichts|nicht|kein\w*|rien|plus|nada)(?: \S+){0,5} \S*(?:improv|better"
    r"|progress|gain|verbesser|besser|amelior|mieux|mejor)\S*(?: \S+){0,2} (?:for|in|within|over|seit|pendant|depuis|en"
    r"|durante)(?: (?:more than|at least|the last|about))? <t[\d.]+>(?= )"
)
"""How long nothing may improve: no budget."""
MARK = re.compile(r"<t(\d+(?:\.\d+)?)>")


def with_durations(phrase: Phrase) -> Phrase:
    """Each duration becomes one mark with its seconds: `an hour and a half` is ``<t5400>``."""
    return phrase.marked(_FROM_TO, _between).marked(_AND_A_HALF, _with_a_half).marked(_DURATION, _mark)


def _between(match: re.Match[str]) -> str:
    """`from 14:00 to 14:50` is fifty minutes; over midnight too."""
    first, last = (60 * int(h) + int(m) for h, m in (match.group(1, 2), match.group(3, 4)))
    return f"<t{60 * ((last - first) % (24 * 60))}>"


_HALVES = {"ein": 1.5, "zwei": 2.5, "drei": 3.5, "vier": 4.5, "funf": 5.5}
_AND_A_HALF = re.compile(
    rf"(?<= )(?:(?P<whole>\d+) and (?:a|1) half|(?P<german>{'|'.join(_HALVES)})einhalb|anderthalb)"
    rf"(?= (?:- )?(?:{UNIT}|gb|gigs?|gigabytes?) )"
    rf"|(?<= )(?<! una )(?<! 1 )(?<! un )(?P<unit>hora|minuto)(?= y medi[ao] )"
)


def _with_a_half(match: re.Match[str]) -> str:
    """`one and a half` hours as 1.5, `hora y media` as one and a half."""
    if match.group("unit"):
        return f"1 {match.group('unit')}"
    return (
        f"{float(match.group('whole')) + 0.5:g}"
        if match.group("whole")
        else f"{_HALVES[match.group('german') or 'ein']:g}"
    )


_ANOTHER = re.compile(r" (?:time|look|chance|opinion|attempt|visit|one|round)(?= )")
"""`a second time` is no second."""
_MISSPELT = re.compile(r" ours? [a-z]")
"""`2 ours` is a time, `two of ours count` and `an our customer` are none."""


def _mark(match: re.Match[str]) -> str | None:
    if _MISSPELT.match(match.string, match.string.rfind(" ", 0, match.end())):
        return None
    if match.group() == "a second" and _ANOTHER.match(match.string, match.end()):
        return None
    seconds = _seconds(match.group())
    return f"<t{seconds:.7f}".rstrip("0").rstrip(".") + ">" if seconds else None


def _seconds(text: str) -> float:
    if text.endswith("viertelstunden"):
        return 900.0 * float(text.split(maxsplit=1)[0])
    if text.endswith("viertelstunde"):
        return 2700.0 if "drei" in text else 900.0
    total, unit_s = 0.0, 0.0
    for amount, unit in _AMOUNT_UNIT.findall(f" {text} "):
        unit_s = next(s for s, words in _UNITS.values() if re.fullmatch(words, unit))
        total += _value(amount) * unit_s
    total += unit_s * sum(share for share, words in _TAIL_MORE.items() if words.search(text))
    tail = _TAIL.search(text)
    return total + (float(tail.group(2)) * (60.0 if tail.group(1)[0] == "h" else 1.0) if tail else 0.0)


def _value(amount: str) -> float:
    number = re.fullmatch(r"(\d+(?:\.\d+)?)(?: of an?)?", amount)
    if number is not None:
        return float(number.group(1))
    return next(_SHARE_VALUE[name] for name, words in _SHARES.items() if re.fullmatch(words, amount))


class Budget(NamedTuple):
    """Seconds that the goal gives to the search, with the words that say so, and where they stand in the text."""

    seconds: float
    words: str
    at: int


CUE = re.compile(
    r" (?:in|within|inside|max|maximum|maximal|at most|up to|limit|budget|time|for|run|give it|give you|spend|take"
    r"|takes"
    r"|have|only|just|after|under|below|less than|than|until|use|about|around|roughly|hochstens|innerhalb|binnen"
    r"|pendant|durant|en|dans|moins de|au plus|maximo|langstens|au bout de|como mucho|como maximo|a lo sumo|menos de"
    r"|durante|limite|tiempo|zeit|temps|dauer|:|=)(?: (?:of|is|to|:|=|the|about|around|roughly|just|only|ist|de|another"
    r"|exactly|a|it|maximal|von|est|es))* $"
)
_NOT_BEFORE = re.compile(
    r" (?:over|more than|longer than|at least|exceeds?|exceeding|than|every|each|per|last|past|coming|next|previous|by"
    r"|first"
    r"|older than|later than|(?:handful|others?)(?: \w+){0,2}|off by|forgiv\w*|tolerat\w*|took(?: us| me| it| him)?"
    r"|prend|dauert|dure|tarda|costs?(?: us| me| you)?|eur\w*|\u20ac|usd|dollars?|\$|gbp|cents?|travels?|travelled"
    r"|drives?|drove|walks?|flies|los(?:e|es|ing)(?: us| me)?|rides?|works|worked|sleeps?|wait|waits|waited|stays?"
    r"|stayed|lasts?|lasted|ueber|uber|mehr als|plus de|mas de|jede|chaque|cada) $"
)
_BUT_LIMITED = re.compile(
    r" (?:not?|never|nicht|pas|no|nie)(?: [a-z]+){0,4} (?:more|longer|over|above|exceed|mehr|lang|langer|laenger|plus"
    r"|mas) (?:than |as |then |als |de |que )?(?:(?:like|about|around|roughly|say|the|max|maximal|etwa|circa) )*$"
)
_NOT_AFTER = re.compile(
    r"^ (?:<t[\d.]+>|at least|or more|mindestens|late|later|old|long|ago|delay|delayed|delays|early|earlier|per|each"
    r"|ahead|before(?! (?:my|i|we|our|you|lunch|dinner|the (?:meeting|train|deadline|bus|boss|demo)))|after|in advance"
    r"|of (?:delay|work|effort|labour|waiting|production|anger|downtime|sleep|pay|rent|travel|driving|flight)"
    r"|(?:that|which) (?:is|are|was|were) |off|wrong|stay|instead of \d[^.;!?\n]* (?:is|are|as) (?:as|just as|a|worse"
    r"|bad|terrible)"
    r"|visits?|window|horizon|readmission|a (?:day|week|month|year)|every|out(?! of)|short|too (?:late|early|long)"
    r"|and got|zu spat|verspatung|de retard|de retraso"
    r"|alt|shifts?|intervals?|trips?|rides?|calls?|flights?|walk|drive|away|from|overdue|without) "
)
_AFTER = re.compile(
    r"^ (?:max|maximum|maximal|tops|at (?:the )?(?:very )?(?:most|latest)|limit|budget|is enough|are enough|is fine"
    r"|is all|(?:tout )?au (?:plus|maximum)|grand maximum|como (?:mucho|maximo)|a lo sumo|langstens|spatestens"
    r"|ist schluss|(?:will|should|must|has to|would) (?:be )?(?:do|enough|plenty)|(?:is|are) plenty|suffice|hochstens"
    r"|maximo|(?:of|de) (?:compute|computing|search|training|time|runtime|calcul|calculo|rechenzeit)|total|in total"
    r"|reichen|suffisent|bastan) "
)
_SPARE = re.compile(
    r" (?:(?:i|we|you|there) (?:(?:only|just|still|now) )?(?:have|got|can spare|can spend|can give|can wait|is|are|get)"
    r"|give (?:it|you|me|yourself)|budget|ich habe|wir haben|du hast|j' ai|nous avons|vous avez|tu as|tengo|tenemos"
    r"|tienes|dispones de|dispone de|hay)(?: only| just)?(?: [^.;!?\n]{0,45}?(?:,|and|und|et|y|&))? $"
)
_RUN_WORDS = re.compile(
    r" (?:budget|limit|run|runs|running|runtime|search|searching|train|training|compute|max|maximum|at most|time|tune"
    r"|tuning|stop|quit|halt|finish|machine|hochstens|maximal|zeit|laufzeit|rechenzeit|temps|tiempo|entrainement|lass"
    r"|laufen) "
)
_CLAUSE_END = re.compile(r"[.!?;:,()\n]|-")
_FILLER = word_set(
    "please ok about and no wait make it that sorry rather actually"
    " auc mae rmse mape f 1 2 r accuracy recall log loss brier cpu gpu seed"
    " max maximum maximal at most only just or so roughly then with in within bitte svp por favor"
    " thanks thank you total for the next use hochstens budget time limit"
)
_DAYS = re.compile(r"\b(?:days?|tage?n?|jours?|dias?|weeks?|wochen?|semaines?|semanas?)\b")
_HYPOTHESIS = re.compile(r" (?:whether|if|ob|si) ")


def times_said(phrase: Phrase) -> list[str]:
    """The goal as it is seen from each duration in it, in the order of their marks."""
    return seen_from_each(phrase, MARK, "this time of {}", "that time")


def search_budget(phrase: Phrase) -> Budget | None:
    """The duration that is the search's budget.

    Rules say how plain each one is as a budget, unless the encoder is sure that it is none. With several, the one with
    the plainest cue counts; among equals, or after a correction, the last.
    """
    best: tuple[int, Budget] | None = None
    last_end = 0
    least = [m.span() for m in phrase.found(_AT_LEAST)]
    marks = [m for m in phrase.found(MARK) if not any(a <= m.start() < b for a, b in least)]
    is_terse = len(phrase.items) < _FEWEST_ITEMS
    read = dict(zip((m.start() for m in phrase.found(MARK)), times_said(phrase), strict=True))
    shares = [_UNREAD] * len(marks) if is_terse else read_budgets([read[m.start()] for m in marks])
    for match, share in zip(marks, shares, strict=True):
        score = _likely(phrase, match)
        if score < _PLAIN and float(match.group(1)) > _LONGEST:
            continue
        is_likeliest = len(read) > 1 and score >= _PLAIN and share == max(shares) >= _POSSIBLE
        if score == 0 or (share <= _SURELY_NOT and not is_likeliest):
            continue
        corrected = best is not None and is_taken_back(phrase, last_end, match.start())
        if best is None or corrected or score >= best[0]:
            budget = Budget(float(match.group(1)), phrase.words(*match.span()), match.start())
            best = (max(score, best[0]) if best and corrected else score, budget)
        last_end = match.end()
    return _restated(phrase, best[1]) if best else None


_LONGEST = _UNITS["week"][0]
"""No search may take longer: what does is no budget, unless it is plainly called one (then the person is told)."""
_POSSIBLE, _SURELY_NOT, _UNREAD = 0.002, 0.15, 0.5
_PLAIN = 3
"""Of several times the likeliest is believed where it is said as plainly as that."""
_FEWEST_ITEMS = 8
"""The encoder has seen whole goals: of a shorter one it isn't asked."""


_AT_LEAST = re.compile(
    r" (?:use|run|runs|search|take|train|spend|compute|let it|let the (?:search|thing)|budget|lass|laufen"
    r"|tourner)[^.;!?\n]{0,40}? (?:at least|not less than|no less than|minimum(?: of)?|mindestens|wenigstens|au moins"
    r"|al menos|por lo menos)(?: \w+){0,2} <t(\d+(?:\.\d+)?)>"
    r"| (?:run|runs|search|train|compute|lass|laufen|tourner)(?: \w+){0,3} <t(\d+(?:\.\d+)?)> (?:at least|or more"
    r"|minimum|mindestens|au moins|al menos|por lo menos)(?= )"
    r"| (?:not|never|nicht|pas|no) (?:\w+ )?(?:stop|quit|end|finish|halt|be (?:done|over|finished)|aufhoren|arreter"
    r"|parar)\w*(?: \w+){0,2} before(?: \w+){0,2} <t(\d+(?:\.\d+)?)>(?= )"
)


def longer_wish(phrase: Phrase, budget: Budget) -> Budget | None:
    """What the goal asks for at least, where that is more time than the budget allows."""
    asked = (
        Budget(float(next(g for g in m.groups() if g)), phrase.words(*m.span()), m.start())
        for m in phrase.said(_AT_LEAST)
    )
    return next((wish for wish in asked if wish.seconds > budget.seconds), None)


_BARE = re.compile(
    r"^(?:[^<;\d]{0,14}? (?:no|wait|hang on|hold on|sorry|ah|oh|hm+|but)[^<;\d]{2,50}? (?:make (?:it|that)"
    r"|you (?:have )?(?:only )?(?:got|have|get)|let 's say|say)(?: only)?"
    r"|[^.;!?<\d]{0,30} (?:but|aber|mais|pero)(?= \d+ (?:must|have to|has to|will|should|mussen|muss|doivent|tienen))"
    r"|[^<;\d]{0,14}? (?:no|wait|sorry|actually|rather|make it|make that|i mean|correction|better|nein|lieber|besser"
    r"|non|plutot|ach was|nimm|mejor|perdon|oops|err?|u[hm]m?|hm+)(?: (?:,|no|wait|it|that|make|rather|only|just|better"
    r"|say|let 's|actually|sorry|i|mean|meant|nimm|lieber|doch))*) (\d+(?:\.\d+)?|one|eine|ein|une|una|uno) "
    r"(?:[.,;!?\n]|please |instead |is enough |will do |must |have to |has to |mussen |muss |doivent |tienen |$)"
)


def _restated(phrase: Phrase, budget: Budget) -> Budget:
    """A bare number after a word of correction is in the unit before it: `2 min. No wait, make it 3.`"""
    end = phrase.text.find(" ", budget.at)
    better = _BARE.match(phrase.text[end:])
    unit = re.search(r"[a-z]+$", folded(budget.words))
    unit_s = next((s for s, names in _UNITS.values() if unit and re.fullmatch(names, unit.group())), None)
    if better is None or unit_s is None:
        return budget
    amount = float(better.group(1)) if better.group(1)[0].isdigit() else 1.0
    return budget._replace(seconds=unit_s * amount, words=phrase.words(budget.at, end + better.end(1)))


def _likely(phrase: Phrase, match: re.Match[str]) -> int:
    """0: no budget; else how plain it is."""
    text, at = phrase.text, match.start()
    before, after = text[:at], text[match.end() :]
    if phrase.is_aside(at) or float(match.group(1)) < 1:
        return 0
    limited = _BUT_LIMITED.search(before) is not None
    if _NOT_AFTER.match(after) or (_NOT_BEFORE.search(before) and not limited):
        return 0
    left, right = phrase.clause(at, _CLAUSE_END)
    clause = text[left:at] + text[match.end() : right]
    if _DAYS.search(folded(phrase.words(match.start(), match.end()))):
        return 3 if _RUN_WORDS.search(" " + text[left:right] + " ") else 0
    if _HYPOTHESIS.search(text[left:at]):
        return 0
    if limited or _RUN_WORDS.search(text[left:right]):
        return 4
    if (
        CUE.search(before)
        or _AFTER.match(after)
        or _SPARE.search(before)
        or {word for word in clause.split() if word[0] != "<"} <= _FILLER
        or not clause.strip()
    ):
        return 3
    if not text[left:at].strip():
        return 2
    return 1 if re.match(r" (?:[.!,;\n]|$)|\s*$", after) else 0
