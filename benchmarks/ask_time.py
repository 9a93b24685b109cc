"""How long SMAC takes to propose a trial, after 50, 500 and 2,000 told trials over all ten families.

    python benchmarks/ask_time.py

`first` is the first ask of a searcher that was just rebuilt by telling it the trials again; `mean` and `longest` are
of the asks that follow, retraining included. CPU seconds; the ratio says what share of one core a search with
one-second trials spends on asking.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.search import Searcher, make_searcher
from shapes import shape_of

SHAPE = shape_of(n_rows=5000, n_numeric=10, n_categorical=5, max_cardinality=20, has_missing=True)
SPEC = SearchSpec(target="y", task="binary", metric="log_loss")
ASKS = 24
FAILING_SHARE = 0.05


def result_of(ask: TrialAsk, rng: np.random.Generator) -> TrialResult:
    """Made up: families differ, numbers matter a little, some trials fail."""
    if rng.random() < FAILING_SHARE:
        return TrialResult(trial=ask.trial, attempt=1, status="failed")
    return TrialResult(trial=ask.trial, attempt=1, status="ok", score=-_cost(ask.configuration) - 0.01 * rng.random())


def _cost(configuration: Configuration) -> float:
    numbers = [v for v in configuration.params.values() if isinstance(v, float)]
    return 0.3 + 0.02 * len(configuration.family) + 0.05 * sum(abs(np.log10(abs(v) + 1e-6) + 1) for v in numbers)


def tell_next(teller: Searcher, number: int, told: list[Searcher], rng: np.random.Generator) -> None:
    proposed = teller.ask(number)
    ask = TrialAsk(trial=number, run=1, number=number, configuration=proposed.configuration, origin=proposed.origin)
    result = result_of(ask, rng)
    for searcher in told:
        searcher.tell(ask, result)


def timed_asks(n_told: int) -> list[float]:
    rng = np.random.default_rng(n_told)
    random, smac = (make_searcher(kind, SPEC, SHAPE, seed=0) for kind in ("random", "smac"))
    for number in range(n_told):
        tell_next(random, number, [random, smac], rng)
    seconds = []
    for number in range(n_told, n_told + ASKS):
        started = time.process_time()
        smac.ask(number)
        seconds.append(time.process_time() - started)
        tell_next(smac, number, [smac], rng)
    return seconds


def main() -> None:
    timed_asks(16)
    print(f"{'told':>6} {'first_s':>8} {'mean_s':>8} {'longest_s':>10} {'mean / 1 s trial':>17}")
    for n_told in (50, 500, 2000):
        first, *later = timed_asks(n_told)
        mean = float(np.mean(later))
        print(f"{n_told:>6} {first:>8.3f} {mean:>8.3f} {max(later):>10.3f} {mean:>17.1%}")


if __name__ == "__main__":
    main()
