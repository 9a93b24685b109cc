"""XGBoost as it comes, fitted beside a search that doesn't try it: a baseline, and none of its trials."""

from __future__ import annotations

import sys

from cotune.engine.allotment import allot
from cotune.engine.arguments import Prepared, TrialArguments
from cotune.engine.around import Around
from cotune.engine.executor import Outcome
from cotune.engine.trial_tasks import result_of, trial_task
from cotune.errors import SpecError
from cotune.model.event import BaselineFitted
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import BESIDE, Failure, TrialAsk, TrialResult
from cotune.search.catalog import offers

_EXPECTED_SHARE = 0.05
_MOST_SHARE = 0.1
_WITHOUT_TIME_BUDGET_S = 100.0
# Infinity would cross to the worker as null, which keeps any.
_ABOVE_ANY = sys.float_info.max


class Beside:
    """Fits the baseline once, when the first trial has a score and a worker is free; it counts as one meanwhile.

    Only where it is expected to take a twentieth of the time budget at most; it is given up after a tenth, and when the
    search ends. What came of it is in the log, so that it isn't fitted again; a pause leaves no trace of it.
    """

    def __init__(self, around: Around, spec: SearchSpec, prepared: Prepared) -> None:
        self._around, self._prepared = around, prepared
        self._is_searched = "xgboost" in spec.searched_families()
        self._spec = spec.having(families=("xgboost",), interpretable=False, ranges=(), max_predict_ms=None)
        self._ask: TrialAsk | None = None
        self._task = ""

    @property
    def under_way(self) -> bool:
        return self._ask is not None

    def tick(self, left_s: float | None) -> None:
        """Begin if it is due; called while a worker is free and `left_s` seconds of search are left."""
        if self._ask is not None or not self._is_due():
            return
        try:
            start = offers(self._spec, self._prepared.shape)[0].starts[0]
        except SpecError as problem:
            self._give_up(Configuration(family="xgboost"), problem.what)
            return
        budget_s = self._around.view.run.budget_s or _WITHOUT_TIME_BUDGET_S
        expected_s = start.fit_s * self._prepared.fits
        if expected_s > _EXPECTED_SHARE * budget_s:
            self._give_up(start.configuration, f"it would take about {expected_s:.0f} s, too much of the search's time")
        elif left_s is None or left_s > expected_s:
            self._begin(start.configuration, _MOST_SHARE * budget_s)

    def take(self, outcome: Outcome) -> bool:
        """Whether that was the outcome of this task; it is in the log then."""
        if self._ask is None or outcome.id != self._task:
            return False
        ask, self._ask = self._ask, None
        self._around.journal.append(BaselineFitted(ask=ask, result=result_of(ask, outcome)))
        return True

    def drop(self) -> None:
        """Kill it; it is due again if the search goes on."""
        if self._ask is not None:
            self._around.executor.cancel(self._task)
        self._ask = None

    def _is_due(self) -> bool:
        view = self._around.view
        is_wanted = not self._is_searched or "xgboost" in view.banned
        return is_wanted and view.incumbent is not None and view.xgboost_trial() is None

    def _begin(self, configuration: Configuration, limit_s: float) -> None:
        self._ask = self._asked(configuration)
        self._task = f"beside-{self._ask.run}-{self._around.clock():.6f}"
        arguments = TrialArguments(
            folder=str(self._around.folder.path),
            run=self._ask.run,
            spec=self._spec,
            ask=self._ask,
            device="cpu",
            keep_above=_ABOVE_ANY,
        )
        share = allot(self._spec, self._around.executor.slots, use_gpu=False)
        task = trial_task(arguments, limit_s, share.memory_mb)
        self._around.executor.submit(task.having(id=self._task, grace=1.0))

    def _give_up(self, configuration: Configuration, why: str) -> None:
        failure = Failure(type="NotFitted", message=why)
        result = TrialResult(trial=BESIDE, attempt=1, status="failed", failure=failure)
        self._around.journal.append(BaselineFitted(ask=self._asked(configuration), result=result))

    def _asked(self, configuration: Configuration) -> TrialAsk:
        run = self._around.view.run.run
        return TrialAsk(trial=BESIDE, run=run, number=BESIDE, configuration=configuration, origin="default")
