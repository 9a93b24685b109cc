"""From raw text to items: words, numbers, signs; contractions opened, spelling mended, number words as digits."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Literal, get_args

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cotune.agent.planner.text import Item, Phrase, folded, merged, word_set

Language = Literal["en", "de", "fr", "es"]

_TOKEN = re.compile(
    r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.|(?<!\w)w/o?(?!\w)|\d+(?:[.,]\d+)*[\u00bd\u00bc\u00be]?|[\u00bd\u00bc\u00be]"
    r"|[^\W\d_\u00bd\u00bc\u00be]+(?:'[^\W\d_\u00bd\u00bc\u00be]+)*|[^\w\s]|_+",
)
_STOPWORDS: dict[Language, frozenset[str]] = {
    "en": word_set(
        """
        the of and is are to in that it for with which who what how please predict use not my
        """
    ),
    "de": word_set(
        """
        der die das und ist nicht mit von ein eine ob auf fur bitte wie den dem sag soll werden wird
        nur ohne ich
        """
    ),
    "fr": word_set(
        """
        le la les des une un est et qui que je pour dans avec sans pas du au sur combien predire
        """
    ),
    "es": word_set(
        """
        el la los las de que y un una es por para con sin quiero predecir en del cuanto quien
        """
    ),
}
_CONTRACTIONS = (
    (re.compile(r"^(do|does|did|is|are|was|were|must|should|could|would|has|have|need)n'?t$"), r"\1 not"),
    (re.compile(r"^(can)'?t$|^cannot$"), "can not"),
    (re.compile(r"^won'?t$"), "will not"),
    (re.compile(r"^shan'?t$"), "shall not"),
    (re.compile(r"^w/o$"), "without"),
    (re.compile(r"^w/$"), "with"),
    (re.compile(r"^(i|we|you|they)'(d|ll|ve|re|m)$"), r"\1"),
    (re.compile(r"^([a-z]+)'ll$"), r"\1 will"),
    (re.compile(r"^([a-z]+)'s$"), r"\1 's"),
    (re.compile(r"^([ldnjsmtcq]|qu)'([a-z]+)$"), r"\1' \2"),
)
_NUMBER_START = re.compile(r"[a-z]+")


def tokenise(raw: str) -> list[Item]:
    """Words, numbers and signs; digits and letters that touch (`90s`, `1h30`) are separate items."""
    low = folded(raw)
    items: list[Item] = []
    for match in _TOKEN.finditer(low):
        word = match.group()
        if word[0].isalpha() and word[-1] == ".":
            word = word.replace(".", "")
        if "\u00df" in raw[match.start() : match.end()]:
            word = folded(raw[match.start() : match.end()].replace("\u00df", "ss"))
        items.extend(_opened(word, match.start(), match.end()))
    items.extend(Item("\n", m.start(), m.end()) for m in re.finditer(r"\n+", raw))
    return sorted(items, key=lambda i: i.start)


def _opened(word: str, start: int, end: int) -> list[Item]:
    for pattern, opened in _CONTRACTIONS:
        if pattern.match(word):
            return [Item(part, start, end) for part in pattern.sub(opened, word).split()]
    return [Item(word, start, end)]


def language_of(items: Sequence[Item]) -> Language:
    """The language with the most of its small words in the goal; English when in doubt."""
    words = [i.text for i in items]
    counts = {lang: sum(w in stop for w in words) for lang, stop in _STOPWORDS.items()}
    best = max(counts, key=lambda lang: (counts[lang], lang == "en"))
    return best if counts[best] > counts["en"] else "en"


def with_digits(phrase: Phrase, language: Language) -> Phrase:
    """Number words become digits: `twenty five` is 25, `fünfzehn` 15; thousands separators go.

    Before a unit of time the words of any of the languages count: a short goal says little about its language.
    """

    def rewrite(items: Sequence[Item], i: int) -> tuple[Item, int] | None:
        whole, fraction = items[i].text[:-1], _FRACTIONS.get(items[i].text[-1])
        if fraction is not None and (not whole or _WHOLE.fullmatch(whole)):
            return merged(items, i, 1, f"{int(whole or 0) + fraction:g}")
        if items[i].text == "tow" and i + 1 < len(items) and _TIME_UNIT.fullmatch(items[i + 1].text):
            return merged(items, i, 1, "2")
        if items[i].text[0].isdigit():
            if _WHOLE.fullmatch(items[i].text) and _is_fraction(items[i + 1 : i + 5]):
                return merged(items, i, 4, f"{int(items[i].text) + int(items[i + 1].text) / int(items[i + 3].text):g}")
            if [t.text for t in items[i + 1 : i + 2]] == ["/"] and _is_fraction(items[i : i + 4]):
                return merged(items, i, 3, f"{int(items[i].text) / int(items[i + 2].text):g}")
            return merged(items, i, 1, _plain_number(items[i].text))
        if items[i].text in ("cent", "ciento", "cento") and i and items[i - 1].text in ("pour", "por", "per"):
            return None
        for n in range(min(5, len(items) - i), 0, -1):
            said = [t for k, t in enumerate(items[i : i + n]) if not _is_hyphen(items, i + k)]
            if not all(_NUMBER_START.fullmatch(t.text) for t in (items[i + n - 1], *said)):
                continue
            written = " ".join(phrase.raw[t.start : t.end].lower() for t in said)
            counts_time = i + n < len(items) and _TIME_UNIT.fullmatch(items[i + n].text) is not None
            value = _number_words(written, get_args(Language) if counts_time else (language,))
            if value is not None:
                return merged(items, i, n, value)
        return None

    return phrase.replaced(rewrite)


def _is_hyphen(items: Sequence[Item], k: int) -> bool:
    """A dash inside a word: `forty-five`."""
    inside = 0 < k < len(items) - 1 and items[k].text == "-"
    return inside and items[k - 1].end == items[k].start and items[k].end == items[k + 1].start


_WHOLE = re.compile(r"\d{1,15}")
_FRACTIONS = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75}


def _is_fraction(items: Sequence[Item]) -> bool:
    """`1/2` before a unit of time."""
    if len(items) < 4 or items[1].text != "/" or not all(_WHOLE.fullmatch(items[k].text) for k in (0, 2)):
        return False
    of = items[3].text in ("of", "an", "a", "h") or _TIME_UNIT.fullmatch(items[3].text) is not None
    return of and 0 < int(items[0].text) < int(items[2].text) <= 10


def _plain_number(text: str) -> str:
    """`1,000` and `50.000` are thousands; `0.5` and `0,5` are fractions."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text) and not text.startswith("0"):
        return re.sub(r"[.,]", "", text)
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


_TIME_UNIT = re.compile(r"(?:viertelstunde|second|sekunde|seconde|segundo|minute|minuto|hour|stunde|heure|hora)[sn]?")
_NOT_NUMBERS = frozenset(
    {"ones", "and", "y", "et", "und", "un", "une", "uno", "una", "point", "o", "oh", "second", "seconds"}
)


@lru_cache(maxsize=4096)
def _number_words(words: str, languages: tuple[Language, ...]) -> str | None:
    """The number in digits, in the first of the languages that knows it."""
    from text_to_num import text2num

    parts = words.split()
    if parts[0] in _NOT_NUMBERS or parts[-1] in _NOT_NUMBERS:
        return None
    for language in languages:
        with suppress(ValueError):
            return str(text2num(words, language))
    return None


def spelled(phrase: Phrase, lexicon: Collection[str], known: Collection[str]) -> Phrase:
    """Misspelt words become the nearest word of the lexicon; words in `known` stay as they are."""
    words = tuple(sorted(w for w in lexicon if len(w) >= 4))
    keep = frozenset(known) | frozenset(lexicon)

    def rewrite(items: Sequence[Item], i: int) -> tuple[Item, int] | None:
        word = items[i].text
        if len(word) < 4 or word in keep or not word.isalpha():
            return None
        right = _nearest(word, words)
        return merged(items, i, 1, right) if right else None

    return phrase.replaced(rewrite)


_ENDINGS = frozenset(("s", "es", "d", "ed", "r", "er", "rs", "ly", "n", "y", "al", "is", "or"))


@cache
def _nearest(word: str, lexicon: tuple[str, ...]) -> str | None:
    """The lexicon's word at one slip of the finger (two in long words); a plural or other ending is no slip."""
    allowed = 1 if len(word) < 8 else 2
    found = process.extractOne(word, lexicon, scorer=OSA.distance, score_cutoff=allowed)
    if found is None:
        return None
    right = str(found[0])
    longer, shorter = max(word, right, key=len), min(word, right, key=len)
    endings = longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS
    first_letter = right[0] == word[0] or sorted(right) == sorted(word)
    other_word = len(word) <= 5 and len(word) == len(right) and sorted(word) != sorted(right)
    return right if first_letter and not endings and not other_word and fuzz.ratio(word, right) >= 75 else None
