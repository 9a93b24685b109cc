"""A run from start to end, judged by its log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from workbench import Workbench, diabetes_table, finished, running, small_table, wine_table

from cotune.data import RunTable
from cotune.deliver.final import read_model
from cotune.deliver.out_of_fold import OutOfFold
from cotune.engine.executor import GPU_FULL, Outcome, Task
from cotune.engine.local import LocalExecutor
from cotune.errors import Refused, UserError
from cotune.model import event as ev
from cotune.model.action import StartSearch, Steer, UnsealHoldout
from cotune.model.gate import Permit
from cotune.model.probe import ProbeScore
from cotune.model.space import Configuration
from cotune.model.trial import Failure
from cotune.model.view import RunView
from cotune.search import Searcher, make_searcher

CHEAP = ("linear", "naive_bayes", "decision_tree")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table())
    yield made
    made.close()


def test_a_time_budget_holds_with_the_model_included(bench: Workbench) -> None:
    bench.start(seconds=8, families=CHEAP)
    view = bench.turn_to_end()
    assert view.run.why_ended == "time"
    assert view.run.active_s <= 8
    assert view.model is not None
    model = read_model(bench.folder.path / view.model.file)
    assert model.predict_proba(small_table().drop(columns="y")).shape == (150, 2)


@pytest.mark.parametrize("table", [wine_table, diabetes_table])
def test_a_trial_budget_is_kept_exactly(table: object, tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "s", table())  # type: ignore[operator]
    bench.start(trials=5, families=CHEAP, folds=3)
    view = bench.turn_to_end()
    bench.close()
    assert view.run.why_ended == "trials"
    assert [t.status in ("ok", "pruned") for t in view.trials] == [True] * 5
    assert view.model is not None
    assert view.model.how == "refit"


def test_a_budget_too_short_for_anything_is_kept_too(bench: Workbench) -> None:
    bench.start(seconds=0.01)
    view = bench.turn_to_end()
    assert view.run.why_ended == "time"
    assert not view.trials


def test_every_event_of_a_trial_is_in_order(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP)
    bench.turn_to_end()
    kinds = [e.kind for e in bench.events()]
    assert kinds.index("run_started") < kinds.index("run_prepared") < kinds.index("trial_started")
    assert kinds[-3:] == ["run_finishing", "model_ready", "run_ended"]
    assert kinds.count("trial_started") == kinds.count("trial_finished") == 4


def test_no_more_trials_at_once_than_the_spec_has_workers(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP, workers=1)
    at_once = []

    def ended(view: RunView) -> bool:
        at_once.append(sum(t.status == "running" for t in view.trials))
        return view.run.phase == "ended"

    bench.turn(ended)
    assert max(at_once) == 1


def test_pause_kills_what_runs(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.start(trials=4, families=("mlp",))
    bench.turn(running)
    out = {f"trial-{t.ask.trial}-1" for t in bench.view.trials if t.status == "running"}
    bench.engine.pause()
    assert {o.id for o in bench.executor.poll() if o.status == "cancelled"} == out


def test_pause_voids_attempts_and_resume_runs_them_again(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP)
    bench.turn(running)
    out = [t.ask.trial for t in bench.view.trials if t.status == "running"]
    began = time.monotonic()
    bench.engine.pause()
    assert time.monotonic() - began < 1
    assert bench.view.run.phase == "paused"
    assert not any(t.status == "running" for t in bench.view.trials)
    spent = bench.engine.active_s
    bench.turn(lambda _: time.monotonic() > began + 0.3)
    assert bench.engine.active_s == spent
    bench.engine.resume()
    view = bench.turn_to_end()
    assert len(view.trials) == 4
    assert all(view.trials[i].ask.attempt == 2 for i in out)


def test_stop_ends_the_run_with_a_model(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(3))
    bench.engine.stop()
    assert bench.view.run.phase == "finishing"
    assert not any(t.status == "running" for t in bench.view.trials)
    view = bench.turn_to_end()
    assert view.run.why_ended == "stopped"
    assert view.model is not None
    assert view.model.members


def test_a_second_stop_waits_for_nothing(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(2))
    bench.engine.stop()
    bench.engine.stop()
    bench.engine.tick()
    assert bench.view.run.phase == "ended"
    assert bench.view.model is not None
    assert read_model(bench.folder.path / bench.view.model.file).members


@pytest.mark.parametrize(("fields", "n"), [({"interpretable": True}, 1), ({"max_predict_ms": 1000}, 1), ({}, 5)])
def test_without_the_time_to_fit_it_anew_one_pipeline_still_is_one(
    bench: Workbench, fields: dict[str, object], n: int
) -> None:
    """And a time is told only of what was measured: of a single pipeline."""
    bench.start(seconds=600, families=CHEAP, folds=5, **fields)
    bench.turn(finished(2))
    bench.engine.stop()
    bench.engine.stop()
    bench.engine.tick()
    ready = bench.view.model
    assert ready is not None
    ((_, pipelines),) = read_model(bench.folder.path / ready.file).members
    assert len(pipelines) == n
    assert (ready.predict_ms is not None) == (n == 1)
    assert ("it is of one fold" in ready.message) == (n == 1)


class FailingRefit(LocalExecutor):
    """Fitting the final model anew fails."""

    def poll(self) -> list[Outcome]:
        broken = Failure(type="SingularMatrix", message="")
        failed = {"status": "failed", "payload": None, "failure": broken}
        return [o.having(**failed) if ":refit-" in o.id else o for o in super().poll()]


def test_where_the_refit_fails_one_pipeline_still_is_one(tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "s", small_table(), FailingRefit(slots=2))
    bench.start(trials=2, families=CHEAP, interpretable=True)
    ready = bench.turn_to_end().model
    bench.close()
    assert ready is not None
    assert [len(pipelines) for _, pipelines in read_model(bench.folder.path / ready.file).members] == [1]
    assert ready.message == "it was not possible (SingularMatrix) to fit it anew on all rows: it is of one fold"


class FullGpu(LocalExecutor):
    """Its GPU has no memory for the final model."""

    def __init__(self) -> None:
        super().__init__(slots=2)
        self.devices: list[str] = []

    def submit(self, task: Task) -> None:
        if task.call.endswith(":refit"):
            self.devices.append(task.device)
        super().submit(task)

    def poll(self) -> list[Outcome]:
        outcomes = super().poll()
        if len(self.devices) != 1:
            return outcomes
        full = Failure(type=GPU_FULL, message="")
        return [o.having(status="failed", failure=full) if ":refit-" in o.id else o for o in outcomes]


def test_a_final_model_that_the_gpu_has_no_memory_for_is_fitted_on_the_cpu(tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "s", small_table(), executor := FullGpu())
    bench.start(trials=2, families=CHEAP, interpretable=True)
    ready = bench.turn_to_end().model
    bench.close()
    assert ready is not None
    assert ready.how == "refit"
    assert len(executor.devices) == 2
    assert executor.devices[-1] == "cpu"


def test_stop_before_the_first_result_still_leaves_a_model(bench: Workbench) -> None:
    bench.start(seconds=600, families=("mlp",))
    bench.turn(running)
    bench.engine.stop()
    view = bench.turn_to_end()
    assert view.model is not None
    assert view.model.members == ()
    assert read_model(bench.folder.path / view.model.file).predict(small_table()).shape == (150,)


def test_stop_while_the_table_is_prepared(bench: Workbench) -> None:
    bench.start(seconds=600)
    bench.engine.stop()
    assert bench.view.run.phase == "ended"
    assert bench.view.run.why_ended == "stopped"


@pytest.mark.parametrize("ticks", [0, 20], ids=["at once", "later"])
def test_a_run_stopped_while_its_table_is_prepared_can_be_resumed(bench: Workbench, ticks: int) -> None:
    bench.start(trials=2, families=CHEAP)
    bench.engine.stop()
    for _ in range(ticks):
        bench.engine.tick()
    bench.engine.resume()
    assert [t.status for t in bench.turn_to_end().trials] == ["ok"] * 2


def test_a_run_that_fails_inside_has_used_its_time_until_then(tmp_path: Path) -> None:
    now = [0.0]
    bench = Workbench(tmp_path / "s", small_table(), clock=lambda: now[0])
    bench.start(seconds=600)
    now[0] = 7.0
    bench.engine.fail("a bug")
    bench.close()
    assert bench.view.run.active_s == 7.0


def test_a_table_is_prepared_again_when_its_worker_is_killed(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    bench.engine.tick()
    kill_workers()
    view = bench.turn_to_end()
    assert [t.status for t in view.trials] == ["ok"] * 2


def kill_workers() -> None:
    """All worker processes of this test, but not the fork server that makes new ones."""
    for child in psutil.Process().children():
        for worker in child.children():
            worker.kill()


def test_an_extended_run_searches_with_the_time_of_its_workers_that_it_has_by_then(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[float | None] = []

    def noted(*args: object, worker_s: float | None, **more: object) -> Searcher:
        made.append(worker_s)
        return make_searcher(*args, worker_s=worker_s, **more)

    monkeypatch.setattr("cotune.engine.searching.make_searcher", noted)
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(1))
    bench.extend(seconds=300)
    bench.turn(lambda _: len(made) == 2)
    assert made == [600 * bench.executor.slots, 900 * bench.executor.slots]


def test_an_ended_run_can_be_extended(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP)
    bench.turn_to_end()
    bench.extend(trials=2)
    view = bench.turn_to_end()
    assert len(view.trials) == 4
    assert len(bench.events(ev.ModelReady)) == 2
    with pytest.raises(UserError, match="number of trials"):
        bench.extend(seconds=10)
    bench.permitted = False
    with pytest.raises(Refused, match="no decision"):
        bench.extend(trials=2)


def test_a_run_that_was_stopped_early_is_extended_by_the_trials_asked_for_and_no_more(bench: Workbench) -> None:
    bench.start(trials=1_000, families=CHEAP)
    bench.turn(lambda view: view.finished_trials() >= 2)
    bench.engine.stop()
    done = bench.turn_to_end().finished_trials()
    bench.extend(trials=2)
    assert bench.turn_to_end().finished_trials() == done + 2


def test_a_run_whose_time_is_used_up_is_not_extended_by_trials_alone(bench: Workbench) -> None:
    bench.start(trials=1_000, seconds=1.5, families=CHEAP)
    bench.turn_to_end()
    with pytest.raises(UserError, match="time is used up"):
        bench.extend(trials=2)


def test_a_new_search_replaces_the_one_under_way(bench: Workbench) -> None:
    bench.start(seconds=600, families=CHEAP)
    bench.turn(running)
    bench.start(trials=2, families=CHEAP)
    view = bench.turn_to_end()
    assert [e.why for e in bench.events(ev.RunEnded)] == ["replaced", "trials"]
    assert view.run.run == 2
    assert len(view.run_trials()) == 2
    assert not any(t.status == "running" for t in view.trials)


def test_queued_trials_run_first_and_banned_families_no_more(bench: Workbench) -> None:
    bench.start(trials=8, families=CHEAP, workers=1)
    bench.engine.enqueue(Configuration(family="decision_tree"), "human")
    bench.engine.ban("linear")
    bench.engine.ban("naive_bayes")
    view = bench.turn_to_end()
    assert view.trials[0].ask.origin == "human"
    assert {t.ask.configuration.family for t in view.trials} == {"decision_tree"}


def test_a_ban_empties_the_queue_of_the_family(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP, workers=1)
    bench.engine.enqueue(Configuration(family="decision_tree"), "agent")
    bench.engine.enqueue(Configuration(family="linear"), "human")
    bench.engine.ban("decision_tree")
    assert (len(bench.view.queued), bench.view.queued_by) == (1, ("human",))
    assert "decision_tree" not in {t.ask.configuration.family for t in bench.turn_to_end().trials}


def test_a_queue_is_for_the_run_under_way(bench: Workbench) -> None:
    """The next one may search other families, and whoever allowed it has seen only its own specification."""
    bench.start(trials=1, families=CHEAP, workers=1)
    bench.turn(running)
    bench.engine.enqueue(Configuration(family="decision_tree"), "agent")
    bench.start(trials=2, families=("linear",))
    assert {t.ask.configuration.family for t in bench.turn_to_end().run_trials()} == {"linear"}


def test_a_run_ends_with_its_trial_budget_though_more_are_queued(bench: Workbench) -> None:
    bench.start(trials=2, families=CHEAP, workers=1)
    for depth in (3, 4, 5):
        bench.engine.enqueue(Configuration(family="decision_tree", params={"max_depth": depth}), "human")
    view = bench.turn_to_end()
    assert (view.run.why_ended, len(view.trials), len(view.queued)) == ("trials", 2, 1)


def test_a_steer_and_a_little_trusted_queue_do_not_wait_for_each_other(bench: Workbench) -> None:
    bench.start(trials=14, families=CHEAP, workers=1)
    bench.turn(finished(5))
    known = ProbeScore(rows=10, cells=0.9, control=0.1, score=0.75, low=0.5, high=0.9, names=1, names_control=0)
    bench.journal.append(ev.ModelProbed(probe="p", model="m", score=known))
    bench.engine.steer(Steer(family="decision_tree", weight=0.9, half_life=1000), "s1", "human")
    for depth in range(2, 8):
        bench.engine.enqueue(Configuration(family="decision_tree", params={"max_depth": depth}), "agent")
    origins = [t.ask.origin for t in bench.turn_to_end().trials]
    assert {"agent", "human"} <= set(origins)
    assert all(set(origins[i : i + 5]) - {"agent", "human"} for i in range(len(origins) - 4))


def test_a_flood_of_suggestions_leaves_the_searcher_its_share(bench: Workbench) -> None:
    """Also where a steer would claim the proposals between them."""
    bench.start(trials=16, families=CHEAP, workers=1)
    bench.turn(finished(1))
    bench.engine.steer(Steer(family="decision_tree", weight=0.9), "s1", "agent")
    for depth in range(1, 13):
        bench.engine.enqueue(Configuration(family="decision_tree", params={"max_depth": depth}), "agent")
    origins = [t.ask.origin for t in bench.turn_to_end().trials]
    assert all(set(origins[i : i + 5]) - {"agent"} for i in range(len(origins) - 4))
    assert origins.count("agent") >= 10


def test_a_steer_takes_effect_in_the_run_under_way(bench: Workbench) -> None:
    bench.start(trials=10, families=CHEAP, workers=1)
    bench.turn(finished(1))
    bench.engine.steer(Steer(family="decision_tree", weight=0.9), "s1", "human")
    steered = [t.ask.configuration.family for t in bench.turn_to_end().trials if t.ask.origin == "human"]
    assert steered
    assert set(steered) == {"decision_tree"}


def test_banning_everything_exhausts_the_search(bench: Workbench) -> None:
    bench.start(seconds=600, families=("naive_bayes",))
    bench.turn(finished(1))
    bench.engine.ban("naive_bayes")
    assert bench.turn_to_end().run.why_ended == "exhausted"


def test_a_failed_trial_is_data(bench: Workbench) -> None:
    bench.start(trials=3, families=CHEAP, max_predict_ms=1e-9)
    view = bench.turn_to_end()
    assert [t.status for t in view.trials] == ["failed"] * 3
    assert view.trials[0].result is not None
    assert view.trials[0].result.failure is not None
    assert view.trials[0].result.failure.type == "TooSlow"
    assert view.model is not None
    assert view.run.message.startswith("all 3 trials failed, each by TooSlow")


def test_a_slow_trial_is_killed_and_the_search_goes_on(bench: Workbench) -> None:
    bench.start(trials=3, families=CHEAP, seconds_per_trial=0.001, workers=1)
    view = bench.turn_to_end()
    assert [t.status for t in view.trials] == ["timeout"] * 3


def test_a_gpu_that_cannot_be_used_is_said_once_and_the_trials_say_cpu(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    bench.start(gpu=True, trials=3, families=("xgboost",), folds=2, workers=1)
    view = bench.turn_to_end()
    assert [t.result.device for t in view.trials if t.result] == ["cpu"] * 3
    assert [line.text for line in view.chat if line.who == "cotune"] == [
        "Trial 0 was to use the GPU and ran on the CPU, as will the trials from here on."
    ]


def test_unsealing_is_counted_and_needs_a_model(bench: Workbench) -> None:
    permit = Permit(proposal="u", action_digest=UnsealHoldout().digest(), source="approved", decision="d")
    with pytest.raises(UserError, match="no model"):
        bench.engine.unseal(permit)
    bench.start(trials=2, families=CHEAP)
    bench.turn_to_end()
    bench.engine.unseal(permit)
    view = bench.turn(lambda v: bool(v.holdout))
    assert view.holdout[0].count == 1
    assert view.holdout[0].n_rows == view.run.holdout_rows == 30
    assert view.holdout[0].score.score > 0.5
    bench.engine.unseal(permit)
    assert [h.count for h in bench.turn(lambda v: len(v.holdout) == 2).holdout] == [1, 2]
    bench.permitted = False
    with pytest.raises(Refused, match="no decision"):
        bench.engine.unseal(permit)


def test_another_search_meanwhile_leaves_the_sealed_rows_uncounted(bench: Workbench) -> None:
    permit = Permit(proposal="u", action_digest=UnsealHoldout().digest(), source="approved", decision="d")
    bench.start(trials=1, families=CHEAP)
    bench.turn_to_end()
    bench.engine.unseal(permit)
    bench.start(trials=1, families=CHEAP)
    view = bench.turn(lambda v: any("could not be scored" in line.text for line in v.chat))
    assert "another search was started" in view.chat[-1].text
    assert view.holdout == ()


class LateScore(LocalExecutor):
    """The score of the sealed rows comes only when `is_due`."""

    is_due = False

    def __init__(self) -> None:
        super().__init__(slots=2)
        self._held: list[Outcome] = []

    def poll(self) -> list[Outcome]:
        outcomes = super().poll()
        self._held += [o for o in outcomes if o.id.startswith(ev.SCORING_HOLDOUT)]
        due = self._held if self.is_due else []
        return [*due, *(o for o in outcomes if not o.id.startswith(ev.SCORING_HOLDOUT))]


def test_a_score_is_not_that_of_a_model_made_meanwhile(tmp_path: Path) -> None:
    permit = Permit(proposal="u", action_digest=UnsealHoldout().digest(), source="approved", decision="d")
    executor = LateScore()
    bench = Workbench(tmp_path / "s", small_table(), executor)
    bench.start(trials=1, families=CHEAP)
    bench.turn_to_end()
    bench.engine.unseal(permit)
    bench.extend(trials=1)
    bench.turn_to_end()
    assert len(bench.events(ev.ModelReady)) == 2
    executor.is_due = True
    view = bench.turn(lambda v: any("could not be scored" in line.text for line in v.chat))
    assert "another model was made meanwhile" in view.chat[-1].text
    assert (view.holdout, view.opened) == ((), None)
    bench.close()


def test_nothing_costly_without_a_permit(bench: Workbench) -> None:
    spec = bench_spec(bench)
    other = Permit(proposal="p", action_digest="something else", source="allowed")
    with pytest.raises(Refused, match="not the one"):
        bench.engine.start(StartSearch(spec=spec), other)
    bench.permitted = False
    with pytest.raises(Refused, match="no decision"):
        bench.start(trials=1)
    assert not bench.events(ev.RunStarted)


def bench_spec(bench: Workbench):  # type: ignore[no-untyped-def]
    from cotune.data import complete_spec, read_profile

    return complete_spec({"target": "y"}, read_profile(bench.folder.data))


def test_a_blend_and_its_trials_are_scored_on_the_same_folds(bench: Workbench) -> None:
    bench.start(trials=1, families=("linear",))
    view = bench.turn_to_end()
    best, table = view.best(), RunTable.load(bench.folder.run(1))
    assert best is not None
    assert best.result is not None
    assert view.model is not None
    assert table.repeats > 1
    oof = OutOfFold(table)
    scores = oof.fold_scores(np.load(bench.folder.oof(0)))
    assert len(scores) == len(best.result.fold_scores)
    assert view.model.cv.score == pytest.approx(np.mean(scores))


def test_a_run_that_ended_because_no_trial_fitted_any_more_searches_on_when_it_is_extended(bench: Workbench) -> None:
    """Its trials take so long that the last seconds are too few for another one."""
    bench.start(seconds=6, families=("random_forest",), folds=20)
    first = bench.turn_to_end()
    assert first.run.why_ended == "time"
    bench.extend(seconds=8)
    view = bench.turn_to_end()
    assert view.run.active_s > first.run.active_s + 4
    assert len(bench.events(ev.TrialStarted)) > len(first.trials)


def test_what_the_searcher_was_about_to_try_is_not_tried_after_a_person_has(bench: Workbench) -> None:
    """A proposal is made ahead of the queue; here the person asks for the same, gaps at their defaults."""
    bench.start(trials=5, families=CHEAP, workers=1)
    bench.turn(running)
    for family in CHEAP:
        bench.engine.enqueue(Configuration(family=family), "human")
    view = bench.turn_to_end()
    assert [t.ask.origin for t in view.trials[1:3]] == ["human", "human"]
    assert len(dropped := bench.events(ev.TrialDropped)) == 1
    assert dropped[0].configuration.family == view.trials[0].ask.configuration.family
    assert "default" not in [t.ask.origin for t in view.trials[1:]]
