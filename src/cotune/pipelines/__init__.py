"""Model families: for each, its space and its builder side by side; preparation; metrics.

Exports are loaded on first use: naming a family must not import scikit-learn.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cotune.pipelines.fitting import fit, predict, ran_on
    from cotune.pipelines.job import BuildJob, Columns
    from cotune.pipelines.metrics import dummy_score, score
    from cotune.pipelines.model_family import ModelFamily
    from cotune.pipelines.registry import family

_HOMES = {
    "ModelFamily": "model_family",
    "fit": "fitting",
    "predict": "fitting",
    "ran_on": "fitting",
    "BuildJob": "job",
    "Columns": "job",
    "dummy_score": "metrics",
    "score": "metrics",
    "family": "registry",
}
__all__ = ["BuildJob", "Columns", "ModelFamily", "dummy_score", "family", "fit", "predict", "ran_on", "score"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
