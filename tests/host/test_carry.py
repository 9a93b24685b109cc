"""A card says what it adds to what is in force, and to whom: when that changes, the card goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hosts import Served

from cotune.model.event import CardClosed
from cotune.study import Study


@pytest.fixture
def study(unserved: Study) -> Iterator[Study]:
    served = Served(unserved)
    yield unserved
    served.end()


def reasons(study: Study) -> list[str]:
    return [e.body.reason for e in study.events() if isinstance(e.body, CardClosed)]


def test_limits_that_were_lowered_are_not_raised_again_by_an_older_card(study: Study) -> None:
    study.limit_agent(study_tokens=4_000_000)
    (card,) = study.cards
    assert [c.field for c in card.changes] == ["agent's study tokens"]
    study.limit_agent(turn_tokens=50_000)
    assert study.cards == ()
    assert reasons(study) == ["the agent's limits were changed"]
    assert study.view.agent.budget.turn_tokens == 50_000


def test_what_is_shared_is_not_raised_by_a_card_from_before(study: Study) -> None:
    study.share(2)
    study.share(0)
    assert study.cards == ()
    assert reasons(study) == ["what is shared was changed"]


def test_nor_is_it_asked_less_often_by_one(study: Study) -> None:
    study.set_autonomy("ask_costly")
    study.set_autonomy("ask_all")
    assert study.cards == ()
    assert reasons(study) == ["when you are asked was changed"]


def chosen(study: Study, model: str) -> None:
    study.approve(study.set_agent_model(model).card)


def kinds(study: Study) -> list[str]:
    return [card.proposal.action.kind for card in study.cards]


def test_cells_go_to_no_other_model_than_the_card_of_the_probe_named(study: Study) -> None:
    chosen(study, "openai:one")
    study.probe()
    study.limit_agent(study_tokens=4_000_000)
    assert kinds(study) == ["probe_model", "limit_agent"]
    chosen(study, "openai:other")
    assert study.cards == ()
    assert reasons(study) == ["another model was chosen"] * 2


def test_a_model_is_shown_no_more_than_its_card_said(study: Study) -> None:
    chosen(study, "openai:one")
    study.set_agent_model("openai:other")
    study.probe()
    study.approve(study.share(2).card)
    assert study.cards == ()
    assert reasons(study) == ["what is shared was changed"] * 2
    assert study.view.planner == "openai:one"
