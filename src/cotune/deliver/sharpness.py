"""Whether a blend's probabilities should be sharper or softer: one exponent for all of them.

The mean of several honest classifiers is too modest where they agree (Ranjan and Gneiting 2010); raising probabilities
to a power mends it, and is temperature scaling (Guo et al. 2017) of a single classifier.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

from cotune.model.words import Metric
from cotune_runtime import sharpened

PAYS_FOR: tuple[Metric, ...] = ("log_loss", "brier")
_FEWEST_ROWS = 300
_PARTS = 5
_BOUNDS = (-0.7, 0.7)
_PRIOR = 0.1
_LEAST_GAIN = 1.0
_FLOOR = 1e-7


def best_sharpness(probabilities: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None) -> float:
    """The exponent for out-of-fold probabilities (n, K) of the codes `y`; 1.0 unless another one pays.

    It must lower the log loss of rows that it was not chosen on, by more than the gain's own standard error; its
    logarithm is held near 0 by a normal prior with deviation 0.1. Few rows can't tell.
    """
    n = len(y)
    if n < _FEWEST_ROWS:
        return 1.0
    weights = np.ones(n) if weights is None else weights / weights.mean()
    part = np.random.default_rng(0).permutation(n) % _PARTS
    gains = np.empty(n)
    for k in range(_PARTS):
        out = part == k
        exponent = _fitted(probabilities[~out], y[~out], weights[~out])
        gains[out] = _losses(probabilities[out], y[out]) - _losses(sharpened(probabilities[out], exponent), y[out])
    gains *= weights
    if gains.mean() <= _LEAST_GAIN * gains.std() / n**0.5:
        return 1.0
    return _fitted(probabilities, y, weights)


def _fitted(probabilities: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    def regret(log_exponent: float) -> float:
        losses = _losses(sharpened(probabilities, np.exp(log_exponent)), y)
        return float(weights @ losses + log_exponent**2 / (2 * _PRIOR**2))

    return float(np.exp(minimize_scalar(regret, bounds=_BOUNDS, method="bounded").x))


def _losses(probabilities: np.ndarray, y: np.ndarray) -> np.ndarray:
    found: np.ndarray = -np.log(np.clip(probabilities[np.arange(len(y)), y], _FLOOR, 1.0))
    return found
