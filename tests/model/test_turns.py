"""Words said while the agent is answering wait their turn, and the view says which turn it is at."""

from __future__ import annotations

from datetime import UTC, datetime

from cotune.model import event as ev
from cotune.model.fold import fold
from cotune.model.view import TurnState

FIRST = ev.GoalStated(turn="a", text="predict y")
SECOND = ev.GoalStated(turn="b", text="no neural nets")
THIRD = ev.GoalStated(turn="c", text="two minutes")


def agent_after(*bodies: ev.EventBody) -> TurnState:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=body) for n, body in enumerate(bodies, 1)).agent


def waiting(agent: TurnState) -> list[str]:
    return [w.turn for w in agent.waiting]


def test_the_agent_is_at_the_words_that_were_said_first() -> None:
    agent = agent_after(FIRST, SECOND, THIRD)
    assert (agent.turn, agent.busy, waiting(agent)) == ("a", True, ["b", "c"])


def test_stopping_words_that_still_wait_leaves_the_agent_at_its_turn() -> None:
    agent = agent_after(FIRST, SECOND, THIRD, ev.TurnEnded(turn="b", status="stopped"))
    assert (agent.turn, agent.busy, waiting(agent), agent.retryable) == ("a", True, ["c"], False)


def test_when_a_turn_ends_the_next_words_are_answered() -> None:
    agent = agent_after(FIRST, SECOND, ev.TurnEnded(turn="a", status="done"))
    assert (agent.turn, agent.words_of, agent.busy, waiting(agent)) == ("b", "b", True, [])
    assert not agent_after(FIRST, SECOND, *[ev.TurnEnded(turn=t, status="done") for t in "ab"]).busy


def test_a_turn_that_failed_before_waiting_words_says_why_in_the_conversation() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    bodies = (FIRST, SECOND, ev.TurnEnded(turn="a", status="failed", problem="The provider is down."))
    view = fold(ev.Event(seq=n, at=at, epoch=1, body=body) for n, body in enumerate(bodies, 1))
    assert (view.chat[-1].who, view.chat[-1].text) == ("cotune", "The provider is down.")
    assert (view.agent.turn, view.agent.problem, view.agent.retryable) == ("b", "", False)
