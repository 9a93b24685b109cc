"""Provider faults against a server that speaks OpenAI's protocol: the turn says what happened, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from fake_openai import KEY, BreaksOff, Calls, Fails, FakeOpenAI, Hangs, Says, Sends, Step
from studies import request

from cotune.agent import Agent, TurnResult, resolve_model
from cotune.errors import NotAvailable, UserError

SEARCH = ("draft_search", {"target": "left_us", "seconds": 3600})


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[TurnResult, FakeOpenAI]]:
    """Take one turn with the real OpenAI client against a script."""
    from langchain_openai import ChatOpenAI

    monkeypatch.setenv("LANGSMITH_TRACING", "true")

    def turn(*script: Step, key: str = KEY, patience_s: float = 20.0) -> tuple[TurnResult, FakeOpenAI]:
        with FakeOpenAI(*script) as fake:
            model = ChatOpenAI(model="fake", base_url=fake.url, api_key=key, max_retries=0, timeout=2)
            agent = Agent(model, patience_s=patience_s)
            return agent.take_turn(request("Predict left_us in an hour"), threading.Event()), fake

    return turn


def test_the_protocol_is_kept_over_a_whole_turn(play) -> None:
    result, fake = play(Calls((SEARCH,)), Says("Drafted."))
    assert (result.status, result.text) == ("done", "Drafted.")
    assert result.drafts[0].action.spec.seconds == 3600
    assert result.input_tokens > 0
    assert len(fake.requests) == 2


FAULTS: list[tuple[Step, str]] = [
    (Fails(401, "bad key sk-fake-key"), "refused the key"),
    (Fails(403), "refused the key"),
    (Fails(404), "no model of that name"),
    (Fails(429, headers=(("retry-after", "7"),)), "wait 7 s"),
    (Fails(400, "maximum context length", code="context_length_exceeded"), "too long"),
    (Fails(500), "problem of its own"),
    (Fails(503), "problem of its own"),
    (Hangs(4), "didn't answer in time"),
    (BreaksOff(), "broke off"),
    (Sends(b"<html>proxy login</html>", "text/html"), "malformed"),
    (Sends(b'{"id": "x", "choices": []}'), ""),
    (Sends(b"{not json"), ""),
    (Calls((("draft_search", '{"target": "left_us", "seconds": 36'),)), "malformed"),
    (Calls((("draft_search", {"target": "left_us", "seconds": 36}),), finish_reason="length"), "cut off"),
    (Says("half a sen", finish_reason="length"), "cut off"),
    (Says(""), "empty"),
]


@pytest.mark.parametrize(("fault", "says"), FAULTS)
def test_a_fault_drafts_nothing_and_says_what_happened(play, fault: Step, says: str) -> None:
    result, _ = play(fault)
    assert (result.status, result.drafts, result.question) == ("failed", (), None)
    assert says in result.problem
    assert "retry" in result.problem
    assert "built-in planner" in result.problem


def test_a_fault_after_a_draft_drops_the_draft(play) -> None:
    result, _ = play(Calls((SEARCH,)), Fails(500))
    assert (result.status, result.drafts) == ("failed", ())


def test_keys_and_the_provider_s_words_stay_out_of_the_problem(play) -> None:
    result, _ = play(Says("unused"), key="sk-secret-canary")
    assert "refused the key" in result.problem
    assert "sk-" not in result.problem


def test_a_model_slower_than_the_agent_s_patience_is_given_up(play) -> None:
    result, _ = play(Hangs(1.5), patience_s=0.3)
    assert (result.status, "in time" in result.problem) == ("failed", True)


def test_cell_values_and_labels_are_in_no_request(play) -> None:
    _, fake = play(Calls((SEARCH,)), Says("Drafted."))
    sent = str(fake.requests)
    assert "MonthlyFee" in sent
    assert not [canary for canary in ("C00017", "coast", "H12", "2020-01") if canary in sent]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "langchain_anthropic", None)
    with pytest.raises(NotAvailable, match=r"cotune\[anthropic\]"):
        resolve_model("anthropic:some-model")


def test_a_missing_key_is_the_user_s_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(UserError, match="key of 'openai'"):
        resolve_model("openai:some-model")
