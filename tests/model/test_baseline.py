"""What a result stands beside, how far it is from that, and why it is missing where it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cotune.model import event as ev
from cotune.model.baseline import default_xgboost, guess
from cotune.model.fold import fold
from cotune.model.gate import Permit
from cotune.model.noise import standard_error
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import BESIDE, Failure, TrialAsk, TrialResult
from cotune.model.view import RunState, RunView
from cotune.model.words import Family, Origin, TrialStatus

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", trials=9)
FOLDS = (0.80, 0.90, 0.70)
DUMMY = (0.5, 0.51, 0.49)
ENDED = ev.RunEnded(run=1, why="time", active_s=1)


def run_of(*bodies: ev.EventBody, spec: SearchSpec = SPEC, dummy: tuple[float, ...] = DUMMY) -> RunView:
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    begun: list[ev.EventBody] = [
        ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}),
        ev.RunPrepared(
            run=1, folds=3, folds_digest="f", holdout_digest="h", holdout_rows=9, baseline_dummy=0.5,
            baseline_dummy_folds=dummy, active_s=0,
        ),
    ]  # fmt: skip
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate([*begun, *bodies], 1))


def started(trial: int, family: Family, origin: Origin) -> ev.TrialStarted:
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family=family), origin=origin)
    return ev.TrialStarted(ask=ask, active_s=0)


def finished(trial: int, folds: tuple[float, ...] = (), status: TrialStatus = "ok") -> ev.TrialFinished:
    score = sum(folds) / len(folds) if folds else None
    error = standard_error(folds, 0.5)
    result = TrialResult(
        trial=trial, attempt=1, status=status, score=score, fold_scores=folds, standard_error=error
    )  # fmt: skip
    return ev.TrialFinished(run=1, result=result, active_s=1)


def beside(status: TrialStatus, why: str = "") -> ev.BaselineFitted:
    """What came of fitting it beside the search; without a score."""
    ask = TrialAsk(
        trial=BESIDE, run=1, number=BESIDE, configuration=Configuration(family="xgboost"), origin="default"
    )  # fmt: skip
    failure = Failure(type="NotFitted", message=why)
    return ev.BaselineFitted(
        ask=ask, result=TrialResult(trial=BESIDE, attempt=1, status=status, failure=failure)
    )  # fmt: skip


def trial_beside_default(*folds: float) -> RunView:
    """Default XGBoost with FOLDS, and a trial of the searcher with these."""
    pair = (started(0, "xgboost", "default"), finished(0, FOLDS), started(1, "linear", "smac"), finished(1, folds))
    return run_of(*pair)


def test_a_steady_lead_is_beyond_noise() -> None:
    found = default_xgboost(trial_beside_default(0.811, 0.91, 0.709))
    assert found.beyond_noise
    assert found.standard_error == standard_error(FOLDS, 0.5)
    assert "0.01 ± 0.00091 better, beyond noise" in found.in_words("roc_auc")


def test_a_lead_of_one_lucky_fold_is_within_noise() -> None:
    found = default_xgboost(trial_beside_default(0.80, 0.87, 0.76))
    assert found.lead == pytest.approx(0.01)
    assert found.beyond_noise is False
    assert "better" not in found.in_words("roc_auc")


def test_what_a_single_fold_says_is_not_known_to_be_better() -> None:
    view = run_of(started(0, "xgboost", "default"), finished(0, (0.8,)), started(1, "knn", "smac"), finished(1, (0.9,)))
    assert default_xgboost(view).beyond_noise is None
    assert "its noise is not known" in default_xgboost(view).in_words("roc_auc")


def test_the_guess_is_compared_fold_by_fold() -> None:
    found = guess(trial_beside_default(0.80, 0.87, 0.76))
    assert found.lead == pytest.approx(0.31)
    assert found.lead_noise == standard_error([0.80 - 0.5, 0.87 - 0.51, 0.76 - 0.49], 0.5)
    assert found.beyond_noise


def test_a_guess_that_scores_alike_on_all_folds_claims_no_certainty() -> None:
    assert guess(run_of(dummy=(0.5, 0.5, 0.5))).standard_error is None


def test_a_missing_guess_says_whether_it_is_to_come() -> None:
    assert "not prepared yet" in guess(RunView(run=RunState(run=1, phase="running"))).missing
    assert "ended before" in guess(RunView(run=RunState(run=1, phase="ended"))).missing


def test_the_best_itself_is_level() -> None:
    assert "level" in default_xgboost(trial_beside_default(0.7, 0.8, 0.6)).in_words("roc_auc")


def test_one_that_was_fitted_beside_the_search_is_compared_and_is_no_trial() -> None:
    fitted = beside("ok")
    result = fitted.result.having(score=0.8, fold_scores=FOLDS, failure=None)
    view = run_of(started(0, "linear", "smac"), finished(0, (0.7, 0.8, 0.6)), fitted.having(result=result))
    found = default_xgboost(view)
    assert (found.score, found.lead, found.beyond_noise) == (0.8, pytest.approx(-0.1), True)
    assert "worse, beyond noise" in found.in_words("roc_auc")
    assert (len(view.trials), view.incumbent) == (1, 0)


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (run_of(), "not tried yet"),
        (run_of(spec=SPEC.having(interpretable=True)), "still to be fitted beside"),
        (run_of(ENDED, spec=SPEC.having(families=("linear",))), "not to use XGBoost, and none was fitted beside it"),
        (run_of(ev.FamilyBanned(family="xgboost")), "still to be fitted beside"),
        (run_of(ev.FamilyBanned(family="xgboost"), ENDED), "banned before it was tried, and none was fitted beside it"),
        (run_of(beside("timeout")), "fitting it beside the search took too long"),
        (run_of(beside("failed", "too dear")), "could not be fitted beside the search: too dear"),
        (run_of(started(0, "xgboost", "default")), "being fitted"),
        (run_of(started(0, "xgboost", "default"), finished(0, status="timeout")), "trial 0 took longer"),
        (run_of(started(0, "xgboost", "default"), finished(0, status="memout")), "trial 0 needed more memory"),
        (run_of(started(0, "xgboost", "default"), finished(0, status="failed")), "trial 0 failed"),
        (run_of(ENDED), "no trial of this run was that"),
    ],
)
def test_a_missing_one_says_why(view: RunView, why: str) -> None:
    found = default_xgboost(view)
    assert found.score is None
    assert why in found.missing
