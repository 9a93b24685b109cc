"""With a second objective the search looks for cheap trials too, and stays a function of what it was told."""

from __future__ import annotations

import numpy as np
import pytest
from small_families import SHAPE, SPEC, ask_of, ended, failed, registry, score, search

from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.search import Searcher, make_searcher
from cotune.search.making import SearcherKind
from cotune.search.space import JointSpace
from cotune.search.two_objectives import scalarised

FAST = SPEC.having(objectives=("score", "predict_ms"))
SMALL = SPEC.having(objectives=("score", "size_mb"))


def cost(configuration: Configuration) -> float:
    """Milliseconds, and MB: deep trees are dear, and so is the best kernel."""
    p = configuration.params
    match configuration.family:
        case "xgboost":
            return 0.01 * 2.0 ** int(p["max_depth"]) * int(p["max_bin"]) / 32
        case "svm":
            return 0.5 + 0.01 * float(p["C"])
        case _:
            return 0.2


def measured(ask: TrialAsk) -> TrialResult:
    return ended(ask).having(predict_ms=cost(ask.configuration), size_mb=cost(ask.configuration))


def told(spec: SearchSpec, count: int, seed: int = 0, kind: SearcherKind = "smac") -> tuple[Searcher, list[TrialAsk]]:
    searcher = make_searcher(kind, spec, SHAPE, seed, registry)
    asks = []
    for number in range(count):
        asks.append(ask_of(number, searcher.ask(number)))
        searcher.tell(asks[-1], measured(asks[-1]))
    return searcher, asks


def covered(asks: list[TrialAsk]) -> float:
    """The area that the trials dominate below score 0 and above a cost, on a logarithmic scale."""
    points = sorted((np.log10(cost(a.configuration)), -score(a.configuration)) for a in asks)
    area, best = 0.0, 1.0
    for x, y in points:
        if y < best and x < 3.0:
            area += (best - y) * (3.0 - x)
            best = y
    return area


def test_it_covers_more_of_the_trade_off_than_a_search_for_the_score_or_at_random():
    seeds = range(3)
    both = np.mean([covered(told(FAST, 50, seed)[1]) for seed in seeds])
    alone = np.mean([covered(told(SPEC, 50, seed)[1]) for seed in seeds])
    random = np.mean([covered(told(FAST, 50, seed, "random")[1]) for seed in seeds])
    assert both > alone
    assert both > random


def test_size_is_weighed_like_time():
    assert told(SMALL, 30)[1] == told(FAST, 30)[1]
    assert told(SMALL, 30)[1] != told(SPEC, 30)[1]


@pytest.mark.parametrize("cut", [9, 20, 21])
def test_a_rebuilt_searcher_goes_on_as_the_old_one(cut):
    old, asks = told(FAST, cut)
    rebuilt = make_searcher("smac", FAST, SHAPE, 0, registry)
    for ask in asks:
        rebuilt.tell(ask, measured(ask))
    for number in range(cut, cut + 12):
        proposed = old.ask(number)
        assert rebuilt.ask(number) == proposed
        for searcher in (old, rebuilt):
            searcher.tell(ask_of(number, proposed), measured(ask_of(number, proposed)))


def test_what_a_trial_costs_means_nothing_where_the_score_alone_counts():
    searcher = make_searcher("smac", SPEC, SHAPE, 0, registry)
    assert told(SPEC, 30)[1] == search(searcher, 30)


def test_failures_and_trials_that_were_not_measured_do_not_stop_it():
    searcher = make_searcher("smac", SMALL, SHAPE, 0, registry)
    for number in range(24):
        ask = ask_of(number, searcher.ask(number))
        searcher.tell(ask, failed(ask) if number % 5 == 0 else ended(ask) if number % 3 == 0 else measured(ask))
    assert searcher.ask(24)


def test_the_weights_are_those_of_the_seed_and_the_generation():
    space = JointSpace(registry(name).space(SHAPE) for name in SPEC.families)
    costs, times = (0.1, 0.2, 0.3, 0.9), (9.0, 3.0, 1.0, 0.1)
    orders = {tuple(np.argsort(scalarised(costs, times, space, 0, generation))) for generation in range(20)}
    assert len(orders) > 1
    assert scalarised(costs, times, space, 0, 8) == scalarised(costs, times, space, 0, 8)
    assert scalarised(costs, times, space, 0, 8) != scalarised(costs, times, space, 1, 8)


def test_what_is_no_better_in_both_is_never_the_cheapest_choice():
    space = JointSpace(registry(name).space(SHAPE) for name in SPEC.families)
    for generation in range(30):
        found = scalarised((0.5, 0.6, 0.4), (1.0, 2.0, 4.0), space, 0, generation)
        assert found[0] < found[1]
