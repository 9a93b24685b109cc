"""After a run's end: the model of another choice, made while the one before it stands."""

from __future__ import annotations

from cotune.engine.arguments import Prepared
from cotune.engine.around import Around
from cotune.engine.budget import CHOICE_LIMIT_S
from cotune.engine.executor import Outcome
from cotune.engine.final_choice import final_choice
from cotune.engine.finishing import Finishing
from cotune.engine.kept import Kept, drop_replaced
from cotune.model.event import MAKING_CHOSEN, Remarked
from cotune.model.spec import SearchSpec


class Choosing:
    """Makes what the view says is chosen, as long as the view says that it is to be made."""

    def __init__(self, around: Around, spec: SearchSpec, prepared: Prepared) -> None:
        self.prepared = prepared
        self._around, self._spec = around, spec
        self._finishing: Finishing | None = None

    def tick(self) -> None:
        """Log the model when it is there. Never blocks."""
        if not self._around.view.choosing:
            return
        if self._finishing is None:
            self._begin()
        if self._finishing is not None:
            self._finishing.tick()
            self._publish(self._finishing)

    def take(self, outcome: Outcome) -> None:
        if self._finishing is not None:
            self._finishing.take(outcome)

    def hurry(self) -> None:
        """Be done now with what there is."""
        if self._finishing is not None:
            self._finishing.hurry()

    def drop(self) -> None:
        """Kill what is under way."""
        if self._finishing is not None:
            self._finishing.drop()
        self._finishing = None

    def _begin(self) -> None:
        view = self._around.view
        kept = Kept(self._around.folder, self._spec.second_objective, view.run_trials(), view.chosen)
        choice = final_choice(view, kept.rows)
        if choice.chosen == view.chosen:
            self._finishing = Finishing(self._around, self._spec, choice, self.prepared, CHOICE_LIMIT_S)
        else:
            leave_as_it_is(self._around, f"the models of trial {view.chosen} are no longer on disk")

    def _publish(self, finishing: Finishing) -> None:
        if finishing.model is not None:
            before = self._around.view.model
            self._around.journal.append(finishing.model)
            drop_replaced(self._around.folder, before, finishing.model)
            self.drop()


def leave_as_it_is(around: Around, why: str) -> None:
    """Say that the model stays what it was, if another one was to be made."""
    if around.view.choosing:
        remark = f"The chosen model could not be made: {why}. The model is as it was."
        around.journal.append(Remarked(turn=f"{MAKING_CHOSEN}{around.view.run.run}", text=remark, failed="choosing"))
