"""What a run says of its space: known effects are found, noise gets no weight, and coverage is what was counted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_families import BOOSTER, COUNTER, KERNEL, SHAPE, SPEC, ask_of, registry

from cotune.model.insight import FEWEST_OF_FAMILY, FEWEST_OF_RUN, SearchInsight
from cotune.model.space import Configuration
from cotune.model.trial import TrialResult, TrialRow
from cotune.search import explain, make_searcher
from cotune.search.coverage import covered, explored, levels_of
from cotune.search.importance import shares
from cotune.search.narrow import fit_into
from cotune.search.space import JointSpace


def depth_matters(configuration: Configuration) -> float:
    """The depth alone decides within xgboost; the families are far apart."""
    p = configuration.params
    return -0.03 * abs(int(p["max_depth"]) - 4) if configuration.family == "xgboost" else -5.0


def rows_of(count: int, score=depth_matters, seed: int = 0, status: str = "ok") -> list[TrialRow]:
    searcher, rng = make_searcher("random", SPEC, SHAPE, seed, registry), np.random.default_rng(seed)
    rows = []
    for number in range(count):
        ask = ask_of(number, searcher.ask(number))
        value = score(ask.configuration) + float(rng.normal(0, 0.002))
        result = TrialResult.model_validate({"trial": number, "attempt": 1, "status": status, "score": value})
        result = result if status in ("ok", "pruned") else result.having(score=None)
        searcher.tell(ask, result)
        rows.append(TrialRow(ask=ask, status=result.status, result=result))
    return rows


def explained(rows: list[TrialRow]) -> SearchInsight:
    return explain(SPEC, SHAPE, 1, rows, registry)


def of(insight: SearchInsight, family: str):
    return next(f for f in insight.families if f.family == family)


def test_what_decides_the_score_explains_it():
    insight = explained(rows_of(140))
    booster = of(insight, "xgboost")
    weights = {s.name: s.importance for s in booster.settings}
    strongest = max(weights, key=lambda name: weights[name].share)
    assert strongest == "max_depth"
    assert weights["max_depth"].share > 0.5 > 0.2 > weights["weighted"].share
    assert all(w.low <= w.share <= w.high or math.isclose(w.low, w.high) for w in weights.values())
    assert insight.choice_of_family.share > 0.8


def test_noise_gets_little_weight():
    insight = explained(rows_of(140, lambda c: 0.0))
    weights = [s.importance.share for f in insight.families for s in f.settings if s.importance]
    assert weights
    assert max(weights) < 0.3
    assert insight.choice_of_family.share < 0.2


def test_a_diverged_trial_does_not_explain_everything():
    rows = rows_of(140)
    worst = next(i for i, r in enumerate(rows) if r.ask.configuration.family == "xgboost")
    diverged = rows[worst].having(result=rows[worst].result.having(score=-1e12))
    rows[worst] = diverged
    weights = {s.name: s.importance.share for s in of(explained(rows), "xgboost").settings}
    assert max(weights, key=lambda name: weights[name]) == "max_depth"


def test_with_few_trials_it_says_nothing_of_importance():
    few = explained(rows_of(FEWEST_OF_RUN - 1))
    assert few.choice_of_family is None
    assert all(s.importance is None for f in few.families for s in f.settings)
    enough = explained(rows_of(FEWEST_OF_RUN))
    assert enough.choice_of_family is not None
    assert all(f.scored >= FEWEST_OF_FAMILY or s.importance is None for f in enough.families for s in f.settings)


def test_failed_trials_count_as_tried_and_teach_nothing():
    insight = explained(rows_of(30, status="timeout"))
    assert (insight.trials, insight.scored, insight.choice_of_family) == (30, 0, None)
    assert insight.explored > 0


def test_the_same_trials_give_the_same_insight():
    rows = rows_of(60)
    assert explained(rows) == explained(rows)


def test_a_single_family_has_no_choice_of_family():
    spec = SPEC.having(families=("xgboost",))
    rows = [r for r in rows_of(90) if r.ask.configuration.family == "xgboost"]
    assert explain(spec, SHAPE, 1, rows, registry).choice_of_family is None


def test_shares_are_those_of_an_analysis_of_variance():
    parts = np.repeat([0, 1, 2, 3], 250)
    rng = np.random.default_rng(0)
    signal, noise = parts * 1.0, rng.normal(0, math.sqrt(1.25), 1000)
    values = np.stack([signal, signal + noise, noise, np.zeros(1000)], axis=1)
    assert shares(values, parts) == pytest.approx([1.0, 0.5, 0.0, 0.0], abs=0.05)


def tried(space, *params):
    return [levels_of(fit_into(Configuration(family=space.family, params=p), space), space) for p in params]


def test_a_range_is_counted_in_fifths_of_its_own_scale():
    lows = tried(BOOSTER, {"learning_rate": 0.001}, {"learning_rate": 0.003}, {"learning_rate": 1.0})
    rate, depth, _, weighted = BOOSTER.params
    assert covered(rate, lows) == pytest.approx(0.4)
    assert covered(depth, lows) == pytest.approx(0.2)
    assert covered(weighted, lows) == pytest.approx(0.5)


def test_pairs_that_no_configuration_has_are_not_missed():
    """`degree` needs the polynomial kernel and `gamma` one of two: nothing else can be tried together."""
    everything = [
        {"C": c, "kernel": kernel, "degree": degree, "gamma": gamma}
        for c in (0.01, 0.1, 1.0, 10.0, 100.0)
        for kernel in ("linear", "rbf", "poly")
        for degree in (2, 3, 4, 5)
        for gamma in (1e-4, 2e-3, 0.05, 0.5, 10.0)
    ]
    assert explored(KERNEL, tried(KERNEL, *everything)) == 1.0
    assert explored(KERNEL, tried(KERNEL, {"kernel": "linear"})) < 0.1


def test_a_space_of_one_setting_is_counted_in_its_parts():
    assert explored(COUNTER, tried(COUNTER, {"alpha": 1}, {"alpha": "auto"})) == 0.5
    assert explored(COUNTER, []) == 0.0


@given(seed=st.integers(0, 2**16), n=st.integers(1, 30))
def test_more_trials_never_explore_less(seed: int, n: int) -> None:
    joint = JointSpace([KERNEL])
    points = [joint.decode(p) for p in joint.sample(n, np.random.default_rng(seed))]
    levels = [levels_of(c, KERNEL) for c in points]
    shares_so_far = [explored(KERNEL, levels[: i + 1]) for i in range(n)]
    assert shares_so_far == sorted(shares_so_far)
    assert all(0 < share <= 1 for share in shares_so_far)
