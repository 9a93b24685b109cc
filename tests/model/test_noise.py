"""The noise of a difference: folds that sway together say more than folds that don't."""

from __future__ import annotations

import math

import pytest

from cotune.model.noise import gap
from cotune.model.space import Configuration
from cotune.model.student import t_975
from cotune.model.trial import TrialAsk, TrialResult, TrialRow


def row(trial: int, folds: tuple[float, ...], score: float | None = None) -> TrialRow:
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family="knn"), origin="smac")
    mean = sum(folds) / len(folds) if folds else score
    return TrialRow(
        ask=ask, status="ok", result=TrialResult(trial=trial, attempt=1, status="ok", score=mean, fold_scores=folds)
    )


def test_only_what_the_folds_differ_in_is_noise() -> None:
    better, worse = row(0, (0.9, 0.7, 0.8)), row(1, (0.89, 0.69, 0.79))
    apart = gap(better, worse, 1 / 2)
    assert apart.score == pytest.approx(0.01)
    assert apart.noise == pytest.approx(0.0, abs=1e-12)
    swaying = gap(row(0, (0.9, 0.7, 0.8)), row(1, (0.7, 0.9, 0.77)), 1 / 2)
    assert swaying.noise > 0.1
    assert swaying.is_beyond(1.0) is False


def test_folds_share_training_rows() -> None:
    apart = gap(row(0, (0.3, 0.1)), row(1, (0.1, 0.1)), 1.0)
    assert apart.noise == pytest.approx(math.sqrt(0.02) * math.sqrt(1 / 2 + 1))


def test_without_folds_nothing_is_known_of_noise() -> None:
    apart = gap(row(0, (), 0.9), row(1, (), 0.1), 1 / 4)
    assert (apart.noise, apart.is_beyond(0.0)) == (None, None)
    assert gap(row(0, (0.9,)), row(1, (0.1,)), 1 / 3).is_beyond(0.0) is None
    assert gap(row(0, (), None), row(1, (), 0.1), 1 / 4) is None


@pytest.mark.parametrize(("degrees", "quantile"), [(1, 12.706), (14, 2.145), (15, 2.131), (19, 2.093), (60, 2.000)])
def test_students_quantile_is_that_of_the_tables(degrees: int, quantile: float) -> None:
    assert t_975(degrees) == pytest.approx(quantile, rel=5e-4)
