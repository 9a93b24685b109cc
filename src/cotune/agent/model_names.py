"""What may name a language model: a provider and a model, as in "openai:gpt-4o-mini". A pasted key may not."""

from __future__ import annotations

import re
from importlib.util import find_spec
from urllib.parse import urlsplit

from cotune.errors import NotAvailable, UserError, closest

EXTRAS = ("openai", "anthropic", "ollama")
"""The providers that cotune has an extra for."""

_OTHERS = (
    "anthropic_bedrock",
    "azure_ai",
    "azure_openai",
    "baseten",
    "bedrock",
    "bedrock_converse",
    "bedrock_mantle_anthropic",
    "bedrock_mantle_openai",
    "cohere",
    "deepseek",
    "fireworks",
    "google_anthropic_vertex",
    "google_genai",
    "google_vertexai",
    "groq",
    "huggingface",
    "ibm",
    "langsmith",
    "litellm",
    "meta",
    "mistralai",
    "nvidia",
    "openrouter",
    "perplexity",
    "together",
    "upstage",
    "xai",
)
# What `init_chat_model` takes for whose, where no provider is named.
_BEGINNINGS = {
    "openai": ("gpt-", "o1", "o3", "chatgpt", "text-davinci"),
    "anthropic": ("claude",),
    "cohere": ("command",),
    "fireworks": ("accounts/fireworks",),
    "google_vertexai": ("gemini",),
    "bedrock": ("amazon.", "anthropic.", "meta."),
    "mistralai": ("mistral", "mixtral"),
    "deepseek": ("deepseek",),
    "xai": ("grok",),
    "perplexity": ("sonar",),
    "upstage": ("solar",),
}
_KEY = re.compile(
    r"(?:^|[:=/?&\s])(?:(?:sk|rk|pk|xai|pplx)-|(?:sk|gsk|hf|key|fw|tgp)_|nvapi-|AIza|AKIA)\w"
    r"|api[-_]?key|(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{28,}",
    re.IGNORECASE,
)
_FOR_EXAMPLE = "for example 'openai:gpt-4o-mini'"


def check_model_name(spec: str) -> None:
    """Refuse what can be seen to name no model without making one.

    Raises:
        NotAvailable: the provider's package isn't installed; the message names the extra.
        UserError: a key, no model, or no provider that is known. A key is not repeated.
    """
    if _KEY.search(spec):
        raise UserError(
            "what was given as the model's name looks like a key, so it was put nowhere",
            where="model",
            fix=f"name a model, {_FOR_EXAMPLE}; its key goes into the environment (OPENAI_API_KEY) or the keyring: "
            "cotune key set openai",
        )
    provider = provider_of(spec)
    if not provider:
        raise UserError("the model's provider isn't named", where="model", fix=f"{_FOR_EXAMPLE} or 'ollama:qwen3'")
    if provider == spec.strip() or spec.endswith(":"):
        raise UserError(f"'{spec}' names no model", where="model", fix=_FOR_EXAMPLE)
    if provider in EXTRAS:
        if find_spec(f"langchain_{provider}") is None:
            raise missing_package(provider)
    elif provider not in _OTHERS and find_spec(f"langchain_{provider.partition('.')[0]}") is None:
        near = closest(provider, (*EXTRAS, *_OTHERS)) or EXTRAS
        raise UserError(
            f"there is no provider '{provider}'",
            where="model",
            fix="providers: " + ", ".join(near) + f"; {_FOR_EXAMPLE}",
        )


def provider_of(spec: str) -> str:
    """The provider that a name tells, or that its beginning gives away; empty when neither does."""
    first, colon, _ = spec.strip().partition(":")
    if first in EXTRAS + _OTHERS:
        return first
    told = next((p for p, beginnings in _BEGINNINGS.items() if first.lower().startswith(beginnings)), "")
    return told or (first if colon else "")


def missing_package(provider: str) -> NotAvailable:
    package = f"'cotune[{provider}]'" if provider in EXTRAS else f"langchain-{provider}"
    return NotAvailable(
        f"the package for '{provider}' models is not installed",
        where="model",
        fix=f"in a terminal: pip install {package}",
    )


_MODEL_FIELDS = ("model_name", "model", "model_id", "deployment_name")
_ADDRESS_FIELDS = (
    "base_url",
    "openai_api_base",
    "anthropic_api_url",
    "azure_endpoint",
    "endpoint_url",
    "api_base",
    "endpoint",
)
_LONGEST_PART = 60


def object_name(model: object) -> str:
    """What a chat model object is called: 'ChatOpenAI (gpt-4o at api.example.com)'.

    Its class, its model and the host that it talks to, as far as it tells: two that send elsewhere have other names.
    Never a key, which may stand in the rest of an address.
    """
    told = [_first_text(model, _MODEL_FIELDS), _host(_first_text(model, _ADDRESS_FIELDS))]
    parts = " at ".join(part[:_LONGEST_PART] for part in told if part and not _KEY.search(part))
    return f"{type(model).__name__[:_LONGEST_PART]}" + (f" ({parts})" if parts else "")


def _first_text(model: object, fields: tuple[str, ...]) -> str:
    values = (getattr(model, name, None) for name in fields)
    return next((value for value in values if isinstance(value, str) and value), "")


def _host(address: str) -> str:
    """'api.example.com:8080': of an address, without whoever logs in there and what is asked of it."""
    return urlsplit(address if "//" in address else f"//{address}").netloc.rpartition("@")[2]
