"""Where a goal speaks of columns: exact names, names written apart, and misspelt ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cotune.agent.planner.glossary import language_of_names, meaning
from cotune.agent.planner.lexicon import LEXICON, ORDINARY
from cotune.agent.planner.text import Item, Phrase, folded, merged, word_set
from cotune.agent.planner.tokens import Language, tokenise
from cotune.data import is_id_name
from cotune.model.profile import ColumnProfile

MARK = re.compile(r"<[cd](\d+)>")
M = r"<[cd]\d+>"
"""A column in the text of a phrase: ``<c3>`` by its name, ``<d3>`` misspelt."""
_ITEM = rf"(?:\( )?{M}(?: \))?"
LIST = (
    rf"{_ITEM}(?:(?: ,)?(?: (?:and|or|&|\+|/|as well as|plus|und|oder|sowie|et|ou|y|o|e|nor|ni|noch|along with"
    rf"|together with|and also|but also|sowie auch))?(?: (?:also|the|its|my|our|columns?|die|der|das|le|la|les|el|los"
    rf"|las))* {_ITEM})*"
)
"""One column or several, joined by commas and words."""

_UNITS = word_set("second seconds minute minutes hour hours day days week weeks month months year years")
_UNIT_PARTS = word_set(
    "d mm cm m km g kg mg lb lbs oz eur usd gbp c f k mw kw kwh gb mb pct percent ms s sec h hr hrs min mins ml l "
    "mph kmh kph "
    "hv mpa gpa kpa bar nm db hz khz mhz ppm ppb um ug ng ha wh mwh kcal cents cent chf "
    "ft sqft sqm inch inches hpa mmhg"
)
_FUNCTION_WORDS = word_set(
    """
    a an i the and or of on in to is it be as at by no not all any one y o e s t m h d l c n et un una une le
    la el de en use temps zeit tiempo
    """
)
_MODEL = word_set("model modell modele modelo")
"""What a goal calls its own outcome: only as it is written is it a column of that name."""
_SHORTEST_MEANING = 3
_WORDS = LEXICON | ORDINARY
_JOINTS = word_set("of the de la le des du der des von del los las for an a")
_IDIOMS = {
    "time": re.compile(r"(?:limit|budget|order|split|series|based|out|is)\b", re.I),
    "default": re.compile(r"(?:settings?|values?|parameters?|options?|metric|split|model)\b", re.I),
    "model": re.compile(
        r"(?:must|should|has|have|is|are|to|can|may|will|needs?|that|which|explained|trained|fitted|learns?|predicts?"
        r"|for|in|within|by|on)\b",
        re.I,
    ),
    "target": re.compile(r"(?:column|variable)?\s*(?:is|:|=|will be)\s*\w", re.I),
    "class": re.compile(r"(?:imbalance|weights?|balance|labels?)\b", re.I),
    "table": re.compile(r"(?:$|has|with|of|is|and|\.)", re.I),
    "score": re.compile(r"(?:should|must|is|of|for)\b", re.I),
    "test": re.compile(r"(?:set|split|data|on)\b", re.I),
    "train": re.compile(r"(?:on|a|the|for)\b", re.I),
    "name": re.compile(r"(?:of|is)\b", re.I),
    "leave": re.compile(r"(?:it|them|that|this|those|these|out|away|off|me|us|no|\w+ out|the)\b", re.I),
    "run": re.compile(r"", re.I),
    "rank": re.compile(r"(?:the|them|all|our|my|these|by|[a-z]+s)\b", re.I),
    "sort": re.compile(r"(?:the|them|all|our|my|these|by|[a-z]+s)\b", re.I),
    "error": re.compile(r"(?:of|in|is|should|must|by|metric)\b", re.I),
}
_NAMED = r"(?:columns?|features?|variables?|fields?|col|attributes?|spalten?|merkmale?|colonnes?|columnas?)"
_PREDICTS = re.compile(
    r"\b(?:predict(?:s|ing)?|forecast(?:s|ing)?|estimat(?:e|es|ing)|classify(?:ing)?|explain(?:ing)?"
    r"|target)\s+[\"'`]?$",
    re.I,
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")


class ColumnIndex:
    """The columns of a table, ready to be found in words."""

    def __init__(self, columns: Sequence[ColumnProfile]) -> None:
        self.columns = tuple(columns)
        self.folded_names = tuple(folded(c.name) for c in columns)
        self.parts = tuple(name_parts(c.name) for c in columns)

    @cached_property
    def by_joined(self) -> dict[str, int]:
        """Names without separators, singular too, to the number of their column; ambiguous ones are left out."""
        found: dict[str, list[int]] = {}
        for k, parts in enumerate(self.parts):
            joined = {"".join(parts), "".join(without_unit(parts))}
            for form in joined | {singular(j) for j in joined}:
                found.setdefault(form, []).append(k)
        return {form: ks[0] for form, ks in found.items() if len(ks) == 1 and len(form) > 2 and not form.isdigit()}

    @cached_property
    def by_bag(self) -> dict[frozenset[str], int]:
        """The words of longer names in any order (`year of birth` for birth_year); ambiguous ones are left out."""
        found: dict[frozenset[str], list[int]] = {}
        for k, parts in enumerate(self.parts):
            bag = frozenset(singular(p) for p in parts)
            if len(bag) > 1:
                found.setdefault(bag, []).append(k)
        return {bag: ks[0] for bag, ks in found.items() if len(ks) == 1}

    def cut_short(self, first: str, joined: str) -> int | None:
        """The column whose name is the beginning of two words in one: `weathersit` for weather situation."""
        forms = (joined[:n] for n in range(len(joined) - 1, len(first) + 2, -1))
        return next((self.by_joined[form] for form in forms if form in self.by_joined), None)

    @cached_property
    def by_meaning(self) -> dict[str, int]:
        """What names in another language mean, without blanks, to the number of their column: vehicle for Fahrzeug."""
        language = language_of_names(part for parts in self.parts for part in parts)
        found: dict[str, list[int]] = {}
        for k, parts in enumerate(self.parts if language != "en" else ()):
            meant = "".join(meaning(part, language) for part in parts).replace(" ", "")
            found.setdefault(meant, []).append(k)
        return {meant: ks[0] for meant, ks in found.items() if len(ks) == 1 and len(meant) >= _SHORTEST_MEANING}

    @cached_property
    def by_initial(self) -> dict[str, tuple[str, ...]]:
        """The longer ones of these names by their first letter, to look for misspelt ones."""
        found: dict[str, list[str]] = {}
        for form in self.by_joined:
            if len(form) >= 5:
                found.setdefault(form[0], []).append(form)
        return {letter: tuple(forms) for letter, forms in found.items()}

    @cached_property
    def levels(self) -> frozenset[str]:
        """The values that columns of few have, in lower case."""
        return frozenset(folded(level) for column in self.columns for level in column.levels)

    def words(self) -> set[str]:
        """All words that occur in names and in levels: never to be taken for misspelt."""
        levels = (level for c in self.columns for level in c.levels)
        of_levels = {w for level in levels for w in re.findall(r"[^\W\d_]+", folded(level))}
        return {p for parts in self.parts for p in parts} | of_levels | set(self.folded_names)

    def name(self, k: int) -> str:
        return self.columns[k].name


_MOST_CLASSES = 30


def stands_for_things(column: ColumnProfile) -> bool:
    """Whether its values are names of things that rows share, customers or machines, rather than classes."""
    return column.kind != "number" and column.n_unique > _MOST_CLASSES


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a column's name: `MonthlyCharges`, `monthly_charges` and `monthly-charges` have the same."""
    return tuple(folded(p) for p in _PARTS.findall(name))


def without_unit(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words less a unit at the end: `body_mass_g` is a body mass."""
    while len(parts) > 1 and parts[-1] in _UNIT_PARTS:
        parts = parts[:-1]
    return parts


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def items_with_names(raw: str, index: ColumnIndex) -> list[Item]:
    """The items of a goal in which each column name, exactly written, is one mark."""
    taken: list[tuple[int, int, int]] = []
    low = folded(raw)
    for k in sorted(range(len(index.columns)), key=lambda k: -len(index.folded_names[k])):
        for start, end in _occurrences(raw, low, index, k):
            if not any(a < end and start < b for a, b, _ in taken):
                taken.append((start, end, k))
    items: list[Item] = []
    at = 0
    for start, end, k in sorted(taken):
        items.extend(_shifted(tokenise(raw[at:start]), at))
        items.append(Item(f"<c{k}>", start, end))
        at = end
    items.extend(_shifted(tokenise(raw[at:]), at))
    return items


def _shifted(items: Iterable[Item], by: int) -> list[Item]:
    return [Item(i.text, i.start + by, i.end + by) for i in items]


def _occurrences(raw: str, low: str, index: ColumnIndex, k: int) -> list[tuple[int, int]]:
    name, low_name = index.name(k), index.folded_names[k]
    if not low_name.strip() or low_name not in low:
        return []
    pattern = rf"(?<![^\W_])(?<!_)(?<!\w-){re.escape(low_name)}(?![^\W_])(?!_\w)(?!-\w)"
    spans = [m.span() for m in re.finditer(pattern, low)]
    return [s for s in spans if _is_meant(raw, name, low_name, s)]


def _is_meant(raw: str, name: str, low_name: str, span: tuple[int, int]) -> bool:
    """Whether an ordinary word or a very short one stands for the column of that name here."""
    start, end = span
    before, after = raw[:start], raw[end:]
    introduced = _NAMED if low_name not in _FUNCTION_WORDS else r"\b(?:column|spalte|colonne|columna)"
    named = rf"{introduced}\s+[\"'`]?$"
    if re.search(named, before, re.I) or (before[-1:] in "\"'`" and after[:1] in "\"'`" and before):
        return True
    if re.match(rf"[\"'`]?\s+{_NAMED}\b", after, re.I):
        return True
    exact = raw[start:end] == name
    if low_name.isdigit() or (low_name in _MODEL and not exact):
        return False
    if low_name in _FUNCTION_WORDS:
        return exact and (
            (name.isupper() and low_name not in ("a", "i"))
            or (len(low_name) == 1 and low_name not in ("a", "i") and _PREDICTS.search(before) is not None)
            or _is_listed(before, after)
        )
    if len(low_name) <= 2 and not exact:
        with_article = re.search(r"\b(?:the|der|die|das|le|la|el)\s$", before, re.I) is not None and name.isupper()
        return with_article or not raw[start:end].islower()
    if low_name in _UNITS:
        return exact and not re.search(
            r"(?:\d|\b(?:a|an|one|per|each|every|half|last|next|this|the same|ten|five))[\s-]*$", before, re.I
        )
    if re.search(r"(?:predict|forecast|estimate)\w*\s+\S+\s+(?:and|or|und|oder|et|ou|y|o)\s+$", before, re.I):
        return True
    idiom = _IDIOMS.get(low_name)
    return idiom is None or not (idiom.pattern and idiom.match(after.lstrip()))


def _is_listed(before: str, after: str) -> bool:
    """A short name among others: `x, y and z`, `target=y`."""
    left = re.search(r"(?:[,=:]|\b[\w]{1,3},? (?:and|or|&))\s*$", before) is not None
    right = re.match(r"\s*(?:,|(?:and|or|&)\s+\w{1,3}\b|$|[;.])", after) is not None
    return (left and right) or (left and before.rstrip()[-1:] in "=:")


def with_columns(phrase: Phrase, index: ColumnIndex, language: Language = "en") -> Phrase:
    """Names written apart (`sale price`), in plural, misspelt, or in another language become marks too."""

    raw = phrase.folded

    def rewrite(items: Sequence[Item], i: int) -> tuple[Item, int] | None:
        for n in range(min(5, len(items) - i), 0, -1):
            if n == 1 and MARK.match(items[i].text):
                return None
            parts = [raw[t.start : t.end] if MARK.match(t.text) else t.text for t in items[i : i + n]]
            if (
                not all(re.fullmatch(r"[^\W_]+|[-_#]", w) for w in parts)
                or not parts[0].isalnum()
                or not parts[-1].isalnum()
            ):
                continue
            joined = "".join(w for w in parts if w.isalnum())
            if i and items[i - 1].text.isdigit() and n == 1 and _translated_unit(joined):
                continue
            if joined in _UNITS or joined in _FUNCTION_WORDS or singular(joined) in _IDIOMS:
                continue
            k = index.by_joined.get(joined, index.by_joined.get(singular(joined)))
            if k is None and n > 2 and not _JOINTS.isdisjoint(parts[1:-1]):
                k = index.by_bag.get(frozenset(singular(w) for w in parts if w not in _JOINTS))
            if k is None and n == 2 and len(parts[0]) >= 4:
                k = index.cut_short(parts[0], joined)
            if k is not None:
                return merged(items, i, n, f"<c{k}>")
            fresh = not any(MARK.match(t.text) for t in items[i : i + n])
            k = _translated(joined, index, language) if fresh else None
            plain = n == 1 or "_" in parts or (n == 2 and _FUNCTION_WORDS.isdisjoint(parts))
            if k is None and fresh and plain and len(joined) >= 5 and joined not in _WORDS:
                k = _misspelt(joined, index, slips=1 if n == 2 else 2)
            if k is not None:
                return merged(items, i, n, f"<d{k}>")
        return None

    return phrase.replaced(rewrite)


def _translated_unit(word: str) -> bool:
    """`10 minutos` is a time also where a column is called minutes."""
    return any(meaning(word, language) in _UNITS for language in ("de", "fr", "es"))


def _translated(word: str, index: ColumnIndex, language: Language) -> int | None:
    """The column that is called by the word's meaning, or means the word: vehicle for Fahrzeug."""
    meant = word if language == "en" else meaning(word, language).replace(" ", "")
    if meant in _UNITS or meant in _FUNCTION_WORDS or meant in _IDIOMS:
        return None
    return index.by_meaning.get(meant) if language == "en" else index.by_joined.get(meant)


def _misspelt(word: str, index: ColumnIndex, slips: int) -> int | None:
    """The one column whose name is so many slips of the finger away, or one if it is short."""
    allowed = slips if len(word) >= 8 else 1
    forms = index.by_initial.get(word[0], ())
    near = {
        index.by_joined[form]
        for form, _, _ in process.extract(word, forms, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if singular(form) != singular(word) and (len(word) >= 6 or sorted(word) == sorted(form))
    }
    return near.pop() if len(near) == 1 else None


_IDENTIFIERS = re.compile(
    r" (?P<all>(?:all |both |any )?(?:of )?(?:the )?(?P<n>2|3|4)?(?: |(?<= ))(?:id|identifier|key|reference)(?:s"
    r"| (?:columns?|fields?|numbers?))(?: columns?)?)(?= )"
)


def with_identifiers(phrase: Phrase, index: ColumnIndex) -> Phrase:
    """`the ID columns` and `both identifiers` become the list of the columns that are called so."""
    found = [k for k, column in enumerate(index.columns) if is_id_name(column.name)]

    def listed(match: re.Match[str]) -> str | None:
        n = match.group("n") or ("2" if "both" in match.group() else "")
        is_list = len(found) > 1 or (found and not n)
        return " and ".join(f"<d{k}>" for k in found) if is_list and n in ("", str(len(found))) else None

    return phrase.marked(_IDENTIFIERS, listed)


def columns_in(text: str) -> tuple[int, ...]:
    """The numbers of the columns marked in a text, in order, once each."""
    return tuple(dict.fromkeys(int(m.group(1)) for m in MARK.finditer(text)))
