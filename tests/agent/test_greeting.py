"""Who greets the built-in planner, or asks what it can do, is told; who says a goal beside is not put off."""

from __future__ import annotations

import threading

import pytest
from studies import request

from cotune.agent import Agent


@pytest.mark.parametrize(
    "words",
    [
        "hello",
        "Hi there!",
        "Hallo, was kannst du?",
        "What can you do for me?",
        "¿Qué puedes hacer?",
        "help",
        "Bonjour !",
    ],
)
def test_a_greeting_is_answered_with_what_can_be_said(words: str) -> None:
    result = Agent().take_turn(request(words), threading.Event())
    assert result.text.startswith("I am the built-in planner")
    assert (result.question, result.drafts) == (None, ())


def test_a_goal_after_a_greeting_is_a_goal() -> None:
    result = Agent().take_turn(request("Hello, predict left_us in two minutes."), threading.Event())
    (draft,) = result.drafts
    assert draft.stated["target"] == "left_us"
