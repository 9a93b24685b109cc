"""How well a description fits a column: by the parts of its name, by other words for it, by its levels."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from cotune.agent.planner.columns import singular, without_unit
from cotune.agent.planner.concepts import concepts_in, short_forms, stands_for
from cotune.agent.planner.lexicon import LEXICON, ORDINARY
from cotune.agent.planner.text import Phrase, folded, word_set
from cotune.model.profile import ColumnProfile

PER = re.compile(
    r" (?:per|each|every|for each|for every|by|pro|jede[rns]?|par|chaque|por|cada|from|using"
    r"|(?:until|till|before|after|once|when|bis|avant|hasta)(?: an?| the| our| 1)?|of each|given|based on|because|since"
    r"|as|than|with|in|on|at|within|under|through) $"
)
_SAID_OF = re.compile(r" (?:per|each|every|for each|for every|pro|jede[rns]?|par|chaque|por|cada) (\S+)")
_HOW_MANY_UNITS = re.compile(
    r" (?:how|wie|in|of|combien|cuant\w+) ?(?:many|viele|de|d')? (seconds|minutes|hours|days|weeks|months|years"
    r"|minuten|stunden|tage|wochen|monate|jahre|minutos|horas|dias|semanas|meses|jours|heures|semaines|mois)(?= )"
)
_UNITS = {
    "second": "seconds s sec secs second",
    "minute": "minutes min mins minute minuten minutos",
    "hour": "hours h hr hrs hour stunden horas heures",
    "day": "days d day tage dias jours",
    "week": "weeks w wk week wochen semanas semaines",
    "month": "months mo month monate meses mois",
    "year": "years y yr yrs year jahre",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split()}
_NOUN_AFTER_VERB = re.compile(r"^ (?:(?:the|a|an|our|my|their|each|every|its|column|der|die|das|le|la|el) )*([a-z]+)")
AMOUNT = re.compile(
    r" (?:how (?:much|many|long|far|old|tall|heavy|big|large|high|fast|late|warm|hot)|combien"
    r"|wie ?(?:viele?|lange|hoch|teuer|gross)|cuant\w+|amount|number|price|cost) "
)
_SUBJECT_OF = re.compile(
    r" (?:will|would|does|do|did|can|could|is|are) (?:(?:a|an|this|each|every|any) [a-z]+"
    r"|(?:the |our |my )?[a-z]+s(?= [a-z]+))(?= )"
)
_WHO_ASKED = re.compile(
    r"^ (?:which|welche|quels|quelles) (?!species|class|series|status|genus)[a-z]{3,}s (?!is |are the |does "
    r"|do )[a-z]+ |^ (?:who|whether|if|will|does|do|is|are|wer|ob|qui|quien|si|tell me who|which \S+ (?:will|would)) "
)
_OR_NOT = re.compile(
    r" (?:or not|oder nicht|ou non|ou pas|o no|yes or no|yes / no|ja oder nein|oui ou non|si o no)(?= )"
)
_AUXILIARIES = word_set(
    "is has was had did will are us me them him her confirmed detected occurred flag flagged indicator"
)
_PER_UNIT = re.compile(
    r"(?<!miles) (?:per|pro|par|por) (?:square )?(square|sq|sqft|m2|metre|meter|foot|kg|kilo|kilogram|pound|litre|liter"
    r"|gallon|mile|km|unit|piece|carat|capita|quadratmeter)(?= )"
)
_UNIT_SIGNS = {
    "kilo": ("kg", "kilogram"), "kilogram": ("kg", "kilo"), "pound": ("lb", "lbs"), "mile": ("mi", "miles"),
    "square": ("sqm", "sqft", "m2"), "quadratmeter": ("sqm", "m2"), "metre": ("m",), "meter": ("m",), "litre": ("l",),
    "liter": ("l",),
}  # fmt: skip
_OF = re.compile(r" of (?:(?:the|a|an|our|my|their|its|each|this) )?([a-z]+)(?= )")
_LINKS = word_set("in of at to from per on by with since until for")


class Description:
    """What a stretch of a goal says of the column that it wants, ready to be held against many columns."""

    def __init__(self, stretch: str, following: str = "") -> None:
        self.wants_amount = AMOUNT.search(stretch) is not None
        self.wants_yes_or_no = (_WHO_ASKED.match(stretch) or _OR_NOT.search(stretch)) is not None
        said = [(c, m) for c, m in concepts_in(stretch) if not PER.search(stretch[: m.start()])]
        self._said = frozenset[str]().union(*(names for names, _ in said))
        plain = _HOW_MANY_UNITS.sub(" ", _SUBJECT_OF.sub(" ", stretch))
        literal = _SAID_OF.sub(" ", _without(plain, [m.group() for _, m in said if " " in m.group()]))
        noun = _NOUN_AFTER_VERB.match(stretch)
        words = [singular(w) for w in re.findall(r"[a-z]+", literal)]
        loose = {w for w in words if w not in ORDINARY}
        if noun and noun.group(1) not in LEXICON:
            loose.add(singular(noun.group(1)))
        self._words: dict[str, list[tuple[str, bool]]] = {}
        for word in dict.fromkeys(words):
            self._words.setdefault(word[0], []).append((word, word in loose))
        self._short = {part for word in words for part in short_forms(word)}
        self._initials = {"".join(w[0] for w in words[k : k + n]) for n in (2, 3) for k in range(len(words) - n + 1)}
        self._owners = {singular(word) for word in _OF.findall(stretch)}
        self._known: dict[str, float] = {}
        asked = _HOW_MANY_UNITS.search(stretch)
        self.counted = _UNIT_OF.get(asked.group(1)) if asked else None
        self.unit = next((m.group(1) for m in _PER_UNIT.finditer(stretch.rstrip() + following[:30])), None)

    def means(self, part: str) -> float:
        """0..1: how surely the description speaks of this part of a name."""
        if part not in self._known:
            near = self._words.get(part[0], ())
            hit = max((_part_likeness(part, word, loosely) for word, loosely in near), default=0.0)
            abbreviates = part in self._short or (part in self._initials and part not in ORDINARY)
            self._known[part] = max(hit, 0.8 if part in self._said else 0.0, 0.7 if abbreviates else 0.0)
        return self._known[part]

    def speaks_of(self, parts: tuple[str, ...]) -> bool:
        """Whether it means some part of a name."""
        return any(self.means(part) for part in parts)

    def is_owner(self, part: str) -> bool:
        """Whether this is only whose thing is wanted: the customer in `the satisfaction of the customer`."""
        return singular(part) in self._owners and not self.wants_amount

    def fits(self, column: ColumnProfile) -> float:
        """0..1. How much and how many want a number, who and whether a yes or no."""
        if self.wants_amount:
            return 1.0 if column.kind == "number" else 0.4
        if not self.wants_yes_or_no or column.n_unique == 2:
            return 1.0
        return 0.3 if column.kind == "number" else 0.6


def resemblance(description: Description, parts: tuple[str, ...], column: ColumnProfile) -> float:
    """0..0.75: how well a description fits a column's name. The last part of a name says what the thing is."""
    head, others = _head_and_others(parts)
    if not head:
        return 0.0
    main, rest = description.means(head), [description.means(p) for p in others]
    counted = description.counted
    in_unit = counted is not None and any(_counts(part, counted) for part in parts)
    owned = (hit and not description.is_owner(p) for p, hit in zip(others, rest, strict=True))
    if not main and not any(owned):
        return 0.26 if in_unit else 0.0
    main = 1.0 if in_unit else main
    share = (sum(rest) / len(rest) if main else max(rest)) if rest else main
    points = 0.45 * main + 0.25 * share + (0.03 if main and all(rest) else 0)
    if description.unit is not None and not any(_is_unit(p, description.unit) for p in parts):
        points *= 0.3
    if counted is not None and not in_unit and without_unit(parts) != parts:
        points *= 0.3
    return points * description.fits(column)


def _is_unit(part: str, unit: str) -> bool:
    return part in _UNIT_SIGNS.get(unit, ()) or _part_likeness(part, unit, loosely=False) > 0


def _counts(part: str, counted: str) -> bool:
    return _UNIT_OF.get(part) == counted or (part == "m" and counted in ("minute", "month"))


def _head_and_others(parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The part that says what a column is, and the rest: `mass` in body_mass_g, `time` in time_in_hospital."""
    names = without_unit(tuple(p for p in parts if not p.isdigit() and p not in _AUXILIARIES) or parts)
    link = next((k for k, p in enumerate(names) if k and p in _LINKS), len(names))
    if not names:
        return "", ()
    others = (*names[: link - 1], *(p for p in names[link + 1 :] if p not in _LINKS))
    return names[link - 1], others


def _without(text: str, idioms: list[str]) -> str:
    """The text without words that mean something else together than one by one (`not pay`)."""
    for idiom in idioms:
        text = text.replace(f" {idiom} ", " ")
    return text


def _part_likeness(part: str, word: str, loosely: bool) -> float:
    if len(word) < 3:
        return 0.0
    if singular(part) == word or part == word:
        return 1.0
    if len(part) >= 4 and len(word) >= 4 and _stem(part) == _stem(word):
        return 0.95
    if stands_for(part, word):
        return 0.7
    if loosely and len(part) >= 4 and len(word) >= 3 and part[0] == word[0]:
        likeness = fuzz.ratio(part, word) / 100
        return 0.85 * likeness if likeness >= (0.74 if 4 <= len(word) < 6 else 0.85) else 0.0
    return 0.0


def _stem(word: str) -> str:
    stem = re.sub(
        r"(?:at(?:e[ds]?|ing|ions?|ors?)|ier(?:t|en|te|ung)|ara[ns]?|ar|ad[oa]s?|ures?|ments?|ances?|ences?|ings?|ions?"
        r"|is|ed|ers?|ors?|(?<!s)s|e|al|ly|ity|y)$",
        "",
        word.replace("k", "c"),
    )
    return stem[:-1] if stem[-2:-1] == stem[-1:] else stem


def levels_named(phrase: Phrase, column: ColumnProfile) -> tuple[float, str] | None:
    """Points when the goal speaks of a column's values: both of two is nearly a name."""
    if not 0 < len(column.levels) <= 30:
        return None
    compared = _compared(phrase, column)
    if compared:
        return 0.7, compared
    raw = phrase.folded
    levels = [_GRADED.sub("", folded(level)) for level in column.levels if len(level) > 1]
    levels = [level for level in levels if len(level) > 1 and not _PLAIN_LEVEL.fullmatch(level)]
    spans = [m.span() for level in levels for m in [_level_in(level, raw)] if m]
    short = [level for level in column.levels if re.fullmatch(r"[A-Z]{2,4}", level)]
    spans += [m.span() for level in short for m in [_initials(level, phrase.raw)] if m]
    if len(column.levels) == 2 and not spans:
        either = [re.escape(folded(level)) for level in column.levels if level.strip() and not level.isdigit()]
        pairs = (either, either[::-1]) if len(either) == 2 else ()
        spans = [
            m.span()
            for a, b in pairs
            for m in re.finditer(
                rf"(?<!\w){a} ?(?:or|/|vs|versus|oder|ou|o) ?{b}(?!\w)",
                raw,
            )
        ]
        spans = [] if {*either} <= {"yes", "no", "true", "false"} else [*spans, *spans]
    if not spans:
        return None
    spans.sort()
    words = phrase.raw[spans[0][0] : spans[-1][1]]
    return (0.72 if len(spans) >= 2 else 0.44 if len(levels) <= 3 else 0.3), words


_GRADED = re.compile(r"^\d+[.):] *")
_PLAIN_LEVEL = re.compile(r"[\d.\s-]+|yes|no|true|false|other|unknown|none|any|all|not|on|off|in|or|and")


def _level_in(level: str, raw: str) -> re.Match[str] | None:
    """Where a value stands in the goal, in singular or plural."""
    stem = level[:-1] if level.endswith("s") and len(level) > 4 else level
    if stem not in raw:
        return None
    return re.search(rf"(?<![\w<>]){re.escape(stem)}(?:e?s|{re.escape(level[len(stem) :])})?(?![\w])", raw)


def _initials(level: str, raw: str) -> re.Match[str] | None:
    """Words that a value abbreviates: `Citrus Hill` for CH."""
    return re.search(r"\b" + " ".join(rf"{letter}[a-z]+" for letter in level) + r"\b", raw)


def _compared(phrase: Phrase, column: ColumnProfile) -> str | None:
    """The words of a limit that is one of the column's levels: `over 50K` for `>50K`."""
    limits = {m.group(1) for level in column.levels for m in [re.match(r"[<>]=?\s*(\d+)", level)] if m}
    for limit in limits:
        found = re.search(
            (
                rf" (?:over|above|more than|under|below|less than|at least|mehr als|uber|unter|plus de|moins de|mas de"
                rf"|menos de) (?:\S )?{limit}(?: k|000)? "
            ),
            phrase.text,
        )
        if found:
            return phrase.words(*found.span()).strip()
    return None
