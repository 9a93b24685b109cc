"""The seam to the model families: their spaces and portfolios are ones that the searchers can use."""

from __future__ import annotations

import pytest
from small_families import SHAPE

from cotune.model.spec import SearchSpec
from cotune.model.words import FAMILIES, Task, default_metric
from cotune.pipelines.registry import family
from cotune.search import check_configuration, make_searcher
from cotune.search.narrow import fit_into, narrow

CLASSES = {"binary": 2, "multiclass": 4, "regression": 0}


@pytest.mark.parametrize("task", CLASSES)
def test_the_opening_has_every_family_and_each_proposal_is_valid(task: Task) -> None:
    shape = SHAPE.having(task=task, n_classes=CLASSES[task], n_text=1, n_datetime=1)
    spec = SearchSpec(target="y", task=task, metric=default_metric(task))
    searcher = make_searcher("random", spec, shape, seed=0)
    proposed = [searcher.ask(number) for number in range(40)]
    assert {p.configuration.family for p in proposed[:10]} == set(FAMILIES)
    for p in proposed:
        assert check_configuration(p.configuration, spec, shape) == p.configuration


@pytest.mark.parametrize("n_rows", [200, 5_000, 50_000])
@pytest.mark.parametrize("task", CLASSES)
def test_both_boosting_families_follow_the_cheapest_one(task: Task, n_rows: int) -> None:
    shape = SHAPE.having(task=task, n_classes=CLASSES[task], n_rows=n_rows)
    spec = SearchSpec(target="y", task=task, metric=default_metric(task))
    searcher = make_searcher("smac", spec, shape, seed=0)
    opened = [searcher.ask(number).configuration.family for number in range(10)]
    costs = [family(name).starts(shape)[0].fit_s for name in opened]
    boosting = {"xgboost", "hist_gradient_boosting"}
    assert costs[0] == min(costs)
    assert boosting <= set(opened[:3])
    rest = [cost for name, cost in zip(opened, costs, strict=True) if name not in boosting]
    assert rest == sorted(rest)


@pytest.mark.parametrize(("seconds", "waits"), [(15.0, True), (3_600.0, False), (None, False)])
def test_boosting_of_many_classes_waits_where_the_budget_is_short(seconds: float | None, waits: bool) -> None:
    shape = SHAPE.having(task="multiclass", n_classes=26, n_rows=16_000, n_numeric=16)
    spec = SearchSpec(target="y", task="multiclass", metric="log_loss", seconds=seconds, trials=100)
    searcher = make_searcher("smac", spec, shape, seed=0)
    early = {searcher.ask(number).configuration.family for number in range(3)}
    assert (early & {"xgboost", "hist_gradient_boosting"} == set()) is waits


@pytest.mark.parametrize("task", CLASSES)
@pytest.mark.parametrize("name", FAMILIES)
def test_portfolios_lie_in_their_spaces(name, task):
    shape = SHAPE.having(task=task, n_classes=CLASSES[task], n_text=1, n_datetime=1)
    offered = family(name).space(shape)
    space = narrow(offered, ())
    assert {p.name for p in space.params} == {p.name for p in offered.params}
    for start in family(name).starts(shape):
        assert fit_into(start.configuration, space) == start.configuration
