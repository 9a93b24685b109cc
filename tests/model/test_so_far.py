"""However a study's log is cut, what is kept up to date is what is found at once."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cotune.model import event as ev
from cotune.model.fold import Fold
from cotune.model.gate import Permit
from cotune.model.helped import helped
from cotune.model.so_far import SoFar
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.words import Origin
from cotune.study.present_model import present_model

ORIGINS: tuple[Origin, ...] = ("default", "smac", "agent", "human", "random")
COSTS = st.integers(1, 5).map(float)
SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", trials=99, objectives=("score", "predict_ms"))
PERMIT = Permit(proposal="p", action_digest="d", source="approved", decision="x")


@st.composite
def logs(draw: st.DrawFn) -> list[ev.EventBody]:
    """Runs whose trials end in any order, are cut off and run again."""
    bodies: list[ev.EventBody] = []
    attempts: list[int] = []
    for run in range(1, draw(st.integers(1, 2)) + 1):
        bodies.append(ev.RunStarted(run=run, spec=SPEC, permit=PERMIT, seed=0, workers=1, versions={}))
        first, running = len(attempts), set[int]()
        for _ in range(draw(st.integers(0, 25))):
            trial = draw(st.integers(first, len(attempts)))
            if trial == len(attempts):
                attempts.append(1)
                bodies.append(_started(draw, run, trial, 1))
                running.add(trial)
            elif trial in running and draw(st.booleans()):
                attempts[trial] += 1
                bodies.append(ev.TrialRequeued(trial=trial, attempt=attempts[trial], reason="paused"))
                bodies.append(_started(draw, run, trial, attempts[trial]))
            elif trial in running:
                bodies.append(_finished(draw, run, trial, attempts[trial]))
                running.remove(trial)
    return bodies


def _started(draw: st.DrawFn, run: int, trial: int, attempt: int) -> ev.TrialStarted:
    origin = draw(st.sampled_from(ORIGINS))
    configuration = Configuration(family="linear")
    ask = TrialAsk(trial=trial, run=run, number=trial, attempt=attempt, configuration=configuration, origin=origin)
    return ev.TrialStarted(ask=ask, active_s=0)


def _finished(draw: st.DrawFn, run: int, trial: int, attempt: int) -> ev.TrialFinished:
    folds = draw(st.none() | st.tuples(*[st.sampled_from((0.5, 0.6, 0.7, 0.8))] * 3))
    result = TrialResult(trial=trial, attempt=attempt, status="failed")
    if folds is not None:
        scores = {"score": sum(folds) / 3, "fold_scores": folds, "predict_ms": draw(COSTS), "has_models": True}
        result = TrialResult.model_validate({"trial": trial, "attempt": attempt, "status": "ok", **scores})
    return ev.TrialFinished(run=run, result=result, active_s=0)


@settings(deadline=None)
@given(logs(), st.sets(st.integers(0, 60)))
def test_any_cuts_of_the_log_lead_to_what_the_whole_says(bodies: list[ev.EventBody], looks: set[int]) -> None:
    state, so_far = Fold(), SoFar()
    for seq, body in enumerate(bodies, start=1):
        state.apply(ev.Event(seq=seq, at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=body))
        if seq in looks:
            so_far.look(state.view())
    view = state.view()
    so_far.look(view)
    assert so_far.helped == helped(view)
    assert so_far.front == view.front()
    assert present_model(view, so_far.undominated) == present_model(view)
