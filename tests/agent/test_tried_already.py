"""What a run has tried is told, and not tried again, whoever asks."""

from __future__ import annotations

import pytest
from runs import TrialByTrial
from studies import SPEC, phone_profile

from cotune.errors import UserError
from cotune.host.checks import Checks
from cotune.host.shape import rough_shape
from cotune.model import event as ev
from cotune.model.action import EnqueueTrial
from cotune.model.gate import Permit
from cotune.model.space import Configuration
from cotune.model.trial import Failure, TrialAsk, TrialResult
from cotune.pipelines.registry import family

DEEP = {"max_depth": 9}


def enqueue(run: TrialByTrial, params: dict[str, float], of: str = "xgboost") -> None:
    """Ask for a trial as everybody does; raises UserError where it isn't to be."""
    profile = phone_profile()
    checks = Checks(profile, lambda: run.view, lambda spec: rough_shape(profile, spec))
    checks.check(EnqueueTrial(configuration=Configuration.model_validate({"family": of, "params": params})))


def test_its_score_and_noise_are_told() -> None:
    run = TrialByTrial()
    run.trial(0.83, params=DEEP)
    with pytest.raises(UserError, match=r"trial 0 tried this: ROC AUC 0\.83 ± 0\.002"):
        enqueue(run, DEEP)
    enqueue(run, {"max_depth": 8})
    enqueue(run, {"max_depth": 9}, "decision_tree")


def test_a_default_that_is_named_is_the_same_as_one_that_is_left_out() -> None:
    run = TrialByTrial()
    named = family("knn").params(rough_shape(phone_profile(), SPEC))[0]
    run.trial(0.83, "knn", params={named.name: named.default})
    with pytest.raises(UserError, match="trial 0 tried this"):
        enqueue(run, {}, "knn")


def test_what_waits_in_the_queue_is_not_queued_once_more() -> None:
    run = TrialByTrial()
    run.tell(ev.TrialEnqueued(configuration=Configuration(family="knn"), by="human"))
    with pytest.raises(UserError, match="waits in the queue"):
        enqueue(run, {}, "knn")


def test_one_that_is_under_way_is_not_begun_once_more() -> None:
    run = TrialByTrial()
    configuration = Configuration.model_validate({"family": "xgboost", "params": DEEP})
    ask = TrialAsk(trial=0, run=1, number=0, configuration=configuration, origin="smac")
    run.tell(ev.TrialStarted(ask=ask, active_s=0))
    with pytest.raises(UserError, match="trial 0 is trying this"):
        enqueue(run, DEEP)
    run.tell(ev.TrialRequeued(trial=0, attempt=2, reason="paused"))
    with pytest.raises(UserError, match="trial 0 is trying this"):
        enqueue(run, DEEP)


@pytest.mark.parametrize(
    ("status", "failure", "again"),
    [
        ("timeout", "timeout", True),
        ("memout", "memout", True),
        ("cancelled", "Cancelled", True),
        ("failed", "WorkerLost", True),
        ("failed", "ClusterLost", True),
        ("failed", "ValueError", False),
        ("failed", "TooSlow", False),
    ],
)
def test_only_a_passing_reason_lets_it_be_tried_again(status: str, failure: str, again: bool) -> None:
    run = TrialByTrial()
    configuration = Configuration.model_validate({"family": "xgboost", "params": DEEP})
    ask = TrialAsk(trial=0, run=1, number=0, configuration=configuration, origin="smac")
    result = TrialResult.model_validate(
        {"trial": 0, "attempt": 1, "status": status, "failure": Failure(type=failure, message="a secret")}
    )
    run.tell(ev.TrialStarted(ask=ask, active_s=0), ev.TrialFinished(run=1, result=result, active_s=1))
    if again:
        enqueue(run, DEEP)
        return
    with pytest.raises(UserError, match=f"trial 0 tried this and failed \\({failure}\\)") as refused:
        enqueue(run, DEEP)
    assert "secret" not in str(refused.value)


def test_another_search_asks_anew() -> None:
    run = TrialByTrial()
    run.trial(0.83, params=DEEP)
    permit = Permit(proposal="p2", action_digest="d", source="approved", decision="x")
    run.tell(ev.RunStarted(run=2, spec=SPEC, permit=permit, seed=0, workers=2, versions={}))
    enqueue(run, DEEP)
