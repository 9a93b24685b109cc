"""Who answers as the agent can be changed in a study that exists, and nothing leaves before a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hosts import until
from typer.testing import CliRunner

import cotune
from agent.fake_openai import KEY, FakeOpenAI, Says
from cotune.agent.model_names import check_model_name, object_name
from cotune.cli.app import app
from cotune.errors import NotAvailable, Refused, UserError
from cotune.model.action import SetAgentModel
from cotune.model.event import TurnEnded
from cotune.study import Study

Make = Callable[..., Study]
BUILT_IN = "built-in planner (no LLM)"


def answered(study: Study, text: str) -> str:
    """Say it, wait for the answer, and return who gave it."""
    turn = study.say(text)
    until(
        lambda: [e for e in study.events() if isinstance(e.body, TurnEnded) and e.body.turn == turn],
        "the turn did not end",
    )
    assert study.view.agent.problem == ""
    return [line.by for line in study.view.chat if line.who == "agent"][-1]


def test_a_language_model_takes_over_after_a_yes_and_gives_back_without_one(new_study: Make, fake: FakeOpenAI) -> None:
    fake.script = [Says("I am a model.")] * 2
    study = new_study()
    assert answered(study, "how is it going?") == BUILT_IN

    with pytest.warns(UserWarning, match="until you approve"):
        other = cotune.open(study.name, model="openai:fake")
    (card,) = study.cards
    assert (card.verdict.rule, card.proposal.actor) == ("reveals_more", "human")
    assert card.verdict.reasons == ("your words would go to openai:fake, and names and kinds of columns",)
    assert [(c.before, c.after) for c in card.changes] == [(BUILT_IN, "openai:fake")]
    assert answered(study, "how is it going?") == BUILT_IN
    assert fake.requests == []

    other.approve()
    assert answered(study, "how is it going?") == "openai:fake"
    assert len(fake.requests) == 1
    assert study.set_agent_model("openai:fake").message == "openai:fake answers already"
    assert cotune.open(study.name, model="openai:fake").cards == ()

    assert study.set_agent_model(None).outcome == "done"
    assert answered(study, "how is it going?") == BUILT_IN
    assert len(fake.requests) == 1
    said = [line.by or line.text for line in study.view.chat if line.who != "you"]
    assert said == [
        BUILT_IN,
        BUILT_IN,
        "From here on openai:fake answers.",
        "openai:fake",
        f"From here on {BUILT_IN} answers.",
        BUILT_IN,
    ]


def test_a_model_object_is_handed_to_the_next_host_and_waits_for_the_end_of_a_search(
    new_study: Make, fake: FakeOpenAI
) -> None:
    from langchain_openai import ChatOpenAI

    fake.script = [Says("I am an object.")]
    model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY)
    study = new_study(goal="predict churn with decision trees in 600 seconds")
    assert study.wait(timeout_s=60) == "card"
    study.approve()
    until(lambda: study.view.run.phase == "running", "no search began")
    with pytest.raises(UserError, match="a search is under way"):
        study.set_agent_model(model)
    study.stop()
    study.wait(timeout_s=60)
    study.approve(study.set_agent_model(model).card)
    assert answered(study, "how is it going?") == object_name(model)
    assert [request["model"] for request in fake.requests] == ["fake"]


def test_an_object_that_sends_elsewhere_needs_its_own_yes_and_takes_nothing_from_the_other_before(
    new_study: Make, fake: FakeOpenAI
) -> None:
    from langchain_openai import ChatOpenAI

    with FakeOpenAI(*[Says("I am elsewhere.")] * 2) as elsewhere:
        first = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY)
        other = ChatOpenAI(model="fake", base_url=elsewhere.url, api_key=KEY)
        fake.script = [Says("I am the first.")] * 2
        study = new_study(model=first)
        answered(study, "how is it going?")
        (card,) = (study.set_agent_model(other), study.cards)[1]
        assert object_name(other) in card.verdict.reasons[0]
        assert answered(study, "how is it going?") == object_name(first)
        study.reject(card)
        study.approve(study.set_agent_model(other).card)
        assert answered(study, "how is it going?") == object_name(other)
        assert (len(fake.requests), len(elsewhere.requests)) == (2, 1)
        assert study.set_agent_model(other).outcome == "ignored"


def test_an_object_is_called_by_its_class_model_and_host_and_by_no_key() -> None:
    from langchain_openai import ChatOpenAI

    class Bare:
        model = "sk-modelcanary"
        base_url = "https://me:modelcanary@there.example:81/v1?api_key=modelcanary"

    address = "https://there.example/v1?api_key=modelcanary"
    there = ChatOpenAI(model="gpt-4o", base_url=address, api_key="sk-modelcanary")
    assert object_name(there) == "ChatOpenAI (gpt-4o at there.example)"
    assert object_name(Bare()) == "Bare (there.example:81)"
    assert object_name(object()) == "object"


def test_what_names_no_model_is_refused_before_anybody_is_asked(
    new_study: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = new_study()
    for wrong in ("", "openai:", ":gpt"):
        with pytest.raises((UserError, Refused)):
            study.set_agent_model(wrong)
    with pytest.raises(UserError, match="no LangChain chat model"):
        study.set_agent_model(3)
    assert study.cards == ()
    monkeypatch.setattr("cotune.agent.model_names.find_spec", lambda _: None)
    with pytest.raises(NotAvailable, match="not installed"):
        check_model_name("ollama:qwen3")


NO_NAMES = ["", "openai", "openai:", ":gpt", "nosuch:x", "some-model", "opnai:gpt-4o"]
KEYS = [
    "sk-modelcanary",
    "openai:sk-proj-modelcanary",
    "openai:gpt-4o?api_key=modelcanary",
    "nosuch:sk-modelcanary",
    "modelcanary0123456789ABCDEFGHIJ",
]


@pytest.mark.parametrize("wrong", NO_NAMES + KEYS)
def test_create_refuses_what_names_no_model_and_makes_nothing(new_study: Make, home: Path, wrong: str) -> None:
    with pytest.raises(UserError) as refused:
        new_study(model=wrong)
    assert "openai:gpt-4o-mini" in str(refused.value)
    assert "modelcanary" not in str(refused.value)
    assert list(home.rglob("*.sqlite")) == []


def test_a_key_in_place_of_a_name_is_written_nowhere(new_study: Make) -> None:
    study = new_study()
    action = SetAgentModel(model="sk-modelcanary")
    for ask in (study.set_agent_model, study.propose):
        with pytest.raises(UserError, match="looks like a key"):
            ask(action.model if ask == study.set_agent_model else action)
    for file in study.path.rglob("*"):
        assert not file.is_file() or b"modelcanary" not in file.read_bytes()


NAMES = [
    "openai:gpt-4o-mini",
    "gpt-4o",
    "ollama:qwen3:8b",
    "anthropic:claude-sonnet-4-5",
    "groq:llama-3.3-70b",
    "grok-4",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_model_s_name_is_taken_for_one(name: str) -> None:
    check_model_name(name)


def test_the_shell_chooses_it_too(new_study: Make, fake: FakeOpenAI) -> None:
    fake.script = [Says("I am a model.")]
    study = new_study()
    shell = CliRunner()
    waits = shell.invoke(app, ("agent-model", study.name, "openai:fake"))
    assert type(waits.exception).__name__ == "CardsWaiting"
    assert shell.invoke(app, ("agent-model", study.name, "openai:fake", "--yes")).output == "openai:fake answers\n"
    assert shell.invoke(app, ("agent-model", study.name, "builtin")).output == f"{BUILT_IN} answers\n"
    assert fake.requests == []
