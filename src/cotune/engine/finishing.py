"""The end of a run: from the best trials to a model in the folder, by a deadline that is always kept.

blend of fold models --(where fold models saw few rows, of the members that time allows)--> refit --> published
   | killed or failed: the best trial's fold models as they are; without any: the constant model of `prepare`
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cotune.data.whole_file import whole_file
from cotune.engine.arguments import BlendArguments, Blended, Prepared, RefitArguments, Refitted
from cotune.engine.around import Around
from cotune.engine.executor import Outcome, Task
from cotune.engine.final_choice import FinalChoice
from cotune.engine.reserve import quick_enough, row_ms, to_fit_anew, wants_refit
from cotune.model.event import ModelMember, ModelReady
from cotune.model.gate import ScoreWithNoise
from cotune.model.prediction_time import slower_than
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow

_BLENDED_TRIALS = 24
_BLEND_SHARE = 0.4
_NO_TIME = "there was no time"


class Finishing:
    """Makes the final model of one run from the chosen trials. `model` is set when it is done."""

    def __init__(
        self, around: Around, spec: SearchSpec, choice: FinalChoice, prepared: Prepared, left_s: float
    ) -> None:
        self.model: ModelReady | None = None
        self.prepared = prepared
        self._around, self._spec = around, spec
        self._choice = choice
        self._rows = quick_enough(choice.rows, spec, prepared)[:_BLENDED_TRIALS]
        self._run = around.view.run.run
        self._deadline_s = around.clock() + left_s
        self._task: str | None = None
        self._submitted: BlendArguments | RefitArguments | None = None
        self._blended: ModelReady | None = None
        self._anew: tuple[int, ...] = ()
        if self._rows and left_s > 0:
            self._submit(self._blend_arguments(left_s * _BLEND_SHARE))
        else:
            self._give_up()

    def tick(self) -> None:
        """Keep the deadline: what isn't ready then is killed, and the model is what there is."""
        if self.model is None and self._around.clock() >= self._deadline_s:
            self.hurry()

    def hurry(self) -> None:
        """Be done now with what there is."""
        self.drop()
        self._give_up()

    def drop(self) -> None:
        """Kill what is under way, without making a model."""
        if self._task is not None:
            self._around.executor.cancel(self._task)
        self._task = None

    def take(self, outcome: Outcome) -> None:
        if outcome.id != self._task:
            return
        self._task = None
        if outcome.found_the_gpu_full and isinstance(self._submitted, RefitArguments):
            self._submit(self._submitted.having(device="cpu"))
        elif outcome.status != "ok" or outcome.payload is None or not self._draft().exists():
            self._give_up(_why_not(outcome))
        elif self._blended is None:
            self._take_blend(Blended.model_validate_json(outcome.payload))
        else:
            self._take_refit(Refitted.model_validate_json(outcome.payload))

    def _submit(self, arguments: BlendArguments | RefitArguments) -> None:
        self._submitted = arguments
        self._task = f"{arguments.call}-{self._run}-{self._around.clock():.6f}"
        left_s = self._deadline_s - self._around.clock()
        self._around.executor.submit(
            Task(
                id=self._task,
                call=arguments.call,
                args=arguments.model_dump_json(),
                timeout_s=left_s + 1.0,
                memory_mb=self._spec.memory_mb,
                device=arguments.device if isinstance(arguments, RefitArguments) else "cpu",
            )
        )

    def _blend_arguments(self, seconds: float) -> BlendArguments:
        return BlendArguments(
            folder=str(self._around.folder.path),
            run=self._run,
            spec=self._spec,
            trials=tuple(r.ask for r in self._rows),
            seconds=seconds,
            file=str(self._draft()),
            row_ms=()
            if self._spec.seconds is None
            else tuple(row_ms(r, self._spec, self.prepared) for r in self._rows),
        )

    def _take_blend(self, blended: Blended) -> None:
        os.replace(self._draft(), self._file())
        families = {r.ask.trial: r.ask.configuration.family for r in self._rows}
        self._blended = self._ready(
            members=tuple(
                ModelMember(trial=m.trial, family=families[m.trial], weight=m.weight) for m in blended.members
            ),
            score=blended.score,
            error=blended.standard_error,
            predict_ms=blended.predict_ms,
            single_ms=blended.single_ms,
        )
        chosen = [next(r for r in self._rows if r.ask.trial == m.trial) for m in blended.members]
        left_s = None if self._spec.seconds is None else self._deadline_s - self._around.clock()
        weights = [m.weight for m in blended.members]
        self._anew = to_fit_anew(chosen, weights, self._spec, self.prepared, left_s)
        if self._anew:
            self._submit(self._refit_arguments(blended, chosen))
        else:
            self._give_up()

    def _refit_arguments(self, blended: Blended, rows: list[TrialRow]) -> RefitArguments:
        return RefitArguments(
            folder=str(self._around.folder.path),
            run=self._run,
            spec=self._spec,
            trials=tuple(r.ask for r in rows),
            weights=tuple(m.weight for m in blended.members),
            rounds=tuple(r.result.rounds if r.result else None for r in rows),
            anew=self._anew,
            threshold=blended.threshold,
            sharpness=blended.sharpness,
            device="cuda" if any(r.result and r.result.device == "cuda" for r in rows) else "cpu",
            file=str(self._draft()),
        )

    def _take_refit(self, refitted: Refitted) -> None:
        """Of one that breaks the limit of prediction time the blend is left, if that obeys it."""
        blended, limit_ms = self._blended, self._spec.max_predict_ms
        if blended is None:
            return
        if limit_ms is not None and (blended.predict_ms or 0.0) <= limit_ms < refitted.predict_ms:
            self._draft().unlink()
            would = f"fitted anew on all rows it would predict {slower_than(limit_ms, refitted.predict_ms)}"
            self._done(blended, f"{would}: it is of one fold")
            return
        os.replace(self._draft(), self._file())
        refit = blended.having(
            how="refit", predict_ms=refitted.predict_ms, single_ms=refitted.single_ms, size_mb=self._size_mb()
        )
        self._done(refit, self._not_anew(len(blended.members), self._anew))

    def _done(self, ready: ModelReady, said: str) -> None:
        """This is the model; what it breaks is said as well."""
        limit_ms, took_ms = self._spec.max_predict_ms, ready.predict_ms
        breaks = limit_ms is not None and took_ms is not None and took_ms > limit_ms
        slow = f"it predicts {slower_than(limit_ms or 0.0, took_ms or 0.0)}" if breaks else ""
        self.model = ready.having(message=_joined(ready.message, said, slow))

    def _not_anew(self, n_members: int, anew: tuple[int, ...], why: str = _NO_TIME) -> str:
        """Which of the members should have been fitted on all rows, and were not."""
        left = n_members - len(anew)
        if not left or not wants_refit(self._spec, self.prepared):
            return ""
        if n_members > 1:
            return f"{why} to fit {left} of its {n_members} members anew"
        return f"{why} to fit it anew on all rows" + ": it is of one fold" * self._spec.wants_one_pipeline

    def _give_up(self, why: str = _NO_TIME) -> None:
        """The blend when there is one, else the best trial alone, else what predicts the same for every row."""
        if self._blended is not None:
            self._done(self._blended, self._not_anew(len(self._blended.members), (), why))
        elif self._rows and (best := self._rows[0]).result is not None and best.result.score is not None:
            one = self._spec.wants_one_pipeline
            _place(self._around.folder.trial_model(best.ask.trial, one_pipeline=one), self._file())
            is_only_one = one or self._choice.chosen is not None
            self.model = self._ready(
                members=(ModelMember(trial=best.ask.trial, family=best.ask.configuration.family, weight=1.0),),
                score=best.result.score,
                error=best.result.standard_error,
                predict_ms=best.result.predict_ms if self._spec.averages(self.prepared.folds) == 1 else None,
                message=self._not_anew(1, (), why) if is_only_one else f"{why} to blend trials: this is the best one",
            )
        else:
            message = "no trial was successful: this model predicts the same for every row"
            self.model = self._ready((), self.prepared.baseline_dummy, None, None, message)

    def _ready(
        self,
        members: tuple[ModelMember, ...],
        score: float,
        error: float | None,
        predict_ms: float | None,
        message: str = "",
        single_ms: float | None = None,
    ) -> ModelReady:
        return ModelReady(
            run=self._run,
            file=str(self._file().relative_to(self._around.folder.path)),
            how="fold_models",
            members=members,
            cv=ScoreWithNoise(metric=self._spec.metric, score=score, standard_error=error),
            predict_ms=predict_ms,
            single_ms=single_ms,
            message=_joined(self._choice.message, message),
            chosen=self._choice.chosen,
            size_mb=self._size_mb(),
        )

    def _size_mb(self) -> float:
        return self._file().stat().st_size / 1e6

    def _file(self) -> Path:
        """A chosen trial's model has a file of its own: until it is ready, the model before it stays whole."""
        folder, chosen = self._around.folder, self._choice.chosen
        return folder.final_model(self._run) if chosen is None else folder.chosen_model(self._run, chosen)

    def _draft(self) -> Path:
        """Where workers write: a worker that is killed, or is late, can't spoil the model that stands."""
        return self._file().with_suffix(".draft")


def _why_not(outcome: Outcome) -> str:
    if outcome.status == "timeout":
        return _NO_TIME
    why = "out of memory" if outcome.status == "memout" else outcome.failure.type if outcome.failure else ""
    return "it was not possible" + f" ({why})" * bool(why)


def _joined(*said: str) -> str:
    return "; ".join(filter(None, said))


def _place(source: Path, target: Path) -> None:
    """Make `target` a copy of `source` in one step."""
    with whole_file(target) as partial:
        try:
            os.link(source, partial)
        except OSError:
            shutil.copyfile(source, partial)
