"""What a model relies on."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.event import ModelReady


class ColumnWeight(Noun):
    """How far the score drops when a column's values are shuffled, on average over folds; `noise` is its standard
    error."""

    column: str
    drop: float
    noise: float | None


class Reliance(Noun):
    """Which columns a model relies on, most important first."""

    model: ModelReady
    weights: tuple[ColumnWeight, ...]
