"""Models by their strings, for each provider that has an extra: what is missing is named, and no key is ever told."""

from __future__ import annotations

import sys
import threading

import pytest
from fake_openai import KEY, Fails, FakeOpenAI, Pours, Says
from langchain_core.tracers.langchain import wait_for_all_tracers
from studies import request

from cotune.agent import Agent, TurnResult, model_label, resolve_model
from cotune.agent.patience import Patience
from cotune.errors import NotAvailable, UserError

CANARY = "sk-canary-0123456789"
HASTY = Patience(turn_s=20, retries=1, first_wait_s=0.01)
PROVIDERS = {
    "openai": ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_API_URL"),
    "ollama": ("OLLAMA_API_KEY", "OLLAMA_HOST"),
}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Points a provider's package to an address, with a key that must never be told."""

    def point(provider: str, url: str) -> None:
        key, address = PROVIDERS[provider]
        monkeypatch.setenv(key, CANARY)
        monkeypatch.setenv(address, url)

    return point


def turn(spec: str) -> TurnResult:
    return Agent(resolve_model(spec), patience=HASTY).take_turn(request("Predict left_us"), threading.Event())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_missing_extra_is_named_with_the_line_that_installs_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"langchain_{provider}", None)
    with pytest.raises(NotAvailable, match=rf"pip install 'cotune\[{provider}\]'"):
        resolve_model(f"{provider}:some-model")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_string_makes_a_model_that_waits_for_nothing_unseen(provider: str, at) -> None:
    at(provider, "http://127.0.0.1:9")
    model = resolve_model(f"{provider}:some-model")
    assert "some-model" in model_label(model)
    assert getattr(model, "max_retries", 0) == 0
    assert CANARY not in repr(model)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refused_key_is_told_without_the_key(provider: str, at) -> None:
    with FakeOpenAI() as fake:
        at(provider, fake.url.removesuffix("/v1") if provider != "openai" else fake.url)
        result = turn(f"{provider}:some-model")
    assert fake.paths
    assert (result.status, "refused the key" in result.problem) == ("failed", True)
    assert CANARY not in result.problem


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_server_that_is_not_there_is_told_of_each_provider(provider: str, at) -> None:
    at(provider, "http://127.0.0.1:9")
    result = turn(f"{provider}:some-model")
    assert result.status == "failed"
    assert "Nothing answers" in result.problem or "failed or broke off" in result.problem
    assert "127.0.0.1" not in result.problem


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_no_provider_s_package_follows_a_redirect(provider: str, at) -> None:
    with FakeOpenAI() as fake, FakeOpenAI() as other:
        fake.elsewhere = Fails(307, headers=(("Location", other.url),))
        at(provider, fake.url.removesuffix("/v1"))
        result = turn(f"{provider}:some-model")
    assert (len(fake.paths), other.paths) == (1, [])
    assert "redirects to another one (HTTP 307)" in result.problem


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_no_provider_s_answer_is_without_an_end(provider: str, at) -> None:
    with FakeOpenAI() as fake:
        fake.elsewhere = Pours(b'{"a": 1}\n' * 10_000, "text/event-stream")
        at(provider, fake.url.removesuffix("/v1"))
        result = turn(f"{provider}:some-model")
    assert (result.status, len(fake.paths)) == ("failed", 1)


def test_a_missing_key_is_the_user_s_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(UserError, match="key of 'openai'"):
        resolve_model("openai:some-model")


@pytest.mark.parametrize("spec", ["nobody:some-model", "some-model", ""])
def test_an_unknown_provider_is_the_user_s_to_mend(spec: str) -> None:
    with pytest.raises(UserError):
        resolve_model(spec)


@pytest.mark.parametrize("asked_for", [False, True])
def test_traces_leave_the_machine_only_when_they_are_asked_for(
    asked_for: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain_openai import ChatOpenAI

    with FakeOpenAI(Says("Hello.")) as fake, FakeOpenAI() as langsmith:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", CANARY)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", langsmith.url)
        monkeypatch.setenv("COTUNE_TRACING", "1" if asked_for else "")
        model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY, max_retries=0)
        result = Agent(model).take_turn(request("hello"), threading.Event())
        wait_for_all_tracers()
        assert result.text == "Hello."
        assert bool(langsmith.paths) == asked_for
