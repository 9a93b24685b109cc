"""What a search has learned of its own space: which settings matter, and how much of the space was tried."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.words import Family

FEWEST_OF_RUN = 20
FEWEST_OF_FAMILY = 30
"""With fewer scored trials nothing is said of the importance of the choice of family, and of a family's settings."""


class Importance(Noun):
    """The share of the differences in score that one setting explains by itself, 0 to 1.

    `low` to `high` is where it lies in four of five trees of the searcher's forest. What no setting explains by itself
    is due to settings that act together.
    """

    share: float
    low: float
    high: float


class SettingInsight(Noun):
    """One hyperparameter. `covered`: the share of its range that has a trial, counted in fifths.

    No importance: the family has too few scored trials.
    """

    name: str
    covered: float
    importance: Importance | None = None


class FamilyInsight(Noun):
    """A family: its finished trials, those with a score, and the share of its pairs of settings tried together."""

    family: Family
    trials: int
    scored: int
    explored: float
    settings: tuple[SettingInsight, ...]


class SearchInsight(Noun):
    """What a run has learned from its first `trials` finished trials.

    `explored` is the mean over its families. `choice_of_family`: None with too few scored trials, or a single family.
    """

    run: int
    trials: int
    scored: int
    explored: float
    choice_of_family: Importance | None
    families: tuple[FamilyInsight, ...]
