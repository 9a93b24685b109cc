"""What a run keeps of its time for its end."""

from __future__ import annotations

from test_budget import SHAPE

from cotune.engine.arguments import Prepared
from cotune.engine.reserve import quick_enough, reserve_s, to_fit_anew
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.words import Family

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=20)
PREPARED = Prepared(
    shape=SHAPE,
    folds=5,
    repeats=1,
    folds_digest="f",
    holdout_digest="h",
    holdout_rows=4_000,
    baseline_dummy=0.5,
    left_out=(),
    tested_per_trained=0.25,
)


def _row(trial: int, row_ms: float, seconds: float = 1.0, family: Family = "knn") -> TrialRow:
    ask = TrialAsk(
        trial=trial, run=1, number=trial, configuration=Configuration(family=family, params={}), origin="default"
    )
    result = TrialResult(trial=trial, attempt=1, status="ok", score=0.9, row_ms=row_ms, seconds=seconds)
    return TrialRow(ask=ask, status="ok", result=result)


def test_a_slow_member_does_not_keep_the_sealed_rows_from_being_scored() -> None:
    rows = (_row(0, 0.2), _row(1, 0.2), _row(2, 0.01))
    assert quick_enough(rows, SPEC, PREPARED) == (rows[0], rows[2])
    assert quick_enough(rows, SPEC.having(seconds=600), PREPARED) == rows


def test_a_member_that_would_keep_people_waiting_is_left_out_of_any_blend() -> None:
    rows = (_row(0, 3.0), _row(1, 3.0), _row(2, 0.05))
    assert quick_enough(rows, SPEC.having(seconds=36_000), PREPARED) == (rows[0], rows[2])


def test_without_a_time_budget_no_clock_says_which_trials_are_blended() -> None:
    """A busy machine once made another model of the same seed."""
    spec = SPEC.having(seconds=None, trials=9)
    rows = (_row(0, 3.0), _row(1, 3.0), _row(2, 0.05, family="linear"))
    assert quick_enough(rows, spec, PREPARED) == rows
    slow = PREPARED.having(slow_to_predict=("knn",))
    assert quick_enough(rows, spec, slow) == (rows[0], rows[2])


def test_nothing_is_kept_free_without_a_model_and_little_for_one() -> None:
    slow, quick = _row(0, 0.1, seconds=9).result, _row(0, 0.1, seconds=0.2).result
    assert slow is not None
    assert quick is not None
    assert reserve_s(SPEC, PREPARED, (), 20) == 0
    assert reserve_s(SPEC, PREPARED, (slow,), 20) < reserve_s(SPEC, PREPARED, (quick,), 20) < 5


def test_what_there_is_no_time_to_fit_anew_keeps_its_fold_models() -> None:
    three = PREPARED.having(folds=3)
    rows = (_row(4, 0.1, seconds=30), _row(7, 0.1, seconds=6), _row(9, 0.1, seconds=6))
    assert to_fit_anew(rows, (0.5, 0.3, 0.2), SPEC, three, left_s=100) == (4, 7, 9)
    assert to_fit_anew(rows, (0.5, 0.3, 0.2), SPEC, three, left_s=13) == (7, 9)
    assert to_fit_anew(rows, (0.5, 0.3, 0.2), SPEC, three, left_s=7) == (7,)
    assert to_fit_anew(rows, (0.5, 0.3, 0.2), SPEC, three, left_s=1) == ()
    assert to_fit_anew(rows, (0.5, 0.3, 0.2), SPEC.having(seconds=None, trials=9), three, left_s=None) == (4, 7, 9)


def test_five_folds_suffice_but_not_in_time() -> None:
    """The folds of a chain have seen a sixth to five sixths of the rows, and never the latest."""
    rows, spec = (_row(0, 0.1, seconds=1),), SPEC.having(seconds=3600)
    assert to_fit_anew(rows, (1.0,), spec, PREPARED, left_s=100) == ()
    assert to_fit_anew(rows, (1.0,), spec.having(split="time", time_column="t"), PREPARED, left_s=100) == (0,)


def test_by_time_there_is_time_to_fit_several_anew() -> None:
    by_time = SPEC.having(seconds=3600, split="time", time_column="t")
    kept = tuple(row.result for row in (_row(0, 0.1, seconds=9), _row(1, 0.1, seconds=9)) if row.result)
    one, two = (reserve_s(by_time, PREPARED, kept[:k], 3600) for k in (1, 2))
    assert two - one > 6
    at_random = SPEC.having(seconds=3600, interpretable=True)
    assert reserve_s(at_random, PREPARED, kept, 3600) == reserve_s(at_random, PREPARED, kept[:1], 3600)
