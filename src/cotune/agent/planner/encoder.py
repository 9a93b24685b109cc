"""What a stretch of text means, as a vector: a small sentence encoder that runs here, on numpy alone.

MiniLM (Wang et al., NeurIPS 2020; all-MiniLM-L6-v2, licence in encoder.LICENSE) with six layers, trained further by
benchmarks/encoder/train.py for the questions that `reader` asks; for each of them the last layers are its own. It
reads; it writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from cotune.agent.planner.text import folded

Sense = Literal["target", "metric", "role", "kind"]
"""What a text is read for; kind: what sort of text it is as a whole."""

WIDTH = 384
LAYERS, SHARED = 6, 4
MOST_PIECES = 96
"""Of a text; what comes after them is not read."""
_HEADS = 12
_BATCH = 48
_MASKED = -1e9
_WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_LONGEST_WORD = 60
_OF_PIECES = "embeddings.word_embeddings.weight"
"""Half of all weights, of which a text needs a few rows: they stay packed."""


class Encoder:
    """Packed weights by their names, and the pieces that texts are cut into (a word's later pieces begin with ##)."""

    def __init__(self, pieces: Sequence[str], stored: Mapping[str, np.ndarray]) -> None:
        self._stored = stored
        self.weights = unpacked({name: weight for name, weight in stored.items() if not name.startswith(_OF_PIECES)})
        self._places = {piece: k for k, piece in enumerate(pieces)}

    def pieces(self, text: str) -> list[int]:
        """Numbers of the pieces of a text, with those that begin and end it."""
        inner = [k for word in _WORD.findall(folded(text)) for k in self._cut(word)]
        return [self._places["[CLS]"], *inner[: MOST_PIECES - 2], self._places["[SEP]"]]

    def _cut(self, word: str) -> list[int]:
        """The longest pieces first, from left to right; one that stands for anything where they don't suffice."""
        found, start, unknown = [], 0, [self._places["[UNK]"]]
        if len(word) > _LONGEST_WORD:
            return unknown
        while start < len(word):
            sign = "##" if start else ""
            end = next((n for n in range(len(word), start, -1) if sign + word[start:n] in self._places), None)
            if end is None:
                return unknown
            found.append(self._places[sign + word[start:end]])
            start = end
        return found

    def vectors(self, texts: Sequence[str], sense: Sense) -> np.ndarray:
        """(texts, 384): the direction of each text's mean piece, of length 1."""
        cut = [self.pieces(text) for text in texts]
        out = np.zeros((len(texts), WIDTH), np.float32)
        for batch in _of_like_length(cut):
            out[batch] = self._means([cut[k] for k in batch], sense)
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        return out

    def _means(self, rows: Sequence[Sequence[int]], sense: Sense) -> np.ndarray:
        longest = max(len(row) for row in rows)
        mask = np.array([[k < len(row) for k in range(longest)] for row in rows])
        numbers = np.array([[*row, *[0] * (longest - len(row))] for row in rows])
        w = self.weights
        x = self._stored[_OF_PIECES][numbers] * self._stored[f"{_OF_PIECES}.scale"][numbers][..., None]
        x = x + w["embeddings.position_embeddings.weight"][:longest]
        x = self._normed(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        unseen = np.where(mask, 0.0, _MASKED).astype(np.float32)[:, None, None, :]
        for layer in range(LAYERS):
            x = self._layer(x, layer_name(layer, sense), unseen)
        kept = mask[..., None].astype(np.float32)
        mean: np.ndarray = (x * kept).sum(axis=1) / kept.sum(axis=1)
        return mean

    def _layer(self, x: np.ndarray, name: str, unseen: np.ndarray) -> np.ndarray:
        n, length, _ = x.shape

        def heads(part: str) -> np.ndarray:
            split = self._linear(x, f"{name}.attention.self.{part}").reshape(n, length, _HEADS, -1)
            return split.transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        attention = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH / _HEADS)) + unseen
        attention = np.exp(attention - attention.max(axis=-1, keepdims=True))
        attention /= attention.sum(axis=-1, keepdims=True)
        seen = (attention @ value).transpose(0, 2, 1, 3).reshape(n, length, WIDTH)
        x = self._normed(x + self._linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
        return self._normed(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        product: np.ndarray = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return product

    def _normed(self, x: np.ndarray, name: str) -> np.ndarray:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        scaled: np.ndarray = x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return scaled


def layer_name(number: int, sense: Sense) -> str:
    return f"encoder.layer.{number}" if number < SHARED else f"{sense}.layer.{number}"


def _gelu(x: np.ndarray) -> np.ndarray:
    """By tanh, as it was trained (Hendrycks and Gimpel, 2016)."""
    bent: np.ndarray = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return bent


def _of_like_length(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Batches of row numbers: padding costs as much as text."""
    order = sorted(range(len(rows)), key=lambda k: len(rows[k]))
    yield from (order[k : k + _BATCH] for k in range(0, len(order), _BATCH))


def packed(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Matrices in eight bits with a scale for each row, the rest as it is: a quarter of the size."""
    out = {}
    for name, weight in weights.items():
        if weight.ndim == 2:
            scale = np.maximum(np.abs(weight).max(axis=1), 1e-9) / 127
            out[name] = np.round(weight / scale[:, None]).astype(np.int8)
            out[f"{name}.scale"] = scale.astype(np.float32)
        else:
            out[name] = weight.astype(np.float32)
    return out


def unpacked(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        name: weight * stored[f"{name}.scale"][:, None] if weight.dtype == np.int8 else weight
        for name, weight in stored.items()
        if not name.endswith(".scale")
    }


@cache
def encoder() -> Encoder:
    """The one that ships; it is read when it is first asked something. Texts are sorted into kinds by layers that were
    trained after the others, in a file of their own."""
    stored: dict[str, np.ndarray] = {}
    for name in ("encoder.npz", "kinds.npz"):
        with files("cotune.agent.planner").joinpath(name).open("rb") as file, np.load(file) as found:
            stored |= {weight: found[weight] for weight in found.files}
    pieces = str(stored.pop("pieces")).split("\n")
    del stored["about"]
    return Encoder(pieces, stored)


def meanings(texts: Sequence[str], sense: Sense) -> np.ndarray:
    """(texts, 384). Kept for the next goal: columns stay the same."""
    kept = {text: _kept.get((sense, text)) for text in texts}
    known = {text: meaning for text, meaning in kept.items() if meaning is not None}
    new = [text for text in kept if text not in known]
    if new:
        # Beside a search two threads on small matrices wait for each other most of the time.
        with threadpool_limits(limits=1, user_api="blas"):
            known.update(zip(new, encoder().vectors(new, sense), strict=True))
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
        _kept.update({(sense, text): known[text] for text in new})
    return np.stack([known[text] for text in texts])


_kept: dict[tuple[Sense, str], np.ndarray] = {}
_MOST_KEPT = 20_000
