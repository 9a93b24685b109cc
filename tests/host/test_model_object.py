"""A chat model object reaches the host over its stdin and is never stored."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest
from hosts import kill_host
from langchain_core.language_models import BaseChatModel

import cotune
from agent.fake_openai import KEY, Calls, FakeOpenAI, Says
from cotune.errors import UserError
from cotune.host.handover import packed, unpacked
from cotune.study import Study

Make = Callable[..., Study]
GOAL = "predict churn with decision trees in 30 seconds"


def test_a_model_object_answers_and_a_host_without_it_says_so(new_study: Make) -> None:
    from langchain_openai import ChatOpenAI

    with FakeOpenAI(Calls((("draft_search", {"target": "churn"}),)), Says("Drafted.")) as fake:
        model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY)
        study = new_study(model=model, goal=GOAL)
        assert study.wait(timeout_s=60) == "card"
    written = b"".join(f.read_bytes() for f in study.path.iterdir() if f.is_file())
    assert KEY.encode() not in written
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


ANYWHERE = {"model": "m", "base_url": "http://127.0.0.1:9/v1", "temperature": 0.3}
MODELS: dict[str, dict[str, object]] = {
    "ChatOpenAI": {"api_key": "sk-canary", "max_retries": 5},
    "ChatAnthropic": {"api_key": "sk-canary", "max_retries": 5},
    "ChatOllama": {"num_ctx": 4096},
}


@pytest.mark.parametrize("kind", MODELS)
def test_models_of_all_extras_travel_with_what_they_were_made_of(kind: str) -> None:
    module = importlib.import_module(f"langchain_{kind.removeprefix('Chat').lower()}")
    model: BaseChatModel = getattr(module, kind)(**ANYWHERE, **MODELS[kind])
    arrived = unpacked(packed(model))
    assert type(arrived) is type(model)
    assert arrived.model_dump() == model.model_dump()
    secret = next((n for n in ("openai_api_key", "anthropic_api_key") if hasattr(model, n)), None)
    assert secret is None or getattr(arrived, secret).get_secret_value() == "sk-canary"


def test_a_connection_of_one_s_own_is_not_dropped_in_silence() -> None:
    import httpx2
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="m", api_key="k", http_client=httpx2.Client())
    with pytest.raises(UserError, match="can't be handed"):
        packed(model)
