"""Which language model the agent speaks with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cotune.agent.keys import key_of
from cotune.agent.model_names import check_model_name, missing_package, object_name, provider_of
from cotune.errors import UserError
from cotune.model.words import BUILT_IN_PLANNER, names_built_in

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TIMEOUT_S = 60.0
# The agent tries again itself (agent/patience.py), so that the person sees that it waits.
_OPTIONS: dict[str, dict[str, Any]] = {
    "openai": {"timeout": _TIMEOUT_S, "max_retries": 0, "stream_usage": True},
    "anthropic": {"timeout": _TIMEOUT_S, "max_retries": 0},
    "ollama": {"client_kwargs": {"timeout": 2 * _TIMEOUT_S}},
}


def resolve_model(spec: object = None) -> BaseChatModel:
    """A chat model from what a person gave: None (built-in planner), an `init_chat_model` string, or a model object.

    Raises:
        NotAvailable: the provider's package isn't installed; the message names the extra.
        UserError: it is no chat model, or it can't be made (a key is missing, an unknown provider).
    """
    if spec is None or names_built_in(spec):
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


def _from_string(spec: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    check_model_name(spec)
    provider = provider_of(spec)
    try:
        key = key_of(provider)
        options = _OPTIONS.get(provider, {}) | ({"api_key": key} if key is not None else {})
        model: BaseChatModel = init_chat_model(spec, **options)
    except ImportError as error:
        raise missing_package(provider) from error
    except Exception as error:
        # Providers raise anything here; their texts may hold keys, so only the type is told.
        raise UserError(
            f"the model '{provider}:...' can't be made ({type(error).__name__})",
            where="model",
            fix=f"check the name, and that the key of '{provider}' is in the environment or the keyring (`cotune key "
            f"set {provider}`); without a model the built-in planner works",
        ) from error
    return model


def is_built_in(model: BaseChatModel) -> bool:
    return model._llm_type == "cotune-planner"


def model_label(model: BaseChatModel) -> str:
    """What people are shown: the built-in planner is labelled as no LLM."""
    return BUILT_IN_PLANNER if is_built_in(model) else object_name(model)
