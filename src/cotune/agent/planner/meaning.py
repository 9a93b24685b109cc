"""How near stretches of text are in meaning, by static vectors of word pieces: no model is run, nothing is looked up.

The vectors are WordLlama's (meaning.LICENSE), cut to what plain words need by benchmarks/word_vectors.py. They know
English well and other languages by what these share with it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from cotune.agent.planner.columns import name_parts, without_unit
from cotune.agent.planner.concepts import long_form

_LONGEST_WORD = 40
"""What is longer is no word of a language, and would cost its length squared."""
_WORD = re.compile(rf"(?<![a-z])[a-z]{{1,{_LONGEST_WORD}}}(?![a-z])")
_BEGINS = "\u2581"


class _Vectors(NamedTuple):
    places: dict[str, int]
    """Pieces to rows; the first piece of a word begins with U+2581."""
    vectors: np.ndarray
    """(pieces, dimensions), in eighths of a byte's range: each row times its scale."""
    scale: np.ndarray


@cache
def _stored() -> _Vectors:
    with files("cotune.agent.planner").joinpath("meaning.npz").open("rb") as file, np.load(file) as found:
        places = {piece: k for k, piece in enumerate(str(found["pieces"]).split("\n"))}
        return _Vectors(places, found["vectors"], found["scale"].astype(np.float32))


@cache
def _pieces(word: str) -> tuple[int, ...]:
    """The longest pieces first, from left to right."""
    places, found, rest = _stored().places, [], _BEGINS + word
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in places), 1)
        if rest[:size] in places:
            found.append(places[rest[:size]])
        rest = rest[size:]
    return tuple(found)


@lru_cache(maxsize=20_000)
def meaning(text: str) -> np.ndarray:
    """The mean vector of the words of a folded text, of length 1 (0 for a text without words).

    It is kept: a goal is held against each column of a table, and each goal against the same columns.
    """
    stored = _stored()
    rows = [k for word in _WORD.findall(text) for k in _pieces(word)]
    if not rows:
        return np.zeros(stored.vectors.shape[1], dtype=np.float32)
    mean = (stored.vectors[rows] * stored.scale[rows, None]).mean(axis=0)
    found: np.ndarray = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return found


def said_of(name: str) -> str:
    """The words that a column's name stands for: `temperature minimum` for temp_min_c."""
    return " ".join(long_form(part) for part in without_unit(name_parts(name)))


def nearness(one: str, other: str) -> float:
    """-1 to 1: the cosine of the angle between two meanings."""
    return float(meaning(one) @ meaning(other))
