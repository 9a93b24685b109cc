"""What to search: the one thing an agent drafts, a policy reads, a human confirms and the engine obeys."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from cotune.model.base import Noun, Scalar
from cotune.model.misfit import Unfit
from cotune.model.words import (
    FAMILIES,
    INTERPRETABLE,
    Device,
    Family,
    Metric,
    Objective,
    SecondObjective,
    Split,
    Task,
    metrics_for,
)

MOST_SECONDS = 7 * 24 * 3600.0
Seconds = Annotated[float, Field(gt=0, le=MOST_SECONDS)]


class Range(Noun):
    """A narrowing of one hyperparameter of one family: an interval or a set of choices."""

    family: Family
    name: str
    low: float | None = None
    high: float | None = None
    choices: tuple[Scalar, ...] = ()


def range_in_words(narrowed: Range) -> str:
    """'max_depth 3 to 4', 'booster gbtree or dart', 'alpha from 0.1'."""
    low, high = ("" if end is None else f"{end:.12g}" for end in (narrowed.low, narrowed.high))
    between = f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}" if high else ""
    said = ", ".join(filter(None, (" or ".join(map(str, narrowed.choices)), between)))
    return f"{narrowed.name} {said or 'as it is'}"


class SearchSpec(Noun):
    """A complete search specification for one table.

    `seconds` is the whole budget, final model included; at least one of `seconds` and `trials` is set.
    `workers` None means one per usable core. `memory_mb` bounds what all trials at work take together. `device`: "auto"
    stands for the GPU if one is known when the search is judged and the table is large enough for it to pay.
    `max_predict_ms`: the most milliseconds that a row may take in a batch of BATCH_ROWS. `objectives`: empty when the
    score alone counts, else the score and what else is to be small.
    """

    target: str
    task: Task
    metric: Metric
    seconds: Seconds | None = 300.0
    trials: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    families: tuple[Family, ...] = Field(default=FAMILIES, min_length=1)
    exclude_columns: tuple[str, ...] = ()
    device: Device = "auto"
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    split: Split = "auto"
    group_column: str | None = None
    time_column: str | None = None
    folds: Annotated[int, Field(ge=2, le=20)] | None = None
    holdout_fraction: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    max_predict_ms: Annotated[float, Field(gt=0)] | None = None
    interpretable: bool = False
    random_state: Annotated[int, Field(ge=0, lt=2**32)] = 0
    memory_mb: Annotated[int, Field(ge=64)] | None = None
    seconds_per_trial: Seconds | None = None
    positive_class: str | None = None
    weight_column: str | None = None
    ranges: tuple[Range, ...] = ()
    objectives: tuple[Objective, ...] = ()

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if self.seconds is None and self.trials is None:
            raise Unfit("a search needs a budget", where="seconds", fix="give seconds, trials or both")
        if self.metric not in metrics_for(self.task):
            what = f"metric '{self.metric}' does not fit a {self.task} task"
            raise Unfit(what, where="metric", fix="use one of " + ", ".join(metrics_for(self.task)))
        for split, column in (("group", self.group_column), ("time", self.time_column)):
            if self.split == split and column is None:
                fix = f"name it as {split}_column, or let the split be 'auto'"
                raise Unfit(f"a {split} split needs a {split} column", where=f"{split}_column", fix=fix)
        if self.interpretable and not set(self.families) & set(INTERPRETABLE):
            what = "the families leave no interpretable model"
            raise Unfit(what, where="families", fix=f"add one of {', '.join(INTERPRETABLE)}")
        if self.device == "cuda" and "xgboost" not in self.searched_families():
            what = "only the family 'xgboost' uses device 'cuda', and it is left out"
            raise Unfit(what, where="device", fix="add it, or use 'auto'")
        if self.objectives and (
            len(self.objectives) != 2 or self.objectives[0] != "score" or not self.second_objective
        ):
            raise Unfit(
                f"'{', '.join(self.objectives)}' can't be the objectives",
                where="objectives",
                fix="name score and one of predict_ms and size_mb, or none",
            )
        return self

    @property
    def second_objective(self) -> SecondObjective | None:
        """What is to be small besides a good score."""
        return next((o for o in self.objectives if o != "score"), None)

    @property
    def wants_one_pipeline(self) -> bool:
        """Whether the model is to be a single pipeline, whatever a blend or an average of fold models would score."""
        return self.interpretable or self.max_predict_ms is not None or self.second_objective is not None

    def averages(self, folds: int) -> int:
        """How many fold pipelines make the model of a trial alone; in time it is the last, which has seen the most."""
        return 1 if self.wants_one_pipeline or self.splits_by == "time" else folds

    @property
    def splits_by(self) -> Split:
        """What 'auto' stands for: time, then group, where a column is named; else stratified for classes."""
        if self.split != "auto":
            return self.split
        if self.time_column:
            return "time"
        if self.group_column:
            return "group"
        return "random" if self.task == "regression" else "stratified"

    def searched_families(self) -> tuple[Family, ...]:
        """The families a searcher may propose: `families`, less those an interpretable model rules out."""
        return tuple(f for f in self.families if not self.interpretable or f in INTERPRETABLE)


class FieldChange(Noun):
    """One line of a spec diff; values as a person would read them."""

    field: str
    before: str | None
    after: str


def shown(value: object) -> str:
    """A spec value as a person would read it."""
    if isinstance(value, list | tuple):
        return ", ".join(shown(v) for v in value) or "none"
    if isinstance(value, Range):
        return f"{value.family}: {range_in_words(value)}"
    return "not set" if value is None else str(value)


def diff(before: SearchSpec | None, after: SearchSpec) -> tuple[FieldChange, ...]:
    """What changes from one spec to the next; from nothing: every field that differs from its default."""
    changes = []
    for name, field in SearchSpec.model_fields.items():
        old = getattr(before, name) if before else None if field.is_required() else field.get_default()
        new = getattr(after, name)
        if new != old:
            changes.append(FieldChange(field=name, before=shown(old) if before else None, after=shown(new)))
    return tuple(changes)
