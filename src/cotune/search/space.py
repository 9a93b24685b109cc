"""The joint space of all families as a ConfigSpace: a family, and under it that family's hyperparameters.

ConfigSpace sees choices as the texts of their positions and a single value as a choice of one, so that any scalar
goes through it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from ConfigSpace import (
    CategoricalHyperparameter,
    ConfigurationSpace,
    EqualsCondition,
    InCondition,
    UniformFloatHyperparameter,
    UniformIntegerHyperparameter,
)
from ConfigSpace import Configuration as RawConfiguration

from cotune.model.base import Scalar
from cotune.model.space import ChoiceParam, Configuration, FamilySpace, IntParam
from cotune.model.words import Family
from cotune.search.narrow import AnyParam, fit_into, fits, nearest_fit, same

Point = Any
"""A ConfigSpace configuration: that library is untyped."""

SIGNIFICANT_DIGITS = 6


@dataclass(frozen=True)
class _Axis:
    """One hyperparameter of one family, both ways."""

    key: str
    param: AnyParam

    @property
    def is_choice(self) -> bool:
        return isinstance(self.param, ChoiceParam) or self.param.low == self.param.high

    def choices(self) -> tuple[Scalar, ...]:
        return self.param.choices if isinstance(self.param, ChoiceParam) else (self.param.default,)

    def hyperparameter(self) -> Any:
        p = self.param
        if isinstance(p, ChoiceParam) or self.is_choice:
            texts = [str(i) for i in range(len(self.choices()))]
            return CategoricalHyperparameter(self.key, texts, default_value=self.encode(p.default))
        kind = UniformIntegerHyperparameter if isinstance(p, IntParam) else UniformFloatHyperparameter
        return kind(self.key, p.low, p.high, default_value=p.default, log=p.log)

    def encode(self, value: Scalar) -> Any:
        fitted = nearest_fit(value, self.param)
        if not self.is_choice:
            return fitted
        return str(next(i for i, c in enumerate(self.choices()) if same(c, fitted)))

    def decode(self, value: Any) -> Scalar:
        if self.is_choice:
            return self.choices()[int(value)]
        if isinstance(self.param, IntParam):
            return int(value)
        short = float(f"{float(value):.{SIGNIFICANT_DIGITS}g}")
        return nearest_fit(short, self.param)


class JointSpace:
    """The space that the searchers sample: conditional on the family, and within it on `only_if`.

    The family spaces must come from `narrow`: parents before children.
    """

    def __init__(self, spaces: Iterable[FamilySpace]) -> None:
        self._spaces = {space.family: space for space in spaces}
        self._axes = {f: {p.name: _Axis(f"{f}:{p.name}", p) for p in s.params} for f, s in self._spaces.items()}
        self.raw = ConfigurationSpace(seed=0)
        root = CategoricalHyperparameter("family", list(self._spaces))
        parts = [part for space in self._spaces.values() for part in self._family_parts(root, space)]
        self.raw.add(root, *parts)

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(self._spaces)

    def sample(self, count: int, rng: np.random.Generator) -> list[Point]:
        """Independent uniform points: first a family, then its hyperparameters."""
        self.seed(rng)
        drawn = self.raw.sample_configuration(size=count)
        return list(drawn) if count > 1 else [drawn] if not isinstance(drawn, list) else drawn

    def seed(self, rng: np.random.Generator) -> None:
        """Whatever samples the raw space next, SMAC included, draws from `rng`."""
        self.raw.seed(int(rng.integers(2**31)))

    def decode(self, point: Point) -> Configuration:
        values = dict(point)
        family: Family = values.pop("family")
        names = {axis.key: name for name, axis in self._axes[family].items()}
        params = {names[key]: self._axes[family][names[key]].decode(v) for key, v in values.items()}
        return Configuration(family=family, params=params)

    def encode(self, configuration: Configuration) -> Point | None:
        """The nearest point of this space; None when it doesn't hold the configuration's family."""
        space = self._spaces.get(configuration.family)
        if space is None:
            return None
        fitted = fit_into(configuration, space)
        axes = self._axes[configuration.family]
        values = {axes[name].key: axes[name].encode(value) for name, value in fitted.params.items()}
        return RawConfiguration(self.raw, values={"family": configuration.family, **values})

    def _family_parts(self, root: Any, space: FamilySpace) -> list[Any]:
        """The family's hyperparameters and the conditions that tie them to the family or to their parents."""
        axes = self._axes[space.family]
        made = {p.name: axes[p.name].hyperparameter() for p in space.params}
        conditions: list[Any] = []
        for param in space.params:
            if param.only_if is None:
                conditions.append(EqualsCondition(made[param.name], root, space.family))
            else:
                parent = axes[param.only_if.name]
                values = [parent.encode(v) for v in param.only_if.values if fits(v, parent.param)]
                conditions.append(InCondition(made[param.name], made[param.only_if.name], values))
        return [*made.values(), *conditions]
