"""Prediction times: measured alike for a trial and a model, and the limit holds for both."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from workbench import Workbench, small_table

from cotune.deliver import final
from cotune.deliver.final import PredictTimes, batch_of, predict_times, read_model
from cotune.engine.arguments import Blended, Refitted
from cotune.engine.executor import Outcome
from cotune.engine.local import LocalExecutor
from cotune.model.event import ModelReady
from cotune.model.prediction_time import times_in_words
from cotune.model.words import BATCH_ROWS

CHEAP = ("linear", "naive_bayes", "decision_tree")
LIMIT_MS = 1000.0


class SlowModel:
    """Takes so many seconds for a call, and more for each row, by a clock that stands still meanwhile."""

    def __init__(self, call_s: float, row_s: float) -> None:
        self.now_s = 0.0
        self.asked: list[int] = []
        self._call_s, self._row_s = call_s, row_s

    def predict(self, X: pd.DataFrame) -> None:
        self.asked.append(len(X))
        self.now_s += self._call_s + self._row_s * len(X)


def times_of(model: SlowModel, n_rows: int, monkeypatch: pytest.MonkeyPatch) -> PredictTimes:
    monkeypatch.setattr(final, "time", SimpleNamespace(perf_counter=lambda: model.now_s))
    table: Any = SimpleNamespace(X=pd.DataFrame({"x": range(n_rows)}), folds=[(None, list(range(n_rows)))])
    return predict_times(model, table)  # type: ignore[arg-type]


@pytest.mark.parametrize("n_rows", [30, 5_000])
def test_a_batch_has_as_many_rows_whatever_the_table(n_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = SlowModel(call_s=0.004, row_s=0.0001)
    times = times_of(model, n_rows, monkeypatch)
    assert times.batch_ms == pytest.approx(0.004 * 1000 / BATCH_ROWS + 0.1)
    assert times.single_ms == pytest.approx(4.1)
    assert set(model.asked) == {BATCH_ROWS, 1}


def test_of_a_model_whose_batch_takes_long_one_row_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = SlowModel(call_s=0.5, row_s=0.0)
    assert times_of(model, 300, monkeypatch).single_ms is None
    assert model.asked == [BATCH_ROWS]


def test_rows_are_timed_as_they_come_with_words_for_categories() -> None:
    X = pd.DataFrame({"town": pd.Categorical(["Ulm", None, "Bonn"]), "n": [1.0, 2.0, 3.0]})
    rows = batch_of(SimpleNamespace(X=X, folds=[(None, [0, 1, 2])]))  # type: ignore[arg-type]
    assert rows["town"].dtype == object
    assert rows["town"].iloc[:3].fillna("").tolist() == ["Ulm", "", "Bonn"]
    assert rows["n"].dtype == float


class Slower(LocalExecutor):
    """The blend and the refit are said to take so long for a row."""

    def __init__(self, blend_ms: float, refit_ms: float) -> None:
        super().__init__(slots=2)
        self._blend_ms, self._refit_ms = blend_ms, refit_ms

    def poll(self) -> list[Outcome]:
        return [self._slowed(outcome) for outcome in super().poll()]

    def _slowed(self, outcome: Outcome) -> Outcome:
        if outcome.payload is None:
            return outcome
        if ":blend-" in outcome.id:
            blended = Blended.model_validate_json(outcome.payload).having(predict_ms=self._blend_ms)
            return outcome.having(payload=blended.model_dump_json())
        if ":refit-" in outcome.id:
            refitted = Refitted.model_validate_json(outcome.payload).having(predict_ms=self._refit_ms)
            return outcome.having(payload=refitted.model_dump_json())
        return outcome


@pytest.mark.parametrize(
    ("blend_ms", "refit_ms", "how", "said"),
    [
        (1.0, 2.0, "refit", ""),
        (1.0, 2000.0, "fold_models", "fitted anew on all rows it would predict a row of a batch of 200 in 2,000 ms"),
        (3000.0, 2000.0, "refit", "it predicts a row of a batch of 200 in 2,000 ms, over the limit of 1000 ms"),
    ],
    ids=["both obey", "the refit breaks it", "both break it"],
)
def test_the_model_obeys_the_limit_or_says_that_it_does_not(
    blend_ms: float, refit_ms: float, how: str, said: str, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path / "s", small_table(), Slower(blend_ms, refit_ms))
    bench.start(trials=2, families=CHEAP, max_predict_ms=LIMIT_MS)
    ready = bench.turn_to_end().model
    bench.close()
    assert ready is not None
    assert (ready.how, ready.message[: len(said)]) == (how, said)
    assert bool(ready.message) == bool(said)
    assert ready.predict_ms == (blend_ms if how == "fold_models" else refit_ms)
    assert read_model(bench.folder.path / ready.file).predict(small_table()).shape == (150,)
    assert not list(bench.folder.models.glob("*.draft"))


def test_both_times_are_told() -> None:
    ready = ModelReady.model_construct(predict_ms=0.0241, single_ms=5.13)
    assert times_in_words(ready) == "a row of a batch of 200 in 0.024 ms, one row alone in 5.1 ms"
    assert times_in_words(ready.model_copy(update={"single_ms": None})) == "a row of a batch of 200 in 0.024 ms"
