"""How long a fit takes: for each family a power law of the table's shape and of the hyperparameters.

The laws are learned from measured fits by benchmarks/portfolio/learn_times.py and stored in times.json beside their
provenance. They hold for the machine that measured them; on another one all of them are off by about one factor,
which the engine learns from the trials that are through.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cotune.model.base import Noun, Scalar
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, FamilySpace, Param
from cotune.model.words import Family

LARGE = 4000
MACHINE_SPREAD = 0.3
"""Standard deviation of the logarithm of the factor by which all laws are off on another machine."""


class TimeLaw(Noun):
    """seconds = least + exp(sum of weight x feature), give or take two log-normal factors: one of `table_spread` for
    all fits on a table, and one of `spread` for each."""

    least: float
    weights: dict[str, float]
    spread: float
    table_spread: float

    def power(self, features: Mapping[str, float]) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def seconds(self, features: Mapping[str, float]) -> float:
        """What a fit takes at the median."""
        return self.least + math.exp(self.power(features))


@cache
def laws() -> dict[Family, TimeLaw]:
    """The laws that ship with cotune."""
    stored = json.loads(files("cotune.pipelines").joinpath("times.json").read_text(encoding="utf-8"))
    return {family: TimeLaw.model_validate(law) for family, law in stored["laws"].items()}


def features(space: FamilySpace, params: Mapping[str, Scalar], shape: TableShape) -> dict[str, float]:
    """What the law of a family looks at: the table in logarithms, hyperparameters by their place (0..1) in the space.

    Families that handle large tables differently do so from a few thousand rows on: there the power may change.
    """
    found = {
        "1": 1.0,
        "log rows": math.log(shape.n_rows + 100),
        "log rows beyond": math.log(max(1.0, shape.n_rows / LARGE)),
        "log columns": math.log(shape.n_features + 15 * shape.n_text + 1),
        "log levels": math.log(1 + shape.n_categorical * min(shape.max_cardinality, 30)),
        "log outputs": math.log(shape.n_outputs),
        "regression": float(shape.task == "regression"),
    }
    for param in space.params:
        if param.name in params:
            found |= _of_param(param, params[param.name])
    return found


def _of_param(param: Param, value: Scalar) -> dict[str, float]:
    if isinstance(param, ChoiceParam):
        return {f"{param.name}={value}": 1.0}
    if param.high == param.low or isinstance(value, str):
        return {}
    low, high, at = (math.log(x) if param.log else float(x) for x in (param.low, param.high, float(value)))
    return {param.name: (at - low) / (high - low)}
