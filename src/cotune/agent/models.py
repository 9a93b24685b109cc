"""Which language model the agent speaks with."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cotune.agent.keys import key_of
from cotune.errors import NotAvailable, UserError
from cotune.model.words import BUILT_IN_PLANNER

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TIMEOUT_S = 60.0
# The agent tries again itself (agent/patience.py), so that the person sees that it waits.
_OPTIONS: dict[str, dict[str, Any]] = {
    "openai": {"timeout": _TIMEOUT_S, "max_retries": 0, "stream_usage": True},
    "anthropic": {"timeout": _TIMEOUT_S, "max_retries": 0},
    "ollama": {"client_kwargs": {"timeout": 2 * _TIMEOUT_S}},
}
_EXTRAS = ("openai", "anthropic", "ollama")


def resolve_model(spec: object = None) -> BaseChatModel:
    """A chat model from what a person gave: None (built-in planner), an `init_chat_model` string, or a model object.

    Raises:
        NotAvailable: the provider's package isn't installed; the message names the extra.
        UserError: it is no chat model, or it can't be made (a key is missing, an unknown provider).
    """
    if spec is None or spec == "builtin":
        from cotune.agent.planner.model import BuiltInPlanner

        return BuiltInPlanner()
    if isinstance(spec, str) and spec.strip():
        return _from_string(spec)
    from langchain_core.language_models import BaseChatModel

    if isinstance(spec, BaseChatModel):
        return spec
    raise UserError(
        f"{type(spec).__name__} is no LangChain chat model",
        where="model",
        fix='give a chat model object or a string such as "openai:gpt-4o-mini"',
    )


def check_model_name(spec: str) -> None:
    """Refuse what can be seen to name no model without making one.

    Raises:
        NotAvailable: the provider's package isn't installed; the message names the extra.
        UserError: the name is missing.
    """
    provider, colon, name = spec.partition(":")
    if not provider.strip() or (colon and not name.strip()):
        raise UserError(f"'{spec}' names no model", where="model", fix="for example 'openai:gpt-4o-mini'")
    if colon and provider in _EXTRAS and find_spec(f"langchain_{provider}") is None:
        raise _missing_package(provider, spec)


def _from_string(spec: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    check_model_name(spec)
    provider = spec.partition(":")[0] if ":" in spec else "?"
    try:
        key = key_of(provider)
        options = _OPTIONS.get(provider, {}) | ({"api_key": key} if key is not None else {})
        model: BaseChatModel = init_chat_model(spec, **options)
    except ImportError as error:
        raise _missing_package(provider, spec) from error
    except Exception as error:
        # Providers raise anything here; their texts may hold keys, so only the type is told.
        raise UserError(
            f"the model '{provider}:...' can't be made ({type(error).__name__})",
            where="model",
            fix=f"check the name, and that the key of '{provider}' is in the environment or the keyring (`cotune key "
            f"set {provider}`); without a model the built-in planner works",
        ) from error
    return model


def _missing_package(provider: str, spec: str) -> UserError:
    if provider == "?":
        return UserError("the model's provider isn't named", where="model", fix=f"for example 'openai:{spec}'")
    package = f"'cotune[{provider}]'" if provider in _EXTRAS else f"langchain-{provider}"
    return NotAvailable(
        f"the package for '{provider}' models is not installed",
        where="model",
        fix=f"in a terminal: pip install {package}",
    )


def is_built_in(model: BaseChatModel) -> bool:
    return model._llm_type == "cotune-planner"


def model_label(model: BaseChatModel) -> str:
    """What people are shown: the built-in planner is labelled as no LLM."""
    if is_built_in(model):
        return BUILT_IN_PLANNER
    name = getattr(model, "model_name", None) or getattr(model, "model", None) or ""
    return f"{model._llm_type}: {name}" if name else model._llm_type
