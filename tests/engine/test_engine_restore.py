"""A host is lost at any moment; the next one goes on where the log ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from workbench import Workbench, finished, running, small_table

from cotune.data import build_run_table
from cotune.model import event as ev
from cotune.model.action import UnsealHoldout
from cotune.model.gate import Card, Decision, Permit, Proposal, Verdict
from cotune.model.view import RunView
from cotune.store import StudyFolder

CHEAP = ("linear", "naive_bayes", "decision_tree")


def lost(bench: Workbench) -> None:
    """What a kill -9 of the host amounts to: the workers are gone and nothing more is written."""
    bench.executor.close()
    bench.store.close()


MOMENTS: dict[str, Callable[[RunView], bool]] = {
    "just started": lambda v: v.run.phase == "running",
    "prepared": lambda v: v.run.folds_digest != "",
    "first trial running": running,
    "some finished": finished(3),
    "finishing": lambda v: v.run.phase == "finishing",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_trial_is_lost_and_none_is_done_twice(moment: str, tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=6, families=CHEAP, workers=1)
    before = first.turn(MOMENTS[moment])
    lost(first)

    second = Workbench(tmp_path / "s", None)
    view = second.turn_to_end()
    second.close()
    done = {t.ask.trial: t.result for t in before.trials if t.result is not None}
    assert all(view.trials[trial].result == result for trial, result in done.items())
    assert [t.ask.number for t in view.trials] == list(range(6))
    cut_off = [t.ask.trial for t in before.trials if t.status == "running"]
    assert [view.trials[trial].ask.attempt for trial in cut_off] == [2] * len(cut_off)
    assert {t.status for t in view.trials} <= {"ok", "pruned"}
    assert len(view.trials) == 6
    assert view.model is not None


def test_a_stop_is_heard_while_the_next_host_reads_the_table_for_the_final_model(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=2, families=CHEAP, workers=1)
    first.turn(MOMENTS["finishing"])
    lost(first)

    second = Workbench(tmp_path / "s", None)
    second.engine.stop()
    view = second.turn_to_end()
    second.close()
    assert view.run.why_ended == "stopped"
    assert view.model is not None
    assert view.model.members


def test_a_run_that_was_cut_proposes_what_an_uncut_one_does(tmp_path: Path) -> None:
    whole = Workbench(tmp_path / "whole", small_table())
    whole.start(trials=14, families=CHEAP, workers=1)
    expected = [(t.ask.configuration, t.result.score) for t in whole.turn_to_end().trials if t.result]
    whole.close()

    first = Workbench(tmp_path / "cut", small_table())
    first.start(trials=14, families=CHEAP, workers=1)
    first.turn(finished(12))
    lost(first)
    second = Workbench(tmp_path / "cut", None)
    found = [(t.ask.configuration, t.result.score) for t in second.turn_to_end().trials if t.result]
    second.close()
    assert found == expected


def test_a_run_whose_rows_are_no_longer_the_same_does_not_go_on(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=6, families=CHEAP, workers=1)
    spec = first.turn(finished(1)).spec
    lost(first)
    assert spec is not None
    folder = StudyFolder(tmp_path / "s")
    build_run_table(folder.data, spec.having(random_state=7)).save(folder.run(1))
    second = Workbench(tmp_path / "s", None)
    view = second.turn_to_end()
    second.close()
    assert view.run.why_ended == "failed"
    assert "no longer" in view.run.message


def test_a_paused_run_stays_paused(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=4, families=CHEAP)
    first.turn(running)
    first.engine.pause()
    lost(first)
    second = Workbench(tmp_path / "s", None)
    for _ in range(50):
        second.engine.tick()
    assert second.view.run.phase == "paused"
    second.engine.resume()
    view = second.turn_to_end()
    assert len(view.trials) == 4
    second.close()


def test_a_trial_that_a_failed_host_left_running_runs_again_with_the_run(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=2, families=CHEAP, workers=1)
    first.turn(running)
    first.journal.append(ev.RunEnded(run=1, why="failed", active_s=1.0, message="cotune failed inside"))
    lost(first)
    second = Workbench(tmp_path / "s", None)
    assert [t.status for t in second.view.trials] == ["cancelled"]
    second.engine.resume()
    view = second.turn(lambda v: v.run.phase == "ended")
    second.close()
    assert [(t.status, t.ask.attempt) for t in view.trials] == [("ok", 2), ("ok", 1)]


def test_what_no_event_speaks_of_is_swept(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=2, families=CHEAP, workers=1)
    first.turn_to_end()
    lost(first)
    folder = first.folder
    kept = {p.relative_to(folder.path) for p in folder.path.rglob("*") if p.is_file()}
    half = folder.models / ".trial-0.joblib.4711.partial"
    for file in (half, folder.models / "final-1.draft", folder.fold_models(2), folder.oof(2)):
        file.write_bytes(b"left")
    folder.prepared(7).mkdir()
    second = Workbench(tmp_path / "s", None)
    lost(second)
    assert {p.relative_to(folder.path) for p in folder.path.rglob("*") if p.is_file()} == kept
    assert not folder.prepared(7).exists()


def test_an_ended_run_is_extended_by_the_next_host(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=2, families=CHEAP)
    first.turn_to_end()
    lost(first)
    second = Workbench(tmp_path / "s", None)
    second.extend(trials=2)
    view = second.turn_to_end()
    assert len({t.ask.configuration.digest() for t in view.trials}) == 4
    assert len(second.events(ev.RunPrepared)) == 1
    second.close()


UNSEAL = UnsealHoldout()
PROPOSAL = Proposal(id="u", action=UNSEAL, actor="human", door="panel")
ASKED = Verdict(outcome="ask", rule="unseal", reasons=("it is counted",))
CARD = Card(
    id="card-u",
    proposal=PROPOSAL,
    action_digest=UNSEAL.digest(),
    verdict=ASKED,
    changes=(),
    estimate=None,
    reversible="no",
    if_no="they stay sealed",
)
YES = Decision(id="d", card="card-u", action_digest=UNSEAL.digest(), answer="approve", door="panel")
GRANTED = (
    ev.ActionProposed(proposal=PROPOSAL, verdict=ASKED),
    ev.CardOpened(card=CARD),
    ev.DecisionMade(decision=YES),
)


def test_an_opening_that_was_granted_is_carried_out_once_by_the_next_host(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=1, families=CHEAP)
    first.turn_to_end()
    first.journal.append(*GRANTED)
    first.engine.unseal(Permit(proposal="u", action_digest=UNSEAL.digest(), source="approved", decision="d"))
    lost(first)

    second = Workbench(tmp_path / "s", None)
    view = second.turn(lambda v: bool(v.holdout))
    second.close()
    third = Workbench(tmp_path / "s", None)
    assert not third.engine.is_unsealing
    third.close()
    assert [h.count for h in view.holdout] == [1]
    assert not view.unsealing


def test_an_opening_that_can_no_longer_be_carried_out_is_told_and_not_counted(tmp_path: Path) -> None:
    first = Workbench(tmp_path / "s", small_table())
    first.start(trials=1, families=CHEAP)
    first.turn_to_end()
    first.journal.append(*GRANTED)
    first.start(trials=1, families=CHEAP)
    first.journal.append(ev.HostStarted(epoch=1, protocol=1, versions={}))
    lost(first)

    second = Workbench(tmp_path / "s", None)
    second.close()
    assert "could not be scored" in second.view.chat[-1].text
    assert (second.view.holdout, second.view.unsealing) == ((), False)
