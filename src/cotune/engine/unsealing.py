"""Opening the sealed rows: score the present model on them in a worker, and count it."""

from __future__ import annotations

from cotune.engine.arguments import HoldoutArguments, HoldoutScored
from cotune.engine.around import Around
from cotune.engine.executor import Outcome, Task
from cotune.errors import UserError
from cotune.model.event import SCORING_HOLDOUT, HoldoutOpened, ModelReady, Remarked
from cotune.model.gate import ScoreWithNoise

_LIMIT_S = 300.0


class Unsealing:
    """At most one opening at a time."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._task: str | None = None
        self._scored: ModelReady | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None

    def begin(self) -> None:
        """Raises UserError when there is no model, no sealed row, or an opening is under way."""
        view = self._around.view
        if view.model is None or view.spec is None:
            raise UserError("there is no model to score yet", fix="wait for the run to end, or stop it")
        if view.run.holdout_rows == 0:
            raise UserError("this run has no sealed rows", fix="start a search that seals some")
        if self._task is not None:
            raise UserError("the sealed rows are being scored already", fix="wait for the result")
        arguments = HoldoutArguments(
            folder=str(self._around.folder.path),
            run=view.model.run,
            spec=view.spec,
            file=str(self._around.folder.path / view.model.file),
        )
        self._task, self._scored = f"{SCORING_HOLDOUT}{len(view.holdout) + 1}", view.model
        self._around.executor.submit(
            Task(id=self._task, call=arguments.call, args=arguments.model_dump_json(), timeout_s=_LIMIT_S)
        )

    def take_up(self) -> None:
        """Go on with the opening that a human granted and a lost host did not carry out: nobody has seen its score."""
        if not self._around.view.unsealing:
            return
        try:
            self.begin()
        except UserError as error:
            self._give_up(f"{SCORING_HOLDOUT}{len(self._around.view.holdout) + 1}", error.what)

    def take(self, outcome: Outcome) -> None:
        """Log the score; an opening that failed showed nothing and isn't counted."""
        if outcome.id != self._task:
            return
        view, self._task = self._around.view, None
        if view.model is None or view.model != self._scored:
            what = "search was started" if view.model is None else "model was made"
            self._give_up(outcome.id, f"another {what} meanwhile")
            return
        if outcome.status != "ok" or outcome.payload is None:
            self._give_up(outcome.id, outcome.failure.message if outcome.failure else outcome.status)
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

    def _give_up(self, task: str, why: str) -> None:
        text = f"The sealed rows could not be scored: {why}. This is not counted as an opening; you can ask again."
        self._around.journal.append(Remarked(turn=task, text=text, failed="unsealing"))
