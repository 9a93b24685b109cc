"""What makes SMAC worth its cost: it learns from scores, and from failures without being poisoned by them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from small_families import SHAPE, SPEC, ask_of, ended, failed, registry, score, search

from cotune.model.space import Configuration
from cotune.model.trial import WORKER_LOST, Failure, TrialAsk, TrialResult
from cotune.search import make_searcher
from cotune.search.local_search import climb
from cotune.search.making import SearcherKind
from cotune.search.narrow import narrow
from cotune.search.smac import due_after
from cotune.search.space import JointSpace
from cotune.search.surrogate import Surrogate, log_gaps


def best_of(kind: SearcherKind, seed: int) -> float:
    return max(score(a.configuration) for a in search(make_searcher(kind, SPEC, SHAPE, seed, registry), 45))


def test_it_finds_better_configurations_than_random_search():
    seeds = range(3)
    smac, random = ([best_of(kind, seed) for seed in seeds] for kind in ("smac", "random"))
    assert np.mean(smac) > np.mean(random)


def test_what_fails_is_avoided_and_does_not_hide_the_good_part_of_the_space():
    searcher = make_searcher("smac", SPEC, SHAPE, 0, registry)
    asks: list[TrialAsk] = []
    for number in range(56):
        ask = ask_of(number, searcher.ask(number))
        fails = ask.configuration.family == "xgboost" and int(ask.configuration.params["max_depth"]) > 6
        searcher.tell(ask, failed(ask) if fails else ended(ask))
        asks.append(ask)
    late = [a.configuration for a in asks[30:] if a.origin == "smac"]
    deep = [c for c in late if c.family == "xgboost" and int(c.params["max_depth"]) > 6]
    assert len(deep) <= 0.15 * len(late)
    assert max(score(c) for c in late) > -0.06


@pytest.fixture
def lessons(monkeypatch):
    """What each surrogate was taught: the costs, and how many configurations that failed."""
    taught = []

    class Watched(Surrogate):
        def __init__(self, space, scored, costs, failed_points, seed, price):
            taught.append((list(costs), len(failed_points)))
            super().__init__(space, scored, costs, failed_points, seed, price)

    monkeypatch.setattr("cotune.search.surrogate.Surrogate", Watched)
    return taught


def test_failures_teach_feasibility_and_never_the_cost(lessons):
    asks = taught_by(failed)
    costs, n_failed = lessons[-1]
    assert n_failed >= 10
    assert set(costs) <= {-score(a.configuration) for a in asks}


def test_a_lost_worker_teaches_nothing_of_what_fails(lessons):
    gone = Failure(type=WORKER_LOST, message="the worker process ended by signal 9")
    taught_by(lambda ask: failed(ask).having(failure=gone))
    assert {n_failed for _, n_failed in lessons} == {0}


def taught_by(bad_end: Callable[[TrialAsk], TrialResult]) -> list[TrialAsk]:
    """40 trials, every third of which ends badly."""
    searcher = make_searcher("smac", SPEC, SHAPE, 0, registry)
    asks = [ask_of(0, searcher.ask(0))]
    for number in range(1, 40):
        searcher.tell(asks[-1], bad_end(asks[-1]) if number % 3 == 0 else ended(asks[-1]))
        asks.append(ask_of(number, searcher.ask(number)))
    return asks


@pytest.mark.parametrize("strange", [1e300, -1e300, float("nan"), None])
def test_strange_scores_do_not_stop_it(strange):
    searcher = make_searcher("smac", SPEC, SHAPE, 0, registry)
    for number in range(24):
        ask = ask_of(number, searcher.ask(number))
        result = TrialResult(trial=number, attempt=1, status="ok", score=strange if number % 3 else -0.1 * number)
        searcher.tell(ask, result)
    assert searcher.ask(24)


def test_equal_scores_do_not_stop_it():
    searcher = make_searcher("smac", SPEC, SHAPE, 0, registry)
    for number in range(16):
        ask = ask_of(number, searcher.ask(number))
        searcher.tell(ask, TrialResult(trial=number, attempt=1, status="ok", score=0.5))
    assert searcher.ask(16)


def test_log_gaps_depend_on_neither_scale_nor_sign_of_the_metric():
    costs = np.array([0.3, 0.5, 0.31, 0.9, 40.0])
    assert np.allclose(log_gaps(costs), log_gaps(1000 * costs - 700))
    assert np.array_equal(np.argsort(log_gaps(costs)), np.argsort(costs))


def test_a_climb_moves_in_a_space_with_conditions():
    """SMAC's own local search doesn't (automl/SMAC3#1299): inactive hyperparameters are NaN in its vectors."""
    space = JointSpace(narrow(registry(name).space(SHAPE), ()) for name in SPEC.families)
    rng = np.random.default_rng(0)
    starts = space.sample(6, rng)

    def values_of(points: list[object]) -> np.ndarray:
        return np.array([score(space.decode(p)) for p in points])

    ends = climb(starts, values_of, rng)
    assert values_of(ends)[0] > values_of(starts).max()
    assert list(values_of(ends)) == sorted(values_of(ends), reverse=True)


def test_the_schedule_of_retraining_never_goes_back():
    due = [due_after(n) for n in range(2500)]
    assert due == sorted(due)
    assert all(n - 8 < d <= n for n, d in enumerate(due))


def searched(seed: int, injected: bool, own: int = 40) -> float:
    """The share of the searcher's own proposals that failed, beside a model that makes 40 % of the trials, all of which
    run out of memory."""
    searcher, rng = make_searcher("smac", SPEC, SHAPE, seed, registry), np.random.default_rng(seed)
    failures = number = 0
    for n in range(own):
        ask = ask_of(number, searcher.ask(number))
        failures += _is_too_large(ask.configuration)
        searcher.tell(ask, failed(ask) if _is_too_large(ask.configuration) else ended(ask))
        number += 1
        for _ in range(1 if injected and n % 3 else 0):
            suggested = TrialAsk(trial=number, run=1, number=number, configuration=_too_large(rng), origin="agent")
            searcher.tell(suggested, failed(suggested).having(status="memout"))
            number += 1
    assert not injected or (number - own) / number == pytest.approx(0.4, abs=0.01)
    return failures / own


def _is_too_large(configuration: Configuration) -> bool:
    return configuration.family == "xgboost" and int(configuration.params["max_depth"]) > 6


def _too_large(rng: np.random.Generator) -> Configuration:
    rate, depth, bins = float(10 ** rng.uniform(-3, 0)), int(rng.integers(7, 13)), int(rng.integers(32, 513))
    params = {"learning_rate": rate, "max_depth": depth, "max_bin": bins, "weighted": bool(rng.integers(2))}
    return Configuration(family="xgboost", params=params)


@pytest.mark.slow
def test_suggestions_that_run_out_of_memory_do_not_make_the_searcher_fail_more_often():
    """By 3 points at most, in the mean over seeds."""
    rates = [(searched(seed, injected=True), searched(seed, injected=False)) for seed in range(3)]
    assert np.mean([a - b for a, b in rates]) <= 0.03


def test_failed_suggestions_teach_the_searcher_nothing(monkeypatch):
    lessons = []

    class Watched(Surrogate):
        def __init__(self, space, scored, costs, failed_points, **options):
            lessons.append((len(costs), len(failed_points)))
            super().__init__(space, scored, costs, failed_points, **options)

    monkeypatch.setattr("cotune.search.surrogate.Surrogate", Watched)
    searcher, rng = make_searcher("smac", SPEC, SHAPE, 0, registry), np.random.default_rng(0)
    search(searcher, 12)
    for number, origin in enumerate(("agent", "human", "agent", "human"), 12):
        suggested = TrialAsk(trial=number, run=1, number=number, configuration=_too_large(rng), origin=origin)
        searcher.tell(suggested, failed(suggested))
        assert searcher.ask(number + 1).configuration != suggested.configuration
    assert {n_failed for _, n_failed in lessons} == {0}
    assert max(n_scored for n_scored, _ in lessons) == 12
