"""Configurations that go well beside the families' defaults on many tables, in the order in which they help.

Learned by benchmarks/portfolio/learn.py and stored in portfolio.json beside their provenance. On a table they are
fitted into its space: hyperparameters that it lacks are gone, those that were not learned take their defaults.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from cotune.model.space import Configuration
from cotune.model.words import Task


def learned(task: Task) -> tuple[Configuration, ...]:
    """Those for tables with this task, the most helpful first."""
    return _stored()["regression" if task == "regression" else "classification"]


@cache
def _stored() -> dict[str, tuple[Configuration, ...]]:
    text = files("cotune.pipelines").joinpath("portfolio.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    return {kind: tuple(map(Configuration.model_validate, stored[kind])) for kind in ("classification", "regression")}
