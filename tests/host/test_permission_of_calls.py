"""Calls go out under the permission in force: after a stored yes, and no more once it is taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
import pytest
from hosts import Served, until

from agent.fake_openai import Calls, FakeOpenAI, Hangs, Says
from cotune.errors import Refused
from cotune.host.permission import taken_back
from cotune.model import event as ev
from cotune.model.action import Action, LimitAgent, SetAgentModel, ShareWithAgent
from cotune.model.sharing import Sharing
from cotune.model.usage import AgentBudget
from cotune.model.view import RunView
from cotune.store import StudyStore
from cotune.study import Study

FEWER_THAN_A_PROBE_USES = 300
Change = Callable[[Study], object]
CHANGES: dict[str, Change] = {
    "another model was chosen": lambda study: study.set_agent_model(None),
    "less is shared from here on": lambda study: study.share(0),
    "the agent's limits were lowered": lambda study: study.limit_agent(turn_tokens=100),
}


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"fee": rng.normal(50, 9, 120).round(2), "months": rng.integers(1, 60, 120)})
    frame["colour"] = rng.choice(["red", "green", "blue"], 120)
    frame["gb"] = rng.normal(9, 2, 120).round(3)
    return frame.assign(churn=np.where(frame["fee"] > 50, "yes", "no"))


@pytest.fixture
def study(unserved: Study, fake: FakeOpenAI) -> Iterator[Study]:
    """One in which the language model behind `fake` answers."""
    store = StudyStore(unserved.path / "study.sqlite")
    store.append([ev.AgentModelSet(planner="openai:fake")], store.take_epoch())
    store.close()
    served = Served(unserved)
    yield unserved
    served.end()


def ends(study: Study) -> list[ev.TurnEnded]:
    return [e.body for e in study.events() if isinstance(e.body, ev.TurnEnded)]


def probes(study: Study) -> list[ev.ModelProbed]:
    return [e.body for e in study.events() if isinstance(e.body, ev.ModelProbed)]


def asked(fake: FakeOpenAI, count: int) -> None:
    until(lambda: len(fake.requests) >= count, "the model was not asked", timeout_s=180)


@pytest.mark.parametrize("why", CHANGES)
def test_a_turn_ends_when_its_permission_is_taken_back(why: str, study: Study, fake: FakeOpenAI) -> None:
    fake.script = [Hangs(600)]
    study.say("how is it going?")
    asked(fake, 1)
    CHANGES[why](study)
    (end,) = until(lambda: ends(study), "the turn went on", timeout_s=20)
    assert (end.status, end.problem, end.usage.unmetered_calls) == ("stopped", f"It was stopped: {why}.", 1)
    assert (study.view.agent.busy, study.view.agent.retryable) == (False, True)


def test_a_probe_ends_with_its_permission_and_tells_what_it_used(study: Study, fake: FakeOpenAI) -> None:
    fake.script = [Says("1"), Says("2"), Says("3"), Hangs(600)]
    study.probe()
    study.approve()
    asked(fake, 4)
    study.set_agent_model(None)
    (end,) = until(lambda: probes(study), "the probe went on", timeout_s=20)
    assert end.problem == "It was stopped: another model was chosen."
    assert (end.model, end.usage.output_tokens, end.usage.unmetered_calls) == ("openai:fake", 3 * 20, 1)
    assert study.view.agent.used == end.usage
    assert not study.view.agent.probing
    assert len(fake.requests) == len(study.sent()) == 4


def test_a_probe_that_is_stopped_tells_what_it_used(study: Study, fake: FakeOpenAI) -> None:
    fake.script = [Says("1"), Says("2"), Says("3"), Hangs(600)]
    study.probe()
    study.approve()
    asked(fake, 4)
    with pytest.raises(Refused, match="is being probed already"):
        study.probe()
    assert study.stop_turn().outcome == "done"
    (end,) = until(lambda: probes(study), "the probe went on")
    assert (end.problem, end.usage.output_tokens, end.usage.unmetered_calls) == ("It was stopped.", 3 * 20, 1)
    assert study.view.agent.used == end.usage


def test_no_cell_goes_out_before_the_yes_is_on_disk(
    study: Study, fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script = [Hangs(600)]
    too_soon: list[str] = []
    append = StudyStore.append

    def looked(store: StudyStore, bodies: Sequence[ev.EventBody], *rest: object) -> list[ev.Event]:
        if any(isinstance(body, ev.DecisionMade) for body in bodies):
            too_soon.extend(t.name for t in threading.enumerate() if t.name.startswith("probe-"))
        return append(store, bodies, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(StudyStore, "append", looked)
    study.probe()
    study.approve()
    asked(fake, 1)
    assert too_soon == []
    study.stop_turn()


def test_a_turn_beside_a_probe_counts_what_the_probe_has_used(study: Study, fake: FakeOpenAI) -> None:
    fake.script = [Says("Well.")]
    study.say("how is it going?")
    until(lambda: ends(study), "the turn did not end", timeout_s=180)
    study.limit_agent(study_tokens=2 * study.view.agent.used.tokens + FEWER_THAN_A_PROBE_USES)
    fake.script = [Says("1"), Says("2"), Says("3"), Hangs(600)]
    study.probe()
    study.approve()
    asked(fake, 5)
    fake.script = [Calls((("look_at_trial", {"trial": 0}),))]
    study.say("how is it going?")
    until(lambda: len(ends(study)) == 2, "the turn did not end", timeout_s=60)
    assert "tokens in a study is reached" in ends(study)[-1].problem
    assert len(fake.requests) == 6
    study.stop_turn()


PERMITS_NO_LESS: list[Action] = [
    ShareWithAgent(sharing=Sharing(level=2)),
    ShareWithAgent(sharing=Sharing()),
    LimitAgent(budget=AgentBudget(turn_tokens=None)),
    LimitAgent(budget=AgentBudget()),
]


@pytest.mark.parametrize("action", PERMITS_NO_LESS)
def test_what_permits_no_less_ends_nothing(action: Action) -> None:
    assert taken_back(action, RunView()) == ""


def test_fewer_labels_and_a_dearer_token_permit_less() -> None:
    old, new = (Sharing(level=3, labels=labels) for labels in (("a", "b"), ("b",)))
    view = RunView().having(agent=RunView().agent.having(sharing=old))
    assert taken_back(ShareWithAgent(sharing=new), view)
    cheap, dear = (AgentBudget(money=1, input_price=price, output_price=1) for price in (1, 2))
    view = RunView().having(agent=RunView().agent.having(budget=cheap))
    assert taken_back(LimitAgent(budget=dear), view)
    assert taken_back(SetAgentModel(), RunView())
