"""Hyperparameters as data: what a family offers to search, without any library's types."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cotune.model.base import Noun, Scalar
from cotune.model.words import Family


class OnlyIf(Noun):
    """The hyperparameter is active only when another one of the same family has one of these values."""

    name: str
    values: tuple[Scalar, ...]


class FloatParam(Noun):
    kind: Literal["float"] = "float"
    name: str
    low: float
    high: float
    default: float
    log: bool = False
    only_if: OnlyIf | None = None


class IntParam(Noun):
    kind: Literal["int"] = "int"
    name: str
    low: int
    high: int
    default: int
    log: bool = False
    only_if: OnlyIf | None = None


class ChoiceParam(Noun):
    kind: Literal["choice"] = "choice"
    name: str
    choices: tuple[Scalar, ...]
    default: Scalar
    only_if: OnlyIf | None = None

    @model_validator(mode="after")
    def _default_is_a_choice(self) -> Self:
        if self.default not in self.choices:
            raise ValueError(f"default {self.default!r} of '{self.name}' is not one of its choices")
        return self


Param = Annotated[FloatParam | IntParam | ChoiceParam, Field(discriminator="kind")]


class FamilySpace(Noun):
    """All hyperparameters of one family for one kind of table, preparation steps included."""

    family: Family
    params: tuple[Param, ...]


class Configuration(Noun):
    """One point of the joint space: a family and the values of its active hyperparameters."""

    family: Family
    params: dict[str, Scalar] = Field(default_factory=dict)


class Start(Noun):
    """A configuration worth trying before any search.

    `rank`: 0 for a family's defaults, else its place among those of all families. `fit_s`: seconds that one fit on one
    thread is expected to take; good for ordering, not for promises.
    """

    configuration: Configuration
    rank: int
    fit_s: float
