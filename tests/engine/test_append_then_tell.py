"""Append first, then tell: what the searcher learns from is on disk already."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Workbench, small_table

from cotune.engine.asking import Asking
from cotune.model import event as ev
from cotune.model.trial import TrialAsk, TrialResult


def test_a_result_is_on_disk_before_the_searcher_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Workbench(tmp_path / "s", small_table())
    told: dict[int, bool] = {}

    class Watched(Asking):
        def tell(self, ask: TrialAsk, result: TrialResult) -> None:
            told[ask.trial] = any(e.result == result for e in bench.events(ev.TrialFinished))
            super().tell(ask, result)

    monkeypatch.setattr("cotune.engine.searching.Asking", Watched)
    bench.start(trials=3, families=("naive_bayes", "decision_tree"), folds=3)
    bench.turn_to_end()
    bench.close()
    assert told == {0: True, 1: True, 2: True}
