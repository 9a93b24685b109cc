"""What crosses from the engine to a worker and back: arguments and answers of every call (a trial's is TrialResult)."""

from __future__ import annotations

from typing import ClassVar

from cotune.model.base import Noun
from cotune.model.profile import TableShape
from cotune.model.reliance import ColumnWeight
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.model.words import Family, RanOn


class RunPlace(Noun):
    """Which run of which study: `folder` is the study folder as workers see it. `call` names what takes these."""

    call: ClassVar[str]

    folder: str
    run: int


class PrepareArguments(RunPlace):
    call = "cotune.engine.calls:prepare"

    spec: SearchSpec


class Prepared(Noun):
    """What the engine must know of a run's table; the table itself stays with the workers.

    `slow_to_predict`: the families whose fold models would keep people waiting, by what is known of them.
    """

    shape: TableShape
    folds: int
    repeats: int
    folds_digest: str
    holdout_digest: str
    holdout_rows: int
    baseline_dummy: float
    baseline_dummy_folds: tuple[float, ...] = ()
    left_out: tuple[str, ...]
    tested_per_trained: float
    cautions: tuple[str, ...] = ()
    slow_to_predict: tuple[Family, ...] = ()

    @property
    def fits(self) -> int:
        """How many models a trial fits."""
        return self.folds * self.repeats


class TrialArguments(RunPlace):
    """One trial. Arrays and models are written when the score is above `keep_above` (None: always).

    `rival`: the scores on each fold of a trial that this one must not fall behind; empty when it is to be finished.
    """

    call = "cotune.engine.calls:trial"

    spec: SearchSpec
    ask: TrialAsk
    device: RanOn
    keep_above: float | None
    rival: tuple[float, ...] = ()


PREFLIGHT_ROWS = 300
PREFLIGHT_LIMIT_S = 10.0


class PreflightArguments(RunPlace):
    """A suggested trial, fitted on about PREFLIGHT_ROWS rows first."""

    call = "cotune.engine.calls:preflight"

    spec: SearchSpec
    ask: TrialAsk


class BlendArguments(RunPlace):
    """Choose and weigh members among `trials` (best first) within `seconds`, and write the model to `file`.

    `row_ms`: how long each takes to predict a row of many; empty where no clock may decide.
    """

    call = "cotune.engine.calls:blend"

    spec: SearchSpec
    trials: tuple[TrialAsk, ...]
    seconds: float
    file: str
    row_ms: tuple[float, ...] = ()


class Weight(Noun):
    """A trial's share in a blend; shares sum to one."""

    trial: int
    weight: float


class Blended(Noun):
    """The chosen members with the blend's out-of-fold score, its noise over folds, and its prediction times.

    `threshold`: the probability above which the second of two classes is predicted. `sharpness`: the power that its
    probabilities are raised to.
    """

    members: tuple[Weight, ...]
    score: float
    standard_error: float | None
    threshold: float
    sharpness: float
    predict_ms: float
    single_ms: float | None


class RefitArguments(RunPlace):
    """Fit the members `anew` on all rows but the holdout, and write the model of all members to `file`.

    `rounds`: of boosting, as each trial's folds found them. `device`: of those that can use it.
    """

    call = "cotune.engine.calls:refit"

    spec: SearchSpec
    trials: tuple[TrialAsk, ...]
    weights: tuple[float, ...]
    rounds: tuple[int | None, ...]
    anew: tuple[int, ...]
    threshold: float
    sharpness: float
    device: RanOn
    file: str


class Refitted(Noun):
    predict_ms: float
    single_ms: float | None


class HoldoutArguments(RunPlace):
    """Score the model in `file` on the sealed rows of the run."""

    call = "cotune.engine.calls:holdout"

    spec: SearchSpec
    file: str


class ColumnsArguments(RunPlace):
    """Measure for `seconds` which columns the model in `file`, which is made of `members`, relies on."""

    call = "cotune.engine.calls:columns"

    file: str
    members: tuple[Weight, ...]
    seconds: float


class ColumnsMeasured(Noun):
    """Most important first."""

    weights: tuple[ColumnWeight, ...]


class HoldoutScored(Noun):
    """`standard_error` is a bootstrap over the sealed rows."""

    score: float
    standard_error: float | None
    n_rows: int
