"""Scripted sessions of hours on a fake clock: how many cards does a person see?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from session import Session

from agent.scripted_model import ScriptedChatModel
from cotune.model import action as act
from cotune.model import event as ev

MOST_CARDS_AN_HOUR = 4


class Pushy(BaseChatModel):
    """In each turn drafts three things that need a yes, each time in other figures, and then falls silent."""

    @property
    def _llm_type(self) -> str:
        return "pushy"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        if isinstance(messages[-1], ToolMessage):
            return ChatResult(generations=[ChatGeneration(message=AIMessage("I propose more."))])
        metric = ("f1", "recall", "log_loss", "accuracy")[sum(m.type == "human" for m in messages) % 4]
        drafts = (
            ("draft_search", {"target": "churn", "metric": metric, "seconds": 1800}),
            ("draft_extension", {"seconds": 3600}),
            ("draft_unsealing", {}),
        )
        calls = [{"name": n, "args": a, "id": f"c{i}", "type": "tool_call"} for i, (n, a) in enumerate(drafts)]
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=calls))])


@pytest.fixture
def planned(tmp_path: Path) -> Session:
    return Session(tmp_path)


def test_an_hour_of_goals_follow_ups_and_extensions_sees_at_most_four_cards(planned: Session) -> None:
    planned.say("Predict churn, 5 minutes, maximise roc auc")
    planned.yes()
    planned.pass_time(6, trials=40)
    for words in ("which model is best?", "no neural nets", "look more at xgboost", "5 more minutes", "pause"):
        planned.say(words)
        planned.yes()
        planned.pass_time(4, trials=20)
    planned.say("optimise f1 instead")
    planned.yes()
    planned.pass_time(10, trials=20)
    planned.say("20 more minutes")
    planned.yes()
    planned.pass_time(10, trials=20)
    planned.say("leave out the column region")
    planned.yes()
    assert planned.opened[0][1] == "start_search"
    assert 2 <= planned.most_cards_an_hour() <= MOST_CARDS_AN_HOUR


def test_a_model_that_proposes_all_the_time_is_held_to_four_an_hour(tmp_path: Path) -> None:
    session = Session(tmp_path, Pushy())
    for words in ("predict churn", "is it any good?", "go on", "and now?"):
        rulings = session.say(words)
        assert len(rulings) == 3
        session.yes()
        session.pass_time(14, trials=30)
    assert session.most_cards_an_hour() == MOST_CARDS_AN_HOUR
    refused = [e.verdict for e in session.log.events if e.kind == "action_proposed" and e.verdict.outcome == "deny"]
    assert any("one thing at a time" in v.reasons[0] for v in refused)


def test_an_agent_that_watches_and_proposes_each_minute_is_held_to_four_an_hour(planned: Session) -> None:
    planned.say("predict churn in 5 minutes")
    planned.yes()
    for minute in range(180):
        planned.watch(act.ExtendRun(seconds=3600 + minute), act.UnsealHoldout())
        if minute % 3 == 0:
            planned.no()
        planned.pass_time(1, trials=2)
    assert 2 <= planned.most_cards_an_hour() <= MOST_CARDS_AN_HOUR


SEARCH = {"target": "churn", "seconds": 60}
AGAINST_THE_WORDS = [
    ("predict churn, 1 minute", ("draft_search", SEARCH), "first_search"),
    ("no more time, I have to go", ("draft_extension", {"seconds": 30}), "nobody_asked"),
    ("thank you", ("draft_search", SEARCH | {"families_only": ["knn"], "workers": 64}), "nobody_asked"),
    ("go on for a minute", ("draft_extension", {"seconds": 60}), "within_budget"),
]


def test_a_search_that_the_words_are_against_is_asked_about_and_one_that_they_want_is_not(tmp_path: Path) -> None:
    steps = [step for _, call, _ in AGAINST_THE_WORDS for step in ([call], "Done.")]
    session = Session(tmp_path, ScriptedChatModel(steps=steps))
    for words, _, rule in AGAINST_THE_WORDS:
        (ruling,) = session.say(words)
        assert ruling.rule == rule, words
        if rule == "first_search":
            session.yes()
            session.pass_time(1, trials=9)
            session.log.append(ev.RunEnded(run=1, why="time", active_s=60))
        session.no()
    assert session.log.view.run.budget_s == 120


def full_of_traps() -> pd.DataFrame:
    """A rare class that one column repeats, dates, and four rows to each household."""
    rows = range(600)
    return pd.DataFrame(
        {
            "fee": [(i * 37 % 101) + 0.5 for i in rows],
            "household": [f"H{i // 4}" for i in rows],
            "signed": pd.date_range("2020-01-01", periods=600, freq="D"),
            "ended": [int(i % 40 == 0) for i in rows],
            "churn": ["yes" if i % 40 == 0 else "no" for i in rows],
        }
    )


def test_the_first_card_names_the_traps_of_the_table(tmp_path: Path) -> None:
    session = Session(tmp_path, table=full_of_traps())
    session.say("Predict churn, maximise accuracy, 5 minutes")
    (card,) = session.log.view.cards
    reasons = "\n".join(card.verdict.reasons)
    for trap in (
        "'ended' may be the target in disguise",
        "rows of one 'household'",
        "dates in 'signed'",
        "2.5% of the rows and hardly counts in accuracy",
        "the rarest class has 15 rows, about 3 of them sealed",
    ):
        assert trap in reasons
    assert card.verdict.rule == "first_search"
    assert card.opened_at == session.now


def test_leaving_out_what_worked_gets_a_card_with_its_figures(planned: Session) -> None:
    planned.say("predict churn in 5 minutes, only linear models")
    planned.yes()
    planned.pass_time(2, trials=12)
    spec = planned.log.view.spec.having(families=("knn",))
    (ruling,) = planned.watch(act.StartSearch(spec=spec))
    assert "10 of the 10 best trials" in ruling.message
    (card,) = planned.log.view.cards
    assert [(c.field, c.before, c.after) for c in card.changes] == [("families", "linear", "knn")]


def test_an_extension_is_predicted_from_the_trials_so_far(planned: Session) -> None:
    planned.say("predict churn with 30 trials, only linear models")
    planned.yes()
    planned.pass_time(2, trials=30)
    planned.say("50 more trials")
    (card,) = planned.log.view.cards
    assert "30 trials" in card.estimate.basis
    assert card.estimate.measured_trials == 30
    assert any("as predicted" in reason for reason in card.verdict.reasons)


def test_after_an_extension_the_next_search_is_compared_with_the_longer_one(planned: Session) -> None:
    planned.say("predict churn in 5 minutes")
    planned.yes()
    planned.say("5 more minutes")
    assert planned.log.view.run.budget_s == 600
    planned.say("optimise f1 instead")
    (card,) = planned.log.view.cards
    assert ("seconds", "600.0", "300.0") in [(c.field, c.before, c.after) for c in card.changes]


@pytest.mark.parametrize("words", ["ok, go on then", "and average precision please"])
def test_what_is_said_after_a_no_is_about_what_was_rejected_and_heeds_the_reason(planned: Session, words: str) -> None:
    planned.say("Predict churn, 30 seconds, no neural nets")
    planned.no("too short, take 2 minutes and leave out the column region")
    planned.say(words)
    (card,) = planned.log.view.cards
    spec = card.proposal.action.spec
    assert (spec.target, spec.seconds, spec.exclude_columns) == ("churn", 120, ("region",))
    assert "mlp" not in spec.families
    assert (spec.metric == "average_precision") == ("precision" in words)


def test_another_goal_after_a_no_is_another_goal(planned: Session) -> None:
    planned.say("Predict churn, 30 seconds")
    planned.no("that is the wrong column")
    planned.say("predict fee, 1 minute")
    (card,) = planned.log.view.cards
    assert (card.proposal.action.spec.target, card.proposal.action.spec.seconds) == ("fee", 60)
