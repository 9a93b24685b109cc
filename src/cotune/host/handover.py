"""Hands a chat model object to the study's process: over its stdin, never to disk."""

from __future__ import annotations

import base64
import pickle
from typing import Any

from pydantic import BaseModel

from cotune.errors import UserError

_OWN_CONNECTIONS = ("http_client", "http_async_client")


def packed(model: object) -> bytes:
    """One line that `unpacked` makes the model of again.

    Raises:
        UserError: the model can't be handed to another process.
    """
    try:
        return _line(model)
    except (pickle.PicklingError, TypeError, AttributeError):
        pass
    try:
        # Most models hold open connections: another one is made of what this one was made of.
        line = _line(_Recipe(model))
        unpacked(line)
    except Exception as error:  # noqa: BLE001 - a class may refuse its fields in any way
        raise UserError(
            f"the chat model {type(model).__name__} can't be handed to the study's process ({type(error).__name__})",
            where="model",
            fix="name it by a string instead, for example model='openai:gpt-4o-mini'",
        ) from None
    return line


def unpacked(line: bytes) -> object:
    """The model object that `packed` was given: our own parent process wrote this line."""
    return pickle.loads(base64.b64decode(line))  # noqa: S301


def _line(value: object) -> bytes:
    return base64.b64encode(pickle.dumps(value)) + b"\n"


class _Recipe:
    """Pickles as a call of the model's class with what the person gave it."""

    def __init__(self, model: object) -> None:
        self._model = model

    def __reduce__(self) -> tuple[Any, ...]:
        model = self._model
        if not isinstance(model, BaseModel) or any(getattr(model, name, None) for name in _OWN_CONNECTIONS):
            raise TypeError("it holds connections of its own")
        fields = type(model).model_fields
        given = {n: getattr(model, n) for n in model.model_fields_set if n in fields and not fields[n].exclude}
        return _made, (type(model), given)


def _made(kind: type[BaseModel], given: dict[str, Any]) -> BaseModel:
    return kind(**given)
