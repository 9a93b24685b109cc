"""Opening the sealed rows: score the present model on them in a worker, and count it."""

from __future__ import annotations

from cotune.engine.arguments import HoldoutArguments, HoldoutScored
from cotune.engine.around import Around
from cotune.engine.executor import Outcome, Task
from cotune.errors import UserError
from cotune.model.event import SCORING_HOLDOUT, HoldoutOpened, Remarked
from cotune.model.gate import ScoreWithNoise

_LIMIT_S = 300.0


class Unsealing:
    """At most one opening at a time."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._task: str | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None

    def begin(self) -> None:
        """Raises UserError when there is no model, no sealed row, or an opening is under way."""
        view = self._around.view
        if view.model is None or view.spec is None:
            raise UserError("there is no model to score yet", fix="wait for the run to end, or stop it")
        if view.run.holdout_rows == 0:
            raise UserError("this run has no sealed rows", fix="start a search with holdout_fraction above 0")
        if self._task is not None:
            raise UserError("the sealed rows are being scored already", fix="wait for the result")
        arguments = HoldoutArguments(
            folder=str(self._around.folder.path),
            run=view.model.run,
            spec=view.spec,
            file=str(self._around.folder.path / view.model.file),
        )
        self._task = f"{SCORING_HOLDOUT}{len(view.holdout) + 1}"
        self._around.executor.submit(
            Task(id=self._task, call=arguments.call, args=arguments.model_dump_json(), timeout_s=_LIMIT_S)
        )

    def take(self, outcome: Outcome) -> None:
        """Log the score; an opening that failed showed nothing and isn't counted."""
        if outcome.id != self._task:
            return
        view, self._task = self._around.view, None
        if outcome.status != "ok" or outcome.payload is None or view.model is None:
            why = outcome.failure.message if outcome.failure else outcome.status
            self._around.journal.append(Remarked(turn=outcome.id, text=f"The sealed rows could not be scored: {why}"))
            return
        scored = HoldoutScored.model_validate_json(outcome.payload)
        metric = view.model.cv.metric
        self._around.journal.append(
            HoldoutOpened(
                run=view.model.run,
                count=len(view.holdout) + 1,
                score=ScoreWithNoise(metric=metric, score=scored.score, standard_error=scored.standard_error),
                n_rows=scored.n_rows,
            )
        )
