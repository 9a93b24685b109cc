"""What a headless run came to: the object of `--json` and its plain text."""

from __future__ import annotations

from typing import Literal

from cotune.model.base import Noun
from cotune.model.baseline import Baseline, default_xgboost, guess
from cotune.model.digits import with_noise
from cotune.model.optimism import Optimism
from cotune.model.printable import on_one_line
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import OBJECTIVE_NAMES, OBJECTIVE_UNITS
from cotune.model.words import Family, Metric, SecondObjective, Task, natural

RunStatus = Literal["done", "stopped", "late", "failed"]


class FrontTrial(Noun):
    """A trial of the Pareto front: its score, the metric's own value of it, and what it has of the second objective."""

    trial: int
    family: Family
    score: float
    value: float
    standard_error: float | None
    second: float | None


class RunResult(Noun):
    """One finished run. Scores are higher-is-better, `*_value` is the metric's own number; seconds of wall time.

    `baseline_dummy` and `baseline_xgboost` are the scores of `guess` and `default_xgboost`, which tell besides how far
    the best trial is from them, and why one is missing. `optimism` tells cross-validation from the sealed rows; `front`
    is there with a second objective, cheapest first.
    `late` means that the deadline came before the final model: the study's process is still at it. Where no trial has
    finished by then (`best` is null), it may end without one.
    """

    status: RunStatus
    task: Task
    metric: Metric
    cv_score: float | None
    cv_value: float | None
    cv_standard_error: float | None
    holdout_score: float | None
    holdout_value: float | None
    holdout_standard_error: float | None
    holdout_rows: int
    holdout_openings: int
    optimism: Optimism | None
    baseline_dummy: float | None
    baseline_xgboost: float | None
    guess: Baseline
    default_xgboost: Baseline
    seconds: float
    trials: int
    failed_trials: int
    best: Configuration | None
    members: int
    second_objective: SecondObjective | None
    front: tuple[FrontTrial, ...]
    warnings: tuple[str, ...]
    study: str
    saved: str | None = None

    @property
    def found(self) -> bool:
        """Whether any trial was successful: a model that only guesses is no result."""
        return self.best is not None

    def as_text(self) -> str:
        """A few lines for a person."""
        lines = [
            f"{self.status}: {self.trials} trials ({self.failed_trials} failed) in {self.seconds:.1f} s",
            f"  study {self.study}",
            f"  {self.metric}, cross-validated {_figures(self.cv_value, self.cv_standard_error)}; "
            f"sealed rows {self._opened()}",
            f"  a guess: {self.guess.in_words(self.metric)}",
            f"  default XGBoost: {self.default_xgboost.in_words(self.metric)}",
            f"  {self._made_of()}",
        ]
        if self.optimism is not None:
            lines.insert(3, f"  {self.optimism.in_words()}")
        lines += [f"  {line}" for line in self._front_text()]
        lines += [f"  ! {on_one_line(warning)}" for warning in self.warnings]
        if self.saved:
            lines.append(f"  saved to {self.saved}")
        return "\n".join(lines)

    def _front_text(self) -> list[str]:
        if self.second_objective is None or not self.front:
            return []
        unit = OBJECTIVE_UNITS[self.second_objective]
        trials = [
            f"#{t.trial} {t.family} {with_noise(t.value, t.standard_error)} at {t.second:.3g} {unit}"
            for t in self.front
        ]
        return [f"worth their {OBJECTIVE_NAMES[self.second_objective]}: {'; '.join(trials)}"]

    def _made_of(self) -> str:
        if self.status == "late":
            return "the final model is still being made" if self.found else "no trial has finished yet"
        if self.best is None:
            return "no trial has a score" + (
                ": the model only guesses" if self.cv_score is not None else ", so no model"
            )
        return f"best family {self.best.family}; the model blends {self.members} pipeline" + "s" * (self.members != 1)

    def _opened(self) -> str:
        if self.holdout_value is None:
            return "not scored" if self.holdout_rows else "none"
        return f"{_figures(self.holdout_value, self.holdout_standard_error)} (opened {self.holdout_openings} x)"


def result_of(view: RunView, status: RunStatus, seconds: float, notes: tuple[str, ...], saved: str | None) -> RunResult:
    """The result of the view's present run, which must have a spec."""
    spec = view.spec
    if spec is None:
        raise ValueError("no run was started in this study")
    rows = [row for row in view.run_trials() if row.status not in ("running", "cancelled")]
    holdout = view.opened.score if view.opened else None
    best = view.best()
    cv = view.model.cv if view.model else view.best_score()
    return RunResult(
        status=status,
        task=spec.task,
        metric=spec.metric,
        cv_score=cv.score if cv else None,
        cv_value=natural(spec.metric, cv.score) if cv else None,
        cv_standard_error=cv.standard_error if cv else None,
        holdout_score=holdout.score if holdout else None,
        holdout_value=natural(spec.metric, holdout.score) if holdout else None,
        holdout_standard_error=holdout.standard_error if holdout else None,
        holdout_rows=view.run.holdout_rows,
        holdout_openings=len(view.holdout),
        optimism=view.optimism(),
        baseline_dummy=view.run.baseline_dummy,
        baseline_xgboost=view.default_xgboost(),
        guess=guess(view),
        default_xgboost=default_xgboost(view),
        seconds=round(seconds, 3),
        trials=len(rows),
        failed_trials=sum(row.status not in ("ok", "pruned") for row in rows),
        best=best.ask.configuration if best else None,
        members=len(view.model.members) if view.model else 0,
        second_objective=spec.second_objective,
        front=tuple(_front_trial(row, spec) for row in view.front()),
        warnings=(
            *(w.message for w in view.open_warnings()),
            *view.run.cautions,
            *_no_better(view, cv.score if cv else None),
            *notes,
        ),
        study=view.name,
        saved=saved,
    )


def _no_better(view: RunView, score: float | None) -> tuple[str, ...]:
    guess = view.run.baseline_dummy
    beaten = view.best() is not None and score is not None and guess is not None and score <= guess
    return ("The model is no better than a guess.",) if beaten else ()


def _front_trial(row: TrialRow, spec: SearchSpec) -> FrontTrial:
    result, second = row.result, spec.second_objective
    if result is None or result.score is None or second is None:
        raise ValueError(f"trial {row.ask.trial} is on no front")
    return FrontTrial(
        trial=row.ask.trial,
        family=row.ask.configuration.family,
        score=result.score,
        value=natural(spec.metric, result.score),
        standard_error=result.standard_error,
        second=result.measured(second),
    )


def _figures(value: float | None, standard_error: float | None) -> str:
    return "none" if value is None else with_noise(value, standard_error)
