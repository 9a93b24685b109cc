"""German, French and Spanish words in English, one by one: what the encoder, which read English, can make something of.

`glossary.tsv` has a line per language, word and meaning; German words are also cut into those they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from cotune.agent.planner.text import folded
from cotune.agent.planner.tokens import Language

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("innen", "en", "es", "er", "em", "s", "e", "n", "a")
_JOINTS = ("", "s", "n", "es", "en")
_UMLAUT = re.compile(r"(?<![aeiou])([aou])e")
_LONGEST_WORD = 60
"""No word is longer; what is would be cut into parts without end."""
_SHORTEST_PART = 3
_SHORTEST_STEM = 3


@cache
def _meanings(language: Language) -> Mapping[str, str]:
    text = files("cotune.agent.planner").joinpath("glossary.tsv").read_text(encoding="utf-8")
    known = {word: meant for of, word, meant in (line.split("\t") for line in text.splitlines()) if of == language}
    return MappingProxyType({folded(word): meant for word, meant in known.items()} | known)


def in_english(text: str, language: Language) -> str:
    """The text with each word that is known in its meaning; the others as they are."""
    if language == "en":
        return text
    return _WORD.sub(lambda match: meaning(match.group().lower(), language) or match.group(), text)


def language_of_names(parts: Iterable[str]) -> Language:
    """The language that most of the words in a table's names are in; English unless many are known in another."""
    words = [part for part in parts if len(part) >= _SHORTEST_PART]
    known = {of: sum(meaning(word, of) not in ("", word) for word in words) for of in _FOREIGN}
    best = max(_FOREIGN, key=lambda of: known[of])
    return best if known[best] >= _FEWEST_KNOWN * max(1, len(words)) else "en"


_FOREIGN: tuple[Language, ...] = ("de", "fr", "es")
_FEWEST_KNOWN = 0.5


@lru_cache(maxsize=20_000)
def meaning(word: str, language: Language) -> str:
    """What a word means, or the words of which it is made; empty where they aren't known."""
    if len(word) > _LONGEST_WORD:
        return ""
    known = _meanings(language)
    for spelling in (word, folded(word), _UMLAUT.sub(r"\1", word), folded(word).replace("ss", "s")):
        if spelling in known:
            return known[spelling]
    word = folded(word)
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and stem in known:
            return known[stem]
    return _made_of(word, language) if language == "de" else ""


def _made_of(word: str, language: Language) -> str:
    """The longest first part that is known, with a meaning of what is left."""
    known = _meanings(language)
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if word[:end] not in known:
            continue
        for joint in _JOINTS:
            rest = word[end:].removeprefix(joint)
            if len(rest) >= _SHORTEST_PART and word[end:].startswith(joint):
                further = meaning(rest, language)
                if further:
                    return f"{known[word[:end]]} {further}"
    return ""
