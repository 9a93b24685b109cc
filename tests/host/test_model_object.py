"""A chat model object reaches the host over its stdin and is never stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hosts import kill_host

import cotune
from cotune.agent import resolve_model
from cotune.errors import UserError
from cotune.study import Study

Make = Callable[..., Study]
GOAL = "predict churn with decision trees in 30 seconds"


def test_a_model_object_answers_and_a_host_without_it_says_so(new_study: Make) -> None:
    study = new_study(model=resolve_model(None), goal=GOAL)
    assert study.wait(timeout_s=60) == "card"
    kill_host(study)

    other = cotune.open(study.name)
    other.say("how is it going?")
    other.wait(timeout_s=60)
    assert "handed over as an object" in other.view.agent.problem
    assert len(other.cards) == 1
    other.quit_host()


def test_an_object_that_cannot_travel_is_refused_with_the_string_form(new_study: Make) -> None:
    class Local:
        def bind_tools(self) -> None: ...

    with pytest.raises(UserError, match="openai:"):
        new_study(model=Local())
