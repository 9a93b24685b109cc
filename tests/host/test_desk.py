"""What goes wrong inside is told to whoever asked, and the study goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from hosts import Served, until

from agent.fake_openai import FakeOpenAI, Says
from cotune.errors import Refused
from cotune.model import event as ev
from cotune.model.action import StartSearch
from cotune.model.gate import Decision, Proposal
from cotune.model.mail import Decide, Propose, Say, StopTurn
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
from cotune.store import Journal, StudyStore
from cotune.study import Study


def answers(study: Study, turn: str) -> list[str]:
    """What the agent has said in a turn, once it has ended."""
    until(
        lambda: [e for e in study.events() if isinstance(e.body, ev.TurnEnded) and e.body.turn == turn],
        "the turn did not end",
        timeout_s=120,
    )
    return [line.text for line in study.view.chat if line.who == "agent" and line.turn == turn]


@pytest.fixture
def study(unserved: Study, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """A search is under way, and nothing more can be carried out."""

    def broken(*_: object) -> None:
        raise KeyError("a bug")

    served = Served(unserved)
    unserved.propose({"target": "churn", "seconds": 600})
    unserved.approve()
    monkeypatch.setattr("cotune.host.desk.carry", broken)
    yield unserved
    served.end()


def test_a_letter_that_fails_inside_is_answered(study: Study) -> None:
    with pytest.raises(Refused, match="failed inside"):
        study.pause()
    assert study.view.run.phase == "running"


def test_a_draft_that_fails_inside_ends_its_turn_and_not_the_host(study: Study) -> None:
    turn = study.say("pause")
    until(
        lambda: [e for e in study.events() if isinstance(e.body, ev.TurnEnded)], "the turn did not end", timeout_s=120
    )
    assert study.view.agent.turn == turn
    assert study.view.chat[-1].text == "Refused: cotune failed inside (KeyError); see host.log"
    study.stop_turn()


def test_a_turn_whose_end_fails_inside_is_a_failed_turn(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("cotune.host.turns.AgentSpoke", broken)
    assert answers(study, study.say("how is it going?")) == []
    assert study.view.agent.problem == "cotune failed inside (KeyError); see host.log."
    assert study.view.run.phase == "running"


def test_a_turn_whose_request_can_t_be_made_is_a_failed_turn(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise KeyError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr("cotune.agent.turn.TurnRequest", broken)
        assert answers(study, study.say("how is it going?")) == []
        assert study.view.agent.problem == "cotune failed inside (KeyError); see host.log."
    study.retry()
    until(lambda: study.view.chat[-1].who == "agent", "nothing was said after another try", timeout_s=120)


def test_a_drafted_search_keeps_where_its_fields_come_from(unserved: Study, serve: Callable[[], None]) -> None:
    serve()
    answers(unserved, unserved.say("predict churn in two minutes"))
    (card,) = unserved.cards
    origins = {o.field: (o.source, o.words) for o in card.proposal.origins}
    assert origins["seconds"] == ("stated", "two minutes")
    assert origins["folds"] == ("default", "")


def test_a_search_by_any_door_names_the_class_that_its_metric_counts(
    unserved: Study, serve: Callable[[], None]
) -> None:
    serve()
    spec = SearchSpec(target="churn", task="binary", metric="f1", seconds=600)
    unserved.post(Propose(proposal=Proposal(id="p", action=StartSearch(spec=spec), actor="human", door="panel")))
    (card,) = unserved.cards
    assert [c.after for c in card.changes if c.field == "positive_class"] == ["yes"]
    edited = StartSearch(spec=spec.having(metric="recall"))
    answer = {"id": "d", "card": card.id, "action_digest": card.action_digest, "answer": "edit", "edited": edited}
    unserved.post(Decide(decision=Decision.model_validate(answer)))
    assert unserved.view.spec == edited.spec.having(positive_class="yes")
    unserved.stop()


def test_an_edit_of_the_target_leaves_its_positive_class_behind(unserved: Study, serve: Callable[[], None]) -> None:
    serve()
    unserved.propose({"target": "churn", "metric": "f1", "seconds": 600})
    unserved.edit(target="colour", task="multiclass", metric="accuracy")
    specs = [unserved.view.spec, *(c.proposal.action.spec for c in unserved.cards)]
    assert [(s.target, s.positive_class) for s in specs if s is not None] == [("colour", None)]
    unserved.stop()


@pytest.fixture
def store(unserved: Study) -> Iterator[StudyStore]:
    """What other hosts and other versions of cotune leave behind."""
    store = StudyStore(unserved.path / "study.sqlite")
    yield store
    store.close()


@pytest.fixture
def serve(unserved: Study) -> Iterator[Callable[[], None]]:
    served: list[Served] = []
    yield lambda: served.append(Served(unserved))
    for one in served:
        one.end()


def test_a_turn_that_was_lost_after_its_words_says_them_once(
    unserved: Study, store: StudyStore, serve: Callable[[], None]
) -> None:
    spoken = ev.AgentSpoke(turn="t", text="Nothing is running yet.")
    store.append([ev.GoalStated(turn="t", text="how is it going?"), spoken], store.take_epoch())
    serve()
    assert answers(unserved, "t") == ["Nothing is running yet."]


def test_a_letter_of_another_version_is_answered_and_stops_nothing(
    unserved: Study, store: StudyStore, serve: Callable[[], None]
) -> None:
    row = ("m", "python", '{"kind": "of_tomorrow"}', "2026-01-01T00:00:00+00:00")
    store._db.execute("INSERT INTO mail (id, door, letter, at) VALUES (?, ?, ?, ?)", row)
    serve()
    reply = until(lambda: unserved.reply("m"), "no answer came", timeout_s=10)
    assert (reply.outcome, reply.rule) == ("refused", "version")
    assert "another version of cotune" in reply.message
    assert answers(unserved, unserved.say("how is it going?"))


def test_a_turn_that_waits_for_its_thread_can_be_stopped_and_is_never_asked(
    unserved: Study, store: StudyStore, serve: Callable[[], None], fake: FakeOpenAI
) -> None:
    fake.script = [Says("never asked")]
    store.append([ev.AgentModelSet(planner="openai:fake")], store.take_epoch())
    unserved.post_nowait(Say(text="how is it going?"), "t")
    unserved.post_nowait(StopTurn(), "stop")
    serve()
    reply = until(lambda: unserved.reply("stop"), "no answer came", timeout_s=10)
    assert reply.outcome == "done"
    assert answers(unserved, "t") == []
    assert (unserved.view.agent.busy, unserved.view.stopped_turns) == (False, ("t",))
    assert fake.requests == []


def test_a_turn_s_thread_leaves_the_journal_alone(
    unserved: Study, store: StudyStore, serve: Callable[[], None], fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script = [Says("Well.")]
    store.append([ev.AgentModelSet(planner="openai:fake")], store.take_epoch())
    readers: set[str] = set()
    view = Journal.view.fget
    assert view is not None

    def noted(journal: Journal) -> RunView:
        readers.add(threading.current_thread().name)
        return view(journal)

    monkeypatch.setattr(Journal, "view", property(noted))
    serve()
    assert answers(unserved, unserved.say("how is it going?")) == ["Well."]
    assert [name for name in readers if name.startswith("turn-")] == []
