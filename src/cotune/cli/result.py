"""What a headless run came to: the object of `--json` and its plain text."""

from __future__ import annotations

from typing import Literal

from cotune.model.base import Noun
from cotune.model.digits import two_digits
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

    `optimism` tells cross-validation from the sealed rows; `front` is there with a second objective, cheapest first.
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
    holdout_rows: int
    holdout_openings: int
    optimism: Optimism | None
    baseline_dummy: float | None
    baseline_xgboost: float | None
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
            f"  {self.metric}, cross-validated {_number(self.cv_value)}"
            + (f" ± {two_digits(self.cv_standard_error)}" if self.cv_standard_error is not None else "")
            + f"; sealed rows {self._opened()}",
            f"  baselines: dummy {_number(self._natural(self.baseline_dummy))}, "
            f"default XGBoost {_number(self._natural(self.baseline_xgboost))}",
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
        trials = [f"#{t.trial} {t.family} {t.value:.5g} at {t.second:.3g} {unit}" for t in self.front]
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
        return f"{_number(self.holdout_value)} (opened {self.holdout_openings} x)"

    def _natural(self, score: float | None) -> float | None:
        return None if score is None else natural(self.metric, score)


def result_of(view: RunView, status: RunStatus, seconds: float, notes: tuple[str, ...], saved: str | None) -> RunResult:
    """The result of the view's present run, which must have a spec."""
    spec = view.spec
    if spec is None:
        raise ValueError("no run was started in this study")
    rows = [row for row in view.run_trials() if row.status not in ("running", "cancelled")]
    holdout = view.opened.score.score if view.opened else None
    best = view.best()
    score = view.model.cv.score if view.model else (best.result.score if best and best.result else None)
    return RunResult(
        status=status,
        task=spec.task,
        metric=spec.metric,
        cv_score=score,
        cv_value=None if score is None else natural(spec.metric, score),
        cv_standard_error=view.model.cv.standard_error if view.model else None,
        holdout_score=holdout,
        holdout_value=None if holdout is None else natural(spec.metric, holdout),
        holdout_rows=view.run.holdout_rows,
        holdout_openings=len(view.holdout),
        optimism=view.optimism(),
        baseline_dummy=view.run.baseline_dummy,
        baseline_xgboost=view.default_xgboost(),
        seconds=round(seconds, 3),
        trials=len(rows),
        failed_trials=sum(row.status not in ("ok", "pruned") for row in rows),
        best=best.ask.configuration if best else None,
        members=len(view.model.members) if view.model else 0,
        second_objective=spec.second_objective,
        front=tuple(_front_trial(row, spec) for row in view.front()),
        warnings=(*(w.message for w in view.open_warnings()), *_no_better(view, score), *notes),
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


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.5g}"
