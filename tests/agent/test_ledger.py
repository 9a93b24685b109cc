"""What a turn used is counted, priced only by the person's prices, and ends at the limits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fake_openai import KEY, Calls, Fails, FakeOpenAI, Hangs, Says
from langchain_core.messages import AIMessage
from pydantic import ValidationError
from scripted_model import ScriptedChatModel
from studies import request, view_of

from cotune.agent import Agent, TurnResult
from cotune.agent.faults import Abandoned
from cotune.agent.meter import LimitReached, Meter, Spending
from cotune.agent.patience import Patience
from cotune.model.event import AgentLimited, TurnEnded
from cotune.model.usage import AgentBudget, Usage, usage_in_words

SEARCH = ("draft_search", {"target": "left_us"})
LOOK = ("look_at_trial", {"trial": 0})


def turn(budget: AgentBudget, *steps: Any, before: Usage = Usage()) -> tuple[TurnResult, ScriptedChatModel]:
    """A turn of a model whose every call takes 10 tokens in and 5 out, in a study that had used some before."""
    view = view_of(AgentLimited(budget=budget), TurnEnded(turn="t0", status="done", usage=before))
    model = ScriptedChatModel(steps=list(steps))
    return Agent(model).take_turn(request("Predict left_us", view=view), threading.Event()), model


def test_without_prices_the_cost_is_unknown() -> None:
    result, _ = turn(AgentBudget(), [SEARCH], "Done.")
    assert result.usage == Usage(input_tokens=20, output_tokens=10, unpriced_tokens=30)
    assert usage_in_words(result.usage, AgentBudget()) == "30 of 2,000,000 tokens, cost unknown"


def test_prices_are_the_person_s_own() -> None:
    budget = AgentBudget(input_price=1_000, output_price=10_000, money=9, currency="EUR", study_tokens=None)
    result, _ = turn(budget, [SEARCH], "Done.")
    assert result.usage.money == pytest.approx(0.12)
    assert usage_in_words(result.usage, budget) == "30 tokens, about 0.12 of 9 EUR"


LIMITS: dict[str, tuple[AgentBudget, Usage, str, AgentBudget]] = {
    "turn": (AgentBudget(turn_tokens=30), Usage(), "30 tokens in one turn", AgentBudget(turn_tokens=60)),
    "study": (
        AgentBudget(study_tokens=1_000),
        Usage(input_tokens=970),
        "1,000 tokens in a study",
        AgentBudget(study_tokens=2_000),
    ),
    "money": (
        AgentBudget(input_price=1_000, output_price=1_000, money=1),
        Usage(input_tokens=970, money=0.97),
        "1 USD in a study",
        AgentBudget(input_price=1_000, output_price=1_000, money=2),
    ),
}


@pytest.mark.parametrize("which", LIMITS)
def test_a_limit_ends_the_turn_before_the_next_call_and_offers_to_raise_it(which: str) -> None:
    budget, before, says, raised = LIMITS[which]
    result, model = turn(budget, [SEARCH], [SEARCH], [SEARCH], "Done.", before=before)
    assert (result.status, result.drafts, result.raise_to) == ("failed", (), raised)
    assert says in result.problem
    assert "raise the limit and try again" in result.problem
    assert len(model.seen) == 2
    assert result.usage.tokens == 30


def test_a_study_at_its_limit_makes_no_call_at_all() -> None:
    result, model = turn(AgentBudget(study_tokens=10), "never said", before=Usage(output_tokens=10))
    assert (result.status, model.seen) == ("failed", [])


def test_turn_and_probe_side_by_side_count_together() -> None:
    spending, budget = Spending(Usage(input_tokens=970)), AgentBudget(study_tokens=1_000)
    beside, own = Meter(spending, budget), Meter(spending, budget)
    model = ScriptedChatModel(steps=[[SEARCH], [SEARCH], "never said"])
    view = view_of(TurnEnded(turn="t0", status="done", usage=spending.used))
    beside.begin(0)
    beside.end(AIMessage("", usage_metadata={"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}))
    result = Agent(model).take_turn(request("Predict left_us", view=view), threading.Event(), meter=own)
    assert (result.status, len(model.seen)) == ("failed", 1)
    assert (result.usage.tokens, own.used.tokens, spending.used.tokens) == (15, 15, 1_000)
    with pytest.raises(LimitReached, match="1,000 tokens in a study"):
        beside.begin(0)


def test_what_is_expected_of_a_call_under_way_is_reserved_until_it_is_over() -> None:
    spending, budget = Spending(Usage(input_tokens=900)), AgentBudget(study_tokens=1_000)
    probe, own = Meter(spending, budget), Meter(spending, budget)
    model = ScriptedChatModel(steps=["Done."])
    probe.begin(400)
    refused = Agent(model).take_turn(request("How is it going?"), threading.Event(), meter=own)
    assert (refused.status, model.seen, own.used) == ("failed", [], Usage())
    probe.end(None)
    assert spending.used == Usage(input_tokens=900)
    again = Meter(spending, budget)
    assert Agent(model).take_turn(request("How is it going?"), threading.Event(), meter=again).status == "done"


def test_the_built_in_planner_has_no_limit() -> None:
    full = view_of(
        AgentLimited(budget=AgentBudget(study_tokens=1)),
        TurnEnded(turn="t0", status="done", usage=Usage(input_tokens=5)),
    )
    result = Agent().take_turn(request("Predict left_us", view=full), threading.Event())
    assert (result.status, len(result.drafts), result.usage) == ("done", 1, Usage())


def test_usage_comes_with_a_stream_where_it_is_asked_for_and_is_unknown_elsewhere() -> None:
    from langchain_openai import ChatOpenAI

    for asks in (True, False):
        with FakeOpenAI(Calls((SEARCH,)), Says("Done.")) as fake:
            model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY, max_retries=0, stream_usage=asks)
            used = Agent(model).take_turn(request("Predict left_us"), threading.Event()).usage
        assert (used.output_tokens, used.unmetered_calls) == ((40, 0) if asks else (0, 2))
    assert used.input_tokens > 100
    in_words = f"{used.tokens:,} of 2,000,000 tokens, cost unknown, and 2 answers of unknown size"
    assert usage_in_words(used, AgentBudget()) == in_words


def test_calls_of_unknown_size_reach_a_limit_by_what_they_send() -> None:
    untold = [AIMessage("", tool_calls=[{"name": SEARCH[0], "args": SEARCH[1], "id": f"{n}"}]) for n in range(3)]
    result, model = turn(AgentBudget(turn_tokens=1), *untold)
    assert (result.status, len(model.seen)) == ("failed", 1)
    assert "1 tokens in one turn" in result.problem
    assert result.usage.unmetered_calls == 1


@pytest.mark.parametrize(("step", "unmetered"), [(Fails(401), 0), (Hangs(2), 1)])
def test_a_call_that_is_left_behind_counts_as_what_it_sent(step: Fails | Hangs, unmetered: int) -> None:
    from langchain_openai import ChatOpenAI

    with FakeOpenAI(step) as fake:
        model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY, max_retries=0)
        agent = Agent(model, patience=Patience(turn_s=1.0))
        used = agent.take_turn(request("Predict left_us"), threading.Event()).usage
    assert (used.tokens > 100, used.unmetered_calls) == (unmetered == 1, unmetered)


@pytest.mark.parametrize("wrong", [{"money": 1}, {"input_price": 1}, {"turn_tokens": 0}, {"money": float("nan")}])
def test_a_budget_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        AgentBudget(**wrong)


@pytest.mark.parametrize("told", [(-1_000_000, 5), (10, -1), (10**40, 5)])
def test_a_size_that_can_t_be_is_unknown(told: tuple[int, int]) -> None:
    usage = {"input_tokens": told[0], "output_tokens": told[1], "total_tokens": sum(told)}
    untold, _ = turn(AgentBudget(), AIMessage("Done."))
    result, _ = turn(AgentBudget(), AIMessage("Done.", usage_metadata=usage))
    assert (result.status, result.usage) == ("done", untold.usage)
    assert (untold.usage.unmetered_calls, untold.usage.output_tokens) == (1, 0)


def test_what_the_ledger_says_of_a_call_left_behind_is_what_the_limit_counts() -> None:
    spending = Spending()
    left = Meter(spending, AgentBudget())
    left.begin(400)
    assert left.close() == left.used == spending.used == Usage(input_tokens=100, unpriced_tokens=100, unmetered_calls=1)
    left.end(AIMessage("", usage_metadata={"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}))
    assert left.close() == spending.used
    with pytest.raises(Abandoned):
        left.begin(400)
