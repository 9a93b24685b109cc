"""While cotune looks for a GPU the host's loop goes on. The GPU is a fake: see `fake_gpu`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hosts import Served, until

import cotune
from cotune.model import event as ev
from cotune.model.action import StartSearch
from cotune.model.gate import Decision, Proposal
from cotune.model.mail import Decide, Propose, QuitHost, Ready, StopTurn
from cotune.study import Study
from fake_gpu import FakeGpu

SEARCH = {"target": "churn", "trials": 5}


@pytest.fixture
def gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeGpu:
    """One that any table is large enough for."""
    monkeypatch.setattr("cotune.policy.rules.cost.GPU_PAYS_FROM_CELLS", 0)
    return FakeGpu.slow(tmp_path, monkeypatch)


@pytest.fixture
def study(unserved: Study) -> Study:
    return unserved


@pytest.fixture
def serve(gpu: FakeGpu, study: Study) -> Iterator[Callable[[], Served]]:
    """Serves the study; the look for a GPU goes on until `gpu` answers."""
    served: list[Served] = []

    def begin() -> Served:
        served.append(Served(study))
        return served[-1]

    yield begin
    gpu.answer()
    for one in served:
        one.end()


def propose(study: Study, id: str, **fields: object) -> None:
    action = StartSearch(spec=study._spec({**SEARCH, **fields}))
    study.post_nowait(Propose(proposal=Proposal(id=id, action=action, actor="human", door="python")), id)


def kinds(study: Study) -> list[str]:
    return [e.body.kind for e in study.events()]


def said(study: Study) -> list[str]:
    return [line.text for line in study.view.chat if line.who == "cotune"]


def proposed(study: Study) -> list[str]:
    return [e.body.proposal.id for e in study.events() if isinstance(e.body, ev.ActionProposed)]


@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_pause_and_stop_are_heard_while_a_search_waits_for_the_look(
    device: str, serve: Callable[[], Served], study: Study
) -> None:
    serve()
    study.propose({**SEARCH, "device": "cpu"})
    study.approve()
    propose(study, "waits", device=device)
    until(lambda: said(study), "nothing was said of the look")
    assert study.pause().outcome == "done"
    assert study.reply("waits") is None
    study.resume()
    assert study.stop().outcome == "done"
    log = kinds(study)
    assert log.index("remarked") < log.index("run_paused") < log.index("run_resumed") < log.index("run_ended")
    assert "waits" not in proposed(study)
    reply = until(lambda: study.reply("waits"), "what was stopped before it began got no answer")
    assert (reply.outcome, reply.rule) == ("refused", "stopped")


@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_a_search_that_waited_is_judged_by_what_the_look_found(
    device: str, gpu: FakeGpu, serve: Callable[[], Served], study: Study
) -> None:
    serve()
    propose(study, "waits", device=device)
    until(lambda: said(study), "nothing was said of the look")
    assert study.propose(cotune.model.action.SetAutonomy(autonomy="ask_all")).outcome == "done"
    gpu.answer()
    card = until(lambda: study.cards, "no card was opened")[0]
    assert card.proposal.id == "waits"
    assert card.verdict.gpu == "Fake GPU A"
    assert kinds(study).index("autonomy_set") < kinds(study).index("card_opened")


def test_a_search_that_insists_on_a_gpu_that_is_not_there_is_refused_after_the_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[[], Served], study: Study, gpu: FakeGpu
) -> None:
    monkeypatch.setattr("cotune.engine.gpu._PROBE", "print('cpu')")
    serve()
    propose(study, "waits", device="cuda")
    until(lambda: said(study), "nothing was said of the look")
    gpu.answer()
    reply = until(lambda: study.reply("waits"), "no answer")
    assert (reply.outcome, reply.rule) == ("refused", "no_such_gpu")


def test_what_needs_no_gpu_does_not_wait_unless_it_is_behind_a_search_that_does(
    gpu: FakeGpu, serve: Callable[[], Served], study: Study
) -> None:
    serve()
    assert study.propose({**SEARCH, "families": ("linear", "knn")}).outcome == "card"
    propose(study, "waits", trials=6)
    propose(study, "behind", trials=7, device="cpu")
    until(lambda: said(study), "nothing was said of the look")
    study.reject()
    assert {"waits", "behind"}.isdisjoint(proposed(study))
    gpu.answer()
    until(lambda: study.reply("behind"), "no answer")
    assert proposed(study)[-2:] == ["waits", "behind"]


def test_a_table_too_small_for_a_gpu_to_pay_does_not_wait_for_the_look(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[[], Served], study: Study
) -> None:
    monkeypatch.setattr("cotune.policy.rules.cost.GPU_PAYS_FROM_CELLS", 10_000)
    serve()
    assert study.propose(SEARCH).outcome == "card"
    assert said(study) == []


def test_a_yes_to_the_gpu_waits_and_a_host_that_follows_takes_it_up_once(
    gpu: FakeGpu, serve: Callable[[], Served], study: Study
) -> None:
    first = serve()
    study.propose({**SEARCH, "device": "cpu"})
    card = study.cards[0]
    edited = StartSearch(spec=study._spec({**SEARCH, "device": "cuda"}))
    decision = Decision(id="yes", card=card.id, action_digest=card.action_digest, answer="edit", edited=edited)
    study.post_nowait(Decide(decision=decision), "yes")
    until(lambda: said(study), "nothing was said of the look")
    first.end()
    assert study.reply("yes") is None
    serve()
    gpu.answer()
    assert until(lambda: study.reply("yes"), "no answer").outcome == "done"
    study.post_nowait(Decide(decision=decision), "yes")
    study.stop()
    started = [e.body for e in study.events() if isinstance(e.body, ev.RunStarted)]
    assert [s.permit.gpu for s in started] == [True]


def test_what_the_agent_drafts_waits_as_a_turn_that_can_be_stopped(
    gpu: FakeGpu, serve: Callable[[], Served], study: Study
) -> None:
    serve()
    study.say("Predict churn, 5 trials.")
    until(lambda: said(study), "nothing was said of the look")
    assert study.view.agent.busy
    assert study.post(StopTurn()).outcome == "done"
    study.say("Predict churn, 6 trials.")
    gpu.answer()
    card = until(lambda: study.cards, "no card was opened")[0]
    assert card.proposal.action.spec.trials == 6
    until(lambda: not study.view.agent.busy, "the turn did not end")
    assert [e.body.status for e in study.events() if isinstance(e.body, ev.TurnEnded)] == ["stopped", "done"]


def test_a_shell_can_ask_when_a_search_would_be_judged_at_once(
    gpu: FakeGpu, serve: Callable[[], Served], study: Study
) -> None:
    serve()
    on_cpu, on_gpu = (StartSearch(spec=study._spec({**SEARCH, "device": d})) for d in ("cpu", "cuda"))
    study.post_nowait(Ready(action=on_gpu), "gpu")
    assert study.post(Ready(action=on_cpu)).outcome == "done"
    assert study.reply("gpu") is None
    gpu.answer()
    assert until(lambda: study.reply("gpu"), "no answer").outcome == "done"


def test_a_host_that_is_to_leave_after_its_work_leaves_when_the_run_has_ended(
    serve: Callable[[], Served], study: Study
) -> None:
    served = serve()
    study.propose({**SEARCH, "device": "cpu"})
    study.approve()
    study.post(QuitHost(after_work=True))
    assert study.pause().outcome == "done"
    served.join()
    assert kinds(study)[-1] == "run_paused"
    assert kinds(study).count("host_started") == 1
